"""What Ollama's refusals mean, from the status and the words of an answer."""

import json
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from tinyarms_daemon.adapters.runtimes.plain_http import NotConnected
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind

_TOO_LONG = ("exceed_context_size", "longer than the context length", "exceeds the context length")
# Words of servers since 0.30 and, after them, of older ones.
_NO_ROOM = (
    *("process has terminated", "out-of-memory", "out of memory", "timed out waiting for llama"),
    *("failed to load", "unable to load", "requires more system memory", "insufficient memory"),
)
_CRASHED = ("unexpectedly stopped", "no longer running", "unexpected eof", "compute error")
_PULL = "pull model manifest"
_IN_STREAM = -1  # the status that the official client gives an error within a stream
_MOST_CHARACTERS_TOLD = 200


def trouble_of_status(status: int, body: bytes | str, host: str, tag: str) -> RuntimeTrouble:
    """The trouble that an answer of status 400 and above tells."""
    words, _ = _words(body)
    lower = words.casefold()
    if status == HTTPStatus.NOT_FOUND and "not found" in lower:
        return not_installed(tag)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return RuntimeTrouble(TroubleKind.BUSY, f"Ollama at {host} is busy; asked again later.")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return refused(tag)
    return trouble_of_words(
        body.decode("utf-8", "replace") if isinstance(body, bytes) else body, host, tag
    )


def trouble_of_words(words: object, host: str, tag: str) -> RuntimeTrouble:
    """The trouble in the `error` of a stream, or of a status that says nothing by itself."""
    said, detail = _words(words if isinstance(words, str) else json.dumps(words))
    lower = said.casefold()
    told = " ".join(said.split())[:_MOST_CHARACTERS_TOLD]
    if any(mark in lower for mark in _TOO_LONG):
        return _too_long(tag, detail)
    if any(mark in lower for mark in _CRASHED):
        return RuntimeTrouble(TroubleKind.CRASHED, f"The runner of {tag} ended: {told}.")
    if any(mark in lower for mark in _NO_ROOM):
        return RuntimeTrouble(TroubleKind.NO_ROOM, f"{tag} could not be loaded: {told}.")
    return RuntimeTrouble(TroubleKind.BROKEN, f"Ollama at {host} refused the request: {told}.")


def trouble_of_error(error: Exception, host: str, tag: str) -> RuntimeTrouble:
    """The trouble behind what a request raised, be it ours or the official client's."""
    import httpx

    # The client says of a refused connection no more than ConnectionError itself.
    is_refused = isinstance(error, NotConnected) or type(error) is ConnectionError
    if is_refused or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return RuntimeTrouble(TroubleKind.UNREACHABLE, absent(host))
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return stalled(tag)
    if isinstance(error, OSError | HTTPException | httpx.HTTPError | httpx.StreamError):
        said = f"Ollama at {host} ended in the middle of an answer ({type(error).__name__})."
        return RuntimeTrouble(TroubleKind.UNREACHABLE, said)
    status, words = getattr(error, "status_code", None), getattr(error, "error", None)
    if status is not None:  # ollama.ResponseError
        return trouble_of_status(status, words if isinstance(words, str) else str(words), host, tag)
    said = f"Ollama at {host} does not answer as it should ({type(error).__name__}): restart it."
    return RuntimeTrouble(TroubleKind.BROKEN, said)


def trouble_of_pull(error: Exception, host: str, tag: str) -> RuntimeTrouble:
    """As `trouble_of_error`, while a model is downloaded: what the stream says is about that."""
    if getattr(error, "status_code", None) != _IN_STREAM:
        return trouble_of_error(error, host, tag)
    told = " ".join(str(getattr(error, "error", "")).split())[:_MOST_CHARACTERS_TOLD]
    if "file does not exist" in told:
        said = f"Ollama's library has no model {tag}: look for its name at ollama.com/library."
        return RuntimeTrouble(TroubleKind.NOT_INSTALLED, said)
    said = f"Ollama at {host} could not download {tag}: {told.removeprefix(f'{_PULL}: ')}."
    return RuntimeTrouble(TroubleKind.UNREACHABLE, said)


def absent(host: str) -> str:
    """The sentence for a server that is not there."""
    return f"No Ollama answers at {host}: install it from ollama.com and start it."


def not_installed(tag: str) -> RuntimeTrouble:
    """For a model that nobody has pulled."""
    said = f"The model {tag} is not installed; run `ollama pull {tag}`."
    return RuntimeTrouble(TroubleKind.NOT_INSTALLED, said)


def refused(tag: str) -> RuntimeTrouble:
    """For a model that does not run on this machine."""
    said = f"The model {tag} would run in a cloud, which would be sent your code; it is not asked."
    return RuntimeTrouble(TroubleKind.REFUSED, said)


def stalled(tag: str, within_seconds: float | None = None) -> RuntimeTrouble:
    """For an answer that did not come in time."""
    when = "in time" if within_seconds is None else f"within {within_seconds:g} s"
    return RuntimeTrouble(TroubleKind.STALLED, f"{tag} gave no whole answer {when}.")


def _too_long(tag: str, detail: dict[str, Any]) -> RuntimeTrouble:
    tokens = detail.get("n_prompt_tokens")
    return RuntimeTrouble(
        TroubleKind.TOO_LONG,
        f"The question is too long for the context of {tag}.",
        tokens if isinstance(tokens, int) else None,
    )


def _words(body: bytes | str) -> tuple[str, dict[str, Any]]:
    """The `error` of a body, which may hold another error as JSON in a string."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text, {}
    error = said.get("error", said) if isinstance(said, dict) else said
    if isinstance(error, str):
        return _words(error) if error.startswith("{") else (error, {})
    if isinstance(error, dict):
        return f"{error.get('type', '')} {error.get('message', '')}".strip(), error
    return text, {}
