"""Candidates that wait for a model's judgement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.questions.question import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCandidate:
    """A candidate; `observation` has its question and the lines of its definition."""

    id: int
    observation: Observation
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTask:
    """Candidates of one rule in one file, to be asked about together."""

    job_id: int
    repository_id: int
    path: str
    rule: str
    content_hash: str
    is_urgent: bool
    candidates: tuple[WaitingCandidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a model made of a candidate; without a verdict its answer had no anchor. `told` replaces
    what was seen, where the model said more than yes."""

    candidate_id: int
    verdict: Verdict | None
    told: Observation | None = None


class QuestionQueue(Protocol):
    """Every method is one transaction, and may raise StoreUnavailable."""

    def has_waiting(self) -> bool:
        """Whether anything waits."""

    def next_due_at(self) -> datetime | None:
        """When what is deferred is to be asked again; None where nothing is."""

    def next_task(
        self, most: int, *, passed_over: Collection[int], muted: Collection[str]
    ) -> QuestionTask | None:
        """The most urgent candidates, at most so many, all of one rule and one file. Candidates
        that were `passed_over`, and those of `muted` rules that come from saves, are left."""

    def is_wanted(self, task: QuestionTask) -> bool:
        """Whether all its candidates still wait: a newer save replaces them."""

    def has_urgent(self, muted: Collection[str]) -> bool:
        """Whether candidates of a save wait."""

    def make_ready(self) -> None:
        """Nothing is deferred any more."""

    def record(
        self, task: QuestionTask, decided: Sequence[Decided], model: str, at: datetime
    ) -> None:
        """Write what was decided: findings that open, stay or are taken back. Candidates that wait
        no longer are left out."""

    def put_last(self, task: QuestionTask) -> None:
        """Its candidates are asked after the others of their urgency from now on."""

    def give_up(self, task: QuestionTask, max_attempts: int, at: datetime) -> None:
        """Count a failed attempt; candidates out of attempts no longer wait."""

    def release(self, repository_id: int) -> None:
        """Candidates of muted rules may be asked about now, with the weekly scan."""
