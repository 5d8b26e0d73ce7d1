"""Headroom as psutil reads it, on every platform."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil

from tinyarms_daemon.domain.headroom.reading import BATTERY, MAINS, Reading, ReadingState
from tinyarms_daemon.ports.clock import Clock

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


class PsutilProbe:
    """The HeadroomProbe port on psutil alone: memory, load and power."""

    def __init__(self, clock: Clock, disk: Path = Path("/")) -> None:
        """`disk` lies on the disk whose free space counts."""
        self._clock = clock
        self._disk = disk

    def read(self) -> Mapping[str, Reading]:
        at = self._clock.now()
        return {sensor.name: sensor.reading(at) for sensor in self._sensors()} | _power(at)

    def _sensors(self) -> Iterator[Sensor]:
        # On newer macOS psutil 7 may raise RuntimeError ((ipc/mig) array not large enough).
        memory = "psutil.virtual_memory"
        yield Sensor("memory_available", "bytes", memory, lambda: psutil.virtual_memory().available)
        yield Sensor("memory_total", "bytes", memory, lambda: psutil.virtual_memory().total)
        yield Sensor("swap_used", "bytes", "psutil.swap_memory", lambda: psutil.swap_memory().used)
        yield Sensor("cpu_load", "per core", "psutil.getloadavg", _load)
        yield Sensor("disk_free", "bytes", "psutil.disk_usage", self._disk_free)

    def _disk_free(self) -> int:
        return psutil.disk_usage(str(self._disk)).free


def _load() -> float:
    """The processes that wanted to run in the last minute, for each core."""
    return round(psutil.getloadavg()[0] / (psutil.cpu_count() or 1), 2)


def _power(at: datetime) -> dict[str, Reading]:
    source = "psutil.sensors_battery"
    if not hasattr(psutil, "sensors_battery"):
        absent = unsupported(None, source, at)
        return {"power_source": absent, "battery_percent": absent}
    try:
        battery = psutil.sensors_battery()
    except (OSError, RuntimeError):
        unknown = reading_of(None, None, source, at)
        return {"power_source": unknown, "battery_percent": unknown}
    if battery is None:
        return {
            "power_source": reading_of(MAINS, None, source, at),
            "battery_percent": unsupported("percent", source, at),
        }
    plugged = {True: MAINS, False: BATTERY}.get(battery.power_plugged)
    return {
        "power_source": reading_of(plugged, None, source, at),
        "battery_percent": reading_of(round(battery.percent), "percent", source, at),
    }
