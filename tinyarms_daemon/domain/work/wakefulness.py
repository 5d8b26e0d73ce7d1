"""Whether the machine slept, whether its clock was set, and whether it is a time to work.

A Mac in dark wake runs programs for seconds or minutes with its display off, to fetch mail; it is
told from a person's wake by the keyboard and the trackpad, which nobody has touched since.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

# Two looks that differ by this much more on the clock that goes on in sleep: sleep.
_SHORTEST_SLEEP_SECONDS = 1.0
# The wall's clock may be slewed by NTP; a step is what nobody can have slewed in a minute.
_SHORTEST_STEP_SECONDS = 2.0
# Where no clock goes on in sleep, a leap of the wall's clock by this much was sleep.
_SHORTEST_LEAP_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One look at a machine's clocks.

    `at` is the wall's (aware, UTC), in `zone`; `awake_seconds` stands still in sleep;
    `elapsed_seconds` goes on in it, None where the machine has no such clock.
    """

    at: datetime
    zone: tzinfo
    awake_seconds: float
    elapsed_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What lies between two looks: how long the machine slept (0: not at all), and by how much its
    wall clock was set, forward or (negative) back."""

    slept_seconds: float
    step_seconds: float


def what_passed(before: ClockReading, now: ClockReading) -> Passed:
    """Compare two looks, the older one first."""
    wall = (now.at - before.at).total_seconds()
    awake = now.awake_seconds - before.awake_seconds
    if before.elapsed_seconds is None or now.elapsed_seconds is None:
        leap = wall - awake
        slept = leap if leap >= _SHORTEST_LEAP_SECONDS else 0.0
        elapsed = awake + slept
    else:
        elapsed = now.elapsed_seconds - before.elapsed_seconds
        slept = elapsed - awake
    step = wall - elapsed
    return Passed(
        slept_seconds=slept if slept > _SHORTEST_SLEEP_SECONDS else 0.0,
        step_seconds=step if abs(step) > _SHORTEST_STEP_SECONDS else 0.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wakefulness:
    """How awake the machine is. `woke_at` and `slept_seconds` are of its last wake-up that was
    seen, None and 0 before the first; `awake_since_seconds` is that moment on the awake clock;
    `is_dark` until somebody has touched it since."""

    woke_at: datetime | None = None
    slept_seconds: float = 0.0
    awake_since_seconds: float | None = None
    is_dark: bool = False

    def woken(self, now: ClockReading, slept_seconds: float) -> "Wakefulness":
        """After a wake-up that was just seen: dark, until it is known to be a person's."""
        return replace(
            self,
            woke_at=now.at,
            slept_seconds=slept_seconds,
            awake_since_seconds=now.awake_seconds,
            is_dark=True,
        )

    def touched(
        self, now: ClockReading, idle_seconds: float | None, look: timedelta
    ) -> "Wakefulness":
        """With how long nobody has touched the machine; None is not known, and darkens nothing.

        The wake-up was seen up to one `look` after it happened.
        """
        if not self.is_dark or self.awake_since_seconds is None:
            return self
        awake = now.awake_seconds - self.awake_since_seconds + look.total_seconds()
        return replace(self, is_dark=idle_seconds is not None and idle_seconds > awake)

    def is_fit_for_heavy_work(self, now: ClockReading, settle: timedelta) -> bool:
        """Whether a model may be loaded, or a long scan begun: awake for a while, and not dark."""
        if self.is_dark:
            return False
        if self.awake_since_seconds is None:
            return True
        return now.awake_seconds - self.awake_since_seconds >= settle.total_seconds()

    def makes_stale(self, reading_taken_at: datetime) -> bool:
        """Whether a reading of the machine is from before its last wake-up."""
        return self.woke_at is not None and reading_taken_at < self.woke_at
