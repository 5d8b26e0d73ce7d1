"""What is begun after a wake-up, and when."""

from datetime import timedelta

from tests.fakes.machine_clocks import FakeMachineClocks
from tinyarms_daemon.application.wake_watch import WakeWatch

SETTLE, LOOK = timedelta(seconds=90), timedelta(seconds=30)


def watching(system: str = "macos") -> tuple[FakeMachineClocks, WakeWatch]:
    clocks = FakeMachineClocks(system=system)
    return clocks, WakeWatch(clocks, settle=SETTLE, look=LOOK)


def test_until_the_machine_has_slept_everything_may_begin() -> None:
    clocks, watch = watching()
    clocks.run(3600)

    assert watch.may_work()
    assert watch.may_begin_heavy_work()
    assert clocks.idle_looks == 0


def test_in_a_dark_wake_nothing_begins_however_often_it_comes() -> None:
    clocks, watch = watching()

    answers = []
    for _ in range(5):
        clocks.sleep(3600)
        for _ in range(4):
            clocks.run(30)
            answers += [watch.may_work(), watch.may_begin_heavy_work()]

    assert set(answers) == {False}


def test_a_person_who_wakes_it_is_served_at_once_and_heavy_work_follows() -> None:
    clocks, watch = watching()
    clocks.sleep(8 * 3600)
    clocks.touch()

    at_once = watch.may_work(), watch.may_begin_heavy_work()
    clocks.run(90)

    assert at_once == (True, False)
    assert watch.may_begin_heavy_work()


def test_a_person_who_comes_during_a_dark_wake_ends_it_within_seconds() -> None:
    clocks, watch = watching()
    clocks.sleep(8 * 3600)
    clocks.run(40)
    in_the_dark = watch.may_work()
    clocks.touch()
    clocks.run(5)

    assert not in_the_dark
    assert watch.may_work()


def test_whether_somebody_is_there_is_not_asked_at_every_look() -> None:
    clocks, watch = watching()
    clocks.sleep(3600)
    for _ in range(100):
        clocks.run(0.1)
        watch.may_work()

    assert clocks.idle_looks <= 3


def test_linux_works_after_a_wake_up_and_settles_before_heavy_work() -> None:
    clocks, watch = watching("linux")
    clocks.sleep(3600)

    assert watch.may_work()
    assert not watch.may_begin_heavy_work()
    assert watch.state().makes_stale(clocks.now() - timedelta(seconds=1))


def test_sleep_and_steps_are_added_up_and_told_once() -> None:
    clocks, watch = watching()
    clocks.sleep(100)
    watch.may_work()
    clocks.step(-7200)
    watch.may_work()
    clocks.sleep(50)

    passed, again = watch.take_passed(), watch.take_passed()

    assert (round(passed.slept_seconds), round(passed.step_seconds)) == (150, -7200)
    assert (again.slept_seconds, again.step_seconds) == (0, 0)
