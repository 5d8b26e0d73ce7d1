"""A job's way into the ledger: its row, its units, what they supersede, what is gone."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    insert,
    literal,
    or_,
    select,
    update,
)

from tinyarms_daemon.adapters.sqlite_files import portions
from tinyarms_daemon.adapters.store.finish_job import drop_units, finish_if_empty
from tinyarms_daemon.adapters.store.parked_units import forget_parked, settle_conclusions
from tinyarms_daemon.adapters.store.record_facts import FactRecorder
from tinyarms_daemon.adapters.store.statements import (
    CHECK,
    HAS_TOPICS,
    IS_ACTIVE,
    change_job,
    first_row,
)
from tinyarms_daemon.adapters.store.tables import LEFT_OUT, changed_topics, files, jobs, work_units
from tinyarms_daemon.domain.work.job import URGENCY, JobKind, JobRequest, JobState

PATHS_TOLD = 20  # of a job's paths, for a person to recognize it by


def accept_job(connection: Connection, request: JobRequest) -> int:
    """Write a job in an open transaction, and return its id; one without units is done at once."""
    forget_parked(connection, request.repository_id, request.paths + request.gone)
    request = replace(request, paths=request.paths + _in_flight(connection, request))
    job_id = _joined_job(connection, request) or _insert_job(connection, request)
    if request.concludes_all:
        change_job(connection, job_id, concludes_all=True)
    _insert_units(connection, job_id, request)
    _mark_gone(connection, job_id, request)
    _inherit(connection, job_id, request)
    _supersede(connection, job_id, request)
    finish_if_empty(connection, job_id, request.requested_at)
    return job_id


def _in_flight(connection: Connection, request: JobRequest) -> tuple[str, ...]:
    """What is gone while it is being checked is looked at once more: that check may have read it
    before, and would bring its findings back."""
    running = paths_in_flight(connection, request.repository_id) if request.gone else set()
    return tuple(path for path in request.gone if path in running)


def paths_in_flight(connection: Connection, repository_id: int) -> set[str]:
    """The files of a repository that are being checked at this moment."""
    running = select(work_units.c.path).where(
        work_units.c.repository_id == repository_id,
        work_units.c.kind == CHECK,
        work_units.c.state == JobState.RUNNING,
    )
    return set(connection.execute(running).scalars())


def _insert_job(connection: Connection, request: JobRequest) -> int:
    job_id = connection.execute(
        insert(jobs)
        .values(
            repository_id=request.repository_id,
            kind=request.kind,
            state=JobState.QUEUED,
            urgency=URGENCY[request.kind],
            complete=request.complete,
            concludes_all=request.complete
            and settle_conclusions(connection, request.repository_id),
            deep=request.deep,
            asks=request.asks,
            budget_seconds=request.budget_seconds,
            requested_at=request.requested_at,
            paths=list((request.paths + request.gone)[:PATHS_TOLD]),
            units_total=len(request.paths),
        )
        .returning(jobs.c.id)
    ).scalar_one()
    return int(job_id)


def _joined_job(connection: Connection, request: JobRequest) -> int | None:
    """The job of saves that has not begun, which takes further ones in: what waits together is
    checked and concluded together, however fast it comes. None where there is no such job."""
    if request.kind is not JobKind.ON_SAVE or request.complete:
        return None
    waiting = first_row(
        connection,
        select(jobs.c.id, jobs.c.paths)
        .where(
            jobs.c.repository_id == request.repository_id,
            jobs.c.kind == request.kind,
            jobs.c.state == JobState.QUEUED,
            jobs.c.started_at.is_(None),
            jobs.c.not_before.is_(None),
            jobs.c.complete.is_(False),
        )
        .order_by(jobs.c.id),
    )
    if waiting is None:
        return None
    for some in portions(request.paths):  # a file that was saved again waits once
        again = (work_units.c.kind == CHECK, work_units.c.path.in_(some))
        drop_units(connection, waiting["id"], *again)
    told = dict.fromkeys([*waiting["paths"], *request.paths, *request.gone])
    change_job(
        connection,
        waiting["id"],
        units_total=jobs.c.units_total + len(request.paths),
        paths=list(told)[:PATHS_TOLD],
    )
    return int(waiting["id"])


def _insert_units(connection: Connection, job_id: int, request: JobRequest) -> None:
    if request.paths:
        connection.execute(
            insert(work_units),
            [
                {
                    "job_id": job_id,
                    "repository_id": request.repository_id,
                    "kind": CHECK,
                    "path": path,
                    "state": JobState.QUEUED,
                    "attempts": 0,
                }
                for path in request.paths
            ],
        )


def _mark_gone(connection: Connection, job_id: int, request: JobRequest) -> None:
    recorder = FactRecorder(connection, request.repository_id, job_id)
    recorder.forget(request.gone)
    for some in portions(request.gone):
        connection.execute(
            update(files)
            .where(files.c.repository_id == request.repository_id, files.c.path.in_(some))
            .values(
                gone_at=request.requested_at,
                skip_reason=case(
                    (files.c.path.in_(request.left_out.intersection(some)), LEFT_OUT), else_=None
                ),
            )
        )


def _inherit(connection: Connection, job_id: int, request: JobRequest) -> None:
    """What a cancelled job learned, and did not live to conclude from, this job concludes; and a
    scan that is asked for, what others have still to conclude: it is to tell how things stand."""
    owing = jobs.c.state == JobState.CANCELLED
    if request.complete and request.kind is JobKind.ASKED:
        owing = or_(owing, _only_concludes(request))
    heirless = connection.scalars(
        select(jobs.c.id).where(
            owing,
            jobs.c.repository_id == request.repository_id,
            jobs.c.id != job_id,
            or_(jobs.c.concludes_all, HAS_TOPICS),
        )
    ).all()
    if not heirless:
        return
    inherited = connection.execute(
        update(jobs)
        .where(jobs.c.id.in_(heirless), jobs.c.concludes_all.is_(True))
        .values(concludes_all=False)
    ).rowcount
    if inherited:
        change_job(connection, job_id, concludes_all=True)
    topics = select(literal(job_id), changed_topics.c.rule, changed_topics.c.topic).where(
        changed_topics.c.job_id.in_(heirless)
    )
    connection.execute(
        insert(changed_topics)
        .prefix_with("OR IGNORE")
        .from_select(["job_id", "rule", "topic"], topics)
    )
    connection.execute(delete(changed_topics).where(changed_topics.c.job_id.in_(heirless)))
    for other_id in heirless:
        finish_if_empty(connection, other_id, request.requested_at)


def _only_concludes(request: JobRequest) -> ColumnElement[bool]:
    """Jobs of the same depth whose units are all done, and whose conclusion is not."""
    unit = select(work_units.c.id).where(work_units.c.job_id == jobs.c.id)
    return and_(
        IS_ACTIVE, jobs.c.kind != JobKind.JUDGEMENT, jobs.c.deep == request.deep, ~unit.exists()
    )


def _supersede(connection: Connection, job_id: int, request: JobRequest) -> None:
    """A unit that waits for the same path elsewhere would check what this job checks anyway."""
    done: Counter[int] = Counter()
    for some in portions(request.paths):
        less_urgent = select(jobs.c.id).where(
            jobs.c.repository_id == request.repository_id,
            jobs.c.urgency >= URGENCY[request.kind],
            jobs.c.deep == request.deep,
            jobs.c.id != job_id,
        )
        superseded = connection.execute(
            delete(work_units)
            .where(
                work_units.c.job_id.in_(less_urgent),
                work_units.c.kind == CHECK,
                work_units.c.state == JobState.QUEUED,
                work_units.c.path.in_(some),
            )
            .returning(work_units.c.job_id)
        ).scalars()
        done.update(superseded)
    for other_id, number in done.items():
        change_job(connection, other_id, units_done=jobs.c.units_done + number)
        finish_if_empty(connection, other_id, request.requested_at)
