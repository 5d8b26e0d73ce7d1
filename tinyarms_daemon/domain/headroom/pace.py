"""Bursts and rests in a long scan: work is spent from what rest has earned.

A machine without a fan takes a burst of full load before it says so, and needs about twice as
long to forget it. Both are learned on this machine from what its readings say after each burst.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tinyarms_daemon.domain.headroom.policy import PacePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What this machine bears: seconds of work in one burst, and how much of it a second of rest
    gives back."""

    burst_seconds: float
    cooling: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Seconds of work that have not been rested off, as of a moment."""

    seconds: float
    at: datetime


def first_pace(policy: PacePolicy) -> Pace:
    """Before anything is learned."""
    return Pace(burst_seconds=policy.burst_seconds, cooling=policy.cooling)


def rested(effort: Effort, pace: Pace, now: datetime) -> Effort:
    """What is left of an effort after a time without work."""
    earned = max((now - effort.at).total_seconds(), 0.0) * pace.cooling
    return Effort(seconds=max(effort.seconds - earned, 0.0), at=max(now, effort.at))


def worked(effort: Effort, pace: Pace, began_at: datetime, now: datetime) -> Effort:
    """An effort after work from one moment to another."""
    before = rested(effort, pace, began_at)
    return Effort(seconds=before.seconds + max((now - began_at).total_seconds(), 0.0), at=now)


def rest_needed(effort: Effort, pace: Pace, expected_seconds: float, now: datetime) -> timedelta:
    """How long to rest before work of about so many seconds; none where the burst has room.

    Work that is longer than a burst begins from rest.
    """
    left = rested(effort, pace, now).seconds
    room = max(pace.burst_seconds - expected_seconds, 0.0)
    return timedelta(seconds=max(left - room, 0.0) / pace.cooling)


def seconds_with_rests(seconds: float, pace: Pace) -> float:
    """How long so many seconds of work take from rest: all beyond the first burst is earned by
    resting."""
    return seconds + max(seconds - pace.burst_seconds, 0.0) / pace.cooling


def learned(pace: Pace, policy: PacePolicy, *, level: float | None, slow: bool) -> Pace:
    """The pace after a burst: a warm machine shortens it at once, a cool one lengthens it slowly.

    `level` is the thermal level after the burst, None where it is not known; `slow`: decode speed
    fell below the share of its baseline that counts as throttled.
    """
    if slow or (level is not None and level >= 2):
        return _scaled(pace, policy, policy.lower_factor * policy.lower_factor)
    if level is not None and level >= 1:
        return _scaled(pace, policy, policy.lower_factor)
    return replace(pace, cooling=min(pace.cooling * policy.raise_factor, policy.most_cooling))


def _scaled(pace: Pace, policy: PacePolicy, factor: float) -> Pace:
    return Pace(
        burst_seconds=max(pace.burst_seconds * factor, policy.least_burst_seconds),
        cooling=max(pace.cooling * factor, policy.least_cooling),
    )
