"""What every HeadroomProbe does, asked of the fake and the real one alike."""

from datetime import timedelta

import psutil
import pytest

from tests.fakes.clock import NOON, FakeClock
from tests.fakes.headroom_probe import FixedProbe
from tinyarms_daemon.adapters.machine.psutil_probe import PsutilProbe
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe

FIXED = Reading(value=1, unit="bytes", source="fixed", taken_at=NOON, state=ReadingState.OK)
PROBES = [PsutilProbe(FakeClock()), FixedProbe({"memory_available": FIXED})]


@pytest.mark.parametrize("probe", PROBES, ids=["psutil", "fake"])
def test_what_is_not_known_is_none_and_never_zero(probe: HeadroomProbe) -> None:
    for reading in probe.read().values():
        assert (reading.value is not None) is (reading.state is ReadingState.OK)


@pytest.mark.parametrize("probe", PROBES, ids=["psutil", "fake"])
def test_every_reading_names_its_source_and_its_moment(probe: HeadroomProbe) -> None:
    for reading in probe.read().values():
        assert reading.source
        assert reading.taken_at.utcoffset() == timedelta(0)


def test_the_memory_of_this_machine_is_read() -> None:
    readings = PsutilProbe(FakeClock()).read()

    available, total = readings["memory_available"].value, readings["memory_total"].value
    assert isinstance(available, int)
    assert isinstance(total, int)
    assert 0 < available <= total


@pytest.mark.parametrize("failure", [OSError("no"), RuntimeError("(ipc/mig) array not large")])
def test_what_cannot_be_read_is_unknown(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object) -> None:
        raise failure

    for name in ("virtual_memory", "swap_memory", "getloadavg", "sensors_battery", "disk_usage"):
        monkeypatch.setattr(psutil, name, fail, raising=False)

    readings = PsutilProbe(FakeClock()).read()

    assert {reading.state for reading in readings.values()} == {ReadingState.UNKNOWN}
    assert {reading.value for reading in readings.values()} == {None}


def test_a_machine_without_a_battery_runs_on_mains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)

    readings = PsutilProbe(FakeClock()).read()

    assert readings["power_source"].value == "mains"
    assert readings["battery_percent"].state is ReadingState.UNSUPPORTED
