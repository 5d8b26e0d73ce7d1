"""Statements that many of the store's writers and readers need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, insert, select, update

from tinyarms_daemon.adapters.store.tables import events, jobs, repositories
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.work.job import JobState

ENDED = tuple(state for state in JobState if state.is_end)
"""The states of jobs to which nothing happens any more."""

_TELL = insert(events)  # built once, since there may be thousands in a transaction


def with_repository(table: Table) -> Select[Any]:
    """Rows of a table with the `repository_name` of each."""
    return select(table, repositories.c.name.label("repository_name")).join(
        repositories, repositories.c.id == table.c.repository_id
    )


def first_row(connection: Connection, query: Select[Any]) -> RowMapping | None:
    """The first row that a query finds, by the names of its columns; None where it finds none."""
    return connection.execute(query.limit(1)).mappings().first()


def change_job(connection: Connection, job_id: int, **values: Any) -> None:
    """Set columns of a job's row."""
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))


def tell(
    connection: Connection,
    kind: EventKind,
    at: datetime,
    *,
    repository_id: int,
    job_id: int | None = None,
    finding_id: int | None = None,
    path: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write an event."""
    connection.execute(
        _TELL,
        {
            "kind": kind,
            "at": at,
            "repository_id": repository_id,
            "job_id": job_id,
            "finding_id": finding_id,
            "path": path,
            "detail": detail or {},
        },
    )
