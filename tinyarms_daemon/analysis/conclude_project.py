"""Letting the rules conclude from what all files say."""

from collections.abc import Callable, Iterable, Iterator

from tinyarms_daemon.analysis.deep_rule import DeepRule
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import BoundRule
from tinyarms_daemon.domain.project import Candidate, ChangedTopics, Conclusion, RuleConclusions
from tinyarms_daemon.ports.kept_conclusions import KeptConclusions
from tinyarms_daemon.ports.project import Project


def conclude_project(
    rules: Iterable[BoundRule],
    changed: ChangedTopics,
    project_of: Callable[[str], Project],
    kept: KeptConclusions | None = None,
) -> Iterator[RuleConclusions]:
    """The conclusions of each rule that is touched; `project_of` gives the facts of one rule.

    A deep rule that would conclude from the same as when it last did, as `kept` knows, looks at no
    topic: its findings stand, and what it would have judged is told again.
    """
    for bound in rules:
        rule = bound.rule
        if not isinstance(rule, ProjectRule):
            continue
        basis = None
        if kept is not None and changed is None and isinstance(rule, DeepRule):
            basis = kept.basis(rule.id)
            candidates = kept.candidates(rule.id, basis)
            if candidates is not None:
                yield RuleConclusions(rule.id, frozenset(), (), candidates, basis)
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
            basis,
        )
