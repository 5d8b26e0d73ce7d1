"""What every Clock does, asked of the fake and the real one alike."""

from datetime import timedelta

import pytest

from tests.fakes.clock import NOON, FakeClock
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.ports.clock import Clock

CLOCKS = [SystemClock(), FakeClock()]


@pytest.mark.parametrize("clock", CLOCKS, ids=["system", "fake"])
def test_the_time_is_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("clock", CLOCKS, ids=["system", "fake"])
def test_time_does_not_go_back(clock: Clock) -> None:
    moments = [clock.now() for _ in range(100)]

    assert moments == sorted(moments)


def test_the_fake_clock_moves_when_it_is_told() -> None:
    clock = FakeClock()

    clock.advance(90)

    assert clock.now() == NOON + timedelta(seconds=90)
