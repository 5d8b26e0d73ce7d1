"""What is told, and when."""

from datetime import datetime, time, timedelta

import pytest

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.system.notice import (
    News,
    NewsKind,
    Notice,
    NoticePolicy,
    decide_notice,
)

POLICY = NoticePolicy(
    group=timedelta(minutes=1),
    editing=timedelta(hours=8),
    most_per_hour=2,
    quiet_from=time(21),
    quiet_until=time(8),
)


def news(kind: NewsKind = NewsKind.ERROR, at: datetime = NOON - timedelta(hours=1)) -> News:
    return News(kind=kind, at=at, text=f"{kind} happened")


def test_nothing_is_told_of_nothing() -> None:
    assert decide_notice([], [], NOON, POLICY) is None


def test_news_is_gathered_for_a_while() -> None:
    decision = decide_notice([news(at=NOON)], [], NOON + timedelta(seconds=20), POLICY)

    assert decision == NOON + timedelta(minutes=1)


def test_one_thing_is_told_in_its_words() -> None:
    decision = decide_notice([news()], [], NOON, POLICY)

    assert decision == Notice("tinyarms: new error", "new error happened")


def test_several_are_one_notice_that_begins_with_the_most_urgent() -> None:
    pending = [news(), news(NewsKind.DEEP_SCAN), news(), news(NewsKind.NEEDS_YOU)]

    decision = decide_notice(pending, [], NOON, POLICY)

    assert decision == Notice(
        "tinyarms: 4 things", "needs you happened\nneeds you: 1, new error: 2, deep scan: 1"
    )


def test_no_more_than_a_few_an_hour() -> None:
    told_at = [NOON - timedelta(minutes=90), NOON - timedelta(minutes=50), NOON]

    decision = decide_notice([news()], told_at, NOON, POLICY)

    assert decision == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("local", "until"),
    [
        (NOON.replace(hour=22), NOON.replace(day=24, hour=8)),
        (NOON.replace(hour=3), NOON.replace(hour=8)),
        (NOON.replace(hour=20, minute=59), None),
        (NOON.replace(hour=8), None),
    ],
)
def test_in_the_quiet_time_nothing_is_told(local: datetime, until: datetime | None) -> None:
    decision = decide_notice([news(at=local - timedelta(hours=1))], [], local, POLICY)

    assert decision == until if until else isinstance(decision, Notice)


def test_equal_ends_are_no_quiet_time() -> None:
    policy = NoticePolicy(
        group=timedelta(0),
        editing=timedelta(hours=8),
        most_per_hour=1,
        quiet_from=time(8),
        quiet_until=time(8),
    )

    assert policy.quiet_end(NOON.replace(hour=8)) is None
