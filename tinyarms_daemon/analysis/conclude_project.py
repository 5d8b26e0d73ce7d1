"""Letting the rules conclude from what all files say."""

from collections.abc import Callable, Collection, Iterable, Iterator

from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import BoundRule
from tinyarms_daemon.domain.findings.project import (
    Candidate,
    ChangedTopics,
    Conclusion,
    RuleConclusions,
)
from tinyarms_daemon.ports.project import Project


def conclude_project(
    rules: Iterable[BoundRule],
    changed: ChangedTopics,
    project_of: Callable[[str], Project],
) -> Iterator[RuleConclusions]:
    """The conclusions of each rule that is touched; `project_of` gives the facts of one rule."""
    for bound in rules:
        rule = bound.rule
        if not isinstance(rule, ProjectRule):
            continue
        project = project_of(rule.id)
        topics: Collection[str] | None
        if changed is None:
            topics, concluded = None, rule.conclude(project, None, bound.options)
        elif mine := changed.get(rule.id):
            topics, concluded = rule.conclude_changed(project, mine, bound.options)
        else:
            continue
        said = list(concluded)
        yield RuleConclusions(
            rule.id,
            None if topics is None else frozenset(topics),
            tuple(each for each in said if isinstance(each, Conclusion)),
            tuple(each for each in said if isinstance(each, Candidate)),
        )
