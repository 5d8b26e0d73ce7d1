"""Why questions wait."""

from datetime import timedelta

import pytest

from tests.application.rig import QUICK, RETRY_AFTER, Rig
from tests.making import checked, observation
from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.ports.model_runtime import RuntimeState


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (
            RuntimeState(problem="No Ollama answers at http://127.0.0.1:11434: start it."),
            "No Ollama answers at http://127.0.0.1:11434: start it.",
        ),
        (
            RuntimeState(problem=None, installed={"llama3:8b": 1}, resident={}),
            "The model qwen2.5-coder:3b is not installed; run `ollama pull qwen2.5-coder:3b`.",
        ),
        (
            RuntimeState(problem=None, installed={QUICK.tag: 1}, resident={}),
            None,
        ),
        (
            RuntimeState(problem=None),
            None,
        ),
    ],
    ids=["no runtime", "no model", "all there", "not known"],
)
def test_the_reason_says_what_to_do(state: RuntimeState, reason: str) -> None:
    assert why_deferred(state, QUICK.tag) == reason


def test_the_runtime_is_asked_once_in_a_while(rig: Rig) -> None:
    first = rig.judgements.deferral()
    rig.clock.advance(RETRY_AFTER.total_seconds() - 1)
    again = rig.judgements.deferral()
    rig.clock.advance(1)
    later = rig.judgements.deferral()

    assert rig.runtime.asked == 2
    assert again == first
    assert later.not_before == first.not_before + RETRY_AFTER


def test_looking_again_tells_every_question_the_new_reason(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.store.check(shop, checked("a.py", observation(question="Is this a color?")))
    rig.judgements.deferral()
    rig.runtime.answer = RuntimeState(problem=None, installed={}, resident={})
    rig.clock.advance(60)

    rig.judgements.retry()

    (job,) = rig.store.ledger.jobs()
    assert rig.runtime.asked == 2
    assert job.reasons[0].startswith("The model qwen2.5-coder:3b is not installed")
    assert job.not_before == rig.clock.now() + RETRY_AFTER
    assert job.attempts == 1


def test_looking_again_where_nothing_waits_is_nothing(rig: Rig) -> None:
    rig.judgements.retry()

    assert rig.store.ledger.jobs() == []
    assert rig.judgements.deferral().not_before == rig.clock.now() + timedelta(minutes=30)
