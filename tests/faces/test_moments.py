"""Ages, durations and moments as a person types and reads them."""

import time
from datetime import timedelta

import click
import pytest

from tests.fakes.clock import NOON
from tinyarms_daemon.faces.cli.moments import (
    ago,
    elapsed,
    local,
    parse_duration,
    parse_since,
    upcoming,
)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90d", timedelta(days=90)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1.5h", timedelta(minutes=90)),
        ("1w", timedelta(days=7)),
        ("", None),
        ("5", None),
        ("h", None),
        ("-2h", None),
        ("2 h", None),
        ("9999999999w", None),
        ("999999w", None),
    ],
)
def test_durations(text: str, duration: timedelta | None) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("7d", "2026-11-16T12:00:00Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T10:00", "2026-11-20T10:00:00Z"),
        ("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z"),
    ],
)
def test_since_is_an_age_or_a_time(text: str, moment: str) -> None:
    assert parse_since(text, NOON) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "999999w", "0001-01-01T00:00+14:00"])
def test_since_is_nothing_else(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parse_since(text, NOON)


def test_a_time_without_offset_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()

    assert parse_since("2026-11-20T10:00", NOON) == "2026-11-20T01:00:00Z"
    assert local("2026-11-20T01:00:00Z") == "2026-11-20 10:00"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-23T11:59:30Z", "just now"),
        ("2026-11-23T12:00:30Z", "just now"),
        ("2026-11-23T11:59:00Z", "1 minute ago"),
        ("2026-11-23T09:00:00Z", "3 hours ago"),
        ("2026-11-20T12:00:00Z", "3 days ago"),
        ("2026-11-01T12:00:00Z", "on 2026-11-01"),
    ],
)
def test_ages_of_the_past(moment: str, shown: str) -> None:
    assert ago(moment, NOON) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-23T14:30:00Z", "today 14:30"),
        ("2026-11-24T03:00:00Z", "tomorrow 03:00"),
        ("2026-11-29T03:00:00Z", "Sunday 03:00"),
        ("2026-11-30T03:00:00Z", "2026-11-30 03:00"),
        ("2026-11-20T03:00:00Z", "2026-11-20 03:00"),
    ],
)
def test_moments_to_come(moment: str, shown: str) -> None:
    assert upcoming(moment, NOON) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.04, "0.0 s"), (3.14, "3.1 s"), (125, "2 minutes")]
)
def test_how_long_something_took(seconds: float, shown: str) -> None:
    assert elapsed(seconds) == shown
