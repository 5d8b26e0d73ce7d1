"""What was said of definitions in advance, by their content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.findings.project import AskedPlace, FactData
from tinyarms_daemon.domain.questions.intent import IntentKind


@dataclass(frozen=True, slots=True)
class IntentTask:
    """A definition of a repository of which nothing has been said yet."""

    repository_id: int
    place: AskedPlace


@dataclass(frozen=True, slots=True)
class Described:
    """How many definitions there are, and how many of them have a card, and a vector."""

    definitions: int
    cards: int
    vectors: int


class IntentBook(Protocol):
    """`maker` names the model by its digest, and the prompt by its version: what another one said
    counts as not said."""

    def learned_at(self) -> datetime | None:
        """When a file was last checked: since then nothing new is lacking. None: never."""

    def lacking(self, kind: IntentKind, maker: str) -> Sequence[IntentTask]:
        """The definitions without one, tests left out, each content once."""

    def described(self) -> Described:
        """How far it has come, whoever has said it; each content counts once."""

    def record(self, kind: IntentKind, maker: str, key: str, data: FactData, at: datetime) -> None:
        """Remember what was said of a content; None where it said nothing usable, which is not
        asked again."""
