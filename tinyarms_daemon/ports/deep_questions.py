"""The questions of deep scans, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.findings.project import Candidate
from tinyarms_daemon.domain.questions.deep_budget import Judged, RankedQuestion
from tinyarms_daemon.domain.questions.question import Judgement


@dataclass(frozen=True, slots=True)
class AskTask:
    """One question whose turn it is. Somebody waits for what `is_asked`; after what `is_last` no
    other is due now."""

    unit_id: int
    job_id: int
    repository_id: int
    candidate: Candidate
    is_asked: bool = False
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class DeepScanLeft:
    """What a deep scan has still to ask, the seconds that the model is estimated to take, and when
    it is asked again where it waits."""

    job_id: int
    repository: str
    questions: int
    seconds: float
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class JudgedWorth:
    """The worth of a repository's questions that were answered, and of those that wait, with how
    many these are."""

    judged: float = 0.0
    waiting: float = 0.0
    questions_waiting: int = 0

    @property
    def percent(self) -> int | None:
        """The share that was judged, 100 for all alone; None where there was nothing to ask."""
        everything = self.judged + self.waiting
        return int(100 * self.judged / everything) if everything else None


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What a model said of the first place and one other, and how surely (None: not known)."""

    pair: str
    is_same: bool
    reason: str
    confidence: float | None = None


class DeepQuestions(Protocol):
    """Every method is one transaction, and may raise StoreUnavailable."""

    def next_question(self, at: datetime) -> AskTask | None:
        """The most worthwhile question of the most urgent job that is due, marked as running.

        A job that has used up its seconds gives its other questions back.
        """

    def record_answers(
        self, task: AskTask, answers: Sequence[PairAnswer], judgement: Judgement, at: datetime
    ) -> None:
        """Remember what was said, and end the unit; the job's last one has it conclude again."""

    def spend(self, task: AskTask, seconds: float) -> None:
        """Take a model's work that came to no answer off what the job may take."""

    def drop(self, task: AskTask, at: datetime) -> None:
        """End a unit without an answer: what it shows has changed, or no answer came."""

    def put_back(self, task: AskTask) -> None:
        """The question waits again, for somebody else wants the model now."""

    def defer(self, task: AskTask, reason: str, not_before: datetime) -> None:
        """All questions of its job wait until then."""

    def next_due_at(self) -> datetime | None:
        """When the first of the deferred questions is to be asked; None where none is deferred."""

    def left(self) -> list[DeepScanLeft]:
        """The deep scans that have questions left, also while they rest or are put off."""

    def judged_worth(self, since: datetime) -> Mapping[int, JudgedWorth]:
        """By repository, what the deep scans since then have answered, and what is left to ask."""

    def plan(self, repository_id: int) -> list[RankedQuestion]:
        """What is still to be asked of a repository, the best first."""

    def judged(self, repository_id: int) -> Judged:
        """What of a repository was asked about before, and which files changed since the first."""

    def has_waiting(self, repository_id: int) -> bool:
        """Whether a later window has anything to ask."""
