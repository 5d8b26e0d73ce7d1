"""The machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """The Clock port on the system's wall clock."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        return datetime.now(UTC)
