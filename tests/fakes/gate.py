"""A gate that admits, and remembers what it was asked."""

from tinyarms_daemon.domain.admission import AdmissionDecision, AdmissionRequest, Admitted


class AdmittingGate:
    """The Gate port; `decision` may be set to another one."""

    def __init__(self) -> None:
        self.decision: AdmissionDecision = Admitted()
        self.requests: list[AdmissionRequest] = []
        self.speeds: list[float] = []

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """The prepared decision."""
        self.requests.append(request)
        return self.decision

    def used(self, tag: str, decode_tokens_per_second: float, context_tokens: int) -> None:
        """Remembered."""
        self.speeds.append(decode_tokens_per_second)
