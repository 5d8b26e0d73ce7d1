"""Weekly scans on a real store: taken up once, over restarts, and told when they are missing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.application.rig import Rig
from tinyarms_daemon.application.checking.weekly_scans import WeeklyPlan, WeeklyScans
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.domain.work.schedule import read_schedule

LINE = "0 3 * * sun"
DAY = timedelta(days=1)


class Calendar:
    """The weekly scans of a rig that has one repository, since a Monday noon."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.line: str | None = LINE
        self.repository = rig.watch("shop", "a.py")
        self.take()

    @property
    def scans(self) -> WeeklyScans:
        """As after a restart: nothing is kept but the store."""
        return WeeklyScans(
            book=self.rig.store.book,
            ledger=self.rig.store.ledger,
            store=self.rig.store.findings,
            sweep=self.rig.sweep,
            plan=self.plan,
            zone=lambda: ZoneInfo("Europe/Berlin"),
        )

    def plan(self) -> WeeklyPlan:
        schedule = None if self.line is None else read_schedule(self.line)
        return WeeklyPlan(
            expression=str(self.line), schedule=schedule, alarm_after=3 * DAY, budget_seconds=1800
        )

    def take(self, *, is_fit: bool = True) -> list[str | None]:
        return [problem for _, problem in self.due(is_fit=is_fit)]

    def due(self, *, is_fit: bool = True) -> list[tuple[Repository, str | None]]:
        return list(self.scans.take_due(self.rig.clock.now(), is_fit=is_fit))

    def jobs(self) -> list[int]:
        jobs = self.rig.store.ledger.jobs()
        return [job.id for job in jobs if job.kind is JobKind.WEEKLY]

    def next_at(self) -> datetime | None:
        return self.scans.next_at(self.repository.id, self.rig.clock.now())

    def alarms(self) -> list[str]:
        return self.scans.alarms(self.rig.clock.now())


@pytest.fixture
def calendar(rig: Rig) -> Calendar:
    return Calendar(rig)


def test_a_scan_is_taken_up_once_when_its_time_has_come(calendar: Calendar) -> None:
    before = calendar.take()
    calendar.rig.clock.advance(7 * 86400)

    first, second = calendar.take(), calendar.take()

    assert (before, first, second) == ([], [None], [])
    assert len(calendar.jobs()) == 2  # the fast rules, and behind them the deep ones


def test_a_scan_waits_for_a_fit_moment_and_stays_due(calendar: Calendar) -> None:
    calendar.rig.clock.advance(7 * 86400)

    unfit = calendar.take(is_fit=False)

    assert unfit == []
    assert calendar.next_at() == calendar.rig.clock.now()
    assert calendar.take() == [None]
    assert calendar.next_at() == datetime.fromisoformat("2026-12-06T02:00:00+00:00")


def test_repositories_have_their_turns_one_after_the_other(calendar: Calendar) -> None:
    second = calendar.rig.watch("blog", "b.py")
    calendar.take()
    clock = calendar.rig.clock
    coming = [calendar.next_at(), calendar.scans.next_at(second.id, clock.now())]

    assert coming == [
        datetime.fromisoformat("2026-11-29T02:00:00+00:00"),
        datetime.fromisoformat("2026-11-29T02:30:00+00:00"),
    ]
    taken = []
    for moment in coming:
        clock.advance((moment - clock.now()).total_seconds())
        taken.append([repository.name for repository, _ in calendar.due()])
        taken.append([repository.name for repository, _ in calendar.due()])
    assert taken == [["shop"], [], ["blog"], []]


def test_a_crash_before_it_was_remembered_does_not_scan_twice(calendar: Calendar) -> None:
    calendar.rig.clock.advance(7 * 86400)
    calendar.rig.sweep(calendar.repository, JobKind.WEEKLY, complete=True)

    taken = calendar.take()

    assert taken == [None]
    assert len(calendar.jobs()) == 1


def test_a_repository_that_cannot_be_read_stays_due(calendar: Calendar) -> None:
    calendar.rig.clock.advance(7 * 86400)
    files = calendar.rig.tree.roots.pop(calendar.repository.root)

    (denied,) = calendar.take()
    calendar.rig.tree.roots[calendar.repository.root] = files

    assert "cannot be read" in str(denied)
    assert calendar.take() == [None]


def test_a_schedule_that_changes_begins_with_its_next_time(calendar: Calendar) -> None:
    calendar.line = "0 9 * * *"

    at_once = calendar.take()
    calendar.rig.clock.advance(86400)

    assert at_once == []
    assert calendar.take() == [None]


def test_without_a_weekly_scan_nothing_is_due_and_nothing_missing(calendar: Calendar) -> None:
    calendar.line = None
    calendar.rig.clock.advance(70 * 86400)

    assert calendar.take() == []
    assert calendar.next_at() is None
    assert calendar.alarms() == []


def test_a_scan_that_is_missing_for_days_is_told_with_the_reason(calendar: Calendar) -> None:
    calendar.rig.clock.advance(8 * 86400)
    early = calendar.alarms()
    calendar.rig.clock.advance(2 * 86400)

    (asleep,) = calendar.alarms()
    calendar.take()
    (under_way,) = calendar.alarms()

    assert early == []
    assert asleep.startswith("The weekly scan of shop is 4 days overdue (since 2026-11-29): ")
    assert "slept or was off" in asleep
    assert "is under way, 0 of 1 done" in under_way


def test_a_scan_that_has_finished_is_missing_no_more(calendar: Calendar) -> None:
    calendar.rig.clock.advance(12 * 86400)
    calendar.take()
    while calendar.rig.run_next():
        pass

    assert calendar.jobs() == []
    assert calendar.alarms() == []
    assert calendar.rig.store.book.last_weekly_scans() == {
        calendar.repository.id: calendar.rig.clock.now()
    }


def test_words_in_the_store_that_nobody_wrote_begin_anew(calendar: Calendar) -> None:
    calendar.rig.store.findings.set_flag(f"weekly:{calendar.repository.id}", '{"taken": 7}')

    assert calendar.take() == []
    assert calendar.next_at() == datetime.fromisoformat("2026-11-29T02:00:00+00:00")
