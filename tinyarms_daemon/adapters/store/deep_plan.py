"""The questions of a deep scan: ranked, kept, and as many as its time allows made into units."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tinyarms_daemon.adapters.analysis_wire import candidate_message
from tinyarms_daemon.adapters.store.finish_job import drop_units, finish_if_empty
from tinyarms_daemon.adapters.store.statements import ASK, change_job, has_row
from tinyarms_daemon.adapters.store.tables import deep_answers, deep_questions, jobs, work_units
from tinyarms_daemon.domain.findings.project import Candidate
from tinyarms_daemon.domain.questions.deep_budget import (
    QuestionCosts,
    RankedQuestion,
    ranked,
    within_budget,
)
from tinyarms_daemon.domain.work.job import ConclusionTask, JobState


def plan_questions(
    connection: Connection,
    task: ConclusionTask,
    candidates: Sequence[Candidate],
    costs: QuestionCosts,
    at: datetime,
) -> None:
    """Keep what is to be asked, in an open transaction; the first conclusion of a job that asks
    makes units of the best, what it has no time for waits for a later one. A job that asks nothing,
    or has been taken over, leaves the questions of another one alone."""
    asked = [
        candidate
        for candidate in candidates
        if not candidate.second_opinion or _is_from_before(connection, task, candidate)
    ]
    questions = ranked(asked, costs)
    job = connection.execute(select(jobs).where(jobs.c.id == task.job_id)).mappings().first()
    others = _others_that_ask(connection, task)
    if others and (job is None or not job["asks"] or max(others) > task.job_id):
        return
    connection.execute(
        delete(deep_questions).where(deep_questions.c.repository_id == task.repository_id)
    )
    if job is None:
        return
    _take_over(connection, others, at)
    rows = [
        candidate_message(each.candidate)
        | {"repository_id": task.repository_id, "estimated_seconds": each.estimated_seconds}
        for each in questions
    ]
    keep = insert(deep_questions).returning(deep_questions.c.id, sort_by_parameter_order=True)
    numbers = connection.scalars(keep, rows).all() if rows else ()
    if job["asks"] and job["ranked_worth"] is None:
        worth = sum(each.candidate.worth for each in questions)
        change_job(connection, task.job_id, ranked_worth=worth, judged_worth=0.0)
        chosen = within_budget(questions, job["budget_seconds"] or 0, costs)
        _make_units(connection, task, questions[:chosen], numbers[:chosen])


def _make_units(
    connection: Connection,
    task: ConclusionTask,
    questions: Sequence[RankedQuestion],
    numbers: Sequence[int],
) -> None:
    units = [
        {
            "job_id": task.job_id,
            "repository_id": task.repository_id,
            "kind": ASK,
            "path": question.candidate.places[0].path,
            "rule": question.candidate.rule,
            "state": JobState.QUEUED,
            "attempts": 0,
            "payload": {"question": number},
        }
        for question, number in zip(questions, numbers, strict=True)
    ]
    if units:
        connection.execute(insert(work_units), units)
        change_job(connection, task.job_id, units_total=jobs.c.units_total + len(units))


def _others_that_ask(connection: Connection, task: ConclusionTask) -> Sequence[int]:
    """Other deep scans of the repository whose questions still wait."""
    return connection.scalars(
        select(work_units.c.job_id)
        .where(
            work_units.c.repository_id == task.repository_id,
            work_units.c.kind == ASK,
            work_units.c.job_id != task.job_id,
        )
        .distinct()
    ).all()


def _take_over(connection: Connection, earlier: Sequence[int], at: datetime) -> None:
    """Earlier deep scans that still wait have nothing left to ask, nor to conclude from what they
    were answered: this conclusion has just done so."""
    for job_id in earlier:
        drop_units(connection, job_id, work_units.c.kind == ASK)
        change_job(connection, job_id, concludes_all=False)
        connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state == JobState.DEFERRED)
            .values(state=JobState.QUEUED, not_before=None, reason=None)
        )
        finish_if_empty(connection, job_id, at)


def _is_from_before(connection: Connection, task: ConclusionTask, candidate: Candidate) -> bool:
    """A second opinion in the same window would be the same opinion."""
    now = select(deep_answers.c.id).where(
        deep_answers.c.repository_id == task.repository_id,
        deep_answers.c.rule == candidate.rule,
        deep_answers.c.pair.in_(candidate.pair_keys()),
        deep_answers.c.job_id == task.job_id,
    )
    return not has_row(connection, now)
