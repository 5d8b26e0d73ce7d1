"""Who is validated: the rules alone, or a model on top of them."""

from typing import Protocol

from tinyarms_daemon.domain.accuracy import LabelledCase


class Examinee(Protocol):
    """`model` is None for the rules alone."""

    name: str
    model: str | None

    def problem(self) -> str | None:
        """Why nothing can be asked of it now, in a sentence; None where it can."""
        ...

    def finds(self, case: LabelledCase) -> bool | None:
        """Whether it finds in a case what the case is labelled for; None without an answer."""
        ...
