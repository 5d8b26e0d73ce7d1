"""A timer that calls when a test says what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.clock import FakeClock


@dataclass
class _Wake:
    due_at: datetime
    call: Callable[[], None]
    period: timedelta | None = None


class ManualTimer:
    """The Timer port on a FakeClock."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._wakes: dict[str, _Wake] = {}

    @property
    def keys(self) -> list[str]:
        """What is set, in order of its time."""
        return sorted(self._wakes, key=lambda key: self._wakes[key].due_at)

    def wake_at(self, key: str, when: datetime, call: Callable[[], None]) -> None:
        """Call once at a moment; the same key again replaces."""
        self._wakes[key] = _Wake(when, call)

    def wake_every(self, key: str, period: timedelta, call: Callable[[], None]) -> None:
        """Call again and again."""
        self._wakes[key] = _Wake(self._clock.now() + period, call, period)

    def forget(self, prefix: str) -> None:
        """Drop every wake-up whose key begins so."""
        for key in [key for key in self._wakes if key.startswith(prefix)]:
            del self._wakes[key]

    def next_wake(self, key: str) -> datetime | None:
        """When a key is next due, None where it is not set."""
        wake = self._wakes.get(key)
        return None if wake is None else wake.due_at

    def is_alive(self) -> bool:
        """As long as it is not closed."""
        return True

    def close(self) -> None:
        """Stop calling."""
        self._wakes.clear()

    def advance(self, seconds: float) -> None:
        """Let time pass, and call what becomes due on the way, each at its own moment."""
        until = self._clock.now() + timedelta(seconds=seconds)
        while due := [key for key in self.keys if self._wakes[key].due_at <= until]:
            self._clock.set(max(self._clock.now(), self._wakes[due[0]].due_at))
            self.run(due[0])
        self._clock.set(until)

    def run(self, key: str) -> None:
        """Call what is set under a key, as if it were due now."""
        wake = self._wakes.pop(key)
        if wake.period is not None:
            self._wakes[key] = _Wake(self._clock.now() + wake.period, wake.call, wake.period)
        wake.call()
