"""The machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """The Clock port on the system's wall clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
