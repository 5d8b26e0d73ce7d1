"""What files say for rules, kept aside while a scan that stores nothing goes on.

Held in memory, the facts of some thousand files fill a gigabyte.
"""

import sqlite3
from collections.abc import Collection, Mapping

from tinyarms_daemon.adapters.facts.sql_facts import INSERT_FACT, SqlFacts, fact_rows
from tinyarms_daemon.adapters.sqlite_files import stored_path
from tinyarms_daemon.domain.findings.project import KnownAnswer
from tinyarms_daemon.domain.questions.intent import Intent
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.ports.line_history import LineHistory

_ONE = 1  # there is one repository: the files of this scan
_TABLE = """
CREATE TABLE facts (
    id INTEGER PRIMARY KEY, repository_id INTEGER, path TEXT, rule TEXT, kind TEXT, topic TEXT,
    data TEXT
);
CREATE INDEX facts_of_topic ON facts (repository_id, rule, topic);
BEGIN;
"""


class TemporaryFacts:
    """The facts of the files that were added, in a database that is gone when it is closed."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)  # a file that has no name
        self._connection.executescript(_TABLE)
        self._paths: set[str] = set()

    def add(self, report: FileReport) -> None:
        """Keep what one file says."""
        path = stored_path(report.path)
        self._paths.add(report.path)
        self._connection.executemany(
            INSERT_FACT,
            [
                (_ONE, path, rule, kind, stored_path(topic), data)
                for rule, kind, topic, data in fact_rows(report)
            ],
        )

    def project(
        self, rule: str, history: LineHistory, answers: Mapping[str, KnownAnswer] | None = None
    ) -> "TemporaryProject":
        """What one rule concludes from, with what a model has said of pairs."""
        return TemporaryProject(self._connection, rule, self._paths, history, answers or {})

    def close(self) -> None:
        """Forget all of it."""
        self._connection.close()


class TemporaryProject(SqlFacts):
    """The Project port on temporary facts: nothing is known of the files from before."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rule: str,
        paths: Collection[str],
        history: LineHistory,
        answers: Mapping[str, KnownAnswer],
    ) -> None:
        super().__init__(connection, _ONE, rule)
        self._paths = paths
        self.history = history
        self._answers = answers

    def paths(self) -> Collection[str]:
        return self._paths

    def resting_with(self, topics: Collection[str]) -> Collection[str]:
        del topics
        return ()

    def answers(self) -> Mapping[str, KnownAnswer]:
        return self._answers

    def intents(self) -> Mapping[str, Intent]:
        return {}
