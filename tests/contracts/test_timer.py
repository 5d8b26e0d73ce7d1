"""What every Timer does, asked of the fake and of APScheduler alike."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_SUBMITTED

from tests.fakes.clock import FakeClock
from tests.fakes.timer import ManualTimer
from tinyarms_daemon.adapters.apscheduler_timer import ApschedulerTimer
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.timer import Timer

_PATIENCE_SECONDS = 30
FAR = timedelta(days=1)
SOON = timedelta(seconds=0.02)


class Subject:
    """A timer, its clock, and a way to let time pass until something has been called."""

    def __init__(self, timer: Timer, clock: Clock) -> None:
        self.timer = timer
        self.clock = clock
        self.calls: list[str] = []
        self._condition = threading.Condition()

    def call(self, name: str) -> Callable[[], None]:
        """A callback that remembers its name."""

        def remember() -> None:
            with self._condition:
                self.calls.append(name)
                self._condition.notify_all()

        return remember

    def at(self, key: str, after: timedelta, name: str) -> None:
        """Wake at a moment from now."""
        self.timer.wake_at(key, self.clock.now() + after, self.call(name))

    def next_wake(self, key: str) -> datetime | None:
        """When a key is next due, None where it is not set."""
        if isinstance(self.timer, ManualTimer):
            return self.timer.next_wake(key)
        assert isinstance(self.timer, ApschedulerTimer)
        job = self.timer._scheduler.get_job(key)
        return None if job is None else job.next_run_time

    def wait_for_calls(self, number: int, within_seconds: float = _PATIENCE_SECONDS) -> list[str]:
        """The calls, as soon as there are so many."""
        if isinstance(self.timer, ManualTimer):
            self.timer.advance(10)
        with self._condition:
            assert self._condition.wait_for(lambda: len(self.calls) >= number, within_seconds)
            return list(self.calls)


@pytest.fixture(params=["fake", "apscheduler"])
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    """Each timer in turn."""
    if request.param == "fake":
        clock = FakeClock()
        yield Subject(ManualTimer(clock), clock)
        return
    timer = ApschedulerTimer(SystemClock())
    yield Subject(timer, SystemClock())
    timer.close()


def test_a_wake_up_is_called_once_and_then_forgotten(subject: Subject) -> None:
    subject.at("a", SOON, "a")

    assert subject.wait_for_calls(1) == ["a"]
    subject.at("b", SOON, "b")
    assert subject.wait_for_calls(2) == ["a", "b"]
    assert subject.next_wake("a") is None


def test_a_moment_that_has_passed_is_called_at_once(subject: Subject) -> None:
    subject.at("a", timedelta(days=-3), "a")

    assert subject.wait_for_calls(1) == ["a"]


def test_the_same_key_again_replaces(subject: Subject) -> None:
    subject.at("a", FAR, "first")
    subject.at("a", SOON, "second")

    assert subject.wait_for_calls(1) == ["second"]
    assert subject.next_wake("a") is None


def test_a_wake_up_may_be_put_off(subject: Subject) -> None:
    subject.at("a", timedelta(seconds=5), "first")
    later = subject.clock.now() + FAR
    subject.timer.wake_at("a", later, subject.call("second"))

    assert subject.next_wake("a") == later
    subject.at("b", SOON, "b")
    assert subject.wait_for_calls(1) == ["b"]


def test_a_wake_up_that_is_due_while_its_key_is_being_called_is_not_lost(
    subject: Subject,
) -> None:
    def call() -> None:
        subject.call("first")()
        subject.at("a", SOON, "second")
        time.sleep(3 * SOON.total_seconds())

    subject.timer.wake_at("a", subject.clock.now(), call)

    assert subject.wait_for_calls(2) == ["first", "second"]


def test_wake_ups_come_in_the_order_of_their_times(subject: Subject) -> None:
    subject.at("late", 25 * SOON, "late")
    subject.at("early", SOON, "early")

    assert subject.wait_for_calls(2) == ["early", "late"]


def test_every_key_with_a_prefix_is_forgotten(subject: Subject) -> None:
    for key in ("save:1:a.py", "save:1:b.py", "save:12:a.py", "storm:1"):
        subject.at(key, FAR, key)
    subject.timer.wake_every("save:1:every", FAR, subject.call("every"))

    subject.timer.forget("save:1:")

    kept = [key for key in ("save:12:a.py", "storm:1") if subject.next_wake(key)]
    gone = ("save:1:a.py", "save:1:b.py", "save:1:every")
    assert kept == ["save:12:a.py", "storm:1"]
    assert [subject.next_wake(key) for key in gone] == [None] * 3


def test_forgetting_what_is_not_set_is_nothing(subject: Subject) -> None:
    subject.timer.forget("none")

    assert subject.next_wake("none") is None


def test_keys_may_hold_anything_a_file_name_holds(subject: Subject) -> None:
    key = "save:1:a\n\udcff'\"%s\U0001f600"
    subject.at(key, FAR, "far")

    subject.at(key, SOON, "soon")

    assert subject.wait_for_calls(1) == ["soon"]


def test_a_period_is_called_again_and_again(subject: Subject) -> None:
    subject.timer.wake_every("a", timedelta(seconds=1), subject.call("a"))

    assert subject.wait_for_calls(2)[:2] == ["a", "a"]
    assert subject.next_wake("a") is not None


def test_a_period_is_first_called_after_one_period(subject: Subject) -> None:
    before = subject.clock.now()

    subject.timer.wake_every("a", timedelta(hours=1), subject.call("a"))

    next_wake = subject.next_wake("a")
    assert next_wake is not None
    assert before + timedelta(minutes=59) < next_wake < before + timedelta(minutes=61)


def test_a_callback_may_set_the_next_wake_up(subject: Subject) -> None:
    subject.timer.wake_at(
        "a", subject.clock.now(), lambda: subject.at("a", SOON, "from the callback")
    )

    assert subject.wait_for_calls(1) == ["from the callback"]


def test_a_closed_timer_calls_nothing_more(subject: Subject) -> None:
    subject.at("a", timedelta(seconds=1), "a")

    subject.timer.close()

    assert subject.calls == []


def test_a_callback_that_fails_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    timer = ApschedulerTimer(SystemClock())
    subject = Subject(timer, SystemClock())

    def fail() -> None:
        raise ZeroDivisionError

    timer.wake_at("fails", subject.clock.now(), fail)
    subject.at("a", SOON, "a")

    assert subject.wait_for_calls(1) == ["a"]
    timer.close()


def test_what_comes_due_while_the_timer_looks_at_something_else_is_called_then() -> None:
    timer = ApschedulerTimer(SystemClock())
    subject = Subject(timer, SystemClock())
    # A busy machine takes the core away at this moment.
    timer._scheduler.add_listener(
        lambda event: time.sleep(5 * SOON.total_seconds()), EVENT_JOB_SUBMITTED
    )

    subject.at("a", SOON, "a")
    subject.at("b", 2 * SOON, "b")
    subject.at("c", 9 * SOON, "c")
    calls = subject.wait_for_calls(3, within_seconds=10)
    timer.close()

    assert calls == ["a", "b", "c"]


def test_one_callback_runs_at_a_time() -> None:
    timer = ApschedulerTimer(SystemClock())
    clock = SystemClock()
    release, began = threading.Event(), threading.Event()
    running: list[int] = []
    most: list[int] = []
    done = threading.Event()

    def first() -> None:
        running.append(1)
        began.set()
        release.wait(_PATIENCE_SECONDS)
        running.pop()

    def second() -> None:
        most.append(len(running))
        done.set()

    timer.wake_at("a", clock.now(), first)
    began.wait(_PATIENCE_SECONDS)
    timer.wake_at("b", clock.now(), second)
    release.set()

    assert done.wait(_PATIENCE_SECONDS)
    assert most == [0]
    timer.close()


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    clock = FakeClock(SystemClock().now())
    timer = ApschedulerTimer(clock)
    subject = Subject(timer, clock)
    subject.at("far", FAR, "far")
    before = subject.next_wake("far")

    clock.advance(-12 * 3600)
    subject.timer.wake_at("now", SystemClock().now(), subject.call("now"))

    assert subject.wait_for_calls(1) == ["now"]
    after = subject.next_wake("far")
    timer.close()
    assert before is not None
    assert after is not None
    assert before - after > timedelta(hours=11)


def test_a_core_that_is_taken_away_between_two_readings_is_no_clock_that_was_set() -> None:
    class StarvedClock(SystemClock):
        is_starved = False

        def now(self) -> datetime:
            reading = super().now()
            if self.is_starved:
                self.is_starved = False
                time.sleep(1.2)
            return reading

    clock = StarvedClock()
    timer = ApschedulerTimer(clock)
    subject = Subject(timer, SystemClock())
    subject.at("far", FAR, "far")
    before = subject.next_wake("far")

    clock.is_starved = True
    subject.at("now", timedelta(), "now")

    assert subject.wait_for_calls(1) == ["now"]
    assert subject.next_wake("far") == before
    timer.close()


def test_a_timer_is_alive_until_it_is_closed() -> None:
    timer = ApschedulerTimer(SystemClock())
    was_alive = timer.is_alive()

    timer.close()

    assert was_alive
