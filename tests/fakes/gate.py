"""A gate that admits, and remembers what it was asked."""

from datetime import datetime, timedelta

from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, AdmissionRequest, Admitted


class AdmittingGate:
    """The Gate port; `decision` may be set to another one, `stops` ends what is being answered, and
    from then on `decision_after_stop` counts, where there is one."""

    def __init__(self) -> None:
        self.decision: AdmissionDecision = Admitted()
        self.requests: list[AdmissionRequest] = []
        self.speeds: list[float] = []
        self.uses: list[tuple[str, datetime]] = []
        self.stops = False
        self.decision_after_stop: AdmissionDecision | None = None
        self.stays: timedelta | None = timedelta(minutes=5)
        self.due: list[timedelta | None] = []

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """The prepared decision."""
        self.requests.append(request)
        return self.decision

    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None:
        """Remembered."""
        self.uses.append((tag, began_at))
        if decode_tokens_per_second is not None:
            self.speeds.append(decode_tokens_per_second)

    def should_stop(self, request: AdmissionRequest) -> bool:
        """As prepared."""
        if self.stops and self.decision_after_stop is not None:
            self.decision = self.decision_after_stop
        return self.stops

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        """As prepared; when the next is due is remembered."""
        self.due.append(next_due_in)
        return self.stays
