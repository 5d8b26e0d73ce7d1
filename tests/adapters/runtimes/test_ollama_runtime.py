"""Ollama, by its own client, against a server that speaks like it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.ports.model_runtime import RuntimeState

LISTED = {"models": [{"model": "qwen2.5-coder:3b", "name": "qwen2.5-coder:3b", "size": 1_900_000}]}
NOTHING = {"models": []}


@contextmanager
def serving(
    answers: dict[str, bytes], status: int = 200, *, trickles: bool = False
) -> Iterator[str]:
    """A server with these answers, and its address; one that trickles takes ages for them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path, b"")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not trickles:
                self.wfile.write(body)
                return
            with suppress(OSError):  # whoever asked has gone
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.01)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers(installed: object, resident: object) -> dict[str, bytes]:
    return {
        "/api/tags": json.dumps(installed).encode(),
        "/api/ps": json.dumps(resident).encode(),
    }


def test_a_server_tells_which_models_it_has_and_which_are_resident() -> None:
    with serving(answers(LISTED, NOTHING)) as host:
        state = OllamaRuntime(host).state()

    assert state == RuntimeState(
        problem=None,
        installed={"qwen2.5-coder:3b": 1_900_000},
        resident={},
        digests={},
        contexts={},
    )


def test_an_empty_server_has_no_models() -> None:
    with serving(answers(NOTHING, NOTHING)) as host:
        state = OllamaRuntime(host).state()

    assert (state.problem, state.installed, state.resident) == (None, {}, {})


def test_where_nobody_answers_that_is_said_with_what_to_do() -> None:
    with serving({}) as host:
        pass

    state = OllamaRuntime(host).state()

    assert state == RuntimeState(
        problem=f"No Ollama answers at {host}: install it from ollama.com and start it."
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 404),
        ({"/api/tags": b'{"error": "no"}'}, 500),
        ({"/api/tags": b"nonsense", "/api/ps": b"nonsense"}, 200),
        ({"/api/tags": b'{"models": 5}', "/api/ps": b"{}"}, 200),
        ({"/api/tags": b"[]", "/api/ps": b"[]"}, 200),
        ({"/api/tags": b"\xff", "/api/ps": b"\xff"}, 200),
        ({"/api/tags": b'{"a":' * 100_000}, 200),
        ({"/api/tags": b" " * 5_000_000}, 200),
    ],
)
def test_a_server_that_answers_nonsense_is_told(said: dict[str, bytes], status: int) -> None:
    with serving(said, status) as host:
        state = OllamaRuntime(host).state()

    assert state.problem is not None
    assert state.problem.startswith(f"Ollama at {host} does not answer as it should")
    assert (state.installed, state.resident) == (None, None)


def test_a_list_that_trickles_without_end_is_not_waited_for() -> None:
    with serving({"/api/tags": b" " * 10_000}, trickles=True) as host:
        state = OllamaRuntime(host, look_seconds=0.2).state()

    assert state == RuntimeState(
        problem=f"Ollama at {host} is there and does not answer: it starts, or it hangs."
    )


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    with serving(answers(LISTED, NOTHING)) as host:
        state = OllamaRuntime(host).state()

    assert state.problem is None
