"""Questions of a deep scan that wait: for a model, for time, or after what went wrong."""

from datetime import timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.application.deep_rig import FILES, DeepRig
from tests.application.rig import RETRY_AFTER
from tinyarms_daemon.application.checking.sweep_repository import DeepWish
from tinyarms_daemon.application.service.messages_of import moment
from tinyarms_daemon.domain.headroom.pace import seconds_with_rests
from tinyarms_daemon.domain.questions.question import Answer, JudgementOutcome
from tinyarms_daemon.domain.work.job import JobKind, JobState


@pytest.fixture
def rig(store: Store) -> DeepRig:
    return DeepRig(store)


def test_without_a_model_the_scan_waits_with_the_reason_and_goes_on_later(rig: DeepRig) -> None:
    rig.judge.outcome = JudgementOutcome.DEFERRED
    job_id = rig.deep_scan()
    job = rig.store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.reasons) == (JobState.DEFERRED, ("No Ollama answers.",))
    waiting = rig.store.ledger.counts()
    assert (waiting.asked, waiting.deferred > 0) == (0, True)
    seconds = sum(each.estimated_seconds for each in rig.plan())
    with_rests = seconds_with_rests(seconds, rig.report.pace())
    assert rig.service.status()["deep_scans"] == [
        {
            "job": job_id,
            "repository": "shop",
            "questions_left": waiting.deferred,
            "seconds_left": pytest.approx(seconds, abs=0.1),
            "estimated_end": moment(rig.clock.now() + RETRY_AFTER + timedelta(seconds=with_rests)),
        }
    ]
    rig.service.pause(seconds=None)
    assert rig.service.status()["deep_scans"][0]["estimated_end"] is None
    rig.service.resume()

    rig.judge.outcome = JudgementOutcome.ANSWERED
    rig.clock.advance(RETRY_AFTER.total_seconds())
    while rig.ask() or rig.run_next():
        pass

    assert rig.state(job_id) is JobState.DONE
    assert rig.service.status()["deep_scans"] == []


def test_a_process_without_lanes_tells_that_the_questions_of_its_scan_wait(rig: DeepRig) -> None:
    rig.works_itself = True
    rig.judge.outcome = JudgementOutcome.DEFERRED
    *_, job = rig.service.request_scan({"paths": [], "deep": True})

    *_, last = rig.service.follow_job(job["id"])

    assert (last["state"], last["reasons"]) == ("deferred", ["No Ollama answers."])


def test_a_rest_between_two_bursts_lasts_as_long_as_the_judge_says(rig: DeepRig) -> None:
    rest = timedelta(seconds=20)
    rig.judge.outcome = JudgementOutcome.DEFERRED
    rig.judge.retry_at = rig.clock.now() + rest
    job_id = rig.deep_scan()
    assert rig.questions.next_due_at() == rig.judge.retry_at

    rig.judge.outcome = JudgementOutcome.ANSWERED
    rig.clock.advance(rest.total_seconds())
    while rig.ask() or rig.run_next():
        pass

    assert rig.state(job_id) is JobState.DONE
    assert rig.questions.next_due_at() is None


def test_what_the_budget_has_no_time_for_waits_for_a_later_window(rig: DeepRig) -> None:
    rig.deep_scan(budget_seconds=13)
    asked = len(rig.judge.asked)

    waiting = rig.questions.plan(rig.repository.id)
    rig.deep_scan()

    assert asked == 1
    assert waiting
    assert len(rig.judge.asked) == asked + len(waiting)
    assert rig.questions.plan(rig.repository.id) == []


def test_what_share_of_a_weeks_questions_was_judged_is_told_until_all_are(rig: DeepRig) -> None:
    def told() -> tuple[int | None, int]:
        (shop,) = rig.service.repositories()
        return shop["judged_percent"], shop["questions_waiting"]

    rig.deep_scan(budget_seconds=13)
    first, left = told()
    rig.deep_scan()

    assert first is not None and 0 < first < 100
    assert left == 1
    assert told() == (100, 0)

    rig.clock.advance(8 * 24 * 3600)
    assert told() == (None, 0)


