"""Who answers questions about code."""

from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.questions.question import Judgement, Question
from tinyarms_daemon.ports.model_runtime import ShouldStop, never


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """For what questions are asked, and whether somebody waits or more are to come.

    A second opinion bypasses what is remembered, and is drawn instead of being the likeliest; its
    question shows the places in another order. Where it `is_urgent` the model is not controlled
    meanwhile; somebody waits for what `is_asked`; the model need not stay after what `is_last`.
    `should_stop` is looked at between two tokens.
    """

    job_id: int | None = None
    second_opinion: bool = False
    is_urgent: bool = False
    is_asked: bool = False
    is_last: bool = True
    should_stop: ShouldStop = never


BY_ITSELF = Occasion()
"""That of one question for nobody's scan."""


class Judge(Protocol):
    """Remembers its verdicts, records every call, and asks the gate before each load.

    Never raises for a runtime that is absent or an answer that is none: the outcome says so.
    """

    def judge(self, question: Question, *, role: str, occasion: Occasion = BY_ITSELF) -> Judgement:
        """Ask the model of a role (`fast`, `deep`)."""
