"""A gate that admits, and remembers what it was asked."""

from datetime import timedelta

from tinyarms_daemon.domain.admission import AdmissionDecision, AdmissionRequest, Admitted


class AdmittingGate:
    """The Gate port; `decision` may be set to another one, `stops` ends what is being answered."""

    def __init__(self) -> None:
        self.decision: AdmissionDecision = Admitted()
        self.requests: list[AdmissionRequest] = []
        self.speeds: list[float] = []
        self.stops = False
        self.stays: timedelta | None = timedelta(minutes=5)
        self.due: list[timedelta | None] = []

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """The prepared decision."""
        self.requests.append(request)
        return self.decision

    def used(self, tag: str, decode_tokens_per_second: float, context_tokens: int) -> None:
        """Remembered."""
        self.speeds.append(decode_tokens_per_second)

    def should_stop(self, request: AdmissionRequest) -> bool:
        """As prepared."""
        return self.stops

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        """As prepared; when the next is due is remembered."""
        self.due.append(next_due_in)
        return self.stays
