"""The ledger of jobs and units, in SQLite."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, or_, select, update

from tinyarms_daemon.adapters.store.accept_job import accept_job, paths_in_flight
from tinyarms_daemon.adapters.store.deep_plan import plan_questions
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.finish_job import finish_if_empty, has_scan
from tinyarms_daemon.adapters.store.job_list import job_by_id, open_jobs, queue_counts
from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions, keep_conclusions
from tinyarms_daemon.adapters.store.parked_units import park, retry
from tinyarms_daemon.adapters.store.record_conclusions import ConclusionRecorder
from tinyarms_daemon.adapters.store.record_reports import ReportRecorder
from tinyarms_daemon.adapters.store.statements import CHECK, ENDED, change_job, has_row
from tinyarms_daemon.adapters.store.tables import changed_topics, jobs, repositories, work_units
from tinyarms_daemon.adapters.store.take_units import (
    deep_conclusion_beside,
    moments,
    next_conclusion,
    next_job,
    take_units,
)
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.retold import RETELLING
from tinyarms_daemon.domain.questions.deep_budget import QuestionCosts, QuestionWeights
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import (
    Batch,
    ConclusionTask,
    Job,
    JobKind,
    JobRequest,
    JobState,
)
from tinyarms_daemon.ports.ledger import Deferral, QueueCounts


class SqlLedger:
    """The Ledger port on a Database. `question_costs` are asked for when a deep scan is planned."""

    def __init__(self, database: Database, question_costs: Callable[[], QuestionCosts]) -> None:
        self._database = database
        self._question_costs = question_costs

    def accept(self, request: JobRequest) -> int:
        with self._database.write() as connection:
            return accept_job(connection, request)

    def take(self, at: datetime, max_units: int, aging: timedelta) -> Batch | None:
        which = moments(at, aging)
        with self._database.read() as connection:  # the usual answer is no, and needs no lock
            if connection.execute(next_job(), which).first() is None:
                return None
        with self._database.write() as connection:
            job = connection.execute(next_job(), which).mappings().first()
            return None if job is None else take_units(connection, job, at, max_units)

    def record(
        self,
        batch: Batch,
        reports: Sequence[FileReport],
        *,
        switched_off: Collection[str] = (),
        profile_digest: str,
        deferral: Deferral | None,
        at: datetime,
    ) -> None:
        units = {unit.path: unit.id for unit in batch.units}
        with self._database.write() as connection:
            if not has_row(connection, select(jobs.c.id).where(jobs.c.id == batch.job_id)):
                return  # its repository was removed meanwhile
            recorder = ReportRecorder(connection, batch, profile_digest, deferral, at)
            recorder.record(reports, switched_off)
            connection.execute(
                delete(work_units).where(
                    work_units.c.id.in_([units[report.path] for report in reports])
                )
            )
            finish_if_empty(connection, batch.job_id, at)

    def to_conclude(self, at: datetime, aging: timedelta) -> ConclusionTask | None:
        with self._database.read() as connection:
            return _conclusion_of(connection, next_conclusion(), moments(at, aging))

    def to_conclude_beside(
        self, task: ConclusionTask, at: datetime, aging: timedelta
    ) -> ConclusionTask | None:
        """None too where it failed before, or the task did: then each is concluded by itself."""
        with self._database.read() as connection:
            which = deep_conclusion_beside(task.job_id)
            return _conclusion_of(connection, which, moments(at, aging))

    def record_conclusions(
        self,
        task: ConclusionTask,
        concluded: Sequence[RuleConclusions],
        at: datetime,
        weights: QuestionWeights | None = None,
    ) -> None:
        with self._database.write() as connection:
            writer = FindingWriter(connection, task.repository_id, task.job_id, at)
            ConclusionRecorder(writer).record(concluded)
            if not task.deep:
                # What is told as copies may be something else by now, or the rule switched off.
                forget_conclusions(connection, task.repository_id, RETELLING)
            keep_conclusions(connection, task.repository_id, concluded)
            _end_conclusion(connection, task)
            if task.deep:
                candidates = [each for rule in concluded for each in rule.candidates]
                if weights is not None:
                    candidates = [weights.weighed(each) for each in candidates]
                plan_questions(connection, task, candidates, self._question_costs(), at)
            finish_if_empty(connection, task.job_id, at)

    def give_up_conclusion(
        self,
        task: ConclusionTask,
        *,
        error: str,
        retry_at: datetime,
        max_attempts: int,
        at: datetime,
    ) -> None:
        with self._database.write() as connection:
            is_last = task.attempts + 1 >= max_attempts
            change_job(
                connection,
                task.job_id,
                attempts=jobs.c.attempts + 1,
                units_failed=jobs.c.units_failed + int(is_last),
                error=error,
                not_before=retry_at,
            )
            if is_last:
                _end_conclusion(connection, task)
                finish_if_empty(connection, task.job_id, at)
                change_job(connection, task.job_id, concludes_all=True)

    def put_back(
        self,
        batch: Batch,
        *,
        error: str | None,
        retry_at: datetime,
        max_attempts: int,
        at: datetime,
    ) -> None:
        is_mine = and_(
            work_units.c.id.in_([unit.id for unit in batch.units]),
            work_units.c.state == JobState.RUNNING,
        )
        with self._database.write() as connection:
            if error is None:
                _take_back_attempt(connection, is_mine)
            else:
                park(connection, and_(is_mine, work_units.c.attempts >= max_attempts), error, at)
                change_job(connection, batch.job_id, error=error, not_before=retry_at)
            _stop_running(connection, is_mine)
            finish_if_empty(connection, batch.job_id, at)

    def recover(self, at: datetime, *, max_interruptions: int | None = None) -> int:
        is_running = work_units.c.state == JobState.RUNNING
        with self._database.write() as connection:
            running = connection.scalars(
                select(jobs.c.id).where(jobs.c.state == JobState.RUNNING)
            ).all()
            _take_back_attempt(connection, is_running)
            if max_interruptions is not None:
                connection.execute(
                    update(work_units)
                    .where(is_running)
                    .values(interruptions=work_units.c.interruptions + 1)
                )
                park(
                    connection,
                    and_(is_running, work_units.c.interruptions >= max_interruptions),
                    f"The daemon ended {max_interruptions} times while this was being done.",
                    at,
                )
            recovered = _stop_running(connection, is_running)
            for job_id in running:
                finish_if_empty(connection, job_id, at)
            return recovered

    def retry(self, job_id: int) -> bool:
        with self._database.write() as connection:
            return retry(connection, job_id)

    def in_flight(self, repository_id: int) -> frozenset[str]:
        with self._database.read() as connection:
            return frozenset(paths_in_flight(connection, repository_id))

    def waiting(self, repository_id: int) -> frozenset[str]:
        is_first_scan = and_(jobs.c.complete, repositories.c.first_scan_at.is_(None))
        waiting = (
            select(work_units.c.path)
            .join(jobs, jobs.c.id == work_units.c.job_id)
            .join(repositories, repositories.c.id == work_units.c.repository_id)
            .where(
                work_units.c.repository_id == repository_id,
                work_units.c.kind == CHECK,
                work_units.c.state == JobState.QUEUED,
                or_(jobs.c.kind == JobKind.ON_SAVE, is_first_scan),
                jobs.c.not_before.is_(None),
                jobs.c.deep.is_(False),
            )
        )
        with self._database.read() as connection:
            return frozenset(connection.scalars(waiting))

    def has_scan(self, repository_id: int) -> bool:
        with self._database.read() as connection:
            return has_scan(connection, repository_id, jobs.c.deep.is_(False))

    def parked(self, repository_id: int) -> dict[str, datetime]:
        parked = (
            select(work_units.c.path, func.max(work_units.c.parked_at))
            .where(
                work_units.c.repository_id == repository_id,
                work_units.c.state == JobState.FAILED,
                work_units.c.parked_at.is_not(None),
            )
            .group_by(work_units.c.path)
        )
        with self._database.read() as connection:
            return dict(connection.execute(parked).all())

    def counts(self) -> QueueCounts:
        with self._database.read() as connection:
            return queue_counts(connection)

    def jobs(self) -> list[Job]:
        with self._database.read() as connection:
            return open_jobs(connection)

    def job(self, job_id: int) -> Job | None:
        with self._database.read() as connection:
            return job_by_id(connection, job_id)

    def cancel(self, job_id: int, at: datetime) -> bool:
        with self._database.write() as connection:
            cancelled = connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state.not_in(ENDED))
                .values(state=JobState.CANCELLED, finished_at=at)
            ).rowcount
            if cancelled:
                connection.execute(
                    delete(work_units).where(
                        work_units.c.job_id == job_id, work_units.c.state != JobState.RUNNING
                    )
                )
            return bool(cancelled)

    def postpone_judgements(self, deferral: Deferral) -> None:
        with self._database.write() as connection:
            connection.execute(
                update(jobs)
                .where(
                    jobs.c.kind == JobKind.JUDGEMENT,
                    jobs.c.state.in_((JobState.DEFERRED, JobState.QUEUED)),
                )
                .values(
                    state=JobState.DEFERRED,
                    reason=deferral.reason,
                    not_before=deferral.not_before,
                    attempts=jobs.c.attempts + 1,
                )
            )


def _conclusion_of(
    connection: Connection, which: Select[Any], at: Mapping[str, datetime]
) -> ConclusionTask | None:
    job = connection.execute(which, at).mappings().first()
    if job is None:
        return None
    changed: dict[str, set[str]] = {}
    for row in connection.execute(
        select(changed_topics).where(changed_topics.c.job_id == job["id"])
    ):
        changed.setdefault(row.rule, set()).add(row.topic)
    topics = {rule: frozenset(said) for rule, said in changed.items()}
    return ConclusionTask(
        job["id"],
        job["repository_id"],
        None if job["concludes_all"] else topics,
        job["attempts"],
        job["deep"],
    )


def _end_conclusion(connection: Connection, task: ConclusionTask) -> None:
    connection.execute(delete(changed_topics).where(changed_topics.c.job_id == task.job_id))
    change_job(connection, task.job_id, concludes_all=False)


def _take_back_attempt(connection: Connection, which: ColumnElement[bool]) -> None:
    """Being cut off says nothing about a unit: it was not tried."""
    connection.execute(update(work_units).where(which).values(attempts=work_units.c.attempts - 1))


def _stop_running(connection: Connection, which: ColumnElement[bool]) -> int:
    """Running units wait again, unless their job was cancelled meanwhile; how many do."""
    ended = select(jobs.c.id).where(jobs.c.state.in_(ENDED))
    connection.execute(delete(work_units).where(which, work_units.c.job_id.in_(ended)))
    waiting = connection.execute(
        update(work_units).where(which).values(state=JobState.QUEUED)
    ).rowcount
    still_running = select(work_units.c.job_id).where(work_units.c.state == JobState.RUNNING)
    connection.execute(
        update(jobs)
        .where(jobs.c.state == JobState.RUNNING, jobs.c.id.not_in(still_running))
        .values(state=JobState.QUEUED)
    )
    return waiting
