"""Sleep, dark wake and a clock that was set, on the clocks of macOS and of Linux."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.machine_clocks import FakeMachineClocks
from tinyarms_daemon.domain.work.wakefulness import Wakefulness, what_passed

SETTLE, LOOK = timedelta(seconds=90), timedelta(seconds=30)
SYSTEMS = st.sampled_from(["macos", "linux"])


@given(
    system=SYSTEMS,
    awake=st.floats(0, 1e5),
    asleep=st.one_of(st.just(0.0), st.floats(2, 1e6)),
    step=st.one_of(st.just(0.0), st.floats(3, 1e8), st.floats(-1e8, -3)),
)
def test_sleep_and_a_set_clock_are_told_apart(
    system: str, awake: float, asleep: float, step: float
) -> None:
    clocks = FakeMachineClocks(system=system)
    before = clocks.read()

    clocks.run(awake)
    clocks.sleep(asleep)
    clocks.step(step)

    passed = what_passed(before, clocks.read())
    assert passed.slept_seconds == pytest.approx(asleep, abs=1e-3)
    assert passed.step_seconds == pytest.approx(step, abs=1e-3)


def test_where_no_clock_goes_on_in_sleep_a_leap_of_the_wall_is_sleep() -> None:
    clocks = FakeMachineClocks(system="other")
    before = clocks.read()

    clocks.run(30)
    clocks.sleep(3600)

    assert what_passed(before, clocks.read()).slept_seconds == pytest.approx(3600)


def test_nothing_is_fit_for_heavy_work_until_the_machine_has_settled() -> None:
    clocks = FakeMachineClocks()
    never_slept = Wakefulness()
    woken = never_slept.woken(clocks.read(), 3600).touched(clocks.read(), 0.0, LOOK)

    clocks.run(89)
    soon = woken.is_fit_for_heavy_work(clocks.read(), SETTLE)
    clocks.run(1)

    assert never_slept.is_fit_for_heavy_work(clocks.read(), SETTLE)
    assert not soon
    assert woken.is_fit_for_heavy_work(clocks.read(), SETTLE)


def test_a_dark_wake_lasts_until_somebody_touches_the_machine() -> None:
    clocks = FakeMachineClocks()
    clocks.sleep(3600)
    woken = Wakefulness().woken(clocks.read(), 3600)
    clocks.run(600)

    dark = woken.touched(clocks.read(), 4200.0, LOOK)
    light = dark.touched(clocks.read(), 2.0, LOOK)

    assert dark.is_dark
    assert not dark.is_fit_for_heavy_work(clocks.read(), SETTLE)
    assert not light.is_dark
    assert light.touched(clocks.read(), 9000.0, LOOK) == light


def test_a_machine_that_cannot_tell_is_not_in_the_dark() -> None:
    clocks = FakeMachineClocks(system="linux")

    woken = Wakefulness().woken(clocks.read(), 60)

    assert not woken.touched(clocks.read(), None, LOOK).is_dark


def test_a_reading_from_before_the_wake_up_is_stale() -> None:
    clocks = FakeMachineClocks()
    taken_at = clocks.now()
    clocks.sleep(60)
    woken = Wakefulness().woken(clocks.read(), 60)

    assert woken.makes_stale(taken_at)
    assert not woken.makes_stale(clocks.now())
    assert not Wakefulness().makes_stale(taken_at)
