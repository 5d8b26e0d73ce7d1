"""When a server that keeps failing is left alone for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.domain.work.job import backoff


@dataclass(slots=True)
class CircuitBreaker:
    """Opens after `failures_allowed` failures in a row, for longer each time; one question after
    that time shows whether it can be closed."""

    failures_allowed: int
    first_pause: timedelta
    longest_pause: timedelta
    failures: int = 0
    open_until: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether nothing is to be asked at this moment."""
        return self.open_until is not None and at < self.open_until

    def failed(self, at: datetime) -> None:
        """Count a failure of the server as a whole; while it is left alone, nothing is learned."""
        if self.is_open(at):
            return
        self.failures += 1
        if self.failures >= self.failures_allowed:
            times = self.failures - self.failures_allowed + 1
            self.open_until = at + backoff(times, self.first_pause, self.longest_pause)

    def answered(self) -> None:
        """It works."""
        self.failures = 0
        self.open_until = None
