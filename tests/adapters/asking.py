"""Requests to a model, with what a test says of them."""

from typing import Any

from tests.fakes.ollama_server import QUICK_TAG
from tinyarms_daemon.domain.models.model import ModelRequest

SCHEMA = {
    "type": "object",
    "properties": {"answer": {"enum": ["yes", "no", "unsure"]}},
    "required": ["answer"],
    "additionalProperties": False,
}


def request(**said: Any) -> ModelRequest:
    """A small question."""
    values: dict[str, Any] = {
        "tag": QUICK_TAG,
        "system": "Answer in JSON.",
        "user": "Is 42 explained?",
        "schema": SCHEMA,
        "context_tokens": 4096,
        "most_reply_tokens": 100,
        "keep_alive_seconds": 300,
        "timeout_seconds": 10.0,
    }
    return ModelRequest(**(values | said))
