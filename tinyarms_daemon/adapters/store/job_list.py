"""Jobs as they are told, and how much waits, on the connection of an open transaction."""

from sqlalchemy import Connection, RowMapping, func, select

from tinyarms_daemon.adapters.store.accept_job import PATHS_TOLD
from tinyarms_daemon.adapters.store.statements import JUDGE, with_repository
from tinyarms_daemon.adapters.store.tables import jobs, work_units
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.job import URGENCY, Job, JobKind, JobState
from tinyarms_daemon.ports.ledger import QueueCounts

_KIND_OF_URGENCY = {urgency: kind for kind, urgency in URGENCY.items()}
# Built once, as each look asks them.
_NUMBERS = (
    select(
        jobs.c.kind,
        jobs.c.state,
        work_units.c.urgency,
        work_units.c.state,
        work_units.c.kind,
        func.count(),
    )
    .join(jobs, jobs.c.id == work_units.c.job_id)
    .group_by(
        *(jobs.c.kind, jobs.c.state), *(work_units.c.urgency, work_units.c.state, work_units.c.kind)
    )
)
_CONCLUSIONS_OWED = (
    select(func.count())
    .select_from(jobs)
    .where(jobs.c.state == JobState.FAILED, jobs.c.concludes_all)
)


def queue_counts(connection: Connection) -> QueueCounts:
    """How much waits, and why."""
    waiting = dict.fromkeys(JobKind, 0)
    deferred = failed = 0
    for job_kind, job_state, urgency, state, unit_kind, number in connection.execute(_NUMBERS):
        if state == JobState.FAILED:
            failed += number
        elif job_state == JobState.DEFERRED:
            deferred += number
        elif unit_kind == JUDGE:
            waiting[_KIND_OF_URGENCY.get(urgency, JobKind.ASKED)] += number
        else:
            waiting[JobKind(job_kind)] += number
    return QueueCounts(
        on_save=waiting[JobKind.ON_SAVE],
        asked=waiting[JobKind.ASKED],
        weekly=waiting[JobKind.WEEKLY],
        deferred=deferred,
        failed=failed + connection.execute(_CONCLUSIONS_OWED).scalar_one(),
    )


def open_jobs(connection: Connection) -> list[Job]:
    """Jobs that have not ended, and failed ones; the most urgent first."""
    statement = (
        with_repository(jobs)
        .where(jobs.c.state.not_in((JobState.DONE, JobState.CANCELLED)))
        .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    return [_job_of(connection, row) for row in rows]


def job_by_id(connection: Connection, job_id: int) -> Job | None:
    """One job, ended or not."""
    row = connection.execute(with_repository(jobs).where(jobs.c.id == job_id)).mappings().first()
    return None if row is None else _job_of(connection, row)


def _job_of(connection: Connection, row: RowMapping) -> Job:
    paths = row["paths"]
    if row["kind"] == JobKind.JUDGEMENT:
        paths = connection.scalars(
            select(work_units.c.path)
            .where(work_units.c.job_id == row["id"])
            .distinct()
            .order_by(work_units.c.path)
            .limit(PATHS_TOLD)
        ).all()
    return made_of(
        Job,
        row,
        kind=JobKind(row["kind"]),
        repository=row["repository_name"],
        state=JobState(row["state"]),
        paths=tuple(paths),
        reasons=() if row["reason"] is None else (row["reason"],),
    )
