"""The end of a job: what it means for its repository, written with its last unit."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from tinyarms_daemon.adapters.store.tables import (
    events,
    files,
    findings,
    jobs,
    repositories,
    scans,
    work_units,
)
from tinyarms_daemon.domain.event import EventKind
from tinyarms_daemon.domain.work import JobKind, JobState


def finish_if_empty(connection: Connection, job_id: int, at: datetime) -> None:
    """End a job that has no unit left to do; nothing for one that has, or has ended."""
    job = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().one()
    if JobState(job["state"]).is_end or job["state"] == JobState.DEFERRED.value:
        return
    left = connection.execute(
        select(func.count())
        .select_from(work_units)
        .where(work_units.c.job_id == job_id, work_units.c.state != JobState.FAILED.value)
    ).scalar_one()
    if left:
        return
    fixed = _close_findings_of_gone_files(connection, job["repository_id"], job_id, at)
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(
            state=(JobState.FAILED if job["units_failed"] else JobState.DONE).value,
            finished_at=at,
            findings_fixed=jobs.c.findings_fixed + fixed,
        )
    )
    finished = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().one()
    if finished["complete"]:
        _end_scan(connection, finished, at)
    kind = EventKind.SCAN_FINISHED if finished["complete"] else EventKind.CHECK_FINISHED
    connection.execute(
        insert(events).values(
            kind=kind.value,
            at=at,
            repository_id=finished["repository_id"],
            job_id=job_id,
            path=finished["paths"][0] if finished["paths"] else None,
            detail=_detail(finished),
        )
    )


def _detail(job: Any) -> dict[str, Any]:
    return {
        "kind": job["kind"],
        "files": job["units_total"],
        "skipped": job["units_skipped"],
        "failed": job["units_failed"],
        "opened": job["findings_opened"],
        "fixed": job["findings_fixed"],
    }


def _close_findings_of_gone_files(
    connection: Connection, repository_id: int, job_id: int, at: datetime
) -> int:
    """Whatever no renamed file has claimed until now went with its file."""
    gone = select(files.c.path).where(
        files.c.repository_id == repository_id, files.c.gone_at.is_not(None)
    )
    closed = connection.execute(
        update(findings)
        .where(
            findings.c.repository_id == repository_id,
            findings.c.present.is_(True),
            findings.c.path.in_(gone),
        )
        .values(present=False, fixed_at=at)
        .returning(findings.c.id, findings.c.path)
    ).all()
    if closed:
        connection.execute(
            insert(events),
            [
                {
                    "kind": EventKind.FINDING_FIXED.value,
                    "at": at,
                    "repository_id": repository_id,
                    "job_id": job_id,
                    "finding_id": row.id,
                    "path": row.path,
                    "detail": {"because": "the file is gone"},
                }
                for row in closed
            ],
        )
    connection.execute(
        delete(work_units).where(
            work_units.c.repository_id == repository_id,
            work_units.c.kind == "judge",
            work_units.c.path.in_(gone),
        )
    )
    _drop_empty_judgements(connection, repository_id)
    return len(closed)


def _drop_empty_judgements(connection: Connection, repository_id: int) -> None:
    has_units = select(work_units.c.id).where(work_units.c.job_id == jobs.c.id).exists()
    connection.execute(
        delete(jobs).where(
            jobs.c.repository_id == repository_id,
            jobs.c.kind == JobKind.JUDGEMENT.value,
            ~has_units,
        )
    )


def _end_scan(connection: Connection, job: Any, at: datetime) -> None:
    repository_id = job["repository_id"]
    connection.execute(
        insert(scans).values(
            repository_id=repository_id,
            job_id=job["id"],
            kind=job["kind"],
            started_at=job["started_at"] or job["requested_at"],
            finished_at=at,
            files_checked=job["units_done"],
            files_skipped=job["units_skipped"],
            findings_opened=job["findings_opened"],
            findings_fixed=job["findings_fixed"],
        )
    )
    connection.execute(
        update(repositories)
        .where(repositories.c.id == repository_id)
        .values(
            last_scan_at=at,
            first_scan_at=func.coalesce(repositories.c.first_scan_at, at),
        )
    )
    connection.execute(
        update(findings)
        .where(findings.c.repository_id == repository_id, findings.c.present.is_(True))
        .values(last_seen_at=at)
    )
