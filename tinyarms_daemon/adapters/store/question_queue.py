"""Candidates that wait for a model, in SQLite, and what becomes of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select, update

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.rows import observation_of, observation_values
from tinyarms_daemon.adapters.store.statements import (
    HOLDS_CANDIDATES,
    JUDGE,
    change_job,
    first_row,
    has_row,
    units_of,
)
from tinyarms_daemon.adapters.store.tables import findings, jobs, work_units
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline
from tinyarms_daemon.domain.findings.rule import Observation, Origin
from tinyarms_daemon.domain.findings.rule_names import MODEL_REMARK
from tinyarms_daemon.domain.questions.question import Answer, Verdict
from tinyarms_daemon.domain.questions.shown_text import harmless
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.job import URGENCY, JobKind, JobState
from tinyarms_daemon.ports.question_queue import Decided, QuestionTask, WaitingCandidate

_ON_SAVE = URGENCY[JobKind.ON_SAVE]


class SqlQuestionQueue:
    """The QuestionQueue port on a Database. A finding has `untold_confidence` where neither the
    server's chances nor repeated answers say how sure the model was."""

    def __init__(self, database: Database, untold_confidence: float) -> None:
        self._database = database
        self._untold_confidence = untold_confidence

    def has_waiting(self) -> bool:
        with self._database.read() as connection:
            return has_row(connection, _waiting())

    def next_due_at(self) -> datetime | None:
        query = select(func.min(jobs.c.not_before)).where(
            jobs.c.kind == JobKind.JUDGEMENT, jobs.c.state == JobState.DEFERRED
        )
        return self._database.scalar(query)

    def next_task(
        self, most: int, *, passed_over: Collection[int], muted: Collection[str]
    ) -> QuestionTask | None:
        may_be_asked = (work_units.c.id.not_in(passed_over), ~_is_muted(muted))
        with self._database.read() as connection:
            first = first_row(
                connection,
                _waiting()
                .where(*may_be_asked)
                .order_by(work_units.c.urgency, work_units.c.attempts, work_units.c.id),
            )
            if first is None:
                return None
            if first["rule"] == MODEL_REMARK:  # one block a call: published, more are overlooked
                most = 1
            alike = [
                work_units.c[name] == first[name]
                for name in ("job_id", "path", "rule", "urgency", "content_hash")
            ]
            rows = connection.execute(
                _waiting().where(*may_be_asked, *alike).order_by(work_units.c.id).limit(most)
            )
            candidates = tuple(_candidate(row) for row in rows.mappings())
        return QuestionTask(
            job_id=first["job_id"],
            repository_id=first["repository_id"],
            path=first["path"],
            rule=first["rule"],
            content_hash=first["content_hash"],
            is_urgent=first["urgency"] == _ON_SAVE,
            candidates=candidates,
        )

    def is_wanted(self, task: QuestionTask) -> bool:
        with self._database.read() as connection:
            return len(_still_waiting(connection, task)) == len(task.candidates)

    def has_urgent(self, muted: Collection[str]) -> bool:
        urgent = _waiting().where(work_units.c.urgency == _ON_SAVE, ~_is_muted(muted))
        with self._database.read() as connection:
            return has_row(connection, urgent)

    def make_ready(self) -> None:
        is_deferred = (jobs.c.kind == JobKind.JUDGEMENT, jobs.c.state == JobState.DEFERRED)
        with self._database.read() as connection:  # the usual answer is no, and needs no lock
            if not has_row(connection, select(jobs.c.id).where(*is_deferred)):
                return
        with self._database.write() as connection:
            connection.execute(
                update(jobs)
                .where(*is_deferred)
                .values(state=JobState.QUEUED, reason=None, not_before=None)
            )

    def record(
        self, task: QuestionTask, decided: Sequence[Decided], model: str, at: datetime
    ) -> None:
        by_id = {candidate.id: candidate for candidate in task.candidates}
        with self._database.write() as connection:
            payloads = _still_waiting(connection, task)
            writer = FindingWriter(connection, task.repository_id, task.job_id, at)
            recorder = _Recorder(writer, task, model, self._untold_confidence)
            for each in decided:
                if each.candidate_id in payloads:
                    observation = each.told or by_id[each.candidate_id].observation
                    recorder.write(observation, payloads[each.candidate_id], each.verdict)
            writer.finish()
            _take_out(connection, task, [each.candidate_id for each in decided], at)

    def put_last(self, task: QuestionTask) -> None:
        with self._database.write() as connection:
            _count_attempt(connection, task)

    def give_up(self, task: QuestionTask, max_attempts: int, at: datetime) -> None:
        with self._database.write() as connection:
            is_mine = _count_attempt(connection, task)
            spent = connection.scalars(
                select(work_units.c.id).where(is_mine, work_units.c.attempts >= max_attempts)
            ).all()
            _take_out(connection, task, spent, at)

    def release(self, repository_id: int) -> None:
        with self._database.write() as connection:
            connection.execute(
                update(work_units)
                .where(work_units.c.repository_id == repository_id, work_units.c.kind == JUDGE)
                .values(urgency=URGENCY[JobKind.WEEKLY])
            )


