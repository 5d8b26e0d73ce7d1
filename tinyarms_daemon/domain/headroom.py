"""What the machine has to spare, as read at a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReadingState(StrEnum):
    """Whether a value was read; a platform that has no such sensor is `unsupported`."""

    OK = "ok"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value with its source. None means not known, never zero."""

    value: float | int | str | None
    unit: str | None
    source: str
    taken_at: datetime
    state: ReadingState
