"""Keeping the SQLite store sound, and of a size."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Table, delete, func, select

from tinyarms_daemon.adapters.store.backups import back_up, made_at, newest_first
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.model_tables import (
    admission_decisions,
    headroom_samples,
    model_calls,
    model_speeds,
)
from tinyarms_daemon.adapters.store.restore import restore
from tinyarms_daemon.adapters.store.statements import ENDED
from tinyarms_daemon.adapters.store.tables import events, files, findings, intents, jobs, scans
from tinyarms_daemon.ports.store_care import Retention

_ROWS_A_TRANSACTION = 1000


class SqlStoreCare:
    """The StoreCare port on a Database and the folder of its copies."""

    def __init__(self, database: Database, backups: Path, *, backups_kept: int) -> None:
        self._database = database
        self._backups = backups
        self._backups_kept = backups_kept

    def is_damaged(self) -> bool:
        return self._database.is_damaged

    def restore(self, at: datetime) -> None:
        with self._database.replaced() as path:
            restore(path, self._backups, at)

    def last_backup_at(self) -> datetime | None:
        return next(map(made_at, newest_first(self._backups)), None)

    def back_up(self, at: datetime) -> None:
        back_up(self._database.path, self._backups, at, keep=self._backups_kept)

    def tidy(self) -> int:
        return self._database.checkpoint()

    def prune(self, at: datetime, retention: Retention) -> Mapping[str, int]:
        return {
            table.name: _delete(self._database, table, is_over)
            for table, is_over in _over(at, retention)
        }

    def compact(self) -> None:
        self._database.compact()


def _over(at: datetime, keep: Retention) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    yield jobs, jobs.c.state.in_(ENDED) & (jobs.c.finished_at < at - keep.job_retention)
    yield scans, scans.c.finished_at < at - keep.job_retention
    yield events, events.c.at < at - keep.event_retention
    yield model_calls, model_calls.c.at < at - keep.event_retention
    yield headroom_samples, headroom_samples.c.at < at - keep.sample_retention
    yield admission_decisions, admission_decisions.c.at < at - keep.sample_retention
    yield model_speeds, model_speeds.c.at < at - keep.event_retention
    # What somebody dismissed stays: if it comes back, that word still counts.
    yield (
        findings,
        findings.c.present.is_(False)
        & (
            func.coalesce(findings.c.fixed_at, findings.c.last_seen_at)
            < at - keep.finding_retention
        )
        & findings.c.dismissed_at.is_(None),
    )
    yield intents, intents.c.made_at < at - keep.finding_retention
    yield files, files.c.gone_at < at - keep.finding_retention


def _delete(database: Database, table: Table, is_over: ColumnElement[bool]) -> int:
    some = select(table.c.id).where(is_over).limit(_ROWS_A_TRANSACTION)
    deleted = 0
    while True:
        with database.write() as connection:
            number = connection.execute(delete(table).where(table.c.id.in_(some))).rowcount
        deleted += number
        if number < _ROWS_A_TRANSACTION:
            return deleted
