"""Headroom on Linux: psutil, pressure stall information, and what the kernel says of power."""

import re
from collections.abc import Mapping
from pathlib import Path

import psutil

from tinyarms_daemon.adapters.machine.psutil_probe import PsutilProbe, Sensor, unsupported
from tinyarms_daemon.domain.headroom.reading import Reading
from tinyarms_daemon.ports.clock import Clock

_HOTTEST_SOUND_CELSIUS = 150.0  # above it a sensor is broken
_NO_SENSOR = {
    "memory_pressure": "level",
    "compressor_share": "percent",
    "thermal_level": "level",
    "low_power_mode": None,
    "owner_idle": "seconds",
    "display": None,
}


def stall_percent(pressure: str) -> float | None:
    """From /proc/pressure/*: the share of the last 10 s in which some process waited."""
    found = re.search(r"^some avg10=(\d+(?:\.\d+)?)", pressure, re.MULTILINE)
    return None if found is None else float(found[1])


def lid_state(said: str) -> str | None:
    """`open` or `closed` from /proc/acpi/button/lid/*/state."""
    found = re.search(r"state:\s+(open|closed)", said)
    return None if found is None else found[1]


class LinuxProbe:
    """The HeadroomProbe port on Linux. `root` is where /proc and /sys are found."""

    def __init__(self, clock: Clock, disk: Path, root: Path = Path("/")) -> None:
        self._clock = clock
        self._psutil = PsutilProbe(clock, disk)
        self._root = root

    def read(self) -> Mapping[str, Reading]:
        at = self._clock.now()
        readings = dict(self._psutil.read())
        for name, unit in _NO_SENSOR.items():
            readings[name] = unsupported(unit, "not on Linux", at)
        for sensor in self._sensors():
            readings[sensor.name] = sensor.reading(at)
        readings.setdefault("temperature", unsupported("celsius", "psutil", at))
        readings.setdefault("memory_stall", unsupported("percent", "/proc/pressure", at))
        readings.setdefault("lid", unsupported(None, "/proc/acpi", at))
        return readings

    def _sensors(self) -> list[Sensor]:
        """Those that this machine has."""
        sensors = []
        pressure = self._root / "proc/pressure/memory"
        if pressure.exists():
            stall = Sensor(
                *("memory_stall", "percent", "/proc/pressure/memory"),
                lambda: stall_percent(pressure.read_text()),
            )
            sensors.append(stall)
        lids = sorted(self._root.glob("proc/acpi/button/lid/*/state"))
        if lids:
            sensors.append(
                Sensor("lid", None, "/proc/acpi/button/lid", lambda: lid_state(lids[0].read_text()))
            )
        if _temperature() is not None:
            source = "psutil.sensors_temperatures"
            sensors.append(Sensor("temperature", "celsius", source, _temperature))
        return sensors


def _temperature() -> float | None:
    """The hottest of all sensors."""
    if not hasattr(psutil, "sensors_temperatures"):
        return None
    try:
        by_chip = psutil.sensors_temperatures()
    except (OSError, RuntimeError, ValueError):
        return None
    all_of_them = [each.current for group in by_chip.values() for each in group]
    sound = [each for each in all_of_them if each and 0 < each < _HOTTEST_SOUND_CELSIUS]
    return round(max(sound), 1) if sound else None
