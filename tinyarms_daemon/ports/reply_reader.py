"""Who reads what a model replied."""

from collections.abc import Sequence
from typing import Protocol

from tinyarms_daemon.domain.questions.question import SaidAnswer


class MalformedReply(Exception):
    """Not of the form that was asked for; the message says what is wrong, for the model to read."""


class ReplyReader(Protocol):
    """Guesses nothing out of prose."""

    def answers(self, text: str, count: int) -> Sequence[SaidAnswer]:
        """The answers to questions 1 to `count`. MalformedReply."""
