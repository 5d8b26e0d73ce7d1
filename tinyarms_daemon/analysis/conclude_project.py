"""Letting the rules conclude from what all files say."""

from collections.abc import Callable, Iterable, Iterator

from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import BoundRule
from tinyarms_daemon.domain.project import Candidate, ChangedTopics, Conclusion, RuleConclusions
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
        if changed is None:
            topics = None
        elif changed.get(rule.id):
            topics = frozenset(rule.widen(changed[rule.id], project))
        else:
            continue
        said = list(rule.conclude(project, topics, bound.options))
        yield RuleConclusions(
            rule.id,
            topics,
            tuple(each for each in said if isinstance(each, Conclusion)),
            tuple(each for each in said if isinstance(each, Candidate)),
        )
