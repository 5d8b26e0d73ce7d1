"""A simulated model: what it takes, checked by hand."""

import json

import pytest

from tinyarms_daemon.domain.models.model import ModelRequest, ReplyEnd
from tinyarms_daemon.domain.questions.shown_text import estimated_tokens
from tinyarms_daemon.simulation.laptop import DEEP_TAG, MODELS, Laptop
from tinyarms_daemon.simulation.simulated_runtime import SimulatedRuntime
from tinyarms_daemon.simulation.virtual_time import VirtualTime, naive_scan

MODEL = MODELS[DEEP_TAG]
QUESTION = 'Question 1, about "count of all that is muted": is it the same?'


def laptop() -> Laptop:
    """In a quiet night, cool."""
    return Laptop()


def request(user: str = QUESTION, system: str = "s" * 300) -> ModelRequest:
    return ModelRequest(
        tag=DEEP_TAG,
        system=system,
        user=user,
        schema={"required": ["1"]},
        context_tokens=8192,
        most_reply_tokens=100,
        keep_alive_seconds=60,
        timeout_seconds=60.0,
    )


def loaded(time: VirtualTime) -> SimulatedRuntime:
    runtime = SimulatedRuntime(time, lambda shown: "planted" in shown)
    runtime.load(DEEP_TAG, context_tokens=8192, keep_alive_seconds=60)
    return runtime


def test_an_answer_takes_its_tokens_over_the_speeds() -> None:
    time = VirtualTime(laptop())
    runtime = loaded(time)
    asked = request(QUESTION + "\n" + "word " * 300)

    reply = runtime.chat(asked)

    read, said = estimated_tokens(asked.user, asked.system), estimated_tokens(reply.text)
    assert reply.prompt_seconds == pytest.approx(read / MODEL.prefill_tokens_per_second)
    assert reply.decode_seconds == pytest.approx(said / MODEL.decode_tokens_per_second)
    assert json.loads(reply.text)["1"]["answer"] == "no"
    assert json.loads(reply.text)["1"]["quote"] in QUESTION
    assert time.elapsed == pytest.approx(MODEL.load_seconds + time.working_seconds)


def test_instructions_that_stand_are_not_read_again() -> None:
    runtime = loaded(VirtualTime(laptop()))
    first = runtime.chat(request(QUESTION + "\na"))

    second = runtime.chat(request(QUESTION + "\nb"))

    assert first.prompt_seconds is not None
    assert second.prompt_seconds is not None
    saved = first.prompt_seconds - second.prompt_seconds
    instructions = estimated_tokens(request().system)
    assert saved == pytest.approx(instructions / MODEL.prefill_tokens_per_second, rel=0.05)


def test_what_was_broken_off_is_read_on_from_where_it_was() -> None:
    time = VirtualTime(laptop())
    runtime = loaded(time)
    long = request(QUESTION + "\n" + "word " * 1000)
    whole = estimated_tokens(long.user, long.system) / MODEL.prefill_tokens_per_second

    stopped = runtime.chat(long, should_stop=lambda: time.working_seconds >= 5)
    reply = runtime.chat(long)

    assert stopped.end is ReplyEnd.STOPPED
    assert reply.prompt_seconds == pytest.approx(whole - 5, abs=0.1)


def test_a_control_question_is_answered_rightly() -> None:
    runtime = loaded(VirtualTime(laptop()))

    reply = runtime.chat(request(QUESTION + " planted"))

    assert json.loads(reply.text)["1"]["answer"] == "yes"


def test_all_time_is_counted_by_its_level() -> None:
    time, answered = naive_scan(laptop(), files=30, seconds_a_file=10.0)

    assert len(answered) == 30
    assert sum(time.seconds_at_level.values()) == pytest.approx(time.elapsed)
    assert time.elapsed > 300.0  # heat takes speed
    assert time.seconds_at_level[2] > time.seconds_at_level[0]
    assert [sample.level for sample in time.samples][-1] == 2


def test_a_cool_machine_takes_what_the_files_take() -> None:
    time, _ = naive_scan(laptop(), files=2, seconds_a_file=10.0)

    assert time.elapsed == pytest.approx(20.0)
    assert time.seconds_at_level[2] == 0.0
