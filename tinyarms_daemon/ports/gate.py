"""Whether the machine can bear a model now."""

from datetime import datetime, timedelta
from typing import Protocol

from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, AdmissionRequest


class Thermometer(Protocol):
    """What is told how long models work, and how fast they are."""

    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None:
        """A model has worked until now, to the end of its answer or not; its speed is a thermometer
        that every machine has (None: too little was written to tell)."""


class Gate(Thermometer, Protocol):
    """Never raises: what it cannot find out is a shortfall or is ignored, as configured."""

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """Asked before each load and before each unit of a long scan; keeps what it decided."""

    def should_stop(self, request: AdmissionRequest) -> bool:
        """Looked at between two tokens: whether the answer must end now."""

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        """How long a model is to stay after an answer, by when the next question for it is due
        (None: none is); None for a model that somebody else has loaded, and keeps as they like."""
