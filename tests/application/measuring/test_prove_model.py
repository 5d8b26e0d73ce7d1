"""The proof of an installed model, by a server that speaks like Ollama."""

import pytest

from tests.fakes.ollama_server import DEEP_TAG, Reply, ScriptedOllama
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.application.measuring.prove_model import ProveModel
from tinyarms_daemon.domain.models.model import ModelProof

EXPECTED_BYTES = 4_700_000_000


def proof(server: ScriptedOllama, *, asks: bool) -> ModelProof | None:
    prove = ProveModel(
        runtime=OllamaRuntime(server.host),
        clock=SystemClock(),
        context_tokens=4096,
        keep_alive_seconds=5,
        timeout_seconds=20.0,
        size_tolerance=0.1,
    )
    return prove(DEEP_TAG, EXPECTED_BYTES, asks=asks)


def test_a_model_of_the_expected_size_that_answers_is_proven() -> None:
    with ScriptedOllama({DEEP_TAG: 4_683_074_336}) as server:
        server.say('{"answer": "yes"}')

        found = proof(server, asks=True)

    assert found is not None
    assert found.is_as_expected
    assert found.problem is None
    assert found.answer_seconds is not None
    assert found.in_words.startswith("4.7 GB, Q4_K_M")
    assert "answers in" in found.in_words


def test_it_is_loaded_only_where_it_is_to_answer() -> None:
    with ScriptedOllama({DEEP_TAG: 4_683_074_336}) as server:
        found = proof(server, asks=False)

        assert server.chats == []
    assert found is not None
    assert found.answer_seconds is None


def test_other_weights_of_the_same_name_are_told() -> None:
    with ScriptedOllama({DEEP_TAG: 8_100_000_000}) as server:
        found = proof(server, asks=False)

    assert found is not None
    assert not found.is_as_expected
    assert "not the 4.7 GB that are expected" in found.in_words


def test_a_model_that_cannot_be_loaded_is_told_with_the_reason() -> None:
    with ScriptedOllama({DEEP_TAG: 4_683_074_336}) as server:
        server.say(Reply(status=500, error="model requires more system memory"))

        found = proof(server, asks=True)

    assert found is not None
    assert found.problem


@pytest.mark.parametrize("asks", [False, True])
def test_a_model_that_is_not_there_has_no_proof(asks: bool) -> None:
    with ScriptedOllama({}) as server:
        assert proof(server, asks=asks) is None
