"""The form of a rule that needs more than one file, and how such rules are asked."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.rule import BoundRule, CheckedFile, FileRule
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import (
    Candidate,
    ChangedTopics,
    Conclusion,
    FactData,
    RuleConclusions,
)
from tinyarms_daemon.ports.project import Project


class ProjectRule(FileRule):
    """A rule in two steps: each file alone says what it holds, then the project concludes.

    A sighting with a `topic` is undecided until `conclude`; one without is final, as in a
    FileRule. What `learn` and `detect` say is kept by the file's content; a change of it makes
    the rule conclude the topics it touches. Of generated files it learns only where it
    `learns_of_generated` ones, and nothing that it sees there is told.
    """

    def learns_of_generated(self, path: str) -> bool:
        """Whether a generated file may hold something for the project; by default none does."""
        del path
        return False

    @abstractmethod
    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: Any
    ) -> Iterable[tuple[str, str, FactData]]:
        """What the file says for the project: kind, topic and data of each fact."""

    def learn_document(
        self, document: Document, file: CheckedFile, options: Any
    ) -> Iterable[tuple[str, str, FactData]]:
        """The same for a file that no grammar is for; by default nothing."""
        del document, file, options
        return ()

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """All topics to conclude when the facts of `topics` have changed; by default these."""
        del project
        return topics

    def conclude_changed(
        self, project: Project, topics: Collection[str], options: Any
    ) -> tuple[Collection[str], Iterable[Conclusion | Candidate]]:
        """What there is to conclude when the facts of `topics` have changed: all topics that this
        concerns, and every finding that rests on any of them."""
        wider = self.widen(topics, project)
        return wider, self.conclude(project, wider, options)

    def make_ready(self) -> None:
        """Load what `conclude` alone needs: a process that waits to be asked may do it before."""

    @abstractmethod
    def conclude(
        self, project: Project, topics: Collection[str] | None, options: Any
    ) -> Iterable[Conclusion | Candidate]:
        """Every finding that rests on any of these topics (None: of all), wherever it lies; and
        what only a model can judge."""


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
