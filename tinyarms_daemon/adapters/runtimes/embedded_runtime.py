"""llama.cpp without a server of others: for those who have no Ollama."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tinyarms_daemon.adapters.runtimes.embedded_engine import EmbeddedEngine, is_available
from tinyarms_daemon.adapters.runtimes.embedded_reply import chat_body, read_events
from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
    ReplyEnd,
)
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    RuntimeState,
    RuntimeTrouble,
    ShouldStop,
    TroubleKind,
    never,
)

_LOAD_SECONDS = 330.0


class EmbeddedRuntime:
    """The ModelRuntime port on one GGUF file, which answers for every configured tag.

    One question at a time, on `most_threads` threads at most. `close` ends the model's process; so
    does the end of ours.
    """

    def __init__(self, file: Path | None, tags: Sequence[str], most_threads: int):
        self._file = file
        self._tags = tuple(dict.fromkeys(tags))
        self._threads = min(os.cpu_count() or 1, most_threads)
        self._engine: EmbeddedEngine | None = None
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def state(self) -> RuntimeState:
        problem = self._problem()
        if problem is not None or self._file is None:
            return RuntimeState(problem=problem)
        size = self._file.stat().st_size
        engine = self._engine
        loaded = self._tags if engine is not None and engine.is_alive() else ()
        return RuntimeState(
            problem=None,
            installed=dict.fromkeys(self._tags, size),
            resident=dict.fromkeys(loaded, size),
            digests=dict.fromkeys(self._tags, self._digest()),
            contexts=dict.fromkeys(loaded, engine.context_tokens if engine else 0),
        )

    def describe(self, tag: str) -> ModelDescription:  # noqa: ARG002
        """The file says nothing of itself before it is loaded."""
        return ModelDescription()

    def load(
        self,
        tag: str,  # noqa: ARG002 - one file answers for every tag
        *,
        context_tokens: int,
        keep_alive_seconds: int,
        should_stop: ShouldStop = never,
    ) -> float:
        began = time.monotonic()
        with self._lock:
            self._loaded(context_tokens, should_stop)
            self._keep(keep_alive_seconds)
        return time.monotonic() - began

    def chat(self, request: ModelRequest, should_stop: ShouldStop = never) -> ModelReply:
        """Ask, streaming; to stop is to close the stream."""
        with self._lock:
            try:
                began = time.monotonic()
                engine = self._loaded(request.context_tokens, should_stop)
                load_seconds = time.monotonic() - began
                reply = read_events(
                    engine.address,
                    engine.key,
                    chat_body(request),
                    tag=request.tag,
                    should_stop=should_stop,
                    total_seconds=request.timeout_seconds,
                )
            except AskingStopped:
                return ModelReply(end=ReplyEnd.STOPPED, text="")
            finally:
                self._keep(request.keep_alive_seconds)
            total_seconds = (reply.total_seconds or 0.0) + load_seconds
            return replace(reply, load_seconds=load_seconds, total_seconds=total_seconds)

    def unload(self, tag: str) -> None:  # noqa: ARG002 - there is one
        with self._lock:
            self._end()

    def pull(self, tag: str) -> Iterator[PullProgress]:  # noqa: ARG002
        """Nothing is downloaded: the file is the user's own."""
        raise RuntimeTrouble(
            TroubleKind.BROKEN,
            "The embedded runtime downloads nothing; put a GGUF file where "
            "`inference.gguf_file` says.",
        )

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:  # noqa: ARG002
        """Its model answers questions only."""
        raise RuntimeTrouble(TroubleKind.BROKEN, f"{tag} makes no vectors in the embedded runtime.")

    def close(self) -> None:
        """End the model's process, at work or not."""
        engine = self._engine
        if engine is not None:
            engine.close()
        with self._lock:
            self._end()

    def _problem(self) -> str | None:
        if not is_available():
            return (
                "The embedded runtime is not installed: "
                "`pip install 'tinyarms-daemon[embedded]'`, or use Ollama."
            )
        if self._file is None or not self._file.is_file():
            return f"There is no model file at {self._file}; set `inference.gguf_file` to one."
        return None

    def _digest(self) -> str:
        """By what changes with the file, since hashing gigabytes at each look is too slow."""
        assert self._file is not None
        stat = self._file.stat()
        return f"file:{self._file.name}:{stat.st_size}:{stat.st_mtime_ns}"

    def _loaded(self, context_tokens: int, should_stop: ShouldStop) -> EmbeddedEngine:
        problem = self._problem()
        if problem is not None or self._file is None:
            raise RuntimeTrouble(TroubleKind.NOT_INSTALLED, problem or "")
        if self._timer is not None:
            self._timer.cancel()
        engine = self._engine
        if engine is not None and engine.is_alive() and engine.context_tokens == context_tokens:
            return engine
        self._end()
        self._engine = EmbeddedEngine(
            self._file,
            context_tokens=context_tokens,
            threads=self._threads,
            load_seconds=_LOAD_SECONDS,
            should_stop=should_stop,
        )
        return self._engine

    def _keep(self, seconds: int | None) -> None:
        """End the process after so long without a question; a negative number is for ever."""
        if self._timer is not None:
            self._timer.cancel()
        if self._engine is None or seconds is None or seconds < 0:
            return
        engine = self._engine
        self._timer = threading.Timer(seconds, self._expire, [engine])
        self._timer.daemon = True
        self._timer.start()

    def _expire(self, engine: EmbeddedEngine) -> None:
        with self._lock:
            if self._engine is engine:
                self._end()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._engine is not None:
            self._engine.close()
            self._engine = None
