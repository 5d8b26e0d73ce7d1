"""Forgetting what is over: a few rows at a time, so that nobody waits long for the store."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, func, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.model_tables import (
    admission_decisions,
    headroom_samples,
    model_calls,
    model_speeds,
)
from tinyarms_daemon.adapters.store.statements import ENDED
from tinyarms_daemon.adapters.store.tables import events, files, findings, intents, jobs, scans
from tinyarms_daemon.ports.store_care import Retention

_ROWS_A_TRANSACTION = 1000


def prune(database: Database, at: datetime, retention: Retention) -> dict[str, int]:
    """Delete what ended longer ago than its retention; how many rows, by table."""
    return {
        table.name: _delete(database, table, is_over) for table, is_over in _over(at, retention)
    }


def _over(at: datetime, keep: Retention) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    yield jobs, jobs.c.state.in_(ENDED) & (jobs.c.finished_at < at - keep.jobs)
    yield scans, scans.c.finished_at < at - keep.jobs
    yield events, events.c.at < at - keep.events
    yield model_calls, model_calls.c.at < at - keep.events
    yield headroom_samples, headroom_samples.c.at < at - keep.samples
    yield admission_decisions, admission_decisions.c.at < at - keep.samples
    yield model_speeds, model_speeds.c.at < at - keep.events
    # What somebody dismissed stays: if it comes back, that word still counts.
    yield (
        findings,
        findings.c.present.is_(False)
        & (func.coalesce(findings.c.fixed_at, findings.c.last_seen_at) < at - keep.findings)
        & findings.c.dismissed_at.is_(None),
    )
    yield intents, intents.c.made_at < at - keep.findings
    yield files, files.c.gone_at < at - keep.findings


def _delete(database: Database, table: Table, is_over: ColumnElement[bool]) -> int:
    some = select(table.c.id).where(is_over).limit(_ROWS_A_TRANSACTION)
    deleted = 0
    while True:
        with database.write() as connection:
            number = connection.execute(delete(table).where(table.c.id.in_(some))).rowcount
        deleted += number
        if number < _ROWS_A_TRANSACTION:
            return deleted
