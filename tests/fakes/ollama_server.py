"""A real HTTP server on loopback that speaks like Ollama and answers what a test tells it to.

with ScriptedOllama() as server:
    server.say('{"1": {"answer": "no", "quote": "42", "why": "it is named"}}')
    OllamaRuntime(server.host).chat(request)
"""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]
RECORDED = Path(__file__).parent / "recorded"
QUICK_TAG = "qwen2.5-coder:3b"
DEEP_TAG = "qwen2.5-coder:7b"
_CREATED = "2026-11-23T12:00:00.0Z"
_NANOSECONDS = 1_000_000_000


@dataclass
class Reply:
    """What becomes of one chat. `lines` replaces everything that is computed.

    `hold` is waited for before the first byte, `step_seconds` before each chunk; `breaks_after`
    closes the connection after so many chunks, `error_after` ends the stream with `error`.
    """

    text: str = "{}"
    status: int = 200
    error: Any = None
    error_after: int | None = None
    done: bool = True
    done_reason: str = "stop"
    prompt_tokens: int | None = None
    hold: threading.Event | None = None
    step_seconds: float = 0.0
    breaks_after: int | None = None
    extra: Body = field(default_factory=dict)
    logprobs: bool = False
    lines: list[Any] | None = None

    @property
    def chunks(self) -> list[str]:
        """Some four characters a token, as code has them."""
        return [self.text[at : at + 4] for at in range(0, len(self.text), 4)]


def recorded(name: str) -> Reply:
    """A reply that a real server gave."""
    said = json.loads((RECORDED / f"{name}.json").read_text())["response"]
    lines = said.get("ndjson") or [said.get("json", said.get("text"))]
    return Reply(status=said["status"], lines=lines)


