"""The facts of a repository as they stand in the store, read by a worker.

It reads with sqlite3 alone: a worker is small, and starts in a fraction of a second.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from sys import intern

from tinyarms_daemon.adapters.analysis_wire import observation_of
from tinyarms_daemon.adapters.git.line_history import GitLineHistory
from tinyarms_daemon.domain.intent import Intent, IntentKind, card_of, unit_vector
from tinyarms_daemon.domain.project import Fact, KnownAnswer, Use
from tinyarms_daemon.ports.line_history import LineHistory, NoHistory
from tinyarms_daemon.ports.project import USE

_VARIABLES_A_STATEMENT = 500


class SqlProject:
    """The Project port on a connection, for one rule of one repository."""

    def __init__(self, connection: sqlite3.Connection, repository_id: int, rule: str) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._rule = rule

    @cached_property
    def history(self) -> LineHistory:
        """What git knows of the repository's files, where it keeps them."""
        root, is_git = self._connection.execute(
            "SELECT root, is_git FROM repositories WHERE id = ?", (self._repository_id,)
        ).fetchone()
        return GitLineHistory(_text(root)) if is_git else NoHistory()

    def paths(self) -> Collection[str]:
        """Every source file that is there."""
        rows = self._connection.execute(
            "SELECT path FROM files"
            " WHERE repository_id = ? AND gone_at IS NULL AND language IS NOT NULL",
            (self._repository_id,),
        )
        return {_text(path) for (path,) in rows}

    def facts(self, kind: str, topics: Collection[str] | None = None) -> Iterable[tuple[str, Fact]]:
        """The facts of a kind with their paths, of these topics or of all."""
        # One after the other: read together, those of a large repository fill the memory.
        return (
            (path, Fact(self._rule, kind, topic, json.loads(data, object_hook=_shared)))
            for path, topic, data in self._rows(kind, topics)
        )

    def topics(self, kind: str) -> Collection[str]:
        """The topics that have a fact of this kind, or an undecided observation for USE."""
        rows = self._connection.execute(
            "SELECT DISTINCT topic FROM facts WHERE repository_id = ? AND rule = ? AND kind = ?",
            (self._repository_id, self._rule, kind),
        )
        return {_text(topic) for (topic,) in rows}

    def uses(self, topics: Collection[str] | None = None) -> Iterable[tuple[str, Use]]:
        """The undecided observations with their paths, of these topics or of all."""
        return [
            (path, Use(topic, observation_of(json.loads(data))))
            for path, topic, data in self._rows(USE, topics)
        ]

    def answers(self) -> Mapping[str, KnownAnswer]:
        """What a model has said of pairs of places, by their keys."""
        rows = self._connection.execute(
            "SELECT pair, is_same, agreed, model, reason, confidence FROM deep_answers"
            " WHERE repository_id = ? AND rule = ?",
            (self._repository_id, self._rule),
        )
        return {
            pair: KnownAnswer(bool(said), None if agreed is None else bool(agreed), *others)
            for pair, said, agreed, *others in rows
        }

    def intents(self) -> Mapping[str, Intent]:
        """What a small model has said of definitions in advance, by the keys of their content."""
        said: dict[str, Intent] = {}
        for kind, key, stored in self._connection.execute("SELECT kind, key, data FROM intents"):
            data, known = json.loads(stored), said.get(key, Intent())
            if kind == IntentKind.CARD:
                said[key] = replace(known, card=card_of(data))
            elif isinstance(data, list):
                said[key] = replace(known, vector=unit_vector(tuple(map(float, data))))
        return said

    def _rows(self, kind: str, topics: Collection[str] | None) -> Iterator[tuple[str, str, str]]:
        query = (
            "SELECT path, topic, data, id FROM facts"
            " WHERE repository_id = ? AND rule = ? AND kind = ?"
        )
        fixed = (self._repository_id, self._rule, kind)
        rows: list[tuple[str | bytes, str | bytes, str, int]] = []
        if topics is None:
            rows += self._connection.execute(query, fixed)
        else:
            for some in _portions(sorted(topics)):
                limited = f"{query} AND topic IN ({_marks(some)})"
                rows += self._connection.execute(limited, (*fixed, *map(_stored, some)))
        rows.sort(key=lambda row: (_text(row[0]), row[3]))
        return ((_text(path), _text(topic), data) for path, topic, data, _ in rows)


@contextmanager
def opened_facts(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a store that another process writes."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        connection.execute("BEGIN")  # one consistent view of all that is read
        yield connection
    finally:
        connection.close()


def _shared(read: dict[str, object]) -> dict[str, object]:
    """With the keys that many facts have kept once."""
    return {intern(key): value for key, value in read.items()}


def _portions(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _VARIABLES_A_STATEMENT):
        yield values[start : start + _VARIABLES_A_STATEMENT]


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _text(stored: str | bytes) -> str:
    """A path or a topic as Python knows it; the store keeps what is no UTF-8 as bytes."""
    return os.fsdecode(stored) if isinstance(stored, bytes) else stored


def _stored(text: str) -> str | bytes:
    raw = os.fsencode(text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
