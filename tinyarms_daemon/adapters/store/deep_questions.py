"""Questions of deep scans and their answers, in SQLite."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.finish_job import drop_units, finish_if_empty
from tinyarms_daemon.adapters.store.statements import (
    ASK,
    change_job,
    first_row,
    has_row,
    is_due,
    put,
)
from tinyarms_daemon.adapters.store.tables import (
    deep_answers,
    deep_questions,
    files,
    jobs,
    repositories,
    work_units,
)
from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate
from tinyarms_daemon.domain.questions.deep_budget import Judged, RankedQuestion
from tinyarms_daemon.domain.questions.question import Judgement
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.ports.deep_questions import AskTask, DeepScanLeft, JudgedWorth, PairAnswer

_NANOSECONDS = 1_000_000_000
_WAITING = (JobState.QUEUED, JobState.RUNNING, JobState.DEFERRED)


class SqlDeepQuestions:
    """The DeepQuestions port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_question(self, at: datetime) -> AskTask | None:
        due = (
            select(work_units.c.id, work_units.c.payload, jobs.c.id.label("job_id"),
                   jobs.c.kind, jobs.c.repository_id, jobs.c.worked_seconds, jobs.c.budget_seconds)
            .join(jobs, jobs.c.id == work_units.c.job_id)
            .where(
                work_units.c.kind == ASK,
                work_units.c.state == JobState.QUEUED,
                jobs.c.state.in_(_WAITING),
                is_due(at),
            )
            .order_by(jobs.c.urgency, jobs.c.requested_at, jobs.c.id, work_units.c.id)
            .limit(1)
        )  # fmt: skip
        with self._database.read() as connection:  # the usual answer is no, and needs no lock
            if connection.execute(due).first() is None:
                return None
        with self._database.write() as connection:
            while (row := connection.execute(due).first()) is not None:
                its_own = deep_questions.c.id == row.payload["question"]
                question = first_row(connection, select(deep_questions).where(its_own))
                if question is None:
                    _end(connection, row.id, row.job_id, at)
                elif row.worked_seconds >= (row.budget_seconds or 0):
                    _give_back(connection, row.job_id, at)
                else:
                    _start(connection, row.id, row.job_id, at)
                    return AskTask(
                        *(row.id, row.job_id, row.repository_id, _candidate(question)),
                        is_asked=row.kind == JobKind.ASKED,
                        is_last=connection.execute(due).first() is None,
                    )
            return None

    def record_answers(
        self, task: AskTask, answers: Sequence[PairAnswer], judgement: Judgement, at: datetime
    ) -> None:
        candidate = task.candidate
        with self._database.write() as connection:
            for answer in answers:
                if candidate.second_opinion:
                    _agree(connection, task, answer)
                else:
                    _remember(connection, task, answer, judgement, at)
            change_job(
                connection,
                task.job_id,
                worked_seconds=jobs.c.worked_seconds + judgement.seconds,
                judged_worth=jobs.c.judged_worth + candidate.worth,
                concludes_all=True,
            )
            _end(connection, task.unit_id, task.job_id, at)

    def spend(self, task: AskTask, seconds: float) -> None:
        with self._database.write() as connection:
            change_job(connection, task.job_id, worked_seconds=jobs.c.worked_seconds + seconds)

    def drop(self, task: AskTask, at: datetime) -> None:
        with self._database.write() as connection:
            _end(connection, task.unit_id, task.job_id, at)

    def put_back(self, task: AskTask) -> None:
        with self._database.write() as connection:
            _wait(connection, task)

    def defer(self, task: AskTask, reason: str, not_before: datetime) -> None:
        with self._database.write() as connection:
            _wait(connection, task)
            connection.execute(
                update(jobs)
                .where(jobs.c.id == task.job_id, jobs.c.state.in_(_WAITING))
                .values(
                    state=JobState.DEFERRED,
                    reason=reason,
                    not_before=not_before,
                    attempts=jobs.c.attempts + 1,
                )
            )

    def next_due_at(self) -> datetime | None:
        query = (
            select(jobs.c.not_before)
            .join(work_units, work_units.c.job_id == jobs.c.id)
            .where(work_units.c.kind == ASK, jobs.c.state == JobState.DEFERRED)
            .order_by(jobs.c.not_before)
            .limit(1)
        )
        return self._database.scalar(query)

    def left(self) -> list[DeepScanLeft]:
        asked = deep_questions.c.id == work_units.c.payload["question"].as_integer()
        query = (
            select(
                jobs.c.id,
                repositories.c.name,
                func.count(),
                func.coalesce(func.sum(deep_questions.c.estimated_seconds), 0.0),
                jobs.c.not_before,
            )
            .join(work_units, work_units.c.job_id == jobs.c.id)
            .join(repositories, repositories.c.id == jobs.c.repository_id)
            .outerjoin(deep_questions, asked)
            .where(work_units.c.kind == ASK, jobs.c.state.in_(_WAITING))
            .group_by(jobs.c.id)
            .order_by(jobs.c.id)
        )
        with self._database.read() as connection:
            return [DeepScanLeft(*row) for row in connection.execute(query)]

    def judged_worth(self, since: datetime) -> dict[int, JudgedWorth]:
        answered = (
            select(jobs.c.repository_id, func.coalesce(func.sum(jobs.c.judged_worth), 0.0))
            .where(jobs.c.deep.is_(True), jobs.c.requested_at >= since)
            .group_by(jobs.c.repository_id)
        )
        repository, worth = deep_questions.c.repository_id, deep_questions.c.worth
        left = select(repository, func.sum(worth), func.count()).group_by(repository)
        with self._database.read() as connection:
            judged = {row[0]: row[1] for row in connection.execute(answered)}
            waiting = {row[0]: (row[1], row[2]) for row in connection.execute(left)}
        return {
            each: JudgedWorth(judged.get(each, 0.0), *waiting.get(each, (0.0, 0)))
            for each in judged.keys() | waiting.keys()
        }

    def plan(self, repository_id: int) -> list[RankedQuestion]:
        query = (
            select(deep_questions)
            .where(deep_questions.c.repository_id == repository_id)
            .order_by(deep_questions.c.id)
        )
        with self._database.read() as connection:
            return [
                RankedQuestion(_candidate(row), row["estimated_seconds"])
                for row in connection.execute(query).mappings()
            ]

    def judged(self, repository_id: int) -> Judged:
        answered = select(deep_answers.c.pair, deep_answers.c.answered_at).where(
            deep_answers.c.repository_id == repository_id
        )
        with self._database.read() as connection:
            rows = connection.execute(answered).all()
            if not rows:
                return Judged()
            first_ns = int(min(row.answered_at for row in rows).timestamp()) * _NANOSECONDS
            changed = connection.scalars(
                select(files.c.path).where(
                    files.c.repository_id == repository_id, files.c.mtime_ns > first_ns
                )
            ).all()
        keys = frozenset(key for row in rows for key in row.pair.split(":"))
        return Judged(keys, frozenset(changed))

    def has_waiting(self, repository_id: int) -> bool:
        questions = select(deep_questions.c.id).where(
            deep_questions.c.repository_id == repository_id
        )
        single = select(deep_answers.c.id).where(
            deep_answers.c.repository_id == repository_id,
            deep_answers.c.is_same.is_(True),
            deep_answers.c.agreed.is_(None),
        )
        with self._database.read() as connection:
            return has_row(connection, questions) or has_row(connection, single)


