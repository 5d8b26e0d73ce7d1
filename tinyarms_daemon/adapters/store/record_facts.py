"""What files say for rules about the whole project: kept row by row, changed rows alone written."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from tinyarms_daemon.adapters.facts.sql_facts import INSERT_FACT, FactRow, fact_rows, marks
from tinyarms_daemon.adapters.sqlite_files import path_of, stored_path
from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions
from tinyarms_daemon.adapters.store.tables import changed_topics, facts, jobs
from tinyarms_daemon.domain.work.analysis import FileReport

_KNOWN = (
    "SELECT id, rule, kind, topic, data FROM facts"
    " WHERE repository_id = ? AND path = ? AND rule IN ({})"
)
_DELETE = "DELETE FROM facts WHERE id = ?"


class FactRecorder:
    """Writes the facts of files in an open transaction, and notes for a job which topics changed.

    Of a job that concludes everything at its end each topic would only fill the store.
    """

    def __init__(self, connection: Connection, repository_id: int, job_id: int) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._job_id = job_id
        self._concludes_all = bool(
            connection.scalar(select(jobs.c.concludes_all).where(jobs.c.id == job_id))
        )
        self._forgotten: set[str] = set()  # rules whose conclusions no longer stand

    def learn(self, report: FileReport, switched_off: Collection[str]) -> None:
        """Replace what the rules that ran on a file learned of it; those switched off forget."""
        rules = {*report.learned_rules, *switched_off}
        if not rules:
            return
        known = self._known(report.path, rules)
        said = fact_rows(report)
        gone = [(each,) for row in known.keys() - said for each in known[row]]
        if gone:
            self._connection.exec_driver_sql(_DELETE, gone)
        added = [row for row in said if row not in known]
        if added:
            path = stored_path(report.path)
            self._connection.exec_driver_sql(
                INSERT_FACT,
                [
                    (self._repository_id, path, rule, kind, stored_path(topic), data)
                    for rule, kind, topic, data in added
                ],
            )
        self._note({(row[0], row[2]) for row in known.keys() ^ set(said)})

    def forget(self, paths: Sequence[str]) -> None:
        """Files that are gone say nothing any more."""
        for path in paths:
            known = self._connection.execute(
                delete(facts)
                .where(facts.c.repository_id == self._repository_id, facts.c.path == path)
                .returning(facts.c.rule, facts.c.topic)
            ).all()
            self._note({(row.rule, row.topic) for row in known})

    def _known(self, path: str, rules: Collection[str]) -> dict[FactRow, list[int]]:
        known: dict[FactRow, list[int]] = {}
        asked = _KNOWN.format(marks(rules))
        mine = (self._repository_id, stored_path(path), *rules)
        for number, rule, kind, topic, data in self._connection.exec_driver_sql(asked, mine):
            known.setdefault((rule, kind, path_of(topic), data), []).append(number)
        return known

    def _note(self, changed: Collection[tuple[str, str]]) -> None:
        if not changed:
            return
        rules = {rule for rule, _ in changed} - self._forgotten
        if rules:
            forget_conclusions(self._connection, self._repository_id, rules)
            self._forgotten |= rules
        if self._concludes_all:
            return
        self._connection.execute(
            upsert(changed_topics).on_conflict_do_nothing(),
            [{"job_id": self._job_id, "rule": rule, "topic": topic} for rule, topic in changed],
        )
