"""What is known of all files of a repository, as one rule sees it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from tinyarms_daemon.domain.findings.project import Fact, KnownAnswer, Use
from tinyarms_daemon.domain.questions.intent import Intent
from tinyarms_daemon.ports.line_history import LineHistory

USE = "use"
"""The kind under which the topics of undecided observations are asked for."""


class Project(Protocol):
    """The facts of one rule. Paths are relative to the repository; the order is by path, then by
    place in the file, whatever the order in which files were learned."""

    @property
    def history(self) -> LineHistory:
        """What became of lines and files."""

    def paths(self) -> Collection[str]:
        """Every source file that is there."""

    def facts(self, kind: str, topics: Collection[str] | None = None) -> Iterable[tuple[str, Fact]]:
        """The facts of a kind with their paths, of these topics or of all."""

    def topics(self, kind: str) -> Collection[str]:
        """The topics that have a fact of this kind, or an undecided observation for USE."""

    def shared_topics(self, kind: str) -> Collection[str]:
        """The topics that have more than one fact of this kind."""

    def uses(self, topics: Collection[str] | None = None) -> Iterable[tuple[str, Use]]:
        """The undecided observations with their paths, of these topics or of all."""

    def resting_with(self, topics: Collection[str]) -> Collection[str]:
        """All topics that a known finding rests on which rests on one of these, too."""

    def answers(self) -> Mapping[str, KnownAnswer]:
        """What a model has said of pairs of places, by their keys."""

    def intents(self) -> Mapping[str, Intent]:
        """What a small model has said of definitions in advance, by the keys of their content."""