def _candidate(row: Any) -> Candidate:
    places = tuple(AskedPlace(*place) for place in row["places"])
    return made_of(Candidate, row, places=places)


def _start(connection: Connection, unit_id: int, job_id: int, at: datetime) -> None:
    connection.execute(
        update(work_units)
        .where(work_units.c.id == unit_id)
        .values(state=JobState.RUNNING, attempts=work_units.c.attempts + 1)
    )
    change_job(
        connection,
        job_id,
        state=JobState.RUNNING,
        reason=None,
        not_before=None,
        started_at=func.coalesce(jobs.c.started_at, at),
    )


def _wait(connection: Connection, task: AskTask) -> None:
    connection.execute(
        update(work_units)
        .where(work_units.c.id == task.unit_id, work_units.c.state == JobState.RUNNING)
        .values(state=JobState.QUEUED)
    )


def _end(connection: Connection, unit_id: int, job_id: int, at: datetime) -> None:
    row = connection.execute(
        delete(work_units).where(work_units.c.id == unit_id).returning(work_units.c.payload)
    ).first()
    if row is not None:
        connection.execute(
            delete(deep_questions).where(deep_questions.c.id == row.payload["question"])
        )
        change_job(connection, job_id, units_done=jobs.c.units_done + 1)
    wake(connection, job_id)
    finish_if_empty(connection, job_id, at)


def wake(connection: Connection, job_id: int) -> None:
    """A job that was deferred goes on."""
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.state == JobState.DEFERRED)
        .values(state=JobState.RUNNING, reason=None, not_before=None)
    )


def _give_back(connection: Connection, job_id: int, at: datetime) -> None:
    """The questions that a window has no time for; they stay among those to be asked."""
    is_queued = work_units.c.state == JobState.QUEUED
    drop_units(connection, job_id, work_units.c.kind == ASK, is_queued)
    wake(connection, job_id)
    finish_if_empty(connection, job_id, at)


def _remember(
    connection: Connection, task: AskTask, answer: PairAnswer, judgement: Judgement, at: datetime
) -> None:
    values = {
        "is_same": answer.is_same,
        "agreed": None,
        "model": judgement.model or "unknown",
        "model_digest": judgement.model_digest,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "job_id": task.job_id,
        "second_job_id": None,
        "answered_at": at,
    }
    key = {"repository_id": task.repository_id, "rule": task.candidate.rule, "pair": answer.pair}
    put(connection, deep_answers, key, values)


def _agree(connection: Connection, task: AskTask, answer: PairAnswer) -> None:
    connection.execute(
        update(deep_answers)
        .where(
            deep_answers.c.repository_id == task.repository_id,
            deep_answers.c.rule == task.candidate.rule,
            deep_answers.c.pair == answer.pair,
        )
        .values(agreed=answer.is_same, second_job_id=task.job_id)
    )
