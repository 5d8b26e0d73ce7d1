"""What a server says of its models, and what becomes of a server that says nothing of use."""

import pytest

from tests.fakes.ollama_server import QUICK_TAG, Reply, ScriptedOllama
from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.ports.model_runtime import RuntimeState


def test_a_server_tells_which_models_it_has_and_which_are_resident() -> None:
    with ScriptedOllama({QUICK_TAG: 1_900_000}) as server:
        state = OllamaRuntime(server.host).state()

    assert state == RuntimeState(
        problem=None,
        installed={QUICK_TAG: 1_900_000},
        resident={},
        digests={QUICK_TAG: server.digest(QUICK_TAG)},
        contexts={},
    )


def test_an_empty_server_has_no_models() -> None:
    with ScriptedOllama({}) as server:
        state = OllamaRuntime(server.host).state()

    assert (state.problem, state.installed, state.resident) == (None, {}, {})


def test_where_nobody_answers_that_is_said_with_what_to_do() -> None:
    with ScriptedOllama() as server:
        host = server.host

    state = OllamaRuntime(host).state()

    assert state == RuntimeState(
        problem=f"No Ollama answers at {host}: install it from ollama.com and start it."
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 404),
        (b'{"error": "no"}', 500),
        (b"nonsense", 200),
        (b'{"models": 5}', 200),
        (b"[]", 200),
        (b"\xff", 200),
        (b'{"a":' * 100_000, 200),
        (b" " * 5_000_000, 200),
    ],
)
def test_a_server_that_answers_nonsense_is_told(said: bytes, status: int) -> None:
    with ScriptedOllama() as server:
        server.instead = {"/api/tags": Reply(status=status, lines=[said])}
        state = OllamaRuntime(server.host).state()

    assert state.problem is not None
    assert state.problem.startswith(f"Ollama at {server.host} does not answer as it should")
    assert (state.installed, state.resident) == (None, None)


def test_a_list_that_trickles_without_end_is_not_waited_for() -> None:
    with ScriptedOllama() as server:
        server.instead = {"/api/tags": Reply(" " * 10_000, step_seconds=0.01)}
        state = OllamaRuntime(server.host, look_seconds=0.2).state()

    assert state == RuntimeState(
        problem=f"Ollama at {server.host} is there and does not answer: it starts, or it hangs."
    )
