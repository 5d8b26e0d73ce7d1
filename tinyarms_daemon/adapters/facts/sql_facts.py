"""What files say for rules, in a table of facts: its rows, and what they are read back as.

It is read with sqlite3 alone: a worker is small, and starts in a fraction of a second.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from sys import intern

from tinyarms_daemon.adapters.analysis_wire import observation_message, observation_of
from tinyarms_daemon.adapters.sqlite_files import path_of, portions, stored_path
from tinyarms_daemon.domain.findings.project import Fact, FactData, Use
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.ports.project import USE

FactRow = tuple[str, str, str, str]  # rule, kind, topic, data

INSERT_FACT = (
    "INSERT INTO facts (repository_id, path, rule, kind, topic, data) VALUES (?, ?, ?, ?, ?, ?)"
)
"""A row of a repository's file, as SQL: of many rows SQLAlchemy's own way takes a multiple of the
time."""


class SqlFacts:
    """The facts of one rule of one repository: that part of the Project port which they answer."""

    def __init__(self, connection: sqlite3.Connection, repository_id: int, rule: str) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._rule = rule

    def facts(self, kind: str, topics: Collection[str] | None = None) -> Iterable[tuple[str, Fact]]:
        # One after the other: read together, those of a large repository fill the memory.
        return (
            (path, Fact(self._rule, kind, topic, _DECODER.decode(data)))
            for path, topic, data in self._rows(kind, topics)
        )

    def topics(self, kind: str) -> Collection[str]:
        rows = self._connection.execute(
            "SELECT DISTINCT topic FROM facts WHERE repository_id = ? AND rule = ? AND kind = ?",
            (self._repository_id, self._rule, kind),
        )
        return {path_of(topic) for (topic,) in rows}

    def shared_topics(self, kind: str) -> Collection[str]:
        rows = self._connection.execute(
            "SELECT topic FROM facts WHERE repository_id = ? AND rule = ? AND kind = ?"
            " GROUP BY topic HAVING count(*) > 1",
            (self._repository_id, self._rule, kind),
        )
        return {path_of(topic) for (topic,) in rows}

    def uses(self, topics: Collection[str] | None = None) -> Iterable[tuple[str, Use]]:
        return [
            (path, Use(topic, observation_of(json.loads(data))))
            for path, topic, data in self._rows(USE, topics)
        ]

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
            for some in portions(sorted(topics)):
                limited = f"{query} AND topic IN ({marks(some)})"
                rows += self._connection.execute(limited, (*fixed, *map(stored_path, some)))
        rows.sort(key=lambda row: (path_of(row[0]), row[3]))
        return ((path_of(path), path_of(topic), data) for path, topic, data, _ in rows)


def _shared(read: dict[str, object]) -> dict[str, object]:
    """With the keys that many facts have kept once."""
    return {intern(key): value for key, value in read.items()}


_DECODER = json.JSONDecoder(object_hook=_shared)  # made anew, it takes longer than a small fact


def marks(values: Collection[str]) -> str:
    """A mark of a statement for each of some values."""
    return ", ".join("?" * len(values))


def fact_rows(report: FileReport) -> list[FactRow]:
    """The facts of a report in order, each once."""
    rows = [(fact.rule, fact.kind, fact.topic, _written(fact.data)) for fact in report.facts]
    rows += [
        (use.observation.rule, USE, use.topic, json.dumps(observation_message(use.observation)))
        for use in report.uses
    ]
    return list(dict.fromkeys(rows))


def _written(data: FactData) -> str:
    """JSON; most facts are small numbers, for which that is quick to say."""
    return str(data) if type(data) is int else json.dumps(data)
