"""Whether the machine can bear a model now."""

from typing import Protocol

from tinyarms_daemon.domain.admission import AdmissionDecision, AdmissionRequest


class Gate(Protocol):
    """Never raises: what it cannot find out is a shortfall or is ignored, as configured."""

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """Asked before each load and before each unit of a long scan; keeps what it decided."""
        ...

    def used(self, tag: str, decode_tokens_per_second: float, context_tokens: int) -> None:
        """How fast a model was, which is a thermometer that every machine has."""
        ...
