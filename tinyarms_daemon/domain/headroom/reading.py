"""What the machine has to spare, as read at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


class Resource(StrEnum):
    """The names of readings that limits may be set for."""

    MEMORY_AVAILABLE = "memory_available"
    MEMORY_PRESSURE = "memory_pressure"  # the kernel's level: 1 normal, 2 warning, 4 critical
    MEMORY_STALL = "memory_stall"  # per cent of time that some process waited for memory
    COMPRESSOR_SHARE = "compressor_share"
    SWAP_USED = "swap_used"
    THERMAL_LEVEL = "thermal_level"  # 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping
    TEMPERATURE = "temperature"
    CPU_LOAD = "cpu_load"
    POWER_SOURCE = "power_source"
    BATTERY_PERCENT = "battery_percent"
    LOW_POWER_MODE = "low_power_mode"
    OWNER_IDLE = "owner_idle"
    LID = "lid"
    DISPLAY = "display"
    DISK_FREE = "disk_free"


MAINS, BATTERY = "mains", "battery"
ON, OFF = "on", "off"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value with its source. None means not known, never zero."""

    value: float | int | str | None
    unit: str | None
    source: str
    taken_at: datetime
    state: ReadingState


Readings = Mapping[str, Reading]


def forgotten(reading: Reading) -> Reading:
    """A reading whose value no longer says anything."""
    if reading.state is not ReadingState.OK:
        return reading
    return replace(reading, value=None, state=ReadingState.UNKNOWN)


def number_of(readings: Readings, name: str) -> float | None:
    """The value of a reading that is a number; None where it is not known."""
    reading = readings.get(name)
    if reading is None or not isinstance(reading.value, int | float):
        return None
    return reading.value


def word_of(readings: Readings, name: str) -> str | None:
    """The value of a reading that is a word; None where it is not known."""
    reading = readings.get(name)
    return reading.value if reading is not None and isinstance(reading.value, str) else None


def is_unknown(readings: Readings, name: str) -> bool:
    """True where the platform has the sensor and it could not be read: unsupported is not that."""
    reading = readings.get(name)
    return reading is not None and reading.state is ReadingState.UNKNOWN
