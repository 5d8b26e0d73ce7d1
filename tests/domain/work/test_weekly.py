"""A weekly scan is neither run twice nor skipped, whatever the clocks do."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.machine_clocks import FakeMachineClocks
from tinyarms_daemon.domain.work.schedule import read_schedule
from tinyarms_daemon.domain.work.weekly import (
    WeeklyMark,
    decide_weekly,
    next_weekly,
    on_wall,
    overdue_since,
)

SCHEDULE = read_schedule("0 3 * * sun")
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)
ZONES = [
    *(UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")),
    *(ZoneInfo("Pacific/Kiritimati"), timezone(timedelta(hours=-12))),
]


def wall(said: str) -> datetime:
    """A time on a wall, which is in no zone."""
    return datetime.fromisoformat(said)


class Machine:
    """A daemon that looks, and takes up at once what is due; `runs` are its wall times."""

    def __init__(self, at: datetime) -> None:
        self.clocks = FakeMachineClocks(at=at, zone=BERLIN)
        self.mark: WeeklyMark | None = None
        self.runs: list[datetime] = []
        self.ran_at: list[datetime] = []

    def look(self) -> None:
        decision = decide_weekly(SCHEDULE, self.mark, self.clocks.now(), self.clocks.zone)
        if decision.due is not None:
            self.runs.append(decision.due)
            self.ran_at.append(self.clocks.now())
        self.mark = decision.mark_when_taken


@pytest.fixture
def machine() -> Machine:
    """Looking since a Monday noon."""
    made = Machine(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    made.look()
    return made


def test_what_is_new_to_the_schedule_begins_with_its_next_time(machine: Machine) -> None:
    assert machine.runs == []
    assert next_weekly(SCHEDULE, machine.mark, machine.clocks.now(), BERLIN) == datetime(
        2026, 11, 29, 2, 0, tzinfo=UTC
    )


def test_a_scan_whose_time_passed_in_sleep_runs_once_at_the_first_look(machine: Machine) -> None:
    machine.clocks.sleep(6 * 86400)
    machine.look()
    machine.look()

    assert machine.runs == [wall("2026-11-29 03:00")]


def test_several_missed_weeks_are_one_scan(machine: Machine) -> None:
    machine.clocks.sleep(40 * 86400)
    machine.look()
    machine.look()

    assert len(machine.runs) == 1


def test_what_is_not_taken_up_stays_due_over_restarts(machine: Machine) -> None:
    machine.clocks.sleep(6 * 86400)

    decisions = [
        decide_weekly(SCHEDULE, machine.mark, machine.clocks.now() + timedelta(hours=hour), BERLIN)
        for hour in range(48)
    ]

    assert {decision.due for decision in decisions} == {wall("2026-11-29 03:00")}
    assert {decision.mark for decision in decisions} == {machine.mark}


@pytest.mark.parametrize(
    ("line", "first", "moment"),
    [
        ("30 2 * * sun", datetime(2027, 3, 27, tzinfo=UTC), "2027-03-28T01:30:00+00:00"),
        ("30 2 * * sun", datetime(2026, 10, 24, tzinfo=UTC), "2026-10-25T00:30:00+00:00"),
    ],
    ids=["the hour that spring leaves out", "the hour that comes twice in autumn"],
)
def test_an_odd_hour_runs_once(line: str, first: datetime, moment: str) -> None:
    schedule = read_schedule(line)
    mark = decide_weekly(schedule, None, first, BERLIN).mark
    planned = next_weekly(schedule, mark, first, BERLIN)
    runs = []
    for minute in range(0, 3 * 24 * 60, 10):
        now = first + timedelta(minutes=minute)
        decision = decide_weekly(schedule, mark, now, BERLIN)
        mark = decision.mark_when_taken
        runs += [now] if decision.due else []

    assert planned is not None
    assert planned.isoformat() == moment
    assert len(runs) == 1
    assert abs(runs[0] - planned) <= timedelta(minutes=30)


def test_a_flight_west_on_sunday_morning_does_not_run_it_again(machine: Machine) -> None:
    machine.clocks.run(5 * 86400 + 16 * 3600)
    machine.look()
    machine.clocks.zone = ZoneInfo("America/New_York")
    for _ in range(24):
        machine.clocks.run(3600)
        machine.look()

    assert machine.runs == [wall("2026-11-29 03:00")]


def test_a_clock_that_was_a_year_ahead_for_an_hour_costs_no_week(machine: Machine) -> None:
    machine.clocks.step(365 * 86400)
    machine.look()
    machine.clocks.step(-365 * 86400)
    machine.look()
    for _ in range(14 * 24):
        machine.clocks.run(3600)
        machine.look()

    assert machine.runs[1:] == [wall("2026-11-29 03:00"), wall("2026-12-06 03:00")]


def test_a_clock_that_was_years_behind_at_a_start_runs_nothing_again(machine: Machine) -> None:
    machine.clocks.run(6 * 86400)
    machine.look()
    machine.clocks.step(-25 * 365 * 86400)
    machine.look()
    machine.clocks.run(60)
    machine.look()
    machine.clocks.step(25 * 365 * 86400)
    machine.look()

    assert machine.runs == [wall("2026-11-29 03:00")]


MOVES = st.one_of(
    st.tuples(st.just("run"), st.integers(60, 36 * 3600)),
    st.tuples(st.just("sleep"), st.integers(60, 20 * 86400)),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("step"), st.integers(-20 * 3600, 20 * 3600)),
)


@given(moves=st.lists(MOVES, max_size=40))
def test_over_any_sequence_each_time_of_the_wall_runs_at_most_once_and_none_is_left(
    moves: list[tuple[str, object]],
) -> None:
    machine = Machine(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    machine.look()
    for what, value in moves:
        if what == "zone":
            machine.clocks.zone = value  # type: ignore[assignment]
        else:
            getattr(machine.clocks, what)(value)
        machine.look()

        newest = SCHEDULE.last_until(on_wall(machine.clocks.now(), machine.clocks.zone))
        assert machine.mark is not None
        assert newest is None or newest <= max(machine.mark.taken, machine.mark.doubted or newest)

    assert machine.runs == sorted(set(machine.runs))


@given(weeks=st.integers(1, 6), zone=st.sampled_from(ZONES), steps=st.integers(1, 400))
def test_while_it_looks_every_week_runs(weeks: int, zone: object, steps: int) -> None:
    machine = Machine(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    machine.look()
    machine.clocks.zone = zone  # type: ignore[assignment]
    each = weeks * WEEK.total_seconds() / steps
    for _ in range(steps):
        machine.clocks.sleep(each)
        machine.look()

    least = min(weeks, steps) if each <= WEEK.total_seconds() else 1
    assert least <= len(machine.runs) <= weeks + 1
    assert all(later - earlier >= WEEK for earlier, later in pairwise(machine.runs))


def test_a_scan_is_missing_from_the_first_time_that_none_has_finished_after() -> None:
    finished = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)

    assert overdue_since(SCHEDULE, finished, finished + timedelta(days=6), BERLIN) is None
    assert overdue_since(SCHEDULE, finished, finished + timedelta(days=20), BERLIN) == datetime(
        2026, 11, 29, 2, 0, tzinfo=UTC
    )
