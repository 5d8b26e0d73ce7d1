"""Being woken at a moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol


class Timer(Protocol):
    """One callback runs at a time, in the timer's own thread; a callback must be quick."""

    def wake_at(self, key: str, when: datetime, call: Callable[[], None]) -> None:
        """Call once at a moment; the same key again replaces."""

    def wake_every(self, key: str, period: timedelta, call: Callable[[], None]) -> None:
        """Call again and again; periods missed in sleep count as one."""

    def forget(self, prefix: str) -> None:
        """Drop every wake-up whose key begins so."""

    def is_alive(self) -> bool:
        """False once it will never call again."""

    def close(self) -> None:
        """Stop calling."""
