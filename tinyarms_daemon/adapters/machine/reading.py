"""Readings as probes make them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Sensor:
    """One reading's name, unit and source; `read` answers None or raises OSError, RuntimeError or
    ValueError where it cannot."""

    name: str
    unit: str | None
    source: str
    read: Callable[[], Value | None]

    def reading(self, at: datetime) -> Reading:
        """Read now; what fails is unknown."""
        try:
            value = self.read()
        except (OSError, RuntimeError, ValueError):
            value = None
        return reading_of(value, self.unit, self.source, at)


def reading_of(value: Value | None, unit: str | None, source: str, at: datetime) -> Reading:
    """What was read; None is unknown."""
    state = ReadingState.UNKNOWN if value is None else ReadingState.OK
    return Reading(value=value, unit=unit, source=source, taken_at=at, state=state)


def unsupported(unit: str | None, source: str, at: datetime) -> Reading:
    """What this platform has no sensor for."""
    return Reading(
        value=None, unit=unit, source=source, taken_at=at, state=ReadingState.UNSUPPORTED
    )
