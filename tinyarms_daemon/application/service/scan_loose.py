"""Scanning paths that no watched repository holds: everything is told, nothing is stored."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tinyarms_daemon.analysis.languages import may_be_source
from tinyarms_daemon.application.checking.sweep_repository import most_commits
from tinyarms_daemon.application.service.messages_of import (
    finding_message,
    findings_message,
    question_message,
)
from tinyarms_daemon.control.messages import FindingsMessage
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.finding import Finding
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.retold import COPIES, ToldCopies, lines_told, without_retold
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.domain.questions.deep_budget import QuestionCosts, ranked
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.domain.work.commit_message import commit_of
from tinyarms_daemon.ports.analyzer import Analyzer
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.source_tree import SourceTree


@dataclass(frozen=True, slots=True)
class FolderRules:
    """What the configuration says of a folder."""

    profile: AnalysisProfile
    ignored: tuple[str, ...]


@dataclass(slots=True)
class Scanned:
    """What the scan of one root brought; what its files say for other files is left out."""

    root: str
    reports: list[FileReport] = field(default_factory=list)
    concluded: list[RuleConclusions] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanLoose:
    """`rules_of` tells the rules of a root; it may raise a UsageError for a wrong file there.
    `conclude` takes the reports of a root as they come, with what the files say for one another."""

    tree: SourceTree
    analyzer: Analyzer
    clock: Clock
    rules_of: Callable[[str], FolderRules]
    conclude: Callable[[str, AnalysisProfile, Iterable[FileReport]], list[RuleConclusions]]
    question_costs: Callable[[], QuestionCosts]

    def __call__(
        self,
        paths: Sequence[str],
        on_progress: Callable[[int, int], None],
        *,
        with_plan: bool = False,
    ) -> FindingsMessage:
        """Check absolute paths, files and folders; UsageError for one that is not there.

        With a plan the message has the questions that a model would be asked.
        """
        started_at = self.clock.now()
        plans = [(root, self.rules_of(root), names) for root, names in self._by_root(paths).items()]
        total = sum(len(names) for _, _, names in plans)
        on_progress(0, total)
        scanned = [Scanned(root) for root, _, _ in plans]

        def reports(result: Scanned, rules: FolderRules, names: set[str]) -> Iterator[FileReport]:
            requests = [AnalysisRequest(root=result.root, path=name) for name in sorted(names)]
            for report in self.analyzer.analyze(rules.profile, requests):
                yield report
                result.reports.append(replace(report, facts=(), uses=(), definition_keys=()))
                on_progress(sum(len(each.reports) for each in scanned), total)

        for result, (root, rules, names) in zip(scanned, plans, strict=True):
            concluded = self.conclude(root, rules.profile, reports(result, rules, names))
            result.concluded = _told_once(concluded, rules.profile)
        seconds = (self.clock.now() - started_at).total_seconds()
        message = loose_message(scanned, seconds=round(seconds, 3), now=self.clock.now())
        if with_plan:
            candidates = [
                candidate
                for result in scanned
                for concluded in result.concluded
                for candidate in concluded.candidates
            ]
            questions = ranked(candidates, self.question_costs())
            message["questions"] = [question_message(each) for each in questions]
        return message

    def _by_root(self, paths: Sequence[str]) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for path in paths:
            root, found = self._names_of(path)
            names.setdefault(root, set()).update(found)
        return names

    def _names_of(self, path: str) -> tuple[str, Collection[str]]:
        """The root of a path, and the files that are meant by it, relative to that root."""
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist; name a file or folder that does.")
        if not os.path.isdir(path):
            # A file that is named is checked even where its repository ignores it.
            folder = os.path.realpath(os.path.dirname(path))
            root = self.tree.root_of(folder)
            return root, [os.path.relpath(os.path.join(folder, os.path.basename(path)), root)]
        folder = os.path.realpath(path)
        root = self.tree.root_of(folder)
        facts = self.tree.inspect(root)
        rules = self.rules_of(root)
        listed = self.tree.list_files(root, is_git=facts.is_git, ignore=rules.ignored)
        names = [name for name in listed if may_be_source(name)]
        if folder == root:
            most = most_commits(rules.profile) if facts.is_git else 0
            return root, [*names, *self.tree.commit_messages(root, most)]
        prefix = os.path.relpath(folder, root) + "/"
        return root, [name for name in names if name.startswith(prefix)]


def _told_once(
    concluded: Sequence[RuleConclusions], profile: AnalysisProfile
) -> list[RuleConclusions]:
    copies = [
        lines_told(each.path, each.observation)
        for said in concluded
        if said.rule == COPIES
        for each in said.conclusions
    ]
    return without_retold(concluded, ToldCopies(copies), profile.rules)


def loose_message(scanned: Sequence[Scanned], *, seconds: float, now: datetime) -> FindingsMessage:
    """What scans that are not stored found, the most serious first."""
    findings = sorted(
        ((finding, result.root) for result in scanned for finding in _findings(result)),
        key=lambda told: (
            -told[0].observation.severity.weight,
            told[0].path,
            told[0].observation.region,
        ),
    )
    reports = [
        (report, result.root)
        for result in scanned
        for report in result.reports
        if report.outcome is not Outcome.FOREIGN
    ]
    skipped = sorted(
        (report.path, report.reason or "no reason is known", root)
        for report, root in reports
        if report.outcome is Outcome.SKIPPED or report.reason is not None
    )
    files = [report for report, _ in reports if commit_of(report.path) is None]
    message = findings_message(
        [finding_message(finding, now) for finding, _ in findings],
        roots=[result.root for result in scanned],
        skipped=[(path, reason) for path, reason, _ in skipped],
        files=len(files),
        checked=sum(report.outcome is Outcome.CHECKED for report in files),
        deferred=sum(
            observation.question is not None
            for report, _ in reports
            for observation in report.observations
        ),
        seconds=seconds,
    )
    if len(scanned) > 1:
        for told, (_, root) in zip(message["findings"], findings, strict=True):
            told["root"] = portable_path(root)
        for skip, (*_, root) in zip(message["skipped"], skipped, strict=True):
            skip["root"] = portable_path(root)
    return message


def _findings(result: Scanned) -> Iterator[Finding]:
    for report in result.reports:
        for observation in report.observations:
            if observation.question is None:
                yield Finding(repository=None, path=report.path, observation=observation)
    for concluded in result.concluded:
        for conclusion in concluded.conclusions:
            yield Finding(repository=None, path=conclusion.path, observation=conclusion.observation)
