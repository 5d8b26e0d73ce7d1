"""Headroom on macOS, by captured output of real machines and a library in a test's hand."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fakes.clock import FakeClock
from tinyarms_daemon.adapters.machine.macos_probe import MacProbe, printed_by
from tinyarms_daemon.domain.headroom.reading import ReadingState

CAPTURES = Path(__file__).parents[2] / "captures"
_BATTERY = "pmset-batt-discharging"
_PRINTED = {
    "pmset -g batt": _BATTERY,
    "pmset -g": "pmset-g-m1-ac-or-batt",
    "ioreg IOHIDSystem": "ioreg-hididle",
    "ioreg AppleClamshellState": "ioreg-clamshell-open-abbrev",
    "ioreg IOAccelerator": "ioreg-ioaccelerator-perfstats-abbrev",
    "vm_stat": "vm_stat-16gb",
    "notifyutil": "notifyutil-thermalpressure-moderate-m4air",
}
_NUMBERS = {"hw.memsize": 16 * 1024**3, "kern.memorystatus_vm_pressure_level": 2}


class Programs:
    """What a Mac's programs print; `failing` do not."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.failing: set[str] = set()

    def __call__(self, command: list[str]) -> str:
        program = Path(command[0]).name
        self.ran.append(program)
        if program in self.failing:
            raise OSError(f"{program} is not there")
        if program == "sysctl":
            return f"{command[1]}: {_NUMBERS[command[1]]}\n"
        asked = [word for word in command[1:] if word.startswith(("-g", "batt", "IO", "Apple"))]
        asked = [] if program in ("vm_stat", "notifyutil") else asked
        name = _PRINTED[" ".join([program, *asked])]
        return (CAPTURES / f"{name}.txt").read_text(encoding="utf-8")


class Library:
    """The system library in a test's hand."""

    def __init__(self) -> None:
        self.level: int | None = 0

    def thermal_level(self) -> int | None:
        return self.level

    def number(self, name: str) -> int | None:
        return {"kern.memorystatus_vm_pressure_level": 1}.get(name)

    def idle_seconds(self) -> float | None:
        return 7.5

    def display_asleep(self) -> bool | None:
        return False


@pytest.fixture(autouse=True)
def _no_battery_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise RuntimeError("(ipc/mig) array not large enough")

    monkeypatch.setattr(psutil, "sensors_battery", fail, raising=False)


def probe(
    programs: Programs, library: Library | None = None, clock: FakeClock | None = None
) -> MacProbe:
    return MacProbe(
        clock or FakeClock(),
        Path("/"),
        slow_interval=timedelta(seconds=30),
        library=library,  # type: ignore[arg-type]
        run=programs,
    )


def test_every_reading_has_its_value_and_source() -> None:
    readings = probe(Programs(), Library()).read()

    values = {name: (each.value, each.source) for name, each in readings.items()}
    assert values["power_source"] == ("battery", "pmset -g batt")
    assert values["battery_percent"] == (78, "pmset -g batt")
    assert values["low_power_mode"] == ("off", "pmset -g")
    assert values["lid"] == ("open", "ioreg AppleClamshellState")
    assert values["gpu_busy"] == (16, "ioreg IOAccelerator")
    assert values["compressor_share"] == (18, "vm_stat")
    assert values["thermal_level"] == (0, "libSystem notify")
    assert values["memory_pressure"][0] == 1
    assert values["owner_idle"] == (7.5, "CoreGraphics")
    assert values["display"][0] == "on"
    assert readings["memory_stall"].state is ReadingState.UNSUPPORTED


def test_without_the_library_programs_tell_the_same() -> None:
    readings = probe(Programs()).read()

    assert (readings["thermal_level"].value, readings["thermal_level"].source) == (1, "notifyutil")
    assert readings["memory_pressure"].value == 2
    assert readings["owner_idle"].value == pytest.approx(3254.3, abs=0.1)
    assert readings["compressor_share"].value == 18


def test_what_is_known_without_a_program_starts_none() -> None:
    programs = Programs()

    probe(programs, Library()).read()

    assert "notifyutil" not in programs.ran
    assert programs.ran.count("ioreg") == 2  # the lid, and the graphics processor
    assert programs.ran.count("sysctl") == 1  # how much memory there is


def test_programs_run_once_in_their_interval_and_their_word_is_as_old_as_it_says() -> None:
    programs, clock = Programs(), FakeClock()
    mac = probe(programs, Library(), clock)
    mac.read()
    before = len(programs.ran)

    clock.advance(29)
    readings = mac.read()

    assert len(programs.ran) == before
    assert clock.now() - readings["lid"].taken_at == timedelta(seconds=29)
    assert readings["thermal_level"].taken_at == clock.now()
    clock.advance(2)
    assert mac.read()["lid"].taken_at == clock.now()


def test_a_program_that_fails_leaves_its_reading_unknown_and_the_others_alone() -> None:
    programs = Programs()
    programs.failing = {"pmset", "vm_stat"}

    readings = probe(programs, Library()).read()

    unknown = {name for name, each in readings.items() if each.state is ReadingState.UNKNOWN}
    assert unknown == {"power_source", "battery_percent", "low_power_mode", "compressor_share"}
    assert all(readings[name].value is None for name in unknown)


def test_a_sensor_that_stops_answering_is_unknown_and_never_zero() -> None:
    library = Library()
    library.level = None
    programs = Programs()
    programs.failing = {"notifyutil"}

    level = probe(programs, library).read()["thermal_level"]

    assert (level.value, level.state) == (None, ReadingState.UNKNOWN)


def test_where_the_key_does_not_answer_the_program_is_asked() -> None:
    library = Library()
    library.level = None

    assert probe(Programs(), library).read()["thermal_level"].value == 1


@pytest.mark.parametrize("command", [["/nowhere/at/all"], ["/bin/sh", "-c", "exit 3"]])
def test_a_program_that_is_not_there_or_fails_is_an_error_of_the_system(command: list[str]) -> None:
    with pytest.raises(OSError):
        printed_by(command)
