"""Control questions: how a model does on what is known, and what it is believed after that."""

from dataclasses import replace

import pytest

from tests.adapters.store.opened import Store
from tests.application.court import Court, question, said
from tests.application.rig import DEEP, QUICK
from tests.fakes.clock import NOON
from tinyarms_daemon.domain.headroom.admission import Deferred, Shortfall
from tinyarms_daemon.domain.questions.question import JudgementOutcome
from tinyarms_daemon.ports.judge import Occasion
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind


def answer_canaries(court: Court, *, is_sound: bool, role: str = "fast") -> None:
    """Let the runtime answer the canaries of a role from now on."""
    for canary in court.prompts.canaries(role):
        right = "yes" if canary.is_planted else "no"
        court.runtime.say(said(right if is_sound else "yes", canary.question.subject))


def test_canaries_ride_along_with_scans_and_show_how_a_model_does(store: Store) -> None:
    court = Court(store, canary_every=1)
    court.runtime.say(said("no"))
    answer_canaries(court, is_sound=True)

    judgement = court.judge.judge(question(), role="fast")

    score = court.book.canary_score(QUICK.tag, 50)
    assert judgement.outcome is JudgementOutcome.ANSWERED
    planted = sum(canary.is_planted for canary in court.prompts.canaries("fast"))
    assert (score.precision, score.recall, score.planted) == (1.0, 1.0, planted)


def test_a_batch_with_failed_canaries_is_quarantined(store: Store) -> None:
    court = Court(store, canary_every=1)
    court.runtime.say(said("yes"))
    answer_canaries(court, is_sound=False)

    judgement = court.judge.judge(question(), role="fast")
    later = court.judge.judge(question("return True"), role="fast")

    assert judgement.outcome is later.outcome is JudgementOutcome.DEFERRED
    assert "failed its control questions" in (judgement.reason or "")
    assert court.store.count("verdicts") == 0
    assert court.book.canary_score(QUICK.tag, 50).precision == 0.5


def test_a_model_is_believed_again_after_a_round_that_goes_well(store: Store) -> None:
    court = Court(store, canary_every=1)
    court.runtime.say(said("yes"))
    answer_canaries(court, is_sound=False)
    court.judge.judge(question(), role="fast")

    court.clock.advance(301)
    answer_canaries(court, is_sound=True)
    court.judge.control_when_idle("fast", lambda: False)
    court.runtime.say(said("no"))

    urgent = court.judge.judge(question(), role="fast", occasion=Occasion(is_urgent=True))
    assert urgent.verdicts


def say_yes_to_deep_canaries(court: Court) -> None:
    """Let the runtime call everything a violation that it is asked for control from now on."""
    answer_canaries(court, is_sound=False, role="deep")


def test_a_deep_scan_ends_with_questions_of_its_own_kind_whose_answers_are_known(
    court: Court,
) -> None:
    court.runtime.say(said("no"), said("no"))
    answer_canaries(court, is_sound=True, role="deep")

    court.judge.judge(question(), role="deep", occasion=Occasion(is_last=False))
    asked_before = len(court.runtime.requests)
    last = court.judge.judge(question("return True"), role="deep", occasion=Occasion(is_last=True))

    score = court.book.canary_score(DEEP.tag, 50)
    assert asked_before == 1
    assert (score.precision, score.recall, score.planted) == (1.0, 1.0, 4)
    assert all("number 1 of the others" in each.user for each in court.runtime.requests[2:])
    assert last.outcome is JudgementOutcome.ANSWERED
    assert last.seconds == pytest.approx(9 * 2.1), "control counts among the seconds of the scan"
    assert court.store.count("verdicts") == 2, "what is known is not remembered"


def test_a_deep_scan_whose_model_flags_what_is_clean_is_quarantined_in_that_role_alone(
    court: Court,
) -> None:
    court.runtime.digest = "one-file-for-both"
    court.judge.specs = {**court.judge.specs, "fast": replace(DEEP, role="fast")}
    court.runtime.say(said("yes"))
    say_yes_to_deep_canaries(court)

    deep = court.judge.judge(question(), role="deep")
    court.runtime.say(said("yes"))
    fast = court.judge.judge(question(), role="fast")

    assert (deep.outcome, fast.outcome) == (JudgementOutcome.DEFERRED, JudgementOutcome.ANSWERED)
    assert "failed its control questions" in (deep.reason or "")


def test_what_waits_for_a_model_in_quarantine_has_it_controlled_again(court: Court) -> None:
    court.runtime.say(said("no"))
    say_yes_to_deep_canaries(court)
    court.judge.judge(question(), role="deep")
    too_early = court.judge.judge(question(), role="deep")
    asked_before = len(court.runtime.requests)

    court.clock.advance(301)
    answer_canaries(court, is_sound=True, role="deep")
    court.runtime.say(said("no"))
    after = court.judge.judge(question(), role="deep", occasion=Occasion(is_last=False))

    assert too_early.outcome is JudgementOutcome.DEFERRED
    assert asked_before == 9
    assert after.outcome is JudgementOutcome.ANSWERED
    assert after.seconds == pytest.approx(9 * 2.1)


def test_a_round_that_is_broken_off_says_nothing(court: Court) -> None:
    court.runtime.say(said("no"), said("yes"), RuntimeTrouble(TroubleKind.BUSY, "It is busy."))

    judgement = court.judge.judge(question(), role="deep")

    assert judgement.outcome is JudgementOutcome.ANSWERED
    assert court.book.canary_score(DEEP.tag, 50).planted == 0


def test_an_idle_model_is_not_controlled_where_the_machine_cannot_bear_it(court: Court) -> None:
    court.runtime.say(said("no"))
    court.judge.judge_together([question()], role="fast", occasion=Occasion(is_urgent=True))
    court.clock.advance(3601)
    lacking = Shortfall(resource="thermal", measured="hot", needed="cool")
    court.gate.decision = Deferred(shortfalls=(lacking,), retry_at=NOON)

    court.judge.control_when_idle("fast", lambda: False)

    assert len(court.runtime.requests) == 1


def test_an_idle_model_is_controlled_now_and_then_and_only_where_it_is_loaded(
    store: Store,
) -> None:
    court = Court(store)
    court.judge.control_when_idle("fast", lambda: False)
    court.runtime.say(said("no"))
    court.judge.judge_together([question()], role="fast", occasion=Occasion(is_urgent=True))
    court.judge.control_when_idle("fast", lambda: False)
    assert len(court.runtime.requests) == 1

    requests = []
    answer_canaries(court, is_sound=True)
    answer_canaries(court, is_sound=True)
    for seconds in (299, 2, 3598, 2):  # once it has been asked for a while, then by the hour
        court.clock.advance(seconds)
        court.judge.control_when_idle("fast", lambda: False)
        requests.append(len(court.runtime.requests))

    assert requests == [1, 9, 9, 17]
