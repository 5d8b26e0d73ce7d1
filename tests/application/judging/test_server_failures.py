"""Everything that a server of models may do wrong, from the wire to what waits.

Whatever it is, a certain finding is there at once, what waits says why in one sentence, and it is
judged when the server is sound again, without anybody's doing.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.adapters.store.opened import Store
from tests.application.court import CODE, Court
from tests.application.judging_lane import Lane, candidate
from tests.application.rig import QUICK, Rig
from tests.fakes.ollama_server import Reply, ScriptedOllama, answering, recorded
from tests.making import observation
from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.domain.work.job import JobState


@pytest.fixture
def server() -> Iterator[ScriptedOllama]:
    with ScriptedOllama() as opened:
        opened.answer = answering("yes")
        yield opened


def lane_on(store: Store, host: str, look_seconds: float = 10) -> Lane:
    rig = Rig(store)
    lane = Lane(rig, Court(store, clock=rig.clock))
    runtime = OllamaRuntime(host, look_seconds=look_seconds)
    lane.court.runtime = runtime  # type: ignore[assignment]
    wait_for_answers(lane, 60)
    return lane


def wait_for_answers(lane: Lane, seconds: float) -> None:
    """Only where nothing is to come is the wait a short one: a busy machine answers late."""
    lane.court.judge.specs = {"fast": replace(QUICK, timeout_seconds=seconds)}


def busy(server: ScriptedOllama) -> None:
    server.say(recorded("error_server_busy_503"))


def missing(server: ScriptedOllama) -> None:
    server.sizes.clear()


def not_fitting(server: ScriptedOllama) -> None:
    said = "llama-server process has terminated: exit status 1: out of memory"
    server.say(Reply(status=500, error=said))


def crashing(server: ScriptedOllama) -> None:
    server.say(recorded("error_runner_killed_stream"), recorded("error_runner_killed_nonstream"))


def hanging(server: ScriptedOllama) -> None:
    server.say(Reply(hold=threading.Event()))


def ended_in_the_middle(server: ScriptedOllama) -> None:
    server.say(Reply("x" * 400, breaks_after=3))


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (busy, "is busy; asked again later."),
        (missing, "is not installed; run `ollama pull qwen2.5-coder:3b`."),
        (not_fitting, "qwen2.5-coder:3b could not be loaded: llama-server process has terminated"),
        (crashing, "The runner of qwen2.5-coder:3b ended:"),
        (hanging, "qwen2.5-coder:3b gave no whole answer within 0.5 s."),
        (ended_in_the_middle, "ended in the middle of an answer"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_question_waits_with_its_reason_and_is_judged_when_the_server_is_sound(
    store: Store, server: ScriptedOllama, failure: Callable[[ScriptedOllama], None], reason: str
) -> None:
    lane = lane_on(store, server.host)
    shop = lane.rig.watch("shop")
    failure(server)
    if failure is hanging:
        wait_for_answers(lane, 0.5)

    lane.show(shop, "a.py", candidate(), observation("ta1:certain"))
    assert len(store.all()) == 1, "a certain finding waited"
    lane.run()

    (job,) = store.ledger.jobs()
    assert job.state is JobState.DEFERRED
    assert reason in job.reasons[0]
    assert len(store.all()) == 1

    server.sizes = {QUICK.tag: 1_900_000_000}
    wait_for_answers(lane, 60)
    lane.rig.clock.advance(3600)
    lane.run()
    assert store.ledger.jobs() == []
    assert len(store.all()) == 2


def test_a_server_that_is_absent_and_comes_up_is_asked(store: Store) -> None:
    with ScriptedOllama() as first:
        host, port = first.host, int(first.host.rpartition(":")[2])
    lane = lane_on(store, host)
    lane.show(lane.rig.watch("shop"), "a.py", candidate())
    lane.run()
    assert store.ledger.jobs()[0].reasons[0].startswith(f"No Ollama answers at {host}")

    with ScriptedOllama(port=port) as second:
        second.answer = answering("yes")
        lane.rig.clock.advance(3600)
        lane.run()

    assert len(store.all()) == 1


def test_a_server_that_listens_before_it_answers_is_told_apart_from_none(
    store: Store, server: ScriptedOllama
) -> None:
    answers = server.listed

    def late() -> list[Any]:
        server.patience.wait(20)
        return answers()

    server.listed = late  # type: ignore[method-assign]
    lane = lane_on(store, server.host, look_seconds=1)
    lane.show(lane.rig.watch("shop"), "a.py", candidate())

    lane.run()
    assert "is there and does not answer" in store.ledger.jobs()[0].reasons[0]

    server.listed = answers  # type: ignore[method-assign]
    lane.rig.clock.advance(3600)
    lane.run()
    assert len(store.all()) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(" " * 4000, done_reason="length"),
        Reply("", done=False),
        Reply('{"1": {"answer": "yes"', done_reason="length"),
    ],
    ids=["without an end", "nothing", "cut"],
)
def test_what_is_no_answer_is_asked_for_a_bounded_number_of_times(
    store: Store, server: ScriptedOllama, reply: Reply
) -> None:
    server.answer = lambda _: reply
    lane = lane_on(store, server.host)
    lane.show(lane.rig.watch("shop"), "a.py", candidate())

    lane.run()

    assert store.ledger.jobs() == []
    assert store.all() == []
    assert len(server.chats) == 4, "two tries of two attempts"


def test_a_server_that_fails_again_and_again_is_left_alone_longer_each_time(
    store: Store, server: ScriptedOllama
) -> None:
    server.answer = lambda _: recorded("error_server_busy_503")
    lane = lane_on(store, server.host)
    shop = lane.rig.watch("shop")
    for number in range(4):
        lane.texts[f"{number}.py"] = f"{CODE}  # {number}"
        lane.show(shop, f"{number}.py", candidate(f"ta1:{number}"))

    asked = []
    for _ in range(6):
        lane.run()
        lane.rig.clock.advance(61)
        asked.append(len(server.chats))

    assert asked == [1, 2, 3, 4, 4, 5]
    assert "left alone for a while" in store.ledger.jobs()[0].reasons[0] or asked[-1] == 5
