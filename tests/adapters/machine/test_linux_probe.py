"""Headroom on Linux, by files as kernels write them."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from tests.fakes.clock import FakeClock
from tinyarms_daemon.adapters.machine.linux_probe import LinuxProbe, lid_state, stall_percent
from tinyarms_daemon.domain.headroom.reading import ReadingState

PRESSURE = (
    "some avg10=12.50 avg60=3.00 avg300=1.00 total=1000\n"
    "full avg10=4.00 avg60=1.00 avg300=0.50 total=500\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine that tells of pressure and has a lid."""
    for name, text in (
        ("proc/pressure/memory", PRESSURE),
        ("proc/acpi/button/lid/LID0/state", "state:      closed\n"),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
    return tmp_path


def heat(monkeypatch: pytest.MonkeyPatch, *celsius: float | None) -> None:
    """Sensors that read so."""
    chips = {"chip": [SimpleNamespace(current=each) for each in celsius]}
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: chips, raising=False)


def test_pressure_lid_and_the_hottest_sensor_are_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heat(monkeypatch, 41.0, 63.44, 0.0, 255.0, None)

    readings = LinuxProbe(FakeClock(), Path("/"), root).read()

    assert (readings["memory_stall"].value, readings["memory_stall"].unit) == (12.5, "percent")
    assert readings["lid"].value == "closed"
    assert readings["temperature"].value == 63.4


def test_what_the_machine_has_no_sensor_for_is_unsupported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(psutil, "sensors_temperatures", raising=False)

    readings = LinuxProbe(FakeClock(), Path("/"), tmp_path).read()

    for name in ("memory_stall", "lid", "temperature", "thermal_level", "owner_idle"):
        assert (readings[name].value, readings[name].state) == (None, ReadingState.UNSUPPORTED)


def test_a_file_that_says_something_else_is_unknown(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heat(monkeypatch)
    (root / "proc/pressure/memory").write_text("nothing of the kind\n")

    stall = LinuxProbe(FakeClock(), Path("/"), root).read()["memory_stall"]

    assert (stall.value, stall.state) == (None, ReadingState.UNKNOWN)


def test_sensors_that_fail_are_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no")

    monkeypatch.setattr(psutil, "sensors_temperatures", fail, raising=False)

    reading = LinuxProbe(FakeClock(), Path("/"), root).read()["temperature"]

    assert reading.value is None


@pytest.mark.parametrize(
    ("said", "percent"), [(PRESSURE, 12.5), ("some avg10=0 avg60=0", 0.0), ("", None)]
)
def test_the_share_of_the_last_ten_seconds_is_read(said: str, percent: float | None) -> None:
    assert stall_percent(said) == percent


@pytest.mark.parametrize(
    ("said", "state"), [("state:      open\n", "open"), ("state: closed", "closed"), ("", None)]
)
def test_a_lid_is_open_or_closed(said: str, state: str | None) -> None:
    assert lid_state(said) == state
