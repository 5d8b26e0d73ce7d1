"""Reading what a model replied."""

from collections.abc import Callable, Sequence

from tinyarms_daemon.domain.questions.question import SaidAnswer


class MalformedReply(Exception):
    """Not of the form that was asked for; the message says what is wrong, for the model to read."""


ReadAnswers = Callable[[str, int], Sequence[SaidAnswer]]
"""The answers to questions 1 to so many in a text. Guesses nothing out of prose: MalformedReply."""
