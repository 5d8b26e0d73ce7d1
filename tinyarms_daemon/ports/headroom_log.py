"""Readings of the machine over time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from tinyarms_daemon.domain.headroom import Reading


class HeadroomLog(Protocol):
    """Every method may raise StoreUnavailable."""

    def append(self, readings: Mapping[str, Reading], at: datetime) -> None:
        """Keep what was read at a moment."""
        ...
