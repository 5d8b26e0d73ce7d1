"""Who answers questions about code."""

from collections.abc import Callable
from typing import Protocol

from tinyarms_daemon.domain.questions.question import Judgement, Question


class Judge(Protocol):
    """Remembers its verdicts, records every call, and asks the gate before each load.

    Never raises for a runtime that is absent or an answer that is none: the outcome says so.
    """

    def judge(
        self,
        question: Question,
        *,
        role: str,
        job_id: int | None = None,
        second_opinion: bool = False,
        is_asked: bool = False,
        is_last: bool = True,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Judgement:
        """Ask the model of a role (`fast`, `deep`). A second opinion bypasses what is remembered
        and shuffles what is shown. Somebody waits for what `is_asked`; the model need not stay
        after what `is_last`. `should_stop` is looked at between two tokens."""
        ...
