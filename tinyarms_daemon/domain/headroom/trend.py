"""What single readings do not show: how long it has been cool or warm, how fast swap grows, and
whether a model is slower than when cold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import Readings, Resource, number_of

_MINUTE_SECONDS = 60.0
_SWAP_WINDOW = timedelta(seconds=60)
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Readings so far. A gap between two looks is taken for sleep: what held before is not known
    to have held meanwhile."""

    observed_at: datetime | None = None
    steady_since: datetime | None = None
    nominal_since: datetime | None = None
    warm_since: datetime | None = None
    swap_from: tuple[datetime, float] | None = None
    swap_growth_per_minute: float | None = None

    def after(self, readings: Readings, now: datetime, gap: timedelta) -> "Trend":
        """The trend with one more look; bytes per minute for the growth of swap."""
        broken = self.observed_at is None or not timedelta(0) <= now - self.observed_at <= gap
        level = number_of(readings, Resource.THERMAL_LEVEL)
        nominal_since = now if broken else self.nominal_since or now
        warm_since = now if broken else self.warm_since or now
        swap_from, growth = self._swap(readings, now, broken=broken)
        return Trend(
            observed_at=now,
            steady_since=now if broken else self.steady_since,
            nominal_since=nominal_since if level == 0 else None,
            warm_since=warm_since if level else None,
            swap_from=swap_from,
            swap_growth_per_minute=growth,
        )

    def _swap(
        self, readings: Readings, now: datetime, *, broken: bool
    ) -> tuple[tuple[datetime, float] | None, float | None]:
        used = number_of(readings, Resource.SWAP_USED)
        if used is None:
            return None, None
        if broken or self.swap_from is None:
            return (now, used), None
        began_at, began_with = self.swap_from
        seconds = (now - began_at).total_seconds()
        if seconds <= 0:
            return self.swap_from, self.swap_growth_per_minute
        # Over less than a minute a burst counts as what it is, not as its rate for a minute.
        growth = (used - began_with) * _MINUTE_SECONDS / max(seconds, _MINUTE_SECONDS)
        return (now, used) if now - began_at >= _SWAP_WINDOW else self.swap_from, growth


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRun:
    """One answer of a model. `cold`: the machine had rested and said nothing of heat."""

    at: datetime
    tokens_per_second: float
    cold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled:
    """A model that is much slower than when cold; tokens per second."""

    measured: float
    needed: float


def cold_baseline(runs: Sequence[SpeedRun], policy: HeadroomPolicy) -> float | None:
    """The median of a model's newest cold runs with one context size; None before there are a few.

    Runs are in the order in which they were made.
    """
    cold = [run.tokens_per_second for run in runs if run.cold]
    newest = cold[-policy.baseline_runs :]
    return median(newest) if len(newest) >= policy.least_baseline_runs else None


def throttled(runs: Sequence[SpeedRun], policy: HeadroomPolicy, now: datetime) -> Throttled | None:
    """Whether the last answer was below the share of the baseline that counts as throttled.

    What was measured long ago says nothing of now.
    """
    if not runs or now - runs[-1].at > policy.thermometer_expires:
        return None
    baseline = cold_baseline(runs, policy)
    if baseline is None:
        return None
    needed = baseline * policy.throttled_percent / _PERCENT
    measured = runs[-1].tokens_per_second
    return Throttled(measured=measured, needed=needed) if measured < needed else None
