"""Conditions and statements that many of the store's writers and readers need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from tinyarms_daemon.adapters.store.tables import (
    changed_topics,
    events,
    jobs,
    repositories,
    work_units,
)
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.work.job import JobKind, JobState

ENDED = tuple(state for state in JobState if state.is_end)
"""The states of jobs to which nothing happens any more."""

INSERT_EVENTS = insert(events)  # built once, since each save writes some

CHECK, JUDGE, ASK = "check", "judge", "ask"
"""Kinds of units: a file, a candidate of one place, a question of a deep scan."""

IS_ACTIVE = jobs.c.state.in_((JobState.QUEUED, JobState.RUNNING))
"""Jobs that wait for their turn or have it."""

HOLDS_CANDIDATES = and_(
    jobs.c.kind == JobKind.JUDGEMENT, jobs.c.state.in_((JobState.DEFERRED, JobState.QUEUED))
)
"""The job of each repository whose units are the candidates that wait for a model."""

HAS_TOPICS = select(changed_topics.c.job_id).where(changed_topics.c.job_id == jobs.c.id).exists()
"""Jobs whose facts changed something that is still to be concluded from."""


def with_repository(table: Table) -> Select[Any]:
    """Rows of a table with the `repository_name` of each, where it has one."""
    name = repositories.c.name.label("repository_name")
    key = table.c.repository_id
    return select(table, name).join(
        repositories, repositories.c.id == key, isouter=bool(key.nullable)
    )


def is_due(at: Any) -> ColumnElement[bool]:
    """Jobs that do not wait for a later moment."""
    return or_(jobs.c.not_before.is_(None), jobs.c.not_before <= at)


def has_row(connection: Connection, query: Select[Any]) -> bool:
    """Whether a query finds anything."""
    return connection.execute(query.limit(1)).first() is not None


def units_of(connection: Connection, job_id: int, *which: ColumnElement[bool]) -> int:
    """How many units a job has, or how many such ones."""
    units = select(func.count()).select_from(work_units)
    return connection.execute(units.where(work_units.c.job_id == job_id, *which)).scalar_one()


def put(
    connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Write the row of a key, over the one that is there."""
    connection.execute(
        upsert(table)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=dict(values))
    )


def first_row(connection: Connection, query: Select[Any]) -> RowMapping | None:
    """The first row that a query finds, by the names of its columns; None where it finds none."""
    return connection.execute(query.limit(1)).mappings().first()


def change_job(connection: Connection, job_id: int, **values: Any) -> None:
    """Set columns of a job's row."""
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))


def tell(connection: Connection, kind: EventKind, at: datetime, **said: Any) -> None:
    """Write an event; `said` are the other parameters of `event_row`."""
    connection.execute(INSERT_EVENTS, event_row(kind, at, **said))


def event_row(
    kind: EventKind,
    at: datetime,
    repository_id: int,
    job_id: int | None = None,
    finding_id: int | None = None,
    path: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An event as a row of its table."""
    return {
        "kind": kind,
        "at": at,
        "repository_id": repository_id,
        "job_id": job_id,
        "finding_id": finding_id,
        "path": path,
        "detail": detail or {},
    }
