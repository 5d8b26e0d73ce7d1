"""What Ollama does that nobody expects, each as a server does it or as one was recorded."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import ollama
import pytest

from tests.adapters.asking import request
from tests.fakes.ollama_server import QUICK_TAG, Reply, ScriptedOllama, recorded
from tinyarms_daemon.adapters.runtimes.ollama_runtime import LOAD_SECONDS, OllamaRuntime
from tinyarms_daemon.domain.models.model import ReplyEnd, is_cloud_name
from tinyarms_daemon.ports.model_runtime import AskingStopped, RuntimeTrouble, TroubleKind


@pytest.fixture
def server() -> Iterator[ScriptedOllama]:
    """A server with the quick model."""
    with ScriptedOllama() as opened:
        yield opened


@pytest.fixture
def runtime(server: ScriptedOllama) -> OllamaRuntime:
    """The adapter on it."""
    return OllamaRuntime(server.host)


def trouble(runtime: OllamaRuntime, **said: object) -> TroubleKind:
    """Why a chat gives no reply."""
    with pytest.raises(RuntimeTrouble) as raised:
        runtime.chat(request(**said))
    return raised.value.kind


def test_a_request_forbids_every_silent_cut(server: ScriptedOllama, runtime: OllamaRuntime) -> None:
    server.say('{"answer": "no"}')

    runtime.chat(request(most_reply_tokens=90))

    (body,) = server.chats
    assert (body["truncate"], body["shift"]) == (False, False)
    assert body["options"]["num_predict"] == 90


def test_every_request_says_the_context_and_how_long_the_model_stays(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    runtime.load(QUICK_TAG, context_tokens=2048, keep_alive_seconds=60)
    server.say('{"answer": "no"}')
    runtime.chat(request(context_tokens=2048, keep_alive_seconds=60))

    bodies = [body for path, body in server.requests if path == "/api/chat"]
    assert [body["keep_alive"] for body in bodies] == [60, 60]
    assert len({(body["options"]["num_ctx"], body["options"]["num_batch"]) for body in bodies}) == 1
    assert [body["shift"] for body in bodies] == [False, False]


def test_how_long_another_program_keeps_its_model_is_left_alone(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    runtime.chat(request(keep_alive_seconds=None))

    assert "keep_alive" not in server.chats[0]


def test_no_limit_of_tokens_is_never_asked_for(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    runtime.chat(request(most_reply_tokens=0))

    assert server.chats[0]["options"]["num_predict"] == 1


def test_only_a_reply_that_ended_by_itself_is_complete(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(
        '{"answer": "no"}',
        Reply('{"answer": "n', done_reason="length"),
        Reply('{"answer": "n', done=False),
        Reply("{}", done_reason="load"),
        recorded("api_chat_schema_nonstream"),
        recorded("api_chat_schema_num_predict_40_stream"),
    )

    ends = [runtime.chat(request()).end for _ in range(6)]

    complete, cut, abandoned = ReplyEnd.COMPLETE, ReplyEnd.CUT, ReplyEnd.ABANDONED
    assert ends == [complete, cut, abandoned, abandoned, complete, cut]


def test_the_figures_of_a_recorded_reply_are_read(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(recorded("api_chat_schema_nonstream"))

    reply = runtime.chat(request())

    assert (reply.prompt_tokens, reply.reply_tokens) == (1045, 429)
    assert reply.load_seconds == pytest.approx(0.53, abs=0.01)
    assert reply.decode_tokens_per_second == pytest.approx(71.8, abs=0.1)
    assert reply.queue_seconds == pytest.approx(0.013, abs=0.01)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("oversize_truncate_false_shift_false", TroubleKind.TOO_LONG),
        ("oversize_truncate_false_stream", TroubleKind.TOO_LONG),
        ("oversize_shift_false", TroubleKind.TOO_LONG),
        ("error_server_busy_503", TroubleKind.BUSY),
        ("error_runner_killed_stream", TroubleKind.CRASHED),
        ("error_runner_killed_nonstream", TroubleKind.CRASHED),
        ("error_unknown_model_chat_stream", TroubleKind.NOT_INSTALLED),
        ("error_bad_schema", TroubleKind.BROKEN),
        ("error_bad_format_string", TroubleKind.BROKEN),
        ("error_bad_option_type", TroubleKind.BROKEN),
    ],
)
def test_recorded_refusals_are_told_apart(
    server: ScriptedOllama, runtime: OllamaRuntime, name: str, kind: TroubleKind
) -> None:
    server.say(recorded(name))

    assert trouble(runtime) is kind


def test_a_prompt_that_is_too_long_tells_its_true_length(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(recorded("oversize_truncate_false_shift_false"))

    with pytest.raises(RuntimeTrouble) as raised:
        runtime.chat(request())

    assert raised.value.prompt_tokens == 1045


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("llama-server process has terminated: exit status 1: no memory", TroubleKind.NO_ROOM),
        ("timed out waiting for llama-server to start - progress 0.4", TroubleKind.NO_ROOM),
        ("model requires more system memory (6 GiB) than is available", TroubleKind.NO_ROOM),
        ("model runner has unexpectedly stopped, this may be due to", TroubleKind.CRASHED),
        ("Compute error.", TroubleKind.CRASHED),
    ],
)
def test_a_model_that_does_not_fit_and_a_runner_that_died_are_told_apart(
    server: ScriptedOllama, runtime: OllamaRuntime, words: str, kind: TroubleKind
) -> None:
    server.say(Reply(status=500, error=words))

    assert trouble(runtime) is kind


def test_an_error_line_may_hold_an_object(server: ScriptedOllama, runtime: OllamaRuntime) -> None:
    error = {"type": "exceed_context_size_error", "message": "too long"}
    server.say(Reply('{"answer": "no"}', error_after=1, error=error))

    assert trouble(runtime) is TroubleKind.TOO_LONG


@pytest.mark.parametrize(
    "tag", ["qwen3-coder:480b-cloud", "gpt-oss:cloud", "x:7b:Cloud", "deepseek:671B-CLOUD"]
)
def test_a_model_of_the_cloud_is_refused_by_its_name_before_anything_is_sent(
    server: ScriptedOllama, runtime: OllamaRuntime, tag: str
) -> None:
    server.sizes[tag] = 380

    assert is_cloud_name(tag)
    assert trouble(runtime, tag=tag) is TroubleKind.REFUSED
    with pytest.raises(RuntimeTrouble):
        next(runtime.pull(tag))
    with pytest.raises(RuntimeTrouble):
        runtime.load(tag, context_tokens=512, keep_alive_seconds=1)
    assert server.requests == []


def test_a_stub_of_the_cloud_under_an_innocent_name_is_refused_before_anything_is_sent(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.sizes["my-coder:latest"] = 380
    server.remote["my-coder:latest"] = "https://ollama.com:443"

    kind = trouble(runtime, tag="my-coder")

    assert kind is TroubleKind.REFUSED
    assert server.requests == []
    assert "my-coder:latest" not in (runtime.state().installed or {})
    client = ollama.Client(server.host, limits=httpx.Limits(max_keepalive_connections=0))
    typed = client.list().models[-1]
    assert not hasattr(typed, "remote_host"), "the typed client could be used instead"


def test_an_answer_that_another_machine_gave_is_not_used(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply('{"answer": "no"}', extra={"remote_host": "https://ollama.com"}))

    assert trouble(runtime) is TroubleKind.REFUSED


def test_proxies_and_redirects_are_not_followed(
    server: ScriptedOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    runtime = OllamaRuntime(server.host)
    server.say('{"answer": "no"}', Reply(status=307, error="elsewhere"))

    assert runtime.state().problem is None
    assert runtime.chat(request()).end is ReplyEnd.COMPLETE
    assert runtime.describe(QUICK_TAG).layers == 36
    assert trouble(runtime) is TroubleKind.BROKEN


def test_a_refused_connection_is_the_same_trouble_whole_and_streaming() -> None:
    with ScriptedOllama() as server:
        host = server.host

    with pytest.raises(ConnectionError):
        ollama.Client(host).chat(QUICK_TAG, [])
    with pytest.raises(httpx.ConnectError):
        next(iter(ollama.Client(host).chat(QUICK_TAG, [], stream=True)))
    assert trouble(OllamaRuntime(host)) is TroubleKind.UNREACHABLE
    with pytest.raises(RuntimeTrouble) as raised:
        list(OllamaRuntime(host).pull(QUICK_TAG))
    assert raised.value.kind is TroubleKind.UNREACHABLE


def test_a_server_that_ends_in_the_middle_is_unreachable(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply('{"answer": "unsure"}', breaks_after=2))

    assert trouble(runtime) is TroubleKind.UNREACHABLE


def test_a_load_is_waited_for_longer_than_the_server_itself_allows_it() -> None:
    ollama_load_timeout_seconds = 300

    assert ollama_load_timeout_seconds < LOAD_SECONDS


def test_a_load_takes_as_long_as_it_takes_whatever_the_time_for_an_answer_is(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    quick, loaded = server.load, threading.Event()

    def slowly(tag: str, body: dict[str, Any]) -> None:
        server.patience.wait(0.6)
        quick(tag, body)
        loaded.set()

    server.load = slowly  # type: ignore[method-assign]

    runtime.load(QUICK_TAG, context_tokens=2048, keep_alive_seconds=60)
    server.load = quick  # type: ignore[method-assign]
    server.say('{"answer": "no"}')

    assert loaded.is_set()
    assert runtime.chat(request(timeout_seconds=0.5)).end is ReplyEnd.COMPLETE


def test_an_answer_that_never_comes_ends_at_its_time(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply(hold=threading.Event()))

    assert trouble(runtime, timeout_seconds=0.2) is TroubleKind.STALLED
    assert server.gone.wait(5)


def test_a_stop_before_the_first_token_hangs_up_at_once(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply(hold=threading.Event()))

    reply = runtime.chat(request(timeout_seconds=60), should_stop=lambda: bool(server.chats))

    assert reply.end is ReplyEnd.STOPPED
    assert server.gone.wait(5), "the server was not told"


def test_a_stop_between_two_tokens_keeps_what_there_was(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply("x" * 4000, step_seconds=0.02))
    looks = iter([False] * 3)

    reply = runtime.chat(request(), should_stop=lambda: next(looks, True))

    assert reply.end is ReplyEnd.STOPPED
    assert len(reply.text) < 4000


def test_a_stop_while_a_model_loads_is_no_load(runtime: OllamaRuntime) -> None:
    stuck = ScriptedOllama()
    stuck.load = lambda tag, body: stuck.patience.wait() and None  # type: ignore[method-assign]
    with stuck, pytest.raises(AskingStopped):
        try:
            OllamaRuntime(stuck.host).load(
                QUICK_TAG, context_tokens=512, keep_alive_seconds=1, should_stop=lambda: True
            )
        finally:
            stuck.patience.set()


def test_an_answer_without_an_end_is_not_read_for_ever(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    server.say(Reply(" " * 100_000))

    reply = runtime.chat(request(most_reply_tokens=10))

    assert reply.end is ReplyEnd.ABANDONED
    assert len(reply.text) < 1000


def test_a_pull_tells_how_far_it_is(server: ScriptedOllama, runtime: OllamaRuntime) -> None:
    server.pulls = recorded("api_pull_stream").lines or []

    steps = list(runtime.pull(QUICK_TAG))

    assert (steps[0].status, steps[-1].status) == ("pulling manifest", "success")
    assert max(step.completed_bytes or 0 for step in steps) > 90_000_000


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("unknown", TroubleKind.NOT_INSTALLED, "Ollama's library has no model nope:1b"),
        ("registry_down", TroubleKind.UNREACHABLE, "could not download nope:1b: "),
    ],
)
def test_a_pull_that_fails_in_its_stream_is_told(
    server: ScriptedOllama, runtime: OllamaRuntime, name: str, kind: TroubleKind, words: str
) -> None:
    server.pulls = recorded(f"error_pull_{name}_stream").lines or []

    with pytest.raises(RuntimeTrouble) as raised:
        list(runtime.pull("nope:1b"))

    assert raised.value.kind is kind
    assert words in str(raised.value)


def test_a_download_that_breaks_off_is_no_runner_that_ended(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    broken_off = {"error": "max retries exceeded: unexpected EOF"}
    server.pulls = [{"status": "pulling manifest"}, broken_off]

    with pytest.raises(RuntimeTrouble) as raised:
        list(runtime.pull(QUICK_TAG))

    assert raised.value.kind is TroubleKind.UNREACHABLE
    assert f"could not download {QUICK_TAG}: max retries exceeded" in str(raised.value)


def test_an_unloaded_model_is_gone_when_the_call_returns(
    server: ScriptedOllama, runtime: OllamaRuntime
) -> None:
    runtime.load(QUICK_TAG, context_tokens=2048, keep_alive_seconds=60)
    assert runtime.state().contexts == {QUICK_TAG: 2048}

    runtime.unload(QUICK_TAG)

    assert runtime.state().resident == {}


def test_what_is_known_of_a_model_predicts_its_memory(runtime: OllamaRuntime) -> None:
    known = runtime.describe(QUICK_TAG)

    assert (known.layers, known.key_value_heads, known.head_dimension) == (36, 2, 128)
    assert known.quantization == "Q4_K_M"


def test_texts_become_vectors(runtime: OllamaRuntime) -> None:
    assert runtime.embed(QUICK_TAG, ["a", "bc"]) == [(1.0, 1.0), (2.0, 1.0)]
