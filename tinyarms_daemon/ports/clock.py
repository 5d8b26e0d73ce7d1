"""The time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only way the core learns the time."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
