"""Headroom on macOS, without root: the system library at every look, programs at a slower pace."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from tinyarms_daemon.adapters import macos_text
from tinyarms_daemon.adapters.macos_library import MacLibrary
from tinyarms_daemon.adapters.psutil_probe import PsutilProbe
from tinyarms_daemon.adapters.reading import Sensor, unsupported
from tinyarms_daemon.domain.headroom import Reading, ReadingState
from tinyarms_daemon.ports.clock import Clock

_LONGEST_SECONDS = 5.0
_PMSET, _IOREG = "/usr/bin/pmset", "/usr/sbin/ioreg"
_VM_STAT, _NOTIFYUTIL = "/usr/bin/vm_stat", "/usr/bin/notifyutil"
_THERMAL_KEY = "com.apple.system.thermalpressurelevel"
_NO_SENSOR = {"memory_stall": "percent", "temperature": "celsius"}

Run = Callable[[list[str]], str]


def run_program(command: list[str]) -> str:
    """What a program prints; OSError where it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error
    return done.stdout.decode("utf-8", "replace")


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
        run: Run = run_program,
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
        self._read_slowly(readings)
        for sensor in self._quick_sensors():
            fresh = sensor.reading(at)
            if fresh.state is ReadingState.OK or sensor.name not in self._slow:
                readings[sensor.name] = fresh
        return readings

    def _quick_sensors(self) -> list[Sensor]:
        library = self._library
        if library is None:
            return []
        source = "libSystem notify"
        pressure = "kern.memorystatus_vm_pressure_level"
        return [
            Sensor("thermal_level", "level", source, library.thermal_level),
            Sensor("memory_pressure", "level", pressure, lambda: library.number(pressure)),
            Sensor("owner_idle", "seconds", "CoreGraphics", library.idle_seconds),
            Sensor("display", None, "CoreGraphics", lambda: _display(library.display_asleep())),
        ]

    def _read_slowly(self, readings: dict[str, Reading]) -> None:
        """Programs run at most once in the slow interval; between, their last word counts."""
        at = self._clock.now()
        read_at = min((each.taken_at for each in self._slow.values()), default=None)
        if read_at is None or not timedelta(0) <= at - read_at < self._slow_interval:
            self._slow = {each.name: each.reading(at) for each in self._slow_sensors()}
        for name, reading in self._slow.items():
            held = readings.get(name)
            if held is None or held.state is not ReadingState.OK:
                readings[name] = reading

    def _slow_sensors(self) -> list[Sensor]:
        sensors = [
            Sensor("power_source", None, "pmset -g batt", self._power_source),
            Sensor("battery_percent", "percent", "pmset -g batt", self._battery_percent),
            Sensor("low_power_mode", None, "pmset -g", self._low_power_mode),
            Sensor("owner_idle", "seconds", "ioreg IOHIDSystem", self._idle_seconds),
            Sensor("lid", None, "ioreg AppleClamshellState", self._lid),
            Sensor("gpu_busy", "percent", "ioreg IOAccelerator", self._gpu_busy),
            Sensor("compressor_share", "percent", "vm_stat", self._compressor_share),
            # psutil 7 fails at memory on some newer systems.
            Sensor("memory_available", "bytes", "vm_stat", self._available),
        ]
        if self._library is None:
            sensors.append(Sensor("thermal_level", "level", "notifyutil", self._thermal_level))
        return sensors

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
        total = self._library.number("hw.memsize") if self._library is not None else None
        return None if not total else macos_text.compressor_share(self._run([_VM_STAT]), total)

    def _available(self) -> int | None:
        return macos_text.available_bytes(self._run([_VM_STAT]))

    def _thermal_level(self) -> int | None:
        return macos_text.thermal_level(self._run([_NOTIFYUTIL, "-g", _THERMAL_KEY]))


def _display(asleep: bool | None) -> str | None:
    return None if asleep is None else "off" if asleep else "on"
