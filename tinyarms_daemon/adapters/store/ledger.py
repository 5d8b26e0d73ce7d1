"""The ledger of jobs and units, in SQLite."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from tinyarms_daemon.adapters.store.accept_job import CHECK, JUDGE, PATHS_TOLD, accept_job
from tinyarms_daemon.adapters.store.deep_plan import plan_questions
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.finish_job import finish_if_empty
from tinyarms_daemon.adapters.store.record_conclusions import ConclusionRecorder
from tinyarms_daemon.adapters.store.record_reports import ReportRecorder
from tinyarms_daemon.adapters.store.rows import job_of
from tinyarms_daemon.adapters.store.tables import (
    changed_topics,
    events,
    jobs,
    repositories,
    scans,
    work_units,
)
from tinyarms_daemon.domain.analysis import FileReport
from tinyarms_daemon.domain.event import EventKind
from tinyarms_daemon.domain.project import RuleConclusions
from tinyarms_daemon.domain.work import (
    Batch,
    ConclusionTask,
    Job,
    JobKind,
    JobRequest,
    JobState,
    Unit,
)
from tinyarms_daemon.ports.ledger import Deferral, QueueCounts

_ENDED = tuple(state.value for state in JobState if state.is_end)


class SqlLedger:
    """The Ledger port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, request: JobRequest) -> int:
        """Write a job with a unit for each path, and return its id."""
        with self._database.write() as connection:
            return accept_job(connection, request)

    def take(self, at: datetime, max_units: int) -> Batch | None:
        """The next units of the most urgent job, marked as running; None where nothing is due."""
        waiting = and_(work_units.c.kind == CHECK, work_units.c.state == JobState.QUEUED.value)
        next_job = (
            select(jobs)
            .where(
                jobs.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value)),
                or_(jobs.c.not_before.is_(None), jobs.c.not_before <= at),
                select(work_units.c.id).where(work_units.c.job_id == jobs.c.id, waiting).exists(),
            )
            .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
            .limit(1)
        )
        with self._database.read() as connection:  # the usual answer is no, and needs no lock
            if connection.execute(next_job).first() is None:
                return None
        with self._database.write() as connection:
            job = connection.execute(next_job).mappings().first()
            if job is None:
                return None
            rows = connection.execute(
                select(work_units.c.id, work_units.c.path, work_units.c.attempts)
                .where(work_units.c.job_id == job["id"], waiting)
                .order_by(work_units.c.attempts, work_units.c.id)  # what failed comes last
                .limit(max_units)
            ).all()
            connection.execute(
                update(work_units)
                .where(work_units.c.id.in_([row.id for row in rows]))
                .values(state=JobState.RUNNING.value, attempts=work_units.c.attempts + 1)
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

    def record(
        self,
        batch: Batch,
        reports: Sequence[FileReport],
        *,
        switched_off: Collection[str] = (),
        profile_digest: str,
        deferral: Deferral,
        at: datetime,
    ) -> None:
        """Write what checked files showed, and take their units out of the job: all or nothing."""
        units = {unit.path: unit.id for unit in batch.units}
        with self._database.write() as connection:
            if not _has_job(connection, batch.job_id):
                return  # its repository was removed meanwhile
            recorder = ReportRecorder(connection, batch, profile_digest, deferral, at)
            recorder.record(reports, switched_off)
            connection.execute(
                delete(work_units).where(
                    work_units.c.id.in_([units[report.path] for report in reports])
                )
            )
            finish_if_empty(connection, batch.job_id, at)

    def to_conclude(self) -> ConclusionTask | None:
        """The most urgent job whose files are all checked and whose facts changed something."""
        topics = select(changed_topics.c.job_id).where(changed_topics.c.job_id == jobs.c.id)
        unit = select(work_units.c.id).where(
            work_units.c.job_id == jobs.c.id, work_units.c.state != JobState.FAILED.value
        )
        statement = (
            select(jobs)
            .where(
                jobs.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value)),
                jobs.c.kind != JobKind.JUDGEMENT.value,
                or_(jobs.c.concludes_all, topics.exists()),
                ~unit.exists(),
            )
            .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
            .limit(1)
        )
        with self._database.read() as connection:
            job = connection.execute(statement).mappings().first()
            if job is None:
                return None
            changed: dict[str, set[str]] = {}
            for row in connection.execute(
                select(changed_topics).where(changed_topics.c.job_id == job["id"])
            ):
                changed.setdefault(row.rule, set()).add(row.topic)
        return ConclusionTask(
            job["id"],
            job["repository_id"],
            None
            if job["concludes_all"]
            else {rule: frozenset(said) for rule, said in changed.items()},
            job["attempts"],
            job["deep"],
        )

    def record_conclusions(
        self, task: ConclusionTask, concluded: Sequence[RuleConclusions], at: datetime
    ) -> None:
        """Write what several files bring about, and end the job: all or nothing."""
        with self._database.write() as connection:
            ConclusionRecorder(connection, task.repository_id, task.job_id, at).record(concluded)
            _end_conclusion(connection, task)
            if task.deep:
                plan_questions(connection, task, concluded, at)
            finish_if_empty(connection, task.job_id, at)

    def give_up_conclusion(
        self, task: ConclusionTask, *, error: str, max_attempts: int, at: datetime
    ) -> None:
        """Count a failed attempt; out of attempts, the job ends as failed with its error."""
        with self._database.write() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == task.job_id)
                .values(attempts=jobs.c.attempts + 1, error=error)
            )
            if task.attempts + 1 >= max_attempts:
                connection.execute(
                    update(jobs)
                    .where(jobs.c.id == task.job_id)
                    .values(units_failed=jobs.c.units_failed + 1)
                )
                _end_conclusion(connection, task)
                finish_if_empty(connection, task.job_id, at)

    def put_back(
        self,
        batch: Batch,
        *,
        error: str | None,
        retry_at: datetime,
        max_attempts: int,
        at: datetime,
    ) -> None:
        """Units that were not done wait again; with an error, those out of attempts are parked."""
        is_mine = and_(
            work_units.c.id.in_([unit.id for unit in batch.units]),
            work_units.c.state == JobState.RUNNING.value,
        )
        with self._database.write() as connection:
            if error is not None:
                parked = connection.execute(
                    update(work_units)
                    .where(is_mine, work_units.c.attempts >= max_attempts)
                    .values(state=JobState.FAILED.value, error=error)
                ).rowcount
                connection.execute(
                    update(jobs)
                    .where(jobs.c.id == batch.job_id)
                    .values(
                        units_failed=jobs.c.units_failed + parked,
                        error=error,
                        not_before=retry_at,
                    )
                )
            _stop_running(connection, is_mine)
            finish_if_empty(connection, batch.job_id, at)

    def recover(self, at: datetime) -> int:
        """After a start: what a dead process left as running waits again; the number of units."""
        with self._database.write() as connection:
            running = connection.scalars(
                select(jobs.c.id).where(jobs.c.state == JobState.RUNNING.value)
            ).all()
            recovered = _stop_running(connection, work_units.c.state == JobState.RUNNING.value)
            for job_id in running:
                finish_if_empty(connection, job_id, at)
            return recovered

    def counts(self) -> QueueCounts:
        """How much waits, and why."""
        statement = (
            select(jobs.c.kind, work_units.c.state, work_units.c.kind, func.count())
            .join(jobs, jobs.c.id == work_units.c.job_id)
            .group_by(jobs.c.kind, work_units.c.state, work_units.c.kind)
        )
        waiting = dict.fromkeys(JobKind, 0)
        deferred = failed = 0
        with self._database.read() as connection:
            for job_kind, state, unit_kind, number in connection.execute(statement):
                if state == JobState.FAILED.value:
                    failed += number
                elif unit_kind == JUDGE:
                    deferred += number
                else:
                    waiting[JobKind(job_kind)] += number
        return QueueCounts(
            on_save=waiting[JobKind.ON_SAVE],
            asked=waiting[JobKind.ASKED],
            weekly=waiting[JobKind.WEEKLY],
            deferred=deferred,
            failed=failed,
        )

    def jobs(self) -> list[Job]:
        """Jobs that have not ended, and failed ones; the most urgent first."""
        statement = (
            _job_query()
            .where(jobs.c.state.not_in((JobState.DONE.value, JobState.CANCELLED.value)))
            .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings().all()
            return [_job_of(connection, row) for row in rows]

    def job(self, job_id: int) -> Job | None:
        """One job, ended or not."""
        with self._database.read() as connection:
            row = connection.execute(_job_query().where(jobs.c.id == job_id)).mappings().first()
            return None if row is None else _job_of(connection, row)

    def cancel(self, job_id: int, at: datetime) -> bool:
        """Take the waiting units of a job away; False where it has ended already."""
        with self._database.write() as connection:
            cancelled = connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state.not_in(_ENDED))
                .values(state=JobState.CANCELLED.value, finished_at=at)
            ).rowcount
            if cancelled:
                connection.execute(
                    delete(work_units).where(
                        work_units.c.job_id == job_id,
                        work_units.c.state != JobState.RUNNING.value,
                    )
                )
            return bool(cancelled)

    def postpone_judgements(self, deferral: Deferral) -> None:
        """Every deferred question waits with this reason until then."""
        with self._database.write() as connection:
            connection.execute(
                update(jobs)
                .where(
                    jobs.c.kind == JobKind.JUDGEMENT.value,
                    jobs.c.state == JobState.DEFERRED.value,
                )
                .values(
                    reason=deferral.reason,
                    not_before=deferral.not_before,
                    attempts=jobs.c.attempts + 1,
                )
            )

    def prune(self, at: datetime, keep: timedelta) -> None:
        """Forget ended jobs and their scans older than `keep`."""
        with self._database.write() as connection:
            connection.execute(
                delete(jobs).where(jobs.c.state.in_(_ENDED), jobs.c.finished_at < at - keep)
            )
            connection.execute(delete(scans).where(scans.c.finished_at < at - keep))


