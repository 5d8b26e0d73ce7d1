"""Durations, sizes, patterns and cron lines: what is read and what is refused."""

from datetime import timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.settings.kinds import bytes_of, duration_of, read_cron, read_pattern

_MINUTES = st.sampled_from(["*", "*/15", "0", "59", "5,10", "1-30", "0-59/7"])
_HOURS = st.sampled_from(["*", "*/6", "0", "23", "9-17", "1,2,3"])
_DAYS = st.sampled_from(["*", "1", "31", "1-7", "*/2"])
_MONTHS = st.sampled_from(["*", "1", "12", "jan", "jan-jun", "6,dec", "*/3"])
_WEEKDAYS = st.sampled_from(["*", "sun", "mon-fri", "sat,sun", "SUN"])


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("400ms", 0.4),
        ("5s", 5),
        ("30m", 1800),
        ("1h30m", 5400),
        ("90d", 7776000),
        ("1w", 604800),
        ("1.5 h", 5400),
        (0, 0),
    ],
)
def test_durations_are_read(written: object, seconds: float) -> None:
    assert duration_of(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "5",
        "s",
        "5 parsecs",
        "-5s",
        "5S",
        "٣s",
        "1e3s",
        20,
        0.25,
        True,
        False,
        None,
        [],
        float("nan"),
    ],
)
def test_what_is_no_duration_is_refused(written: object) -> None:
    with pytest.raises(ValueError):
        duration_of(written)


@pytest.mark.parametrize(
    ("written", "size"),
    [("1MB", 10**6), ("512KiB", 524_288), ("1.5 GiB", 1_610_612_736), ("0b", 0), (0, 0)],
)
def test_sizes_are_read(written: object, size: int) -> None:
    assert bytes_of(written) == size


@pytest.mark.parametrize("written", ["", "MB", "1TB", "1 megabyte", "-1MB", 77, True, float("inf")])
def test_what_is_no_size_is_refused(written: object) -> None:
    with pytest.raises(ValueError):
        bytes_of(written)


@given(st.tuples(_MINUTES, _HOURS, _DAYS, _MONTHS, _WEEKDAYS))
def test_the_scheduler_understands_every_cron_line_that_is_accepted(
    fields: tuple[str, ...],
) -> None:
    schedule = read_cron("  ".join(fields))

    assert CronTrigger.from_crontab(schedule)


@given(st.text(alphabet="0123456789*/-, monsujafeb", max_size=30))
def test_whatever_is_accepted_the_scheduler_understands(text: str) -> None:
    try:
        schedule = read_cron(text)
    except ValueError:
        return

    assert CronTrigger.from_crontab(schedule)


@pytest.mark.parametrize(
    "schedule",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * foo *",
        "* * * * 0",
        "* * * * sun-mon",
        "5/2 * * * *",
        "*-5 * * * *",
        "*/0 * * * *",
        "*/99 * * * *",
        "10-5 * * * *",
        "1, * * * *",
        "0 3 30 feb *",
        3,
        None,
    ],
)
def test_cron_lines_that_mean_nothing_are_refused(schedule: object) -> None:
    with pytest.raises(ValueError, match=r"^must "):
        read_cron(schedule)


def test_the_29th_of_february_comes_in_some_years() -> None:
    assert read_cron("0 3 29 feb *") == "0 3 29 feb *"


@pytest.mark.parametrize(
    "pattern", ["vendor/**", "**/*.gen.*", "!keep.py", "/a/*/b/*", "**", "[ab]?"]
)
def test_patterns_as_people_write_them_are_read(pattern: str) -> None:
    assert read_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern", ["", "  ", "a\nb", "a\0b", "x" * 300, "****x", "**/**/**/**/**/x", 3, None]
)
def test_patterns_that_are_none_or_too_costly_are_refused(pattern: object) -> None:
    with pytest.raises(ValueError, match=r"^must "):
        read_pattern(pattern)
