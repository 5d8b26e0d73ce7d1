"""A scan that stores nothing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.bootstrap.models import question_costs
from tinyarms_daemon.bootstrap.workers import analyzer
from tinyarms_daemon.domain.findings.project import KnownAnswer, RuleConclusions
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, FileReport
from tinyarms_daemon.rules.registry import bind_rules, rule_versions

if TYPE_CHECKING:
    from tinyarms_daemon.application.service.scan_loose import ScanLoose
    from tinyarms_daemon.settings.schema import Settings


@contextmanager
def loose_scanner(
    settings: "Settings", rules: tuple[str, ...], *, deep: bool, measured: Path
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
            conclude=conclude_reports,
            question_costs=lambda: question_costs(settings, measured),
        )
    finally:
        workers.close()


def conclude_reports(
    root: str,
    profile: AnalysisProfile,
    reports: Iterable[FileReport],
    answers: Mapping[str, KnownAnswer] | None = None,
) -> list[RuleConclusions]:
    """What the rules conclude from these files alone, and from what a model has said of pairs. What
    the files say is kept aside as they come, and concluded from in this process."""
    from tinyarms_daemon.adapters.facts.temporary_facts import TemporaryFacts

    with closing(TemporaryFacts()) as facts:
        for report in reports:
            facts.add(report)
        from tinyarms_daemon.adapters.git.line_history import GitLineHistory
        from tinyarms_daemon.analysis.project_rule import conclude_project

        history = GitLineHistory(root)
        rules = bind_rules(profile.rules)
        return list(
            conclude_project(rules, None, lambda rule: facts.project(rule, history, answers))
        )
