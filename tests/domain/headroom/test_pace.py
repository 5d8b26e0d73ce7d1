"""Bursts and rests."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.headroom.pace import (
    Effort,
    Pace,
    rest_needed,
    seconds_with_rests,
    worked,
)

PACE = Pace(burst_seconds=24.0, cooling=0.5)


def test_the_first_burst_needs_no_rest_and_the_next_ones_earn_theirs() -> None:
    assert seconds_with_rests(24.0, PACE) == 24.0
    assert seconds_with_rests(34.0, PACE) == 34.0 + 20.0


@given(st.integers(1, 40))
def test_it_is_how_long_the_governor_lets_answers_of_a_second_take(answers: int) -> None:
    now, effort = NOON, Effort(seconds=0.0, at=NOON)
    for _ in range(answers):
        began_at = now + rest_needed(effort, PACE, 1.0, now)
        now = began_at + (NOON.replace(second=1) - NOON)
        effort = worked(effort, PACE, began_at, now)

    assert (now - NOON).total_seconds() == seconds_with_rests(float(answers), PACE)
