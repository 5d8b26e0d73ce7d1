"""Which waiting work is next: the most urgent, unless something less urgent has waited long."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from tinyarms_daemon.adapters.store.statements import (
    CHECK,
    HAS_TOPICS,
    IS_ACTIVE,
    change_job,
    is_due,
    tell,
)
from tinyarms_daemon.adapters.store.tables import UtcDateTime, jobs, work_units
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.work.job import Batch, JobKind, JobState, Unit

_WAITING = and_(work_units.c.kind == CHECK, work_units.c.state == JobState.QUEUED)

# Statements are built once, as each save asks them several times; `moments` are their values.
_NOW = bindparam("now", type_=UtcDateTime)
_LONG_AGO = bindparam("long_ago", type_=UtcDateTime)
# Not one that failed and waits for its next try.
_IS_DUE = is_due(_NOW)
# It had no turn for long; saves are first by themselves and never age.
_HAS_WAITED = and_(
    jobs.c.kind != JobKind.ON_SAVE,
    func.coalesce(jobs.c.served_at, jobs.c.requested_at) <= _LONG_AGO,
)


def moments(at: datetime, aging: timedelta) -> dict[str, datetime]:
    """The values of the statements: the present, and when the last turn of a job was at the latest
    that has waited long."""
    return {"now": at, "long_ago": at - aging}


@cache
def next_job() -> Select[Any]:
    """The job whose units are next; one that has had no turn for long goes before all.

    Its turn is one batch: then it waits as if it were new, so that a save never stands behind the
    whole of an old scan, and no scan waits for ever behind a stream of saves.
    """
    return (
        select(jobs)
        .where(
            IS_ACTIVE,
            _IS_DUE,
            select(work_units.c.id).where(work_units.c.job_id == jobs.c.id, _WAITING).exists(),
        )
        .order_by(case((_HAS_WAITED, 0), else_=1), jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
        .limit(1)
    )


@cache
def next_conclusion() -> Select[Any]:
    """The job whose files are all checked and whose facts changed something, unless files of a
    more urgent one wait, or those of a deep scan with which it can be concluded together."""
    other = jobs.alias("other")
    unfinished = select(work_units.c.id).where(
        work_units.c.job_id == jobs.c.id, work_units.c.state != JobState.FAILED
    )
    others_wait = (
        select(work_units.c.id)
        .join(other, other.c.id == work_units.c.job_id)
        .where(
            _WAITING,
            or_(other.c.urgency < jobs.c.urgency, _is_deep_beside(jobs, other)),
            other.c.state.in_((JobState.QUEUED, JobState.RUNNING)),
            or_(other.c.not_before.is_(None), other.c.not_before <= _NOW),
        )
        .correlate(jobs)
    )
    return (
        select(jobs)
        .where(
            IS_ACTIVE,
            _IS_DUE,
            jobs.c.kind != JobKind.JUDGEMENT,
            or_(jobs.c.concludes_all, HAS_TOPICS),
            ~unfinished.exists(),
            or_(~others_wait.exists(), _HAS_WAITED),
        )
        .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
        .limit(1)
    )


def deep_conclusion_beside(job_id: int) -> Select[Any]:
    """The deep scan that can be concluded together with a job."""
    beside = jobs.alias("beside")
    return (
        next_conclusion()
        .join(beside, _is_deep_beside(beside, jobs))
        .where(beside.c.id == job_id, beside.c.attempts == 0, jobs.c.attempts == 0)
    )


def _is_deep_beside(job: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Whether another job is the deep scan of the repository in which a job, as urgent as that,
    checked what changed: to conclude from everything keeps the workers busy by itself."""
    return and_(
        other.c.deep,
        other.c.urgency == job.c.urgency,
        other.c.repository_id == job.c.repository_id,
        ~job.c.deep,
        ~job.c.concludes_all,
    )


def take_units(connection: Connection, job: RowMapping, at: datetime, max_units: int) -> Batch:
    """Mark units of a job as running. One that the daemon's end cut off before is taken alone, so
    that a unit which ends the daemon is found out, and takes no others with it."""
    rows = connection.execute(
        select(
            work_units.c.id, work_units.c.path, work_units.c.attempts, work_units.c.interruptions
        )
        .where(work_units.c.job_id == job["id"], _WAITING)
        .order_by(work_units.c.attempts + work_units.c.interruptions, work_units.c.id)
        .limit(max_units)
    ).all()
    if rows[0].interruptions:
        rows = rows[:1]
    connection.execute(
        update(work_units)
        .where(work_units.c.id.in_([row.id for row in rows]))
        .values(state=JobState.RUNNING, attempts=work_units.c.attempts + 1)
    )
    _start(connection, job, at)
    return Batch(
        job_id=job["id"],
        kind=JobKind(job["kind"]),
        repository_id=job["repository_id"],
        units=tuple(Unit(row.id, row.path, row.attempts + 1) for row in rows),
        complete=job["complete"],
        deep=job["deep"],
    )


def _start(connection: Connection, job: RowMapping, at: datetime) -> None:
    change_job(
        connection,
        job["id"],
        state=JobState.RUNNING,
        started_at=func.coalesce(jobs.c.started_at, at),
        served_at=at,
    )
    if job["complete"] and job["started_at"] is None:
        tell(
            connection,
            EventKind.SCAN_STARTED,
            at,
            repository_id=job["repository_id"],
            job_id=job["id"],
            detail={"files": job["units_total"]},
        )
