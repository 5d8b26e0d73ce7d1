"""Waiting for the next event."""

import threading

from tinyarms_daemon.application.event_bell import EventBell

_LONG_SECONDS = 30


def test_a_listener_wakes_when_it_rings() -> None:
    bell = EventBell()
    before = bell.rung
    listener = threading.Thread(target=bell.wait, args=(before, _LONG_SECONDS))
    listener.start()

    bell.ring()
    listener.join(_LONG_SECONDS / 2)

    assert not listener.is_alive()


def test_what_rang_before_the_wait_is_not_missed() -> None:
    bell = EventBell()
    before = bell.rung
    bell.ring()

    bell.wait(before, _LONG_SECONDS)

    assert bell.rung == before + 1


def test_a_closed_bell_keeps_nobody_waiting() -> None:
    bell = EventBell()
    listeners = [
        threading.Thread(target=bell.wait, args=(bell.rung, _LONG_SECONDS)) for _ in range(3)
    ]
    for listener in listeners:
        listener.start()

    bell.close()
    for listener in listeners:
        listener.join(_LONG_SECONDS / 2)

    assert not any(listener.is_alive() for listener in listeners)
    bell.wait(bell.rung, _LONG_SECONDS)


def test_a_wait_ends_by_itself() -> None:
    bell = EventBell()

    bell.wait(bell.rung, 0.01)

    assert bell.rung == 0
