"""Headroom as psutil reads it, on every platform."""

from collections.abc import Mapping
from pathlib import Path

import psutil

from tinyarms_daemon.domain.headroom import Reading, ReadingState
from tinyarms_daemon.ports.clock import Clock


class PsutilProbe:
    """The HeadroomProbe port on psutil alone: memory, load and power."""

    def __init__(self, clock: Clock, disk: Path = Path("/")) -> None:
        """`disk` lies on the disk whose free space counts."""
        self._clock = clock
        self._disk = disk

    def read(self) -> Mapping[str, Reading]:
        """Every reading by name."""
        return {
            "memory_available": self._memory("available"),
            "memory_total": self._memory("total"),
            "swap_used": self._swap(),
            "cpu_load": self._load(),
            "disk_free": self._disk_free(),
            **self._power(),
        }

    def _memory(self, field: str) -> Reading:
        # On newer macOS psutil 7 may raise RuntimeError ((ipc/mig) array not large enough).
        try:
            value = getattr(psutil.virtual_memory(), field)
        except (OSError, RuntimeError):
            return self._unknown("bytes", "psutil.virtual_memory")
        return self._known(value, "bytes", "psutil.virtual_memory")

    def _swap(self) -> Reading:
        try:
            used = psutil.swap_memory().used
        except (OSError, RuntimeError):
            return self._unknown("bytes", "psutil.swap_memory")
        return self._known(used, "bytes", "psutil.swap_memory")

    def _load(self) -> Reading:
        try:
            one_minute = psutil.getloadavg()[0] / (psutil.cpu_count() or 1)
        except (OSError, RuntimeError):
            return self._unknown("per core", "psutil.getloadavg")
        return self._known(round(one_minute, 2), "per core", "psutil.getloadavg")

    def _disk_free(self) -> Reading:
        try:
            free = psutil.disk_usage(str(self._disk)).free
        except (OSError, RuntimeError):
            return self._unknown("bytes", "psutil.disk_usage")
        return self._known(free, "bytes", "psutil.disk_usage")

    def _power(self) -> dict[str, Reading]:
        source = "psutil.sensors_battery"
        if not hasattr(psutil, "sensors_battery"):
            absent = self._reading(None, None, source, ReadingState.UNSUPPORTED)
            return {"power_source": absent, "battery_percent": absent}
        try:
            battery = psutil.sensors_battery()
        except (OSError, RuntimeError):
            unknown = self._unknown(None, source)
            return {"power_source": unknown, "battery_percent": unknown}
        if battery is None:
            absent = self._reading(None, "percent", source, ReadingState.UNSUPPORTED)
            return {"power_source": self._known("mains", None, source), "battery_percent": absent}
        plugged = {True: "mains", False: "battery"}.get(battery.power_plugged)
        return {
            "power_source": self._known(plugged, None, source)
            if plugged
            else self._unknown(None, source),
            "battery_percent": self._known(round(battery.percent), "percent", source),
        }

    def _known(self, value: float | str, unit: str | None, source: str) -> Reading:
        return self._reading(value, unit, source, ReadingState.OK)

    def _unknown(self, unit: str | None, source: str) -> Reading:
        return self._reading(None, unit, source, ReadingState.UNKNOWN)

    def _reading(
        self, value: float | str | None, unit: str | None, source: str, state: ReadingState
    ) -> Reading:
        return Reading(
            value=value, unit=unit, source=source, taken_at=self._clock.now(), state=state
        )
