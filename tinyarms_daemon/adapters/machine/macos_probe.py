"""Headroom on macOS, without root: the system library at every look, programs at a slower pace."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tinyarms_daemon.adapters.machine import macos_text
from tinyarms_daemon.adapters.machine.macos_library import MacLibrary
from tinyarms_daemon.adapters.machine.psutil_probe import PsutilProbe
from tinyarms_daemon.adapters.machine.reading import Sensor, unsupported
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
        return [
            Sensor("power_source", None, "pmset -g batt", self._power_source),
            Sensor("battery_percent", "percent", "pmset -g batt", self._battery_percent),
            Sensor("low_power_mode", None, "pmset -g", self._low_power_mode),
            Sensor("owner_idle", "seconds", "ioreg IOHIDSystem", self._idle_seconds),
            Sensor("lid", None, "ioreg AppleClamshellState", self._lid),
            Sensor("gpu_busy", "percent", "ioreg IOAccelerator", self._gpu_busy),
            Sensor("compressor_share", "percent", "vm_stat", self._compressor_share),
            # psutil 7 fails at memory on some newer systems.
            Sensor("memory_available", "bytes", "vm_stat", self._available),
            Sensor("memory_pressure", "level", "sysctl", self._pressure),
            Sensor("thermal_level", "level", "notifyutil", self._thermal_level),
        ]

    def _power_source(self) -> str | None:
        return macos_text.power_source(self._run([_PMSET, "-g", "batt"]))

    def _battery_percent(self) -> int | None:
        return macos_text.battery_percent(self._run([_PMSET, "-g", "batt"]))

    def _low_power_mode(self) -> str | None:
        return macos_text.low_power_mode(self._run([_PMSET, "-g"]))

    def _idle_seconds(self) -> float | None:
        return macos_text.idle_seconds(self._run([_IOREG, "-r", "-c", "IOHIDSystem", "-d", "1"]))

    def _lid(self) -> str | None:
        command = [_IOREG, "-r", "-k", "AppleClamshellState", "-d", "4"]
        return macos_text.lid(self._run(command))

    def _gpu_busy(self) -> int | None:
        command = [_IOREG, "-r", "-d", "1", "-w", "0", "-c", "IOAccelerator"]
        return macos_text.gpu_busy_percent(self._run(command))

    def _compressor_share(self) -> int | None:
        total = self._sysctl("hw.memsize")
        return None if not total else macos_text.compressor_share(self._run([_VM_STAT]), total)

    def _available(self) -> int | None:
        return macos_text.available_bytes(self._run([_VM_STAT]))

    def _pressure(self) -> int | None:
        return self._sysctl(_PRESSURE)

    def _sysctl(self, name: str) -> int | None:
        return macos_text.numbers(self._run([_SYSCTL, name])).get(name)

    def _thermal_level(self) -> int | None:
        return macos_text.thermal_level(self._run([_NOTIFYUTIL, "-g", macos_text.THERMAL_KEY]))


def _display(asleep: bool | None) -> str | None:
    return None if asleep is None else "off" if asleep else "on"
