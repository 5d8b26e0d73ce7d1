"""A scan that stores nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.bootstrap.models import question_costs
from tinyarms_daemon.bootstrap.workers import analyzer
from tinyarms_daemon.domain.findings.project import KnownAnswer, RuleConclusions
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, FileReport
from tinyarms_daemon.rules.registry import rule_versions

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.facts.temporary_facts import TemporaryFacts
    from tinyarms_daemon.application.service.scan_loose import ScanLoose
    from tinyarms_daemon.settings.schema import Settings


@contextmanager
def loose_scanner(
    settings: "Settings",
    rules: tuple[str, ...],
    *,
    deep: bool,
    measured: Path,
) -> Iterator["ScanLoose"]:
    """A scan without a store, of `rules` alone where any are named; `deep` adds the deep ones.

    `measured` holds the figures of this machine.
    """
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.application.service.scan_loose import FolderRules, ScanLoose

    profiles = ConfiguredProfiles(settings, rule_versions())
    workers = analyzer(settings)
    try:
        yield ScanLoose(
            tree=GitSourceTree(),
            analyzer=workers,
            clock=SystemClock(),
            rules_of=lambda root: FolderRules(
                profiles.profile_at(root, rules, deep=deep), profiles.ignored_at(root)
            ),
            learned=_learned,
            question_costs=lambda: question_costs(settings, measured),
        )
    finally:
        workers.close()


@contextmanager
def _learned(root: str, profile: AnalysisProfile) -> Iterator["_Learned"]:
    from tinyarms_daemon.adapters.facts.temporary_facts import TemporaryFacts

    with closing(TemporaryFacts()) as facts:
        yield _Learned(root, profile, facts)


@dataclass(frozen=True, slots=True)
class _Learned:
    """What the files of a root say, kept aside; concluded from in this process."""

    root: str
    profile: AnalysisProfile
    facts: "TemporaryFacts"

    def add(self, report: FileReport) -> None:
        self.facts.add(report)

    def conclude(self, answers: Mapping[str, KnownAnswer] | None = None) -> list[RuleConclusions]:
        """What the rules conclude from the files that were added, and from what a model has said
        of pairs."""
        from tinyarms_daemon.adapters.git.line_history import GitLineHistory
        from tinyarms_daemon.analysis.project_rule import conclude_project
        from tinyarms_daemon.rules.registry import bind_rules

        history = GitLineHistory(self.root)
        return list(
            conclude_project(
                bind_rules(self.profile.rules),
                None,
                lambda rule: self.facts.project(rule, history, answers),
            )
        )


def conclude_reports(
    root: str,
    profile: AnalysisProfile,
    reports: Sequence[FileReport],
    answers: Mapping[str, KnownAnswer] | None = None,
) -> list[RuleConclusions]:
    """What the rules conclude from these files alone, and from what a model has said of pairs."""
    with _learned(root, profile) as learned:
        for report in reports:
            learned.add(report)
        return learned.conclude(answers)
