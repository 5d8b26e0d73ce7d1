"""Telling the desktop what happened."""

from datetime import UTC, time, timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.fakes.clock import FakeClock
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.timer import ManualTimer
from tests.making import checked, observation
from tinyarms_daemon.adapters.store.statements import tell
from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.application.tell_news import TellNews
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.system.notice import NoticePolicy
from tinyarms_daemon.domain.work.job import JobKind

GROUP = timedelta(minutes=1)
ERROR = observation("ta1:e", severity=Severity.ERROR, rule="architectural-anti-patterns")


class Rig:
    """A teller on a store whose repository has been scanned."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.timer = ManualTimer(self.clock)
        self.notifier = RecordingNotifier()
        self.shop = store.watch()
        store.scan(self.shop, checked("a.py", observation("ta1:known", severity=Severity.ERROR)))
        self.alarms = AlarmBoard()
        self.tell = TellNews(
            store=store.findings,
            notifier=self.notifier,
            timer=self.timer,
            clock=self.clock,
            policy=NoticePolicy(
                group=GROUP,
                editing=timedelta(hours=8),
                most_per_hour=4,
                quiet_from=time(0),
                quiet_until=time(0),
            ),
            deep_rules=["complex-dry"],
            alarms=self.alarms,
            zone=UTC,
        )

    def told(self) -> list[str]:
        """What is told once the news has been gathered."""
        self.tell()
        self.timer.advance(GROUP.total_seconds())
        return [notice.text for notice in self.notifier.notices]


@pytest.fixture
def rig(store: Store) -> Rig:
    return Rig(store)


def test_what_was_there_before_is_no_news(rig: Rig) -> None:
    assert rig.told() == []


def test_a_new_error_is_told_once(rig: Rig) -> None:
    rig.store.check(rig.shop, checked("b.py", ERROR), at=rig.clock.now())

    told = [*rig.told(), *rig.told()]

    assert told[0].startswith("b.py:1 architectural-anti-patterns: ")
    assert len(rig.notifier.notices) == 1


def test_an_alarm_is_told_once_while_it_stands(rig: Rig) -> None:
    rig.alarms.put("backup", "No copy could be made since 03:00.")
    rig.told()
    rig.alarms.put("backup", "No copy could be made since 04:00.")

    assert rig.told() == ["No copy could be made since 03:00."]
    assert rig.notifier.notices[0].title == "tinyarms: needs you"

    rig.alarms.put("backup", None)
    rig.told()
    rig.alarms.put("backup", "The disk is full.")

    assert rig.told()[1:] == ["The disk is full."]


def test_a_new_warning_is_not(rig: Rig) -> None:
    rig.store.check(rig.shop, checked("b.py", observation("ta1:w")), at=rig.clock.now())

    assert rig.told() == []


def test_a_deep_finding_is_told_where_somebody_is_at_work(rig: Rig) -> None:
    deep = observation("ta1:d", rule="complex-dry")
    rig.store.check(rig.shop, checked("b.py"), at=rig.clock.now())
    rig.store.check(rig.shop, checked("b.py", deep), at=rig.clock.now())

    assert rig.told()[0].startswith("b.py:1 complex-dry")


@pytest.mark.parametrize(("path", "told"), [("a.py", "a.py:1 "), ("b.py", "b.py and a.py:1 ")])
def test_a_deep_finding_is_told_to_who_edits_one_of_its_definitions_however_old_it_is(
    rig: Rig, path: str, told: str
) -> None:
    (known,) = rig.store.all()
    with rig.store.database.write() as connection:
        tell(
            connection,
            EventKind.FINDING_TOUCHED,
            rig.clock.now(),
            repository_id=rig.shop.id,
            finding_id=known.id,
            path=path,
        )

    (text,) = rig.told()

    assert text.startswith(told)
    assert rig.notifier.notices[0].title == "tinyarms: deep finding in what you edit"


def test_the_end_of_a_weekly_scan_says_what_it_brought_and_where_to_read_on(rig: Rig) -> None:
    rig.store.check(
        rig.shop,
        checked("b.py", observation("ta1:w")),
        kind=JobKind.WEEKLY,
        complete=True,
        at=rig.clock.now(),
    )

    (told,) = rig.told()

    assert told == (
        "The deep scan of shop is finished: 1 new, 0 fixed. "
        "`tinyarmsctl export --format weekly` has the ten most worthwhile."
    )
