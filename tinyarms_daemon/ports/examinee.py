"""Who is validated: the rules alone, a model on top of them, or a model alone."""

from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.measuring.accuracy import LabelledCase
from tinyarms_daemon.domain.measuring.validation import Examined


@dataclass(frozen=True, slots=True)
class Examination:
    """Whether that was found in a case which it is labelled for, None without an answer; and the
    number of questions that a model was asked."""

    found: bool | None
    questions: int = 0


class Examinee(Protocol):
    """The rules, a model, or both."""

    @property
    def who(self) -> Examined:
        """What it is called, how it judges and by which model; without any results."""

    def problem(self) -> str | None:
        """Why nothing can be asked of it now, in a sentence; None where it can."""

    def begin(self) -> None:
        """Get ready, so that no case pays for it. RuntimeTrouble."""

    def examine(self, case: LabelledCase) -> Examination:
        """What it says of a case. RuntimeTrouble where it can no longer be asked."""

    def end(self) -> None:
        """Give back what `begin` took."""