def _end_conclusion(connection: Connection, task: ConclusionTask) -> None:
    connection.execute(delete(changed_topics).where(changed_topics.c.job_id == task.job_id))
    connection.execute(update(jobs).where(jobs.c.id == task.job_id).values(concludes_all=False))


def _start(connection: Connection, job: RowMapping, at: datetime) -> None:
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job["id"])
        .values(
            state=JobState.RUNNING.value,
            started_at=case((jobs.c.started_at.is_(None), at), else_=jobs.c.started_at),
        )
    )
    if job["complete"] and job["started_at"] is None:
        connection.execute(
            insert(events).values(
                kind=EventKind.SCAN_STARTED.value,
                at=at,
                repository_id=job["repository_id"],
                job_id=job["id"],
                detail={"files": job["units_total"]},
            )
        )


def _has_job(connection: Connection, job_id: int) -> bool:
    return connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).first() is not None


def _stop_running(connection: Connection, which: ColumnElement[bool]) -> int:
    """Running units wait again, unless their job was cancelled meanwhile; how many do."""
    ended = select(jobs.c.id).where(jobs.c.state.in_(_ENDED))
    connection.execute(delete(work_units).where(which, work_units.c.job_id.in_(ended)))
    waiting = connection.execute(
        update(work_units).where(which).values(state=JobState.QUEUED.value)
    ).rowcount
    still_running = select(work_units.c.job_id).where(work_units.c.state == JobState.RUNNING.value)
    connection.execute(
        update(jobs)
        .where(jobs.c.state == JobState.RUNNING.value, jobs.c.id.not_in(still_running))
        .values(state=JobState.QUEUED.value)
    )
    return waiting


def _job_query() -> Select[Any]:
    return select(jobs, repositories.c.name.label("repository_name")).join(
        repositories, repositories.c.id == jobs.c.repository_id
    )


def _job_of(connection: Connection, row: RowMapping) -> Job:
    paths = row["paths"]
    if row["kind"] == JobKind.JUDGEMENT.value:
        paths = connection.scalars(
            select(work_units.c.path)
            .where(work_units.c.job_id == row["id"])
            .distinct()
            .order_by(work_units.c.path)
            .limit(PATHS_TOLD)
        ).all()
    return job_of(row, row["repository_name"], paths)
