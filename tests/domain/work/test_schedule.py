"""Crontab lines as times on a wall."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.domain.work.schedule import read_schedule


def wall(said: str) -> datetime:
    """A time on a wall, which is in no zone."""
    return datetime.fromisoformat(said)


WALLS = st.datetimes(min_value=wall("2000-01-01 00:00"), max_value=wall("2090-01-01 00:00"))
LINES = st.sampled_from(
    ["0 3 * * sun", "*/30 * * * *", "15 4 1 * *", "0 0 29 2 *", "0 9 13 * fri", "5 1-3 * jan,jul *"]
)


@pytest.mark.parametrize(
    ("line", "at", "last", "first"),
    [
        ("0 3 * * sun", "2026-11-29 03:00", "2026-11-29 03:00", "2026-12-06 03:00"),
        ("0 3 * * sun", "2026-11-29 02:59", "2026-11-22 03:00", "2026-11-29 03:00"),
        ("0 0 29 2 *", "2097-01-01 00:00", "2096-02-29 00:00", "2104-02-29 00:00"),
        ("0 9 13 * fri", "2026-11-12 00:00", "2026-11-06 09:00", "2026-11-13 09:00"),
        ("0 9 13 * fri", "2026-12-12 00:00", "2026-12-11 09:00", "2026-12-13 09:00"),
    ],
)
def test_the_times_around_a_moment(line: str, at: str, last: str, first: str) -> None:
    schedule = read_schedule(line)

    assert schedule.last_until(wall(at)) == wall(last)
    assert schedule.first_after(wall(at)) == wall(first)


@given(line=LINES, at=WALLS)
def test_nothing_lies_between_the_last_time_and_the_next(line: str, at: datetime) -> None:
    schedule = read_schedule(line)

    last, first = schedule.last_until(at), schedule.first_after(at)

    assert last is not None
    assert first is not None
    assert last <= at < first
    assert schedule.first_after(last) == first
    assert schedule.last_until(first) == first
