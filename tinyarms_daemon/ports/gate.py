"""Whether the machine can bear a model now."""

from datetime import timedelta
from typing import Protocol

from tinyarms_daemon.domain.admission import AdmissionDecision, AdmissionRequest


class Thermometer(Protocol):
    """What is told how fast models are."""

    def used(self, tag: str, decode_tokens_per_second: float, context_tokens: int) -> None:
        """How fast a model was, which is a thermometer that every machine has."""
        ...


class Gate(Thermometer, Protocol):
    """Never raises: what it cannot find out is a shortfall or is ignored, as configured."""

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """Asked before each load and before each unit of a long scan; keeps what it decided."""
        ...

    def should_stop(self, request: AdmissionRequest) -> bool:
        """Looked at between two tokens: whether the answer must end now."""
        ...

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        """How long a model is to stay after an answer, by when the next question for it is due
        (None: none is); None for a model that somebody else has loaded, and keeps as they like."""
        ...
