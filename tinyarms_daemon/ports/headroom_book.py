"""What the gate learns and decides; it survives the process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.headroom.admission import AdmissionDecision
from tinyarms_daemon.domain.headroom.pace import Pace
from tinyarms_daemon.domain.headroom.reading import Readings
from tinyarms_daemon.domain.headroom.trend import SpeedRun


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """One decision with everything it was made from."""

    at: datetime
    tag: str
    role: str
    context_tokens: int
    job_id: int | None
    decision: AdmissionDecision
    predicted_bytes: int | None
    readings: Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class FootprintRecord:
    """What a load took, beside the prediction that it was admitted by; bytes."""

    at: datetime
    tag: str
    context_tokens: int
    predicted_bytes: int
    measured_bytes: int


class HeadroomBook(Protocol):
    """Every method may raise StoreUnavailable."""

    def keep_decision(self, record: DecisionRecord) -> None:
        """Write a decision down."""

    def decisions(self, job_id: int, most: int) -> list[DecisionRecord]:
        """The newest decisions about a job, the oldest of them first."""

    def keep_footprint(self, record: FootprintRecord) -> None:
        """Write down what a load really took."""

    def footprints(self, tag: str, context_tokens: int, most: int) -> Sequence[FootprintRecord]:
        """The newest measurements of a model with a context, the newest last."""

    def keep_speed(self, tag: str, context_tokens: int, run: SpeedRun) -> None:
        """Write down how fast an answer was."""

    def speeds(self, tag: str, context_tokens: int, most: int) -> Sequence[SpeedRun]:
        """The newest answers of a model with a context, the newest last."""

    def pace(self) -> Pace | None:
        """The bursts and rests that were learned; None before anything was."""

    def keep_pace(self, pace: Pace) -> None:
        """Remember what was learned."""
