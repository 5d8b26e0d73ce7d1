"""Ollama: by its official client, and raw where that client drops what the promise rests on."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tinyarms_daemon.adapters.runtimes.ollama_chat import (
    chat_body,
    load_body,
    read_stream,
    reply_of,
)
from tinyarms_daemon.adapters.runtimes.plain_http import FAULTS, NotConnected, PlainHttp
from tinyarms_daemon.adapters.runtimes.runtime_troubles import (
    absent,
    not_installed,
    refused,
    trouble_of_error,
    trouble_of_pull,
)
from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
    canonical_tag,
    is_cloud_name,
)
from tinyarms_daemon.ports.model_runtime import AskingStopped, RuntimeState, ShouldStop, never

if TYPE_CHECKING:
    import ollama

_CONNECT_SECONDS = 1.0
# Ollama binds its port a while before it answers; then the look counts as without an answer.
_LOOK_SECONDS = 3.0
# Whoever is asked has just been looked at; that look counts as the one before the prompt.
_FRESH_SECONDS = 0.5
# Published: Ollama itself gives a loading model five minutes of silence (OLLAMA_LOAD_TIMEOUT); who
# hangs up earlier ends the load, and the model would never be loaded at all.
LOAD_SECONDS = 330.0
_PULL_SILENCE_SECONDS = 120.0
# Fixed, because Ollama would choose by the memory that is free at the moment (512 or 1024), and
# each other value loads the model anew.
_BATCH_TOKENS = 512


_Value = TypeVar("_Value")


class OllamaRuntime:
    """The ModelRuntime port on an Ollama server; the official client is loaded where it is needed.

    Models that the server would have run elsewhere are told by their name and by the raw list,
    since the typed client drops the fields that say so; both are looked at before each prompt.
    """

    def __init__(self, host: str, *, look_seconds: float = _LOOK_SECONDS) -> None:
        self._host = host
        self._http = PlainHttp(host)
        self._look_seconds = look_seconds
        self._looked: tuple[list[dict[str, Any]], float] = ([], -math.inf)

    def state(self) -> RuntimeState:
        try:
            return _state_of(self._installed(), self._listed("/api/ps"))
        except NotConnected:
            said = absent(self._host)
        except TimeoutError:
            said = f"Ollama at {self._host} is there and does not answer: it starts, or it hangs."
        except FAULTS as error:
            said = f"Ollama at {self._host} does not answer as it should ({error}): restart it."
        return RuntimeState(problem=said)

    def describe(self, tag: str) -> ModelDescription:
        self._refuse_elsewhere(tag)
        with self._told(tag):
            shown = self._client(self._look_seconds).show(tag)
            quantization = shown.details.quantization_level if shown.details else None
            return _description(shown.modelinfo or {}, quantization)

    def load(
        self,
        tag: str,
        *,
        context_tokens: int,
        keep_alive_seconds: int,
        should_stop: ShouldStop = never,
    ) -> float:
        self._refuse_elsewhere(tag)
        began = time.monotonic()
        answer = read_stream(
            self._http,
            load_body(tag, context_tokens, keep_alive_seconds, _BATCH_TOKENS),
            host=self._host,
            should_stop=should_stop,
            total_seconds=LOAD_SECONDS,
        )
        if answer.was_stopped:
            raise AskingStopped
        return time.monotonic() - began

    def chat(self, request: ModelRequest, should_stop: ShouldStop = never) -> ModelReply:
        """Ask, streaming; to stop is to close the stream, which frees the server at once."""
        self._refuse_elsewhere(request.tag)
        answer = read_stream(
            self._http,
            chat_body(request, _BATCH_TOKENS),
            host=self._host,
            should_stop=should_stop,
            total_seconds=request.timeout_seconds,
        )
        return reply_of(answer)

    def unload(self, tag: str) -> None:
        with self._told(tag):
            self._client(self._look_seconds).generate(model=tag, keep_alive=0)

    def pull(self, tag: str) -> Iterator[PullProgress]:
        if is_cloud_name(tag):
            raise refused(tag)
        with self._told(tag, is_pull=True):
            for step in self._client(_PULL_SILENCE_SECONDS).pull(tag, stream=True):
                yield PullProgress(step.status or "", step.digest, step.completed, step.total)

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:
        self._refuse_elsewhere(tag)
        with self._told(tag):
            answer = self._client(LOAD_SECONDS).embed(tag, list(texts), truncate=False)
            return [tuple(vector) for vector in answer.embeddings]

    def _client(self, silence_seconds: float) -> "ollama.Client":
        import httpx
        import ollama

        timeout = httpx.Timeout(silence_seconds, connect=_CONNECT_SECONDS)
        return ollama.Client(
            host=self._host,
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    @contextmanager
    def _told(self, tag: str, *, is_pull: bool = False) -> Iterator[None]:
        """What the client or httpx raises, as trouble."""
        import httpx
        import ollama

        trouble = trouble_of_pull if is_pull else trouble_of_error
        try:
            yield
        except (
            *(ollama.ResponseError, ConnectionError, httpx.HTTPError, httpx.StreamError),
            *(AttributeError, TypeError, ValueError),
        ) as error:
            raise trouble(error, self._host, tag) from error

    def _refuse_elsewhere(self, tag: str) -> None:
        """RuntimeTrouble for a model that is not on this machine, before anything is sent of it."""
        if is_cloud_name(tag):
            raise refused(tag)
        tags, seen_at = self._looked
        if time.monotonic() - seen_at > _FRESH_SECONDS:
            try:
                tags = self._installed()
            except FAULTS as error:
                raise trouble_of_error(error, self._host, tag) from error
        state = _state_of(tags, [])
        if canonical_tag(tag) in state.remote:
            raise refused(tag)
        if canonical_tag(tag) not in (state.installed or {}):
            raise not_installed(tag)

    def _installed(self) -> list[dict[str, Any]]:
        """The list of models, remembered as long as it is fresh."""
        tags = self._listed("/api/tags")
        self._looked = (tags, time.monotonic())
        return tags

    def _listed(self, path: str) -> list[dict[str, Any]]:
        models = self._http.listed(path, self._look_seconds)["models"]
        if not isinstance(models, list):
            raise TypeError("its list of models is none")
        return models


def _state_of(tags: list[dict[str, Any]], loaded: list[dict[str, Any]]) -> RuntimeState:
    here = [each for each in tags if not is_elsewhere(each)]
    return RuntimeState(
        problem=None,
        installed=_by_tag(here, lambda each: int(each.get("size") or 0)),
        resident=_by_tag(loaded, lambda each: int(each.get("size") or 0)),
        digests=_by_tag(here, lambda each: str(each["digest"]), "digest"),
        contexts=_by_tag(loaded, lambda each: int(each["context_length"]), "context_length"),
        remote=frozenset(_by_tag([each for each in tags if is_elsewhere(each)], str)),
    )


def is_elsewhere(listed: Mapping[str, Any]) -> bool:
    """Whether the server would have another machine answer for a model of its list."""
    name = str(listed.get("model") or listed.get("name") or "")
    return bool(listed.get("remote_host") or listed.get("remote_model")) or is_cloud_name(name)


def _by_tag(
    models: list[dict[str, Any]],
    read: Callable[[dict[str, Any]], _Value],
    needed: str | None = None,
) -> dict[str, _Value]:
    return {
        str(each.get("model") or each.get("name") or ""): read(each)
        for each in models
        if needed is None or each.get(needed) is not None
    }


def _description(information: Mapping[str, Any], quantization: str | None) -> ModelDescription:
    """Keys of a model's own kind carry its architecture in front."""
    architecture = information.get("general.architecture")

    def figure(name: str) -> int | None:
        value = information.get(f"{architecture}.{name}")
        return value if isinstance(value, int) else None

    heads, width = figure("attention.head_count"), figure("embedding_length")
    return ModelDescription(
        layers=figure("block_count"),
        key_value_heads=figure("attention.head_count_kv"),
        head_dimension=figure("attention.key_length")
        or (width // heads if heads and width else None),
        quantization=quantization,
    )
