"""Rings when something was written that a listener may want to read."""

import threading


class EventBell:
    """Lets threads wait for the next event without asking again and again."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung = 0
        self._closed = False

    @property
    def rung(self) -> int:
        """How often it has rung; to be read before looking, and handed to `wait`."""
        with self._condition:
            return self._rung

    def ring(self) -> None:
        """Wake every listener."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def wait(self, rung_before: int, timeout_seconds: float) -> None:
        """Until it rings after `rung_before`, is closed, or the time is over."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._closed or self._rung != rung_before, timeout_seconds
            )

    def close(self) -> None:
        """Nobody waits any more."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
