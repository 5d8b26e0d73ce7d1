"""What the machine has to spare, as read at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReadingState(StrEnum):
    """Whether a value was read; a platform that has no such sensor is `unsupported`."""

    OK = "ok"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class HeadroomSample:
    """The values that were kept of one moment, by name; None means not known."""

    at: datetime
    values: Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value with its source. None means not known, never zero."""

    value: float | int | str | None
    unit: str | None
    source: str
    taken_at: datetime
    state: ReadingState