@pytest.mark.parametrize("outcome", [JudgementOutcome.CANCELLED, JudgementOutcome.DEFERRED])
def test_a_question_that_is_broken_off_over_and_over_uses_up_the_budget(
    rig: DeepRig, outcome: JudgementOutcome
) -> None:
    rig.judge.outcome = outcome
    rig.judge.in_vain = 10
    job_id = rig.deep_scan(budget_seconds=25)

    for _ in range(9):
        rig.clock.advance(RETRY_AFTER.total_seconds())
        rig.ask()
    while rig.run_next():
        pass

    assert len(rig.judge.asked) == 3
    assert rig.state(job_id) is JobState.DONE
    assert rig.questions.plan(rig.repository.id)


def test_a_scan_that_asks_nobody_keeps_the_plan(rig: DeepRig) -> None:
    job_id = rig.deep_scan(asks=False)

    assert rig.state(job_id) is JobState.DONE
    assert rig.judge.asked == []
    assert {each.candidate.rule for each in rig.questions.plan(rig.repository.id)} == {
        "semantic-duplication"
    }


def test_a_later_scan_takes_over_from_one_that_still_waits(rig: DeepRig) -> None:
    rig.judge.outcome = JudgementOutcome.DEFERRED
    first = rig.deep_scan()
    rig.judge.outcome = JudgementOutcome.ANSWERED

    second = rig.deep_scan()

    taken_over = rig.store.ledger.job(first)
    assert (rig.state(first), rig.state(second)) == (JobState.DONE, JobState.DONE)
    assert taken_over is not None
    assert taken_over.units_done == taken_over.units_total


def test_a_later_scan_asks_the_rest_of_one_that_was_answered_in_part(rig: DeepRig) -> None:
    _answer_one(rig)
    left, asked = len(rig.plan()), len(rig.judge.asked)

    second = rig.deep_scan()

    assert rig.state(second) is JobState.DONE
    assert left > 0
    assert len(rig.judge.asked) >= asked + left


def test_a_scan_that_asks_nobody_leaves_the_questions_of_one_that_waits(rig: DeepRig) -> None:
    first = _answer_one(rig)
    left, asked = rig.plan(), len(rig.judge.asked)

    rig.deep_scan(asks=False)

    assert rig.plan() == left
    rig.clock.advance(RETRY_AFTER.total_seconds())
    while rig.step():
        pass
    assert rig.state(first) is JobState.DONE
    assert len(rig.judge.asked) == asked + len(left)


def _answer_one(rig: DeepRig) -> int:
    """A scan of whose questions the first is answered, and the others wait."""
    wish = DeepWish(asks=True, budget_seconds=1800)
    job_id = rig.sweep(rig.repository, JobKind.WEEKLY, complete=True, deep=wish)
    assert job_id is not None
    while rig.run_next():
        pass
    rig.ask()
    rig.judge.outcome = JudgementOutcome.DEFERRED
    rig.ask()
    rig.judge.outcome = JudgementOutcome.ANSWERED
    return job_id


def test_source_that_changed_meanwhile_is_not_asked_about(rig: DeepRig) -> None:
    wish = DeepWish(asks=True, budget_seconds=1800)
    rig.sweep(rig.repository, JobKind.WEEKLY, complete=True, deep=wish)
    while rig.run_next():
        pass
    for path in FILES:
        rig.tree.texts[rig.repository.root, path] = "\n\n\n"

    while rig.ask():
        pass

    assert rig.judge.asked == []


def test_after_a_crash_the_questions_that_are_left_are_asked(rig: DeepRig) -> None:
    wish = DeepWish(asks=True, budget_seconds=1800)
    rig.sweep(rig.repository, JobKind.WEEKLY, complete=True, deep=wish)
    while rig.run_next():
        pass
    task = rig.questions.next_question(rig.clock.now())
    assert task is not None

    rig.store.ledger.recover(rig.clock.now())
    again = rig.questions.next_question(rig.clock.now())

    assert again == task


def test_a_question_that_trips_us_up_is_dropped_and_the_scan_ends(rig: DeepRig) -> None:
    def trip(*_: object) -> Answer:
        raise ZeroDivisionError

    rig.judge.says = trip
    wish = DeepWish(asks=True, budget_seconds=1800)
    job_id = rig.sweep(rig.repository, JobKind.WEEKLY, complete=True, deep=wish)
    assert job_id is not None
    while rig.run_next():
        pass
    waiting = rig.store.count("work_units")

    for _ in range(waiting):
        with pytest.raises(ZeroDivisionError):
            rig.ask()
    rig.work()

    assert waiting > 0
    assert rig.state(job_id) is JobState.DONE
