"""What is remembered of models: their calls, their verdicts, and how far they were right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tinyarms_daemon.domain.models.call import (
    AskedOf,
    CallFigures,
    CallTally,
    CanaryAnswer,
    CanaryScore,
    ModelCall,
)
from tinyarms_daemon.domain.questions.question import Verdict
from tinyarms_daemon.domain.questions.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What models cost since a moment, and what came of it. A finding of a model counts as accepted
    once it was fixed."""

    calls: int
    model_seconds: float
    prompt_tokens: int
    reply_tokens: int
    findings: int
    accepted: int
    dismissed: int


class CallBook(Protocol):
    """Every method may raise StoreUnavailable."""

    def record_call(self, call: ModelCall) -> None:
        """Keep a call."""


class ModelBook(CallBook, Protocol):
    """Every method may raise StoreUnavailable."""

    def remembered(self, key: str, model_digest: str) -> Sequence[Verdict] | None:
        """The verdicts of a question that this very model was asked before; None where it was
        not. Empty means that its answer had no anchor in the source."""

    def remember(
        self, key: str, model: str, model_digest: str, verdicts: Sequence[Verdict], at: datetime
    ) -> None:
        """Keep the verdicts of a question."""

    def last_digest(self, tag: str) -> str | None:
        """The digest under which a tag was last asked; None where it never was."""

    def record_canary(self, canary: CanaryAnswer) -> None:
        """Keep the answer to a question whose answer is known."""

    def canary_score(self, model: str, latest: int) -> CanaryScore:
        """How a model did on its latest canaries, whatever its digest and its role were."""

    def round_score(self, asked: AskedOf, latest: int) -> CanaryScore:
        """How this very model did on its latest canaries of a role."""

    def last_canary_at(self, asked: AskedOf) -> datetime | None:
        """When this very model last answered a canary of a role."""

    def first_asked_at(self, asked: AskedOf) -> datetime | None:
        """When this very model was first asked anything in a role, as far as that is kept."""

    def withdraw(self, asked: AskedOf, since: datetime | None, at: datetime) -> int:
        """Forget what a model answered in a role since a moment (None: all), and take back the
        findings that rest on its word alone and were opened since; how many findings."""

    def trust(self, model: str) -> Mapping[str, Trust]:
        """By rule, what people did with the findings of a model."""

    def figures(self, model: str, latest: int) -> CallFigures:
        """Medians and percentiles over the latest calls."""

    def tallies(self, job_id: int) -> Sequence[CallTally]:
        """How the calls for a job ended, as far as they are kept, those of a model together."""

    def receipt(self, since: datetime) -> Receipt:
        """The sums from a moment on."""

    def prune(self, at: datetime, keep: timedelta) -> None:
        """Forget calls and canaries older than `keep`."""
