"""Decode speed as a thermometer: the one sign of throttling that every machine has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy

_PERCENT = 100


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
