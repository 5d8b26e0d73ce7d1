"""What every MachineClocks does, and how this machine's own are read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.machine_clocks import FakeMachineClocks
from tinyarms_daemon.adapters.machine import machine_clocks
from tinyarms_daemon.adapters.machine.machine_clocks import SystemClocks, zone_of_now
from tinyarms_daemon.domain.work.wakefulness import what_passed
from tinyarms_daemon.ports.machine_clocks import MachineClocks

SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["macos", "linux", "other", "this machine"])
def clocks(request: pytest.FixtureRequest) -> Iterator[MachineClocks]:
    """Each in turn."""
    yield (
        SystemClocks()
        if request.param == "this machine"
        else FakeMachineClocks(system=request.param)
    )


def test_no_clock_goes_back_and_none_tells_of_sleep_while_awake(clocks: MachineClocks) -> None:
    before = clocks.read()
    now = clocks.read()

    assert now.at.utcoffset() == timedelta(0)
    assert now.awake_seconds >= before.awake_seconds
    assert what_passed(before, now).slept_seconds == 0.0
    if now.elapsed_seconds is not None:
        assert now.elapsed_seconds >= now.awake_seconds


def test_how_long_nobody_has_touched_it_is_known_or_not(clocks: MachineClocks) -> None:
    idle = clocks.idle_seconds()

    assert idle is None or idle >= 0


def test_the_zone_is_that_of_now_and_not_of_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    offsets = []
    for name in ("Europe/Berlin", "America/New_York", ":Asia/Tokyo"):
        monkeypatch.setenv("TZ", name)
        offsets.append(SUMMER.astimezone(zone_of_now()).utcoffset())

    assert offsets == [timedelta(hours=2), timedelta(hours=-4), timedelta(hours=9)]


def test_the_systems_own_zone_is_read_anew_each_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    zones = Path("/usr/share/zoneinfo")
    link = tmp_path / "localtime"
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(machine_clocks, "_LOCAL_TIME", str(link))
    offsets = []
    for name in ("Europe/Berlin", "Asia/Tokyo"):
        link.unlink(missing_ok=True)
        link.symlink_to(zones / name)
        offsets.append(SUMMER.astimezone(zone_of_now()).utcoffset())

    assert offsets == [timedelta(hours=2), timedelta(hours=9)]


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd"])
def test_a_zone_that_is_none_is_no_trouble(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)

    assert SUMMER.astimezone(zone_of_now()) == SUMMER
