"""What a job is to expect, in one line, from what was last decided about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.domain.headroom.admission import Deferred, Lack
from tinyarms_daemon.domain.headroom.in_words import seconds_in_words
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import Readings, Resource, number_of
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a forecast is made from. `slept` is the last time asleep since the job was due, from
    when to when."""

    now: datetime
    readings: Readings
    decision: Deferred | None
    slept: tuple[datetime, datetime] | None = None


def forecast(job: Job, outlook: Outlook, policy: HeadroomPolicy) -> str:
    """Pieces in a row: when it was due, what was in the way, what it waits for, when it is late.

    Moments are written in the time zone that they carry.
    """
    if job.state.is_end:
        return f"ended as {job.state.value}: nothing more is to come"
    if job.state is JobState.RUNNING:
        return "running now"
    return "; ".join(_pieces(job, outlook, policy))


def _pieces(job: Job, outlook: Outlook, policy: HeadroomPolicy) -> Iterator[str]:
    zone = outlook.now.tzinfo
    yield f"due {job.requested_at.astimezone(zone):%a %H:%M}"
    if outlook.slept is not None:
        yield f"asleep to {outlook.slept[1].astimezone(zone):%H:%M}"
    percent = number_of(outlook.readings, Resource.BATTERY_PERCENT)
    if percent is not None:
        yield f"battery {percent:.0f} %"
    yield _wait(job, outlook, policy)
    if job.kind is JobKind.WEEKLY:
        left = job.requested_at + policy.overdue_after - outlook.now
        late = left <= timedelta(0)
        yield "overdue" if late else f"overdue alarm in {seconds_in_words(left)}"


def _wait(job: Job, outlook: Outlook, policy: HeadroomPolicy) -> str:
    if outlook.decision is None:
        reasons = " ".join(job.reasons)
        return f"waits: {reasons}" if reasons else "runs as soon as what is before it has ended"
    lacking = [shortfall.resource for shortfall in outlook.decision.shortfalls]
    words = list(dict.fromkeys(_wish(resource, policy) for resource in lacking))
    retry_at = outlook.decision.retry_at.astimezone(outlook.now.tzinfo)
    again = f", looked at again at {retry_at:%H:%M}" if retry_at > outlook.now else ""
    return f"runs at the next {' and '.join(words)}{again}"


def _wish(resource: str, policy: HeadroomPolicy) -> str:
    """What has to come about, in a few words."""
    wishes: dict[str, str] = {
        Resource.POWER_SOURCE: "AC",
        Resource.OWNER_IDLE: f"{policy.owner_idle.total_seconds() / 60:.0f} idle minutes",
        Resource.THERMAL_LEVEL: "time that it is cool",
        Resource.MEMORY_AVAILABLE: "time that enough memory is free",
        Resource.MEMORY_PRESSURE: "time without memory pressure",
        Resource.BATTERY_PERCENT: "time that the battery is charged",
        Resource.LOW_POWER_MODE: "time without Low Power Mode",
        Resource.LID: "time that the lid is open",
        Lack.THERMAL_HOLD: "minute of coolness",
        Lack.AWAKE_FOR: "two minutes awake",
        Lack.LOAD_GAP: "load that is due",
        Lack.REST: "end of a rest",
    }
    return wishes.get(resource, f"change of {resource.replace('_', ' ')}")
