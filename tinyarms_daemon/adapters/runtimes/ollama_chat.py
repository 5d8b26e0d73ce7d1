"""Ollama's chat, raw: the typed client has no `truncate` and `shift`, and drops `remote_host`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from tinyarms_daemon.adapters.runtimes.plain_http import MOST_BYTES, PlainHttp, lines_of
from tinyarms_daemon.adapters.runtimes.runtime_troubles import (
    refused,
    stalled,
    trouble_of_error,
    trouble_of_status,
    trouble_of_words,
)
from tinyarms_daemon.adapters.runtimes.watched_answer import WatchedAnswer
from tinyarms_daemon.domain.models.model import ModelReply, ModelRequest, ReplyEnd, TokenChance
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind

_CHAT = "/api/chat"
_NANOSECONDS = 1e9
_GRACE_SECONDS = 5.0
# More than any token is long: a server that goes on beyond its limit is not read for ever.
_MOST_CHARACTERS_A_TOKEN = 64


@dataclass(slots=True)
class StreamedAnswer:
    """The lines of an answer, and whether we ended it."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    was_stopped: bool = False


def chat_body(request: ModelRequest, batch_tokens: int) -> dict[str, Any]:
    """A request that fails where it would else be cut in silence: a prompt that is too long is an
    error (`truncate`), an answer that is too long ends (`shift`, `num_predict`, of which 0 would
    mean without a limit)."""
    body = _body(request.tag, request.context_tokens, request.keep_alive_seconds, batch_tokens)
    body["messages"] = [
        {"role": "system", "content": request.system},
        {"role": "user", "content": request.user},
    ]
    body["format"] = dict(request.schema)
    body["logprobs"] = True
    body["top_logprobs"] = 5
    body["options"] |= {
        "num_predict": max(request.most_reply_tokens, 1),
        "temperature": request.temperature,
        "seed": request.seed,
    }
    return body


def load_body(
    tag: str, context_tokens: int, keep_alive_seconds: int, batch_tokens: int
) -> dict[str, Any]:
    """A request without a message, which loads. What differed from the later ones would load the
    model anew: context, batch, `shift`."""
    body = _body(tag, context_tokens, keep_alive_seconds, batch_tokens)
    body["messages"] = []
    body["options"]["num_predict"] = 1
    return body


def _body(
    tag: str, context_tokens: int, keep_alive_seconds: int | None, batch_tokens: int
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": tag,
        "stream": True,
        "truncate": False,
        "shift": False,
        "options": {"num_ctx": context_tokens, "num_batch": batch_tokens},
    }
    if keep_alive_seconds is not None:  # what was said last stays with the model
        body["keep_alive"] = keep_alive_seconds
    return body


def read_stream(
    server: PlainHttp,
    body: dict[str, Any],
    *,
    host: str,
    should_stop: Callable[[], bool],
    total_seconds: float,
) -> StreamedAnswer:
    """Every line of the answer. RuntimeTrouble."""
    tag = body["model"]
    answer = StreamedAnswer()
    with WatchedAnswer(should_stop, total_seconds) as watch:
        most_characters = body["options"]["num_predict"] * _MOST_CHARACTERS_A_TOKEN
        try:
            with server.answer(
                *("POST", _CHAT, body),
                silence_seconds=total_seconds + _GRACE_SECONDS,
                on_connected=watch.follow,
            ) as response:
                if response.status != HTTPStatus.OK:
                    raise trouble_of_status(response.status, response.read(MOST_BYTES), host, tag)
                _read(lines_of(response), answer, host, tag, most_characters)
        except (OSError, HTTPException, ValueError) as error:
            if not (watch.was_stopped or watch.was_late):
                raise trouble_of_error(error, host, tag) from error
        has_ended = bool(answer.lines) and answer.lines[-1].get("done") is True
        if watch.was_late and not has_ended:
            raise stalled(tag, total_seconds)
        answer.was_stopped = watch.was_stopped and not has_ended
    return answer


def _read(
    lines: Iterator[str], answer: StreamedAnswer, host: str, tag: str, most_characters: int
) -> None:
    characters = 0
    for text in lines:
        if not text.strip():
            continue
        line = _parsed(text, host)
        if "error" in line:
            raise trouble_of_words(line["error"], host, tag)
        if line.get("remote_host") or line.get("remote_model"):
            raise refused(tag)
        answer.lines.append(line)
        characters += len(_content(line))
        if line.get("done") is True or characters > most_characters:
            return


def _parsed(text: str, host: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        line = None
    if isinstance(line, dict):
        return line
    said = f"Ollama at {host} answered with something that is no JSON: restart it."
    raise RuntimeTrouble(TroubleKind.BROKEN, said)


def _content(line: dict[str, Any]) -> str:
    message = line.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def reply_of(answer: StreamedAnswer) -> ModelReply:
    """The reply; `done` with the reason `stop` is the only success."""
    last = answer.lines[-1] if answer.lines else {}
    return ModelReply(
        end=ReplyEnd.STOPPED if answer.was_stopped else _end(last),
        text="".join(map(_content, answer.lines)),
        prompt_tokens=_count(last, "prompt_eval_count"),
        reply_tokens=_count(last, "eval_count"),
        load_seconds=_seconds(last, "load_duration"),
        prompt_seconds=_seconds(last, "prompt_eval_duration"),
        decode_seconds=_seconds(last, "eval_duration"),
        total_seconds=_seconds(last, "total_duration"),
        tokens=tuple(token for line in answer.lines for token in _tokens(line)),
    )


def _end(last: dict[str, Any]) -> ReplyEnd:
    if last.get("done") is not True:
        return ReplyEnd.ABANDONED
    ends = {"stop": ReplyEnd.COMPLETE, "length": ReplyEnd.CUT}
    return ends.get(str(last.get("done_reason")), ReplyEnd.ABANDONED)


def _count(line: dict[str, Any], name: str) -> int | None:
    value = line.get(name)
    return value if isinstance(value, int) else None


def _seconds(line: dict[str, Any], name: str) -> float | None:
    value = line.get(name)
    return value / _NANOSECONDS if isinstance(value, int) else None


def _tokens(line: dict[str, Any]) -> Iterator[TokenChance]:
    """Since 0.12.11; older servers send none."""
    said = line.get("logprobs")
    for each in said if isinstance(said, list) else ():
        try:
            others = tuple(
                (str(other["token"]), float(other["logprob"]))
                for other in each.get("top_logprobs") or ()
            )
            yield TokenChance(str(each["token"]), float(each["logprob"]), others)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
