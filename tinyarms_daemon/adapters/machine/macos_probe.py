"""Headroom on macOS, without root: the system library at every look, programs at a slower pace."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tinyarms_daemon.adapters.machine import macos_text
from tinyarms_daemon.adapters.machine.macos_library import MacLibrary
from tinyarms_daemon.adapters.machine.psutil_probe import PsutilProbe, Sensor, Value, unsupported
from tinyarms_daemon.adapters.machine.system_program import run_program
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState
from tinyarms_daemon.ports.clock import Clock

_LONGEST_SECONDS = 5.0
_PMSET, _IOREG = "/usr/bin/pmset", "/usr/sbin/ioreg"
_VM_STAT, _NOTIFYUTIL = "/usr/bin/vm_stat", "/usr/bin/notifyutil"
_SYSCTL = "/usr/sbin/sysctl"
_PRESSURE = "kern.memorystatus_vm_pressure_level"
_NO_SENSOR = {"memory_stall": "percent", "temperature": "celsius"}

Run = Callable[[list[str]], str]


def printed_by(command: list[str]) -> str:
    """What a program prints; OSError where it fails or takes too long."""
    said = run_program(command, _LONGEST_SECONDS)
    if said.status != 0:
        raise OSError(said.err)
    return said.out


class MacProbe:
    """The HeadroomProbe port on macOS.

    `library` is None where ctypes cannot load it: then programs tell the same more slowly.
    """

    def __init__(
        self,
        clock: Clock,
        disk: Path,
        *,
        slow_interval: timedelta,
        library: MacLibrary | None,
        run: Run = printed_by,
    ) -> None:
        self._clock = clock
        self._psutil = PsutilProbe(clock, disk)
        self._slow_interval = slow_interval
        self._library = library
        self._run = run
        self._slow: dict[str, Reading] = {}

    def read(self) -> Mapping[str, Reading]:
        """Every reading by name; those of programs are as old as they say."""
        at = self._clock.now()
        readings = dict(self._psutil.read())
        for name, unit in _NO_SENSOR.items():
            readings[name] = unsupported(unit, "not on macOS", at)
        readings |= {sensor.name: sensor.reading(at) for sensor in self._quick_sensors()}
        known = {name for name, each in readings.items() if each.state is ReadingState.OK}
        readings |= self._read_slowly(known, at)
        return readings

    def _quick_sensors(self) -> list[Sensor]:
        library = self._library
        if library is None:
            return []
        source = "libSystem notify"
        return [
            Sensor("thermal_level", "level", source, library.thermal_level),
            Sensor("memory_pressure", "level", _PRESSURE, lambda: library.number(_PRESSURE)),
            Sensor("owner_idle", "seconds", "CoreGraphics", library.idle_seconds),
            Sensor("display", None, "CoreGraphics", lambda: _display(library.display_asleep())),
        ]

    def _read_slowly(self, known: Collection[str], at: datetime) -> Mapping[str, Reading]:
        """What is not known yet, by programs, which run at most once in the slow interval; between,
        their last word counts."""
        read_at = min((each.taken_at for each in self._slow.values()), default=None)
        if read_at is None or not timedelta(0) <= at - read_at < self._slow_interval:
            sensors = [each for each in self._slow_sensors() if each.name not in known]
            self._slow = {each.name: each.reading(at) for each in sensors}
        return {name: each for name, each in self._slow.items() if name not in known}

    def _slow_sensors(self) -> list[Sensor]:
        def sensor(
            name: str, unit: str | None, source: str, read: Callable[[str], Value | None], *run: str
        ) -> Sensor:
            return Sensor(name, unit, source, lambda: read(self._run(list(run))))

        battery, registry = (_PMSET, "-g", "batt"), (_IOREG, "-r")
        return [
            sensor("power_source", None, "pmset -g batt", macos_text.power_source, *battery),
            sensor(
                "battery_percent", "percent", "pmset -g batt", macos_text.battery_percent, *battery
            ),
            sensor("low_power_mode", None, "pmset -g", macos_text.low_power_mode, _PMSET, "-g"),
            sensor(
                *("owner_idle", "seconds", "ioreg IOHIDSystem", macos_text.idle_seconds),
                *(*registry, "-c", "IOHIDSystem", "-d", "1"),
            ),
            sensor(
                *("lid", None, "ioreg AppleClamshellState", macos_text.lid),
                *(*registry, "-k", "AppleClamshellState", "-d", "4"),
            ),
            sensor(
                *("gpu_busy", "percent", "ioreg IOAccelerator", macos_text.gpu_busy_percent),
                *(*registry, "-d", "1", "-w", "0", "-c", "IOAccelerator"),
            ),
            Sensor("compressor_share", "percent", "vm_stat", self._compressor_share),
            # psutil 7 fails at memory on some newer systems.
            sensor("memory_available", "bytes", "vm_stat", macos_text.available_bytes, _VM_STAT),
            Sensor("memory_pressure", "level", "sysctl", lambda: self._sysctl(_PRESSURE)),
            sensor(
                *("thermal_level", "level", "notifyutil", macos_text.thermal_level),
                *(_NOTIFYUTIL, "-g", macos_text.THERMAL_KEY),
            ),
        ]

    def _compressor_share(self) -> int | None:
        total = self._sysctl("hw.memsize")
        return None if not total else macos_text.compressor_share(self._run([_VM_STAT]), total)

    def _sysctl(self, name: str) -> int | None:
        return macos_text.numbers(self._run([_SYSCTL, name])).get(name)


def _display(asleep: bool | None) -> str | None:
    return None if asleep is None else "off" if asleep else "on"
