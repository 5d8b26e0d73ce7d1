"""The end of a job: what it means for its repository, written with its last unit."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    func,
    insert,
    not_,
    select,
    update,
)

from tinyarms_daemon.adapters.store.statements import (
    CHECK,
    HOLDS_CANDIDATES,
    IS_ACTIVE,
    JUDGE,
    change_job,
    has_row,
    is_due,
    tell,
    units_of,
)
from tinyarms_daemon.adapters.store.tables import (
    LEFT_OUT,
    changed_topics,
    files,
    findings,
    jobs,
    repositories,
    scans,
    work_units,
)
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.work.job import JobState


def drop_units(connection: Connection, job_id: int, *which: ColumnElement[bool]) -> None:
    """Take back units of a job, as if it had never had them."""
    dropped = connection.execute(
        delete(work_units).where(work_units.c.job_id == job_id, *which)
    ).rowcount
    change_job(connection, job_id, units_total=jobs.c.units_total - dropped)


def finish_if_empty(connection: Connection, job_id: int, at: datetime) -> None:
    """End a job that has no unit left to do; nothing for one that has, or has ended, or was
    removed with its repository."""
    job = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().first()
    if job is None or JobState(job["state"]).is_end or job["state"] == JobState.DEFERRED:
        return
    topics = select(changed_topics.c.topic).where(changed_topics.c.job_id == job_id)
    left = units_of(connection, job_id, work_units.c.state != JobState.FAILED)
    if left or job["concludes_all"] or has_row(connection, topics):
        return
    fixed = _close_findings_of_gone_files(connection, job["repository_id"], job_id, at)
    change_job(
        connection,
        job_id,
        state=(JobState.FAILED if job["units_failed"] else JobState.DONE),
        finished_at=at,
        findings_fixed=jobs.c.findings_fixed + fixed,
    )
    finished = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().one()
    if finished["complete"]:
        _end_scan(connection, finished, at)
    kind = EventKind.SCAN_FINISHED if finished["complete"] else EventKind.CHECK_FINISHED
    tell(
        connection,
        kind,
        at,
        repository_id=finished["repository_id"],
        job_id=job_id,
        path=finished["paths"][0] if finished["paths"] else None,
        detail=_detail(finished),
    )


def _detail(job: Any) -> dict[str, Any]:
    return {
        "kind": job["kind"],
        "files": job["units_total"],
        "skipped": job["units_skipped"],
        "failed": job["units_failed"],
        "opened": job["findings_opened"],
        "fixed": job["findings_fixed"],
        "judged_percent": _judged_percent(job),
    }


def _judged_percent(job: Any) -> int | None:
    """How much of the worth of its questions a deep scan had answered; None where it had none."""
    if not job["ranked_worth"]:
        return None
    share = float(job["judged_worth"] or 0.0) / float(job["ranked_worth"])
    return round(100 * min(share, 1.0))


def _close_findings_of_gone_files(
    connection: Connection, repository_id: int, job_id: int, at: datetime
) -> int:
    """Whatever no renamed file has claimed until now went with its file: it is fixed, or withdrawn
    where the file is there and only left out. Returns how many are fixed."""
    if _is_checked_elsewhere(connection, repository_id, job_id, at):
        return 0  # a file that waits there may yet claim it
    gone = select(files.c.path).where(
        files.c.repository_id == repository_id, files.c.gone_at.is_not(None)
    )
    is_left_out = findings.c.path.in_(gone.where(files.c.skip_reason == LEFT_OUT))
    closed = connection.execute(
        update(findings)
        .where(
            findings.c.repository_id == repository_id,
            findings.c.present.is_(True),
            findings.c.path.in_(gone),
        )
        .values(present=False, fixed_at=case((is_left_out, None), else_=at))
        .returning(findings.c.id, findings.c.path, findings.c.fixed_at)
    ).all()
    writer = FindingWriter(connection, repository_id, job_id, at)
    for row in closed:
        if row.fixed_at is None:
            because = {"because": "the file is left out now"}
            writer.tell(EventKind.FINDING_WITHDRAWN, row.id, row.path, because)
        else:
            writer.tell(EventKind.FINDING_FIXED, row.id, row.path, {"because": "the file is gone"})
    writer.finish()
    connection.execute(
        delete(work_units).where(
            work_units.c.repository_id == repository_id,
            work_units.c.kind == JUDGE,
            work_units.c.path.in_(gone),
        )
    )
    count_candidates(connection, repository_id)
    return sum(row.fixed_at is not None for row in closed)


def _is_checked_elsewhere(
    connection: Connection, repository_id: int, job_id: int, at: datetime
) -> bool:
    """Whether another job of the repository has files to check now."""
    waiting = (
        select(work_units.c.id)
        .join(jobs, jobs.c.id == work_units.c.job_id)
        .where(
            work_units.c.repository_id == repository_id,
            work_units.c.job_id != job_id,
            work_units.c.kind == CHECK,
            work_units.c.state != JobState.FAILED,
            is_due(at),
        )
    )
    return has_row(connection, waiting)


def count_candidates(connection: Connection, repository_id: int) -> None:
    """Tell the job that holds a repository's candidates how many these are; without any it goes."""
    left = (
        select(func.count())
        .select_from(work_units)
        .where(work_units.c.job_id == jobs.c.id)
        .scalar_subquery()
    )
    is_its_job = and_(jobs.c.repository_id == repository_id, HOLDS_CANDIDATES)
    connection.execute(update(jobs).where(is_its_job).values(units_total=left))
    connection.execute(delete(jobs).where(is_its_job, jobs.c.units_total == 0))


def has_scan(connection: Connection, repository_id: int, which: ColumnElement[bool]) -> bool:
    """Whether a scan of the whole repository of which this is true waits or goes on."""
    scan = select(jobs.c.id).where(
        jobs.c.repository_id == repository_id, jobs.c.complete.is_(True), which, IS_ACTIVE
    )
    return has_row(connection, scan)


def _end_scan(connection: Connection, job: Any, at: datetime) -> None:
    repository_id = job["repository_id"]
    connection.execute(delete(scans).where(scans.c.job_id == job["id"]))  # before it was retried
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
            first_scan_at=func.coalesce(repositories.c.first_scan_at, at)
            if not has_scan(connection, job["repository_id"], jobs.c.id != job["id"])
            else repositories.c.first_scan_at,
        )
    )
    is_deep = findings.c.rule.in_(DEEP_RULES)
    connection.execute(
        update(findings)
        .where(
            findings.c.repository_id == repository_id,
            findings.c.present.is_(True),
            is_deep if job["deep"] else not_(is_deep),  # the others have not looked
        )
        .values(last_seen_at=at)
    )