class OllamaServer:
    """The part of Ollama's API that clients use; how it answers a chat is a subclass's own.

    `port` is for a server that comes back where it was; 0 takes any."""

    def __init__(self, sizes: dict[str, int] | None = None, port: int = 0) -> None:
        self.port = port
        self.sizes = {QUICK_TAG: 1_900_000_000} if sizes is None else sizes
        self.digests: dict[str, str] = {}
        self.remote: dict[str, str] = {}
        self.contexts: dict[str, int] = {}
        self.keep_alives: dict[str, Any] = {}
        self.requests: list[tuple[str, Body]] = []
        self.authorizations: list[str | None] = []
        self.instead: dict[str, Reply] = {}  # what is said in place of a list, by its path
        self.pulls: list[Body] = [{"status": "pulling manifest"}, {"status": "success"}]
        self.gone = threading.Event()  # a client hung up in the middle of an answer
        self.patience = threading.Event()  # set at the end, so that nothing waits any more
        self.connections: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        owner = self

        class Handler(_Handler):
            ollama = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self.patience.set()
        self._server.shutdown()
        self._thread.join()
        for connection in list(self.connections):  # kept alive by clients
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    @property
    def host(self) -> str:
        """Its address."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def chats(self) -> list[Body]:
        """The chats with a message that it was asked."""
        return [body for path, body in self.requests if path == "/api/chat" and body["messages"]]

    def listed(self) -> list[Body]:
        """What /api/tags lists."""
        return [
            {
                "name": tag,
                "model": tag,
                "modified_at": _CREATED,
                "size": size,
                "digest": self.digest(tag),
                "details": {"format": "gguf", "family": "qwen2", "quantization_level": "Q4_K_M"},
                **({"remote_host": self.remote[tag]} if tag in self.remote else {}),
            }
            for tag, size in self.sizes.items()
        ]

    def digest(self, tag: str) -> str:
        """The digest of a model; a test may set another one."""
        return self.digests.get(tag, f"digest-of-{tag}")

    def loaded(self) -> list[Body]:
        """What /api/ps lists."""
        return [
            {
                "name": tag,
                "model": tag,
                "size": self.sizes[tag],
                "size_vram": self.sizes[tag],
                "digest": self.digest(tag),
                "details": {"format": "gguf"},
                "expires_at": _CREATED,
                "context_length": context,
            }
            for tag, context in self.contexts.items()
        ]

    def shown(self, tag: str) -> Body:
        """What /api/show says."""
        return {
            "modelfile": "",
            "template": "",
            "details": {"format": "gguf", "family": "qwen2", "quantization_level": "Q4_K_M"},
            "model_info": {
                "general.architecture": "qwen2",
                "general.parameter_count": 3_085_938_688,
                "qwen2.block_count": 36,
                "qwen2.attention.head_count": 16,
                "qwen2.attention.head_count_kv": 2,
                "qwen2.embedding_length": 2048,
                "qwen2.context_length": 32768,
            },
            "capabilities": ["completion"],
            "modified_at": _CREATED,
        }

    def load(self, tag: str, body: Body) -> None:
        """Have a model loaded as a request wants it."""
        options = body.get("options") or {}
        self.contexts[tag] = options.get("num_ctx", 4096)
        self.keep_alives[tag] = body.get("keep_alive")

    def unload(self, tag: str) -> None:
        """Forget a loaded model."""
        self.contexts.pop(tag, None)

    def chat(self, tag: str, body: Body) -> "Reply | Iterator[Body]":
        """How it answers."""
        raise NotImplementedError


class ScriptedOllama(OllamaServer):
    """Answers from a queue, then by `answer` for every further chat."""

    def __init__(self, sizes: dict[str, int] | None = None, port: int = 0) -> None:
        super().__init__(sizes, port)
        self.replies: deque[Reply] = deque()
        self.answer: Callable[[Body], Reply] = lambda _: Reply()

    def say(self, *replies: str | Reply) -> None:
        """Answer these next, in order."""
        self.replies.extend(Reply(each) if isinstance(each, str) else each for each in replies)

    def chat(self, tag: str, body: Body) -> Reply:
        """The next reply."""
        return self.replies.popleft() if self.replies else self.answer(body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ollama: OllamaServer

    def log_message(self, format: str, *args: object) -> None: ...

    def setup(self) -> None:
        super().setup()
        self.ollama.connections.add(self.connection)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client that hangs up is a case, not a failure
            super().handle()

    def finish(self) -> None:
        self.ollama.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        answers: dict[str, Callable[[], Any]] = {
            "/api/version": lambda: {"version": "0.32.15"},
            "/api/status": lambda: {"cloud": {"disabled": True, "source": "config"}},
            "/api/tags": lambda: {"models": self.ollama.listed()},
            "/api/ps": lambda: {"models": self.ollama.loaded()},
        }
        if self.path in self.ollama.instead:
            self._reply("", {"messages": []}, self.ollama.instead[self.path])
        elif self.path in answers:
            self._send(200, answers[self.path]())
        else:
            self._send(404, "404 page not found")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.ollama.requests.append((self.path, body))
        self.ollama.authorizations.append(self.headers.get("Authorization"))
        tag = body.get("model", "")
        known = {each: each for each in self.ollama.sizes}
        tag = known.get(tag, f"{tag}:latest")
        if self.path == "/api/pull":
            self._stream(iter(self.ollama.pulls))
        elif tag not in self.ollama.sizes:
            self._send(404, {"error": f"model '{body.get('model')}' not found"})
        elif self.path == "/api/show":
            self._send(200, self.ollama.shown(tag))
        elif self.path == "/api/embed":
            vectors = [[float(len(text)), 1.0] for text in body["input"]]
            self._send(200, {"model": tag, "embeddings": vectors})
        elif self.path in ("/api/chat", "/api/generate"):
            self._run(tag, body)
        else:
            self._send(404, "404 page not found")

    def _run(self, tag: str, body: Body) -> None:
        is_empty = not (body.get("messages") or body.get("prompt"))
        base = {"model": tag, "created_at": _CREATED}
        word = {"message": {"role": "assistant", "content": ""}}
        if self.path == "/api/generate":
            word = {"response": ""}  # type: ignore[dict-item]
        if is_empty and body.get("keep_alive") == 0:
            self.ollama.unload(tag)
            self._send(200, {**base, **word, "done": True, "done_reason": "unload"})
            return
        self.ollama.load(tag, body)
        if is_empty:
            self._send(200, {**base, **word, "done": True, "done_reason": "load"})
            return
        answer = self.ollama.chat(tag, body)
        if isinstance(answer, Reply):
            self._reply(tag, body, answer)
        else:
            self._stream(answer)

    def _reply(self, tag: str, body: Body, reply: Reply) -> None:
        while reply.hold is not None and not reply.hold.wait(0.01):
            if self.ollama.patience.is_set() or self._is_gone():
                return
        if reply.lines is not None:
            if reply.status != 200 or len(reply.lines) == 1:
                self._send(reply.status, reply.lines[0])
            else:
                self._stream(iter(reply.lines))
        elif reply.status != 200:
            self._send(reply.status, {"error": reply.error})
        else:
            self._stream(_lines(tag, body, reply), reply.step_seconds, reply.breaks_after)

    def _is_gone(self) -> bool:
        """Whether the client has hung up."""
        self.connection.setblocking(False)
        try:
            gone = self.connection.recv(1) == b""
        except BlockingIOError:
            gone = False
        except OSError:
            gone = True
        finally:
            with suppress(OSError):
                self.connection.setblocking(True)
        if gone:
            self.ollama.gone.set()
        return gone

    def _send(self, status: int, said: Any) -> None:
        if isinstance(said, bytes):
            content = said
        else:
            content = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def _stream(
        self, lines: Iterable[Body], step_seconds: float = 0.0, breaks_after: int | None = None
    ) -> None:
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for number, line in enumerate(lines):
                if number == breaks_after:
                    self.close_connection = True
                    return
                if step_seconds and self.ollama.patience.wait(step_seconds):
                    self.close_connection = True
                    return
                content = json.dumps(line).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.ollama.gone.set()
            self.close_connection = True


def _lines(tag: str, body: Body, reply: Reply) -> Iterator[Body]:
    base = {"model": tag, "created_at": _CREATED, **reply.extra}
    for number, text in enumerate(reply.chunks):
        if number == reply.error_after:
            yield {"error": reply.error}
            return
        line: Body = {**base, "message": {"role": "assistant", "content": text}, "done": False}
        if reply.logprobs:
            line["logprobs"] = [{"token": text, "logprob": -0.05, "top_logprobs": []}]
        yield line
    if not reply.done:
        return
    characters = sum(len(message["content"]) for message in body["messages"])
    yield {
        **base,
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": reply.done_reason,
        "total_duration": 3 * _NANOSECONDS,
        "load_duration": _NANOSECONDS // 100,
        "prompt_eval_count": reply.prompt_tokens or characters // 4,
        "prompt_eval_duration": _NANOSECONDS,
        "eval_count": max(len(reply.chunks), 1),
        "eval_duration": _NANOSECONDS,
    }


def answering(answer: str, why: str = "as seen") -> Callable[[Body], Reply]:
    """An answer to every question of a request, with the subject itself as the quotation."""

    def reply(body: Body) -> Reply:
        asked = [
            line for line in body["messages"][-1]["content"].split("\n") if line.startswith("Quest")
        ]
        decode = json.JSONDecoder().raw_decode
        quotes = [decode(line[line.index('"') :])[0] for line in asked]
        said = {
            str(number): {"answer": answer, "quote": quote, "why": why}
            for number, quote in enumerate(quotes, 1)
        }
        return Reply(json.dumps(said), logprobs=True)

    return reply
