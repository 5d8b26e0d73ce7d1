"""Units that are given up for now: how they get there, and what takes them up again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from tinyarms_daemon.adapters.sqlite_files import portions
from tinyarms_daemon.adapters.store.statements import change_job
from tinyarms_daemon.adapters.store.tables import jobs, work_units
from tinyarms_daemon.domain.work.job import JobState

_FAILED = JobState.FAILED


def park(connection: Connection, which: ColumnElement[bool], error: str, at: datetime) -> None:
    """Park these units with their error, and count them in their jobs."""
    parked = connection.execute(
        update(work_units)
        .where(which)
        .values(state=_FAILED, error=error, parked_at=at)
        .returning(work_units.c.job_id)
    ).all()
    for job_id in {row.job_id for row in parked}:
        number = sum(row.job_id == job_id for row in parked)
        change_job(connection, job_id, units_failed=jobs.c.units_failed + number, error=error)


def forget_parked(connection: Connection, repository_id: int, paths: Sequence[str]) -> None:
    """These files are asked for anew or are gone: what failed before is no trouble any more."""
    touched: set[int] = set()
    for some in portions(paths):
        forgotten = connection.execute(
            delete(work_units)
            .where(
                work_units.c.repository_id == repository_id,
                work_units.c.state == _FAILED,
                work_units.c.path.in_(some),
            )
            .returning(work_units.c.job_id)
        ).all()
        for (job_id,) in forgotten:
            touched.add(job_id)
            change_job(
                connection,
                job_id,
                units_failed=jobs.c.units_failed - 1,
                units_done=jobs.c.units_done + 1,
            )
    _no_longer_failed(connection, jobs.c.id.in_(touched))


def settle_conclusions(connection: Connection, repository_id: int) -> bool:
    """True where a conclusion of this repository was given up; whoever asks has to make up for it,
    so the jobs that owe it owe nothing any more."""
    owing = and_(
        jobs.c.repository_id == repository_id, jobs.c.state == _FAILED, jobs.c.concludes_all
    )
    ids = connection.scalars(select(jobs.c.id).where(owing)).all()
    if not ids:
        return False
    connection.execute(
        update(jobs)
        .where(jobs.c.id.in_(ids))
        .values(concludes_all=False, units_failed=jobs.c.units_failed - 1)
    )
    _no_longer_failed(connection, jobs.c.id.in_(ids))
    return True


def retry(connection: Connection, job_id: int) -> bool:
    """Try what of a job is parked, or waits for its next try, now; False where nothing is."""
    job = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().first()
    if job is None:
        return False
    is_its_own = and_(work_units.c.job_id == job_id, work_units.c.state == _FAILED)
    again = connection.execute(
        update(work_units)
        .where(is_its_own)
        .values(state=JobState.QUEUED, attempts=0, interruptions=0, parked_at=None, error=None)
    ).rowcount
    state = JobState(job["state"])
    owes_conclusion = state is JobState.FAILED and job["concludes_all"]
    if not again and not owes_conclusion and (state.is_end or job["not_before"] is None):
        return False
    change_job(
        connection,
        job_id,
        state=JobState.QUEUED if state is JobState.FAILED else state,
        attempts=0,
        units_failed=job["units_failed"] - again - int(owes_conclusion),
        finished_at=None,
        not_before=None,
        error=None,
    )
    return True


def _no_longer_failed(connection: Connection, which: ColumnElement[bool]) -> None:
    connection.execute(
        update(jobs)
        .where(which, jobs.c.state == _FAILED, jobs.c.units_failed <= 0)
        .values(state=JobState.DONE, error=None)
    )
