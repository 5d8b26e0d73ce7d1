"""One call of a model, as it is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallKind(StrEnum):
    """What a model was called for."""

    LOAD = "load"
    QUESTION = "question"
    SAMPLE = "sample"  # a repeated answer, for how sure the model is
    CANARY = "canary"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A call with its figures; None is not known. `dropped` verdicts had no anchor in the source.

    `estimated_tokens` were counted before sending. Hashes are of what was sent, which is not kept.
    """

    at: datetime
    kind: CallKind
    model: str
    outcome: str
    role: str | None = None
    family: str | None = None
    job_id: int | None = None
    model_digest: str | None = None
    prompt_hash: str | None = None
    schema_hash: str | None = None
    estimated_tokens: int | None = None
    prompt_tokens: int | None = None
    reply_tokens: int | None = None
    load_ms: int | None = None
    prompt_ms: int | None = None
    decode_ms: int | None = None
    queue_ms: int | None = None
    total_ms: int | None = None
    tokens_per_second: float | None = None
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTally:
    """How often calls of a model for one job ended so; `dropped` verdicts of them had no anchor in
    the source."""

    model: str
    kind: str
    outcome: str
    calls: int
    dropped: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class AskedOf:
    """This very model, in the role whose questions it is asked."""

    model: str
    digest: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryAnswer:
    """What a model said to a question whose answer is known: whether it called it a violation."""

    at: datetime
    asked: AskedOf
    is_planted: bool
    was_called: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryScore:
    """How a model did on questions whose answers are known."""

    planted: int = 0
    caught: int = 0
    clean: int = 0
    flagged: int = 0

    @property
    def answers(self) -> int:
        """How many questions it answered."""
        return self.planted + self.clean

    @property
    def mistakes(self) -> int:
        """How many of its answers were wrong."""
        return self.planted - self.caught + self.flagged

    @property
    def recall(self) -> float | None:
        """The share of planted violations that it saw; None where none was asked about."""
        return self.caught / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        """The share of what it called a violation that is one; None where it called none so."""
        called = self.caught + self.flagged
        return self.caught / called if called else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFigures:
    """Medians and 95th percentiles over recent calls of a model; None where there are none."""

    calls: int = 0
    failed: int = 0
    total_ms_median: float | None = None
    total_ms_p95: float | None = None
    load_ms_median: float | None = None
    prompt_tokens_median: float | None = None
    reply_tokens_median: float | None = None
    tokens_per_second_median: float | None = None
    dropped: int = 0
