"""Asking: what is believed, what is remembered, and what becomes of every failure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.application.court import CODE, Court, question, said
from tests.application.rig import DEEP, QUICK
from tests.fakes.clock import NOON
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.headroom.admission import Admitted, Deferred, Shortfall, UseResident
from tinyarms_daemon.domain.models.model import ModelReply, ReplyEnd, TokenChance
from tinyarms_daemon.domain.questions.question import Answer, Excerpt, JudgementOutcome
from tinyarms_daemon.ports.judge import Occasion
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind


def test_an_anchored_answer_is_a_verdict(court: Court) -> None:
    court.runtime.say(said("yes", "abs(a - b) < 1e-9"))

    judgement = court.judge.judge(question(), role="fast", occasion=Occasion(job_id=7))

    (verdict,) = judgement.verdicts
    assert judgement.outcome is JudgementOutcome.ANSWERED
    assert (verdict.answer, verdict.reason, judgement.model) == (Answer.YES, "so", QUICK.tag)
    assert court.outcomes() == ["loaded", "answered"]
    assert court.gate.speeds == [45.0]


@pytest.mark.parametrize(
    "figures",
    [{"reply_tokens": 12}, {"reply_tokens": 60, "total_seconds": 9.0}],
    ids=["few tokens", "behind somebody else's question"],
)
def test_a_speed_that_says_nothing_of_heat_is_no_thermometer(
    court: Court, figures: dict[str, float]
) -> None:
    whole = ModelReply(end=ReplyEnd.COMPLETE, text=said(), decode_seconds=1.0, prompt_seconds=1.0)
    court.runtime.say(replace(whole, **figures))  # type: ignore[arg-type]

    court.judge.judge(question(), role="fast")

    assert court.gate.speeds == []


def test_the_constant_part_comes_first_and_the_question_last(court: Court) -> None:
    court.runtime.say(said())

    court.judge.judge(question(), role="fast")

    (request,) = court.runtime.requests
    assert request.system == court.prompts.prompt("magic-numbers").instructions
    assert "2|     if abs(a - b) < 1e-9:" in request.user
    assert request.user.split("\n")[-1].startswith('Question 1, about "1e-9" in line 2: Does')


@pytest.mark.parametrize(
    "quote",
    ["", "e", "return True", "abs(a - b) > 1e-9", "never there", "def same(a, b):", "1e-9 and 42"],
)
def test_an_answer_without_an_anchor_is_dropped_and_counted(court: Court, quote: str) -> None:
    court.runtime.say(said("yes", quote))

    judgement = court.judge.judge(question(), role="fast")

    assert (judgement.outcome, judgement.verdicts) == (JudgementOutcome.ANSWERED, ())
    assert court.book.figures(QUICK.tag, 10).dropped == 1


@pytest.mark.parametrize(
    "quote", ["1e-9", "2|     if abs(a - b) < 1e-9:", "`< 1e-9`", "b)  <\n1e-9"]
)
def test_line_numbers_and_folded_space_do_not_lose_an_anchor(court: Court, quote: str) -> None:
    court.runtime.say(said("no", quote))

    assert court.judge.judge(question(), role="fast").verdicts[0].answer is Answer.NO


def test_the_same_question_is_never_paid_for_twice(court: Court) -> None:
    court.runtime.say(said("no"))
    first = court.judge.judge(question(), role="fast")

    court.runtime.problem = "No Ollama answers."
    again = court.judge.judge(replace(question(), line=9), role="fast")

    assert again.verdicts == first.verdicts
    assert len(court.runtime.requests) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"rule_version": 2},
        {"key": "other options"},
        {"asked": "Is it one?"},
        {"text": CODE.replace("True", "1")},
        {"context": (Excerpt(place=Place("a.py", 1, 1, ""), text="import math"),)},
    ],
    ids=["rule", "options", "question", "code", "context"],
)
def test_another_question_is_asked_anew(court: Court, other: dict[str, object]) -> None:
    court.runtime.say(said("no"), said("no"))
    court.judge.judge(question(), role="fast")

    court.judge.judge(question(**other), role="fast")

    assert len(court.runtime.requests) == 2


def test_what_the_larger_model_answered_in_its_place_is_not_asked_again(court: Court) -> None:
    court.runtime.contexts[DEEP.tag] = 8192
    court.runtime.digests[DEEP.tag] = "digest-of-the-larger"
    court.gate.decision = UseResident(DEEP.tag)
    court.runtime.say(said("no"))
    first = court.judge.judge(question(), role="fast")

    court.gate.decision = Admitted()
    again = court.judge.judge(question(), role="fast")

    assert (again.model, again.verdicts) == (first.model, first.verdicts)
    assert len(court.runtime.requests) == 1


def test_a_model_that_was_replaced_is_asked_anew(court: Court) -> None:
    court.runtime.say(said("no"), said("yes"))
    court.judge.judge(question(), role="fast")

    court.runtime.digest = "digest-2"

    assert court.judge.judge(question(), role="fast").verdicts[0].answer is Answer.YES


def test_a_second_opinion_bypasses_what_is_remembered_and_is_not_kept(court: Court) -> None:
    court.runtime.say(said("no"), said("yes"))
    court.judge.judge(question(), role="fast")

    second = court.judge.judge(question(), role="fast", occasion=Occasion(second_opinion=True))

    assert second.verdicts[0].answer is Answer.YES
    assert court.runtime.requests[1].temperature > 0
    assert court.judge.judge(question(), role="fast").verdicts[0].answer is Answer.NO


def test_several_candidates_are_one_call_with_a_verdict_each(court: Court) -> None:
    text = CODE + "\n\nLIMIT = 0x0d"
    court.runtime.say(said("yes", "< 1e-9", ("no", "LIMIT = 0x0d")))

    first, second = court.judge.judge_together(
        [question(text=text), question("0x0d", text, line=6)], role="fast"
    )

    assert (first.verdicts[0].answer, second.verdicts[0].answer) == (Answer.YES, Answer.NO)
    (request,) = court.runtime.requests
    assert request.user.count("<source") == 1


def test_the_schema_is_closed_and_asks_for_nothing_that_a_grammar_does_not_enforce(
    court: Court,
) -> None:
    """Bounds of numbers, patterns and long strings are not enforced by every server."""
    court.runtime.say(said("no", "1e-9", ("no", "1e-9"), ("no", "1e-9")))

    court.judge.judge_together([question()] * 3, role="fast")

    schema = court.runtime.requests[0].schema
    answers = schema["properties"]
    assert isinstance(answers, dict)
    assert list(answers) == schema["required"] == ["1", "2", "3"]
    for answer in answers.values():
        assert answer["additionalProperties"] is schema["additionalProperties"] is False
        assert list(answer["properties"]) == sorted(answer["required"])
        kinds = [each["type"] for each in answer["properties"].values()]
        assert kinds == ["string"] * 3
        lengths = [each.get("maxLength", 0) for each in answer["properties"].values()]
        assert max(lengths) < 2000
        assert not any("pattern" in each for each in answer["properties"].values())


def test_partners_are_answered_one_by_one(court: Court) -> None:
    others = [Excerpt(place=Place(f"{n}.py", 1, 1, ""), text=f"x = f{n}()") for n in (1, 2)]
    asked = question(excerpts=(*question().excerpts, *others))
    court.runtime.say(said("yes", "x = f1()", ("no", "1e-9")))

    verdicts = court.judge.judge(asked, role="fast").verdicts

    assert [(each.partner, each.answer) for each in verdicts] == [(1, Answer.YES), (2, Answer.NO)]


@pytest.mark.parametrize(
    "bad",
    [
        "Sure! The answer is yes.",
        '{"1": {"answer": "yes", "quote": "1e-',
        '{"1": {"answer": "maybe", "quote": "1e-9", "why": ""}}',
        '{"2": {"answer": "yes", "quote": "1e-9", "why": ""}}',
        '{"1": {"answer": "yes", "quote": "1e-9", "why": "", "line": 3}}',
        "[]",
        "",
    ],
)
def test_a_malformed_answer_is_tried_once_more_with_what_went_wrong(court: Court, bad: str) -> None:
    court.runtime.say(bad, said("no"))

    judgement = court.judge.judge(question(), role="fast")

    assert judgement.outcome is JudgementOutcome.ANSWERED
    assert "Your last reply was not usable" in court.runtime.requests[1].user
    assert court.outcomes() == ["loaded", "malformed", "answered"]


def test_an_answer_that_stays_malformed_has_failed(court: Court) -> None:
    court.runtime.say("no", "no")

    judgement = court.judge.judge(question(), role="fast")

    assert judgement.outcome is JudgementOutcome.FAILED
    assert (judgement.reason or "").startswith("the answer was malformed")
    assert len(court.runtime.requests) == 2


@pytest.mark.parametrize("end", [ReplyEnd.CUT, ReplyEnd.ABANDONED])
def test_an_answer_without_its_end_is_tried_once_more(court: Court, end: ReplyEnd) -> None:
    court.runtime.say(ModelReply(end=end, text=said("yes")), said("no"))

    assert court.judge.judge(question(), role="fast").verdicts[0].answer is Answer.NO
    assert court.outcomes()[1] == end.value


@pytest.mark.parametrize("tokens", [2050, 3])
def test_a_prompt_that_was_cut_in_silence_voids_its_answer(court: Court, tokens: int) -> None:
    long = "\n".join(f"a = {number}" for number in range(280)) if tokens > 100 else CODE
    asked = question(text=f"{long}\n{CODE}")
    court.judge.specs = {"fast": replace(court.judge.specs["fast"], most_prompt_tokens=4000)}
    court.runtime.say(ModelReply(end=ReplyEnd.COMPLETE, text=said(), prompt_tokens=tokens))

    judgement = court.judge.judge(asked, role="fast")

    assert judgement.reason == "the server cut the prompt in silence"
    assert judgement.verdicts == ()


def test_a_question_beyond_its_budget_is_not_sent(court: Court) -> None:
    judgement = court.judge.judge(question(text=CODE + "\n# more" * 3000), role="fast")

    assert judgement.outcome is JudgementOutcome.TOO_LONG
    assert court.runtime.requests == []


@pytest.mark.parametrize(
    ("kind", "outcome", "requests"),
    [
        (TroubleKind.UNREACHABLE, JudgementOutcome.DEFERRED, 1),
        (TroubleKind.BUSY, JudgementOutcome.DEFERRED, 1),
        (TroubleKind.NO_ROOM, JudgementOutcome.DEFERRED, 1),
        (TroubleKind.NOT_INSTALLED, JudgementOutcome.DEFERRED, 1),
        (TroubleKind.REFUSED, JudgementOutcome.DEFERRED, 1),
        (TroubleKind.CRASHED, JudgementOutcome.UNANSWERED, 2),
        (TroubleKind.STALLED, JudgementOutcome.UNANSWERED, 1),
        (TroubleKind.TOO_LONG, JudgementOutcome.TOO_LONG, 1),
        (TroubleKind.BROKEN, JudgementOutcome.FAILED, 1),
    ],
)
def test_every_trouble_ends_in_bounded_time_with_its_reason(
    court: Court, kind: TroubleKind, outcome: JudgementOutcome, requests: int
) -> None:
    court.runtime.otherwise = RuntimeTrouble(kind, "It is so.")

    judgement = court.judge.judge(question(), role="fast")

    assert (judgement.outcome, judgement.reason) == (outcome, "It is so.")
    assert len(court.runtime.requests) == requests
    assert set(court.outcomes()[1:]) == {kind.value}


def test_a_runner_that_died_once_is_asked_again(court: Court) -> None:
    court.runtime.say(RuntimeTrouble(TroubleKind.CRASHED, "It ended."), said("no"))

    assert court.judge.judge(question(), role="fast").outcome is JudgementOutcome.ANSWERED
    first, again = court.runtime.requests
    assert again.user == first.user  # the reply was not at fault


def test_a_server_that_keeps_failing_is_left_alone_for_a_while(court: Court) -> None:
    court.runtime.otherwise = RuntimeTrouble(TroubleKind.UNREACHABLE, "It is so.")
    for _ in range(3):
        court.judge.judge(question(), role="fast")

    rests = court.judge.judge(question(), role="fast")
    asked = len(court.runtime.requests)
    court.clock.advance(61)
    court.runtime.say(said("no"))
    after = court.judge.judge(question(), role="fast")

    assert "left alone for a while" in (rests.reason or "")
    assert rests.retry_at == NOON + timedelta(minutes=1)
    assert asked == 3
    assert after.outcome is JudgementOutcome.ANSWERED
    assert court.breaker.failures == 0


def test_what_is_no_longer_wanted_is_cancelled_and_not_remembered(court: Court) -> None:
    court.runtime.contexts[QUICK.tag] = 4096

    judgement = court.judge.judge(
        question(), role="fast", occasion=Occasion(should_stop=lambda: True)
    )

    assert judgement.outcome is JudgementOutcome.CANCELLED
    assert court.store.count("verdicts") == 0


def test_the_gate_is_asked_before_a_load_and_its_no_is_told(court: Court) -> None:
    shortfall = Shortfall(resource="memory", measured="1.2 GB", needed="2.7 GB")
    retry_at = NOON + timedelta(seconds=24)
    court.gate.decision = Deferred(shortfalls=(shortfall,), retry_at=retry_at)

    judgement = court.judge.judge(question(), role="deep", occasion=Occasion(job_id=3))

    assert judgement.outcome is JudgementOutcome.DEFERRED
    assert judgement.reason == f"{DEEP.tag} waits: memory is 1.2 GB, needed is 2.7 GB."
    assert judgement.retry_at == retry_at
    assert court.runtime.loads == []
    (request,) = court.gate.requests
    assert (request.role, request.job_id, request.resident) == ("deep", 3, {})


def test_the_gate_may_send_a_question_to_the_model_that_is_loaded(court: Court) -> None:
    court.was_controlled(QUICK.tag, "deep")
    court.runtime.contexts[QUICK.tag] = 4096
    court.gate.decision = UseResident(QUICK.tag)
    court.runtime.say(said("no"))

    assert court.judge.judge(question(), role="deep").model == QUICK.tag


def test_a_model_that_another_program_has_loaded_is_used_as_it_is(court: Court) -> None:
    court.runtime.contexts[QUICK.tag] = 8192
    court.runtime.say(said("no"))

    court.judge.judge(question(), role="fast")

    (request,) = court.runtime.requests
    assert (request.context_tokens, request.keep_alive_seconds) == (8192, None)
    assert court.runtime.loads == []


def test_a_foreign_context_that_is_too_small_is_not_taken_away(court: Court) -> None:
    court.runtime.contexts[QUICK.tag] = 512

    judgement = court.judge.judge(question(), role="fast")

    assert "Another program uses" in (judgement.reason or "")
    assert (court.runtime.requests, court.runtime.loads) == ([], [])


def test_an_answer_is_broken_off_where_the_machine_can_no_longer_bear_it(court: Court) -> None:
    court.runtime.contexts[QUICK.tag] = 4096
    court.gate.stops = True

    judgement = court.judge.judge(question(), role="fast")

    assert judgement.outcome is JudgementOutcome.CANCELLED
    assert court.outcomes() == ["stopped"]


def test_why_an_answer_was_broken_off_is_told_with_the_time_of_the_next_try(court: Court) -> None:
    court.runtime.contexts[DEEP.tag] = 4096
    retry_at = NOON + timedelta(minutes=9)
    back = Shortfall(resource="owner_idle", measured="1 s", needed="10 min without input")
    court.gate.stops = True
    court.gate.decision_after_stop = Deferred(shortfalls=(back,), retry_at=retry_at)

    judgement = court.judge.judge(question(), role="deep", occasion=Occasion(job_id=3))

    assert (judgement.outcome, judgement.retry_at) == (JudgementOutcome.DEFERRED, retry_at)
    assert "the last input was 1 s ago" in (judgement.reason or "")
    assert court.gate.requests[-1].resident is None


@pytest.mark.parametrize("reply", [said(), "{", RuntimeTrouble(TroubleKind.CRASHED, "gone")])
def test_every_call_is_told_to_the_gate_however_it_ends(
    court: Court, reply: str | RuntimeTrouble
) -> None:
    court.runtime.say(reply, reply)

    court.judge.judge(question(), role="fast")

    assert court.gate.uses == [(QUICK.tag, NOON)] * len(court.runtime.requests)


def test_the_gate_is_told_how_long_a_question_is(court: Court) -> None:
    long = question(text=CODE + "\n    # so it goes on" * 200)
    court.runtime.say(said(), said())

    court.judge.judge(question(), role="deep")
    court.judge.judge(long, role="deep")

    short_tokens, long_tokens = (each.prompt_tokens or 0 for each in court.gate.requests)
    assert 100 < short_tokens < long_tokens - 1000


@pytest.mark.parametrize(("is_last", "due"), [(True, None), (False, timedelta(minutes=5))])
def test_how_long_a_model_stays_goes_by_what_is_asked_next(
    court: Court, is_last: bool, due: timedelta | None
) -> None:
    court.was_controlled(DEEP.tag, "deep")
    court.gate.stays = timedelta(seconds=90)
    court.runtime.say(said())

    court.judge.judge(question(), role="deep", occasion=Occasion(is_last=is_last))

    assert court.gate.due[-1] == due
    assert court.runtime.requests[0].keep_alive_seconds == 90


def test_a_load_is_never_the_order_to_unload(court: Court) -> None:
    court.gate.stays = timedelta(0)
    court.runtime.say(said())

    court.judge.judge(question(), role="deep")

    assert court.runtime.kept[0] > 0
    assert court.runtime.requests[0].keep_alive_seconds == 0


@pytest.mark.parametrize("is_broken_off", [False, True])
def test_a_model_goes_with_the_last_answer_unless_that_was_broken_off(
    court: Court, is_broken_off: bool
) -> None:
    court.runtime.contexts[DEEP.tag] = 4096
    court.gate.stays = timedelta(0)
    court.gate.stops = is_broken_off
    court.runtime.say(said())

    court.judge.judge(question(), role="deep", occasion=Occasion(is_last=True))

    assert (DEEP.tag in court.runtime.contexts) is is_broken_off


def test_a_model_that_somebody_else_has_loaded_stays_as_they_like(court: Court) -> None:
    court.runtime.contexts[QUICK.tag] = 4096
    court.gate.stays = None
    court.runtime.say(said())

    court.judge.judge(question(), role="fast")

    assert court.runtime.requests[0].keep_alive_seconds is None


def test_who_waits_for_an_answer_is_told_to_the_gate(court: Court) -> None:
    court.runtime.say(said())

    court.judge.judge(question(), role="deep", occasion=Occasion(is_asked=True))

    assert court.gate.requests[0].asked


def test_a_model_of_a_cloud_is_not_asked(court: Court) -> None:
    court.runtime.remote = frozenset({QUICK.tag})

    judgement = court.judge.judge(question(), role="fast")

    assert "cloud" in (judgement.reason or "")
    assert court.runtime.requests == []


def chances(text: str, yes: float, no: float) -> tuple[TokenChance, ...]:
    """The tokens of a reply whose answer had these log-probabilities."""
    before, after = text.split('"yes"')
    return (
        TokenChance(before + '"', -0.1),
        TokenChance("yes", yes, (("yes", yes), ("no", no), ("\n", -0.1))),
        TokenChance('"' + after, -0.1),
    )


@pytest.mark.parametrize(("no", "answer"), [(-5.0, Answer.YES), (-0.5, Answer.UNSURE)])
def test_confidence_comes_from_the_servers_own_chances(
    court: Court, no: float, answer: Answer
) -> None:
    text = said("yes")
    reply = ModelReply(end=ReplyEnd.COMPLETE, text=text, tokens=chances(text, -0.7, no))
    court.runtime.say(reply)

    (verdict,) = court.judge.judge(question(), role="fast").verdicts

    assert verdict.answer is answer
    assert (verdict.confidence or 0) == pytest.approx(0.986 if no < -1 else 0.45, abs=0.01)


def test_without_chances_samples_have_to_agree(store: Store) -> None:
    court = Court(store, samples=3)
    court.runtime.say(said("yes"), said("no"), said("no"))

    (verdict,) = court.judge.judge(question(), role="fast").verdicts

    assert (verdict.answer, verdict.confidence) == (Answer.UNSURE, pytest.approx(1 / 3))
    assert len({request.seed for request in court.runtime.requests}) == 3
