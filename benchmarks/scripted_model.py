"""Ollama's protocol with the speed of a small model and none of its wits: `SPEED`, on loopback.

A prompt is read at 300 tokens a second from where it no longer begins as the last one did, and an
answer is written at 45, as on a laptop with 100 GB/s of memory bandwidth; all of it SPEED times as
fast. Each call is printed as a line of JSON, until standard input ends.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import takewhile

from tests.fakes.ollama_server import Body, OllamaServer, Reply, answering
from tinyarms_daemon.domain.questions.shown_text import estimated_tokens

PREFILL_TOKENS_A_SECOND = 300.0
DECODE_TOKENS_A_SECOND = 45.0
_CHARACTERS_A_TOKEN = 3
_NANOSECONDS = 1e9


class SpokenAtSpeed(OllamaServer):
    """Says that everything is a violation, with the candidate as its quotation."""

    def __init__(self, *, speed: float) -> None:
        super().__init__()
        self._speed = speed
        self._last = ""

    def chat(self, tag: str, body: Body) -> "Reply | Iterator[Body]":
        """The answer, a token at a time."""
        return self._spoken(tag, body)

    def _spoken(self, tag: str, body: Body) -> Iterator[Body]:
        began = time.monotonic()
        prompt = "\n".join(message["content"] for message in body["messages"])
        pairs = zip(prompt, self._last, strict=False)
        known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        read_seconds = self._wait(estimated_tokens(prompt[known:]) / PREFILL_TOKENS_A_SECOND)
        self._last = prompt
        text = answering("yes", why="a limit that nobody explains")(body).text
        pieces = [
            text[at : at + _CHARACTERS_A_TOKEN] for at in range(0, len(text), _CHARACTERS_A_TOKEN)
        ]
        base = {"model": tag, "created_at": "2026-11-23T12:00:00Z", "done": False}
        written = time.monotonic()
        for piece in pieces:
            self._wait(1 / DECODE_TOKENS_A_SECOND)
            chance = {"token": piece, "logprob": -0.05, "top_logprobs": []}
            message = {"role": "assistant", "content": piece}
            yield {**base, "message": message, "logprobs": [chance]}
        ended = time.monotonic()
        tokens = estimated_tokens(prompt)
        self._tell(tokens, len(pieces), ended - began)
        yield {
            **base,
            "message": {"role": "assistant", "content": ""},
            "done": True,
            "done_reason": "stop",
            "total_duration": round((ended - began) * _NANOSECONDS),
            "load_duration": 1,
            "prompt_eval_count": tokens,
            "prompt_eval_duration": round(read_seconds * _NANOSECONDS),
            "eval_count": len(pieces),
            "eval_duration": round((ended - written) * _NANOSECONDS),
        }

    def _wait(self, seconds: float) -> float:
        self.patience.wait(seconds / self._speed)
        return seconds / self._speed

    def _tell(self, prompt_tokens: int, reply_tokens: int, seconds: float) -> None:
        told = {"prompt": prompt_tokens, "reply": reply_tokens, "seconds": seconds}
        print(json.dumps(told), flush=True)


def main() -> None:
    with SpokenAtSpeed(speed=float(sys.argv[1])) as server:
        print(server.host, flush=True)
        while os.read(0, 1024):
            pass


if __name__ == "__main__":
    main()
