"""llama.cpp's chat: OpenAI's form, with a JSON schema, as server-sent events."""

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from tinyarms_daemon.adapters.runtimes.plain_http import MOST_BYTES, PlainHttp, lines_of
from tinyarms_daemon.adapters.runtimes.runtime_troubles import (
    stalled,
    trouble_of_status,
    trouble_of_words,
)
from tinyarms_daemon.adapters.runtimes.watched_answer import WatchedAnswer
from tinyarms_daemon.domain.models.model import ModelReply, ModelRequest, ReplyEnd, TokenChance
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, ShouldStop, TroubleKind

_MILLISECONDS = 1e3
_GRACE_SECONDS = 5.0
_ENDS = {"stop": ReplyEnd.COMPLETE, "length": ReplyEnd.CUT}


def chat_body(request: ModelRequest) -> dict[str, Any]:
    """The request; the engine refuses a prompt that is too long, and ends where told."""
    schema = {"name": "answer", "strict": True, "schema": dict(request.schema)}
    return {
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.user},
        ],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "max_tokens": max(request.most_reply_tokens, 1),
        "temperature": request.temperature,
        "seed": request.seed,
        "cache_prompt": True,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
        "top_logprobs": 5,
    }


def read_events(
    address: str,
    key: str,
    body: dict[str, Any],
    *,
    tag: str,
    should_stop: ShouldStop,
    total_seconds: float,
) -> ModelReply:
    """The whole reply, or a stopped one. RuntimeTrouble."""
    began = time.monotonic()
    events: list[dict[str, Any]] = []
    with WatchedAnswer(should_stop, total_seconds) as watch:
        try:
            with PlainHttp(address).answer(
                *("POST", "/v1/chat/completions", body),
                silence_seconds=total_seconds + _GRACE_SECONDS,
                headers={"Authorization": f"Bearer {key}"},
                on_connected=watch.follow,
            ) as response:
                if response.status != HTTPStatus.OK:
                    raise trouble_of_status(
                        response.status, response.read(MOST_BYTES), address, tag
                    )
                for event in _events(lines_of(response)):
                    if "error" in event:
                        raise trouble_of_words(event["error"], address, tag)
                    events.append(event)
        except (OSError, HTTPException, ValueError) as error:
            if not (watch.was_stopped or watch.was_late):
                said = f"The runner of {tag} ended in the middle of an answer."
                raise RuntimeTrouble(TroubleKind.CRASHED, said) from error
    reply = _reply(events, time.monotonic() - began)
    if reply.end is ReplyEnd.ABANDONED and watch.was_late:
        raise stalled(tag, total_seconds)
    if reply.end is ReplyEnd.ABANDONED and watch.was_stopped:
        return ModelReply(end=ReplyEnd.STOPPED, text=reply.text)
    return reply


def _events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        text = line.removeprefix("data: ")
        if text != line and text != "[DONE]":
            event = json.loads(text)
            if isinstance(event, dict):
                yield event


def _reply(events: list[dict[str, Any]], total_seconds: float) -> ModelReply:
    choices = [choice for event in events for choice in event.get("choices", ())]
    reasons = [choice["finish_reason"] for choice in choices if choice.get("finish_reason")]
    last = events[-1] if events else {}
    usage, timings = last.get("usage") or {}, last.get("timings") or {}
    return ModelReply(
        end=_ENDS.get(reasons[-1], ReplyEnd.ABANDONED) if reasons else ReplyEnd.ABANDONED,
        text="".join(choice.get("delta", {}).get("content") or "" for choice in choices),
        prompt_tokens=usage.get("prompt_tokens"),
        reply_tokens=usage.get("completion_tokens"),
        load_seconds=0.0,
        prompt_seconds=_seconds(timings.get("prompt_ms")),
        decode_seconds=_seconds(timings.get("predicted_ms")),
        total_seconds=total_seconds,
        tokens=tuple(token for choice in choices for token in _tokens(choice)),
    )


def _seconds(milliseconds: Any) -> float | None:
    return milliseconds / _MILLISECONDS if isinstance(milliseconds, int | float) else None


def _tokens(choice: dict[str, Any]) -> Iterator[TokenChance]:
    for each in (choice.get("logprobs") or {}).get("content") or ():
        others = tuple((other["token"], other["logprob"]) for other in each["top_logprobs"])
        yield TokenChance(each["token"], each["logprob"], others)
