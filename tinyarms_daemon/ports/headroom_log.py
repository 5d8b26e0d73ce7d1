"""Readings of the machine over time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tinyarms_daemon.domain.headroom.reading import HeadroomSample, Reading


class HeadroomLog(Protocol):
    """Every method may raise StoreUnavailable."""

    def keep_readings(self, readings: Mapping[str, Reading], at: datetime) -> None:
        """Keep what was read at a moment."""

    def last_gap(self, since: datetime, gap: timedelta) -> tuple[datetime, datetime] | None:
        """The newest time without samples, longer than `gap`, that ended about `since` or later:
        then the machine slept, or no daemon ran. None where there is none."""

    def samples(self, at: datetime) -> Sequence[HeadroomSample]:
        """What was kept from a moment on, oldest first."""
