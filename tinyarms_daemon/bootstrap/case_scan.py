"""Labelled cases, each scanned once as a repository of its own."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.application.measuring.examine_cases import Scan, rules_for
from tinyarms_daemon.bootstrap.loose_scan import conclude_reports
from tinyarms_daemon.bootstrap.workers import analyzer
from tinyarms_daemon.domain.findings.project import Candidate, KnownAnswer, RuleConclusions
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.measuring.accuracy import LabelledCase
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest, FileReport
from tinyarms_daemon.rules.registry import rule_versions

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


@contextmanager
def case_scans(settings: "Settings", folders: Mapping[str, Path]) -> Iterator[Scan]:
    """Hand out what scans a case; each is copied away from whatever is around it, and kept."""
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles

    profiles = ConfiguredProfiles(settings, rule_versions())
    workers = analyzer(settings)
    tree = GitSourceTree()
    kept: dict[str, ScannedFolder] = {}
    with tempfile.TemporaryDirectory(prefix="tinyarms-cases-") as folder:

        def scan(case: LabelledCase) -> ScannedFolder:
            if case.name not in kept:
                root = str(Path(folder) / str(len(kept)) / "case")
                shutil.copytree(folders[case.name], root)
                profile = profiles.profile_at(root, tuple(sorted(rules_for(case))))
                names = tree.list_files(root, is_git=False, ignore=profiles.ignored_at(root))
                requests = [AnalysisRequest(root=root, path=name) for name in sorted(names)]
                reports = tuple(workers.analyze(profile, requests))
                kept[case.name] = ScannedFolder(root, profile, reports)
            return kept[case.name]

        try:
            yield scan
        finally:
            workers.close()


@dataclass
class ScannedFolder:
    """The ScannedCase of a folder."""

    root: str
    profile: AnalysisProfile
    reports: Sequence[FileReport]
    _concluded: dict[str, list[RuleConclusions]] = field(default_factory=dict)

    def finds(self, rules: Collection[str], answers: Mapping[str, KnownAnswer]) -> bool:
        """Whether a finding of one of these rules is told; one that waits for a second opinion or
        is suppressed is not."""
        return any(
            each.rule in rules and each.confirmed and not each.suppressed
            for each in self._observations(answers)
        )

    def candidates(self, answers: Mapping[str, KnownAnswer]) -> Sequence[Candidate]:
        return [each for concluded in self._conclude(answers) for each in concluded.candidates]

    def questions(self) -> Sequence[tuple[str, Observation]]:
        return [
            (report.path, observation)
            for report in self.reports
            for observation in report.observations
            if observation.question is not None
        ]

    @cached_property
    def files(self) -> Sequence[tuple[str, str]]:
        return [
            (report.path, (Path(self.root) / report.path).read_text("utf-8", "replace"))
            for report in self.reports
        ]

    def _observations(self, answers: Mapping[str, KnownAnswer]) -> Iterator[Observation]:
        for report in self.reports:
            yield from (each for each in report.observations if each.question is None)
        for concluded in self._conclude(answers):
            yield from (each.observation for each in concluded.conclusions)

    def _conclude(self, answers: Mapping[str, KnownAnswer]) -> list[RuleConclusions]:
        key = repr(sorted(answers.items()))
        if key not in self._concluded:
            self._concluded[key] = conclude_reports(self.root, self.profile, self.reports, answers)
        return self._concluded[key]
