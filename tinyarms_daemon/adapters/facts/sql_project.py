"""The facts of a repository as they stand in the store, read by a worker."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from tinyarms_daemon.adapters.facts.sql_facts import SqlFacts, marks
from tinyarms_daemon.adapters.git.line_history import GitLineHistory
from tinyarms_daemon.adapters.sqlite_files import path_of, portions, stored_path
from tinyarms_daemon.domain.findings.project import KnownAnswer
from tinyarms_daemon.domain.questions.intent import Intent, IntentKind, card_of, unit_vector
from tinyarms_daemon.ports.line_history import LineHistory, NoHistory


class SqlProject(SqlFacts):
    """The Project port on a connection, for one rule of one repository."""

    @cached_property
    def history(self) -> LineHistory:
        """What git knows of the repository's files, where it keeps them."""
        root, is_git = self._connection.execute(
            "SELECT root, is_git FROM repositories WHERE id = ?", (self._repository_id,)
        ).fetchone()
        return GitLineHistory(path_of(root)) if is_git else NoHistory()

    def paths(self) -> Collection[str]:
        rows = self._connection.execute(
            "SELECT path FROM files"
            " WHERE repository_id = ? AND gone_at IS NULL AND language IS NOT NULL",
            (self._repository_id,),
        )
        return {path_of(path) for (path,) in rows}

    def resting_with(self, topics: Collection[str]) -> Collection[str]:
        found: set[str] = set()
        for some in portions(sorted(topics)):
            rows = self._connection.execute(
                "SELECT DISTINCT beside.topic FROM finding_topics AS own"
                " JOIN findings ON findings.id = own.finding_id"
                " JOIN finding_topics AS beside ON beside.finding_id = own.finding_id"
                " WHERE findings.repository_id = ? AND findings.rule = ? AND findings.present"
                f" AND own.topic IN ({marks(some)})",
                (self._repository_id, self._rule, *map(stored_path, some)),
            )
            found.update(path_of(topic) for (topic,) in rows)
        return found

    def answers(self) -> Mapping[str, KnownAnswer]:
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
        said: dict[str, Intent] = {}
        for kind, key, stored in self._connection.execute("SELECT kind, key, data FROM intents"):
            data, known = json.loads(stored), said.get(key, Intent())
            if kind == IntentKind.CARD:
                said[key] = replace(known, card=card_of(data))
            elif isinstance(data, list):
                said[key] = replace(known, vector=unit_vector(tuple(map(float, data))))
        return said