@dataclass(frozen=True, slots=True)
class _Recorder:
    """The verdicts of a task, in an open transaction."""

    findings: FindingWriter
    task: QuestionTask
    model: str
    untold_confidence: float

    def write(
        self, observation: Observation, payload: dict[str, Any], verdict: Verdict | None
    ) -> None:
        """A yes opens a finding or keeps it; anything else takes one back that a model opened."""
        known = first_row(
            self.findings.connection,
            select(findings).where(
                findings.c.repository_id == self.task.repository_id,
                findings.c.path == self.task.path,
                findings.c.fingerprint == observation.fingerprint,
            ),
        )
        if verdict is not None and verdict.answer is Answer.YES:
            self._see(observation, Baseline(payload["baseline"]), verdict, known)
        elif known is not None and known["present"] and known["origin"] == Origin.MODEL:
            because = {"because": "the model no longer calls it one"}
            self.findings.close(known["id"], self.task.path, is_fixed=False, detail=because)

    def _see(
        self,
        observation: Observation,
        baseline: Baseline,
        verdict: Verdict,
        known: RowMapping | None,
    ) -> None:
        path, said = self.task.path, verdict.confidence
        values = (
            observation_values(observation)
            | self.findings.seen
            | {
                "origin": Origin.MODEL,
                "model": self.model,
                "confidence": self.untold_confidence if said is None else round(said, 3),
                "measures": {**observation.measures, "reason": harmless(verdict.reason)},
            }
        )
        if known is None:
            finding_id, kind = self.findings.open(path, baseline, values), EventKind.FINDING_OPENED
        else:
            finding_id, kind = known["id"], EventKind.FINDING_REOPENED
            self.findings.update(finding_id, values)
            if known["present"]:
                return
        self.findings.tell(kind, finding_id, path)
        self.findings.opened += 1


def _waiting() -> Any:
    return (
        select(work_units)
        .join(jobs, jobs.c.id == work_units.c.job_id)
        .where(work_units.c.kind == JUDGE, HOLDS_CANDIDATES)
    )


def _is_muted(muted: Collection[str]) -> ColumnElement[bool]:
    return (work_units.c.urgency < URGENCY[JobKind.WEEKLY]) & work_units.c.rule.in_(muted)


def _candidate(row: RowMapping) -> WaitingCandidate:
    payload = row["payload"]
    scope = payload.get("scope")
    observation = replace(
        observation_of(payload),
        question=payload["question"],
        scope=None if scope is None else tuple(scope),
    )
    return made_of(WaitingCandidate, row, observation=observation)


def _still_waiting(connection: Connection, task: QuestionTask) -> dict[int, dict[str, Any]]:
    ids = [candidate.id for candidate in task.candidates]
    statement = _waiting().where(work_units.c.id.in_(ids))
    return {row["id"]: row["payload"] for row in connection.execute(statement).mappings()}


def _count_attempt(connection: Connection, task: QuestionTask) -> ColumnElement[bool]:
    """What is tried more often comes later; the condition for a task's rows."""
    is_mine = work_units.c.id.in_([candidate.id for candidate in task.candidates])
    connection.execute(update(work_units).where(is_mine).values(attempts=work_units.c.attempts + 1))
    return is_mine


def _take_out(
    connection: Connection, task: QuestionTask, ids: Collection[int], at: datetime
) -> None:
    """Candidates that are decided or given up wait no longer; a job without any ends."""
    taken = connection.execute(delete(work_units).where(work_units.c.id.in_(ids))).rowcount
    left = units_of(connection, task.job_id)
    values: dict[str, Any] = {"units_total": left, "units_done": jobs.c.units_done + taken}
    if not left:
        values |= {"state": JobState.DONE, "finished_at": at}
    change_job(connection, task.job_id, **values)
