"""Readings over time, as many as a chart has room for, with what happened meanwhile."""

from collections.abc import Iterable, Iterator, Sequence

from tinyarms_daemon.application.service.messages_of import moment
from tinyarms_daemon.control.messages import HeadroomHistoryMessage, HeadroomMomentMessage
from tinyarms_daemon.domain.findings.event import Event
from tinyarms_daemon.domain.headroom.reading import HeadroomSample
from tinyarms_daemon.domain.work.job import Job, JobState


def headroom_history_message(
    samples: Sequence[HeadroomSample], moments: Iterable[HeadroomMomentMessage], most: int
) -> HeadroomHistoryMessage:
    """Every so-and-so-many-th sample where there are more than `most`; always the newest."""
    step = -(-len(samples) // most) or 1
    kept = samples[::-1][::step][::-1]
    return {
        "samples": [{"at": moment(each.at), "values": dict(each.values)} for each in kept],
        "moments": sorted(moments, key=lambda each: each["at"]),
    }


def scan_moments(events: Iterable[Event]) -> Iterator[HeadroomMomentMessage]:
    """When scans began and ended."""
    for event in events:
        word = event.kind.value.replace("_", " ")
        yield {
            "at": moment(event.at),
            "kind": event.kind.value,
            "text": f"{word} {event.repository or ''}".strip(),
        }


def deferral_moments(jobs: Iterable[Job]) -> Iterator[HeadroomMomentMessage]:
    """When jobs that wait for headroom were asked for, and why they wait."""
    for job in jobs:
        if job.state is JobState.DEFERRED:
            yield {
                "at": moment(job.requested_at),
                "kind": "deferred",
                "text": f"job {job.id} deferred: {'; '.join(job.reasons)}",
            }
