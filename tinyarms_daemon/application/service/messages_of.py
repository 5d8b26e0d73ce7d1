"""Domain values as the messages that leave the house, and a message that asks for them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import overload

from tinyarms_daemon.control.messages import (
    MESSAGES_VERSION,
    EventMessage,
    FindingDetailMessage,
    FindingMessage,
    FindingQueryMessage,
    FindingsMessage,
    HeadroomHistoryMessage,
    HeadroomMomentMessage,
    JobMessage,
    QuestionMessage,
    ReadingMessage,
    SkippedMessage,
)
from tinyarms_daemon.domain.findings.event import Event
from tinyarms_daemon.domain.findings.finding import Finding, FindingQuery, FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity, counts_by_severity
from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, Deferred, UseResident
from tinyarms_daemon.domain.headroom.in_words import shortfall_in_words
from tinyarms_daemon.domain.headroom.reading import HeadroomSample, Reading
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.domain.questions.deep_budget import RankedQuestion
from tinyarms_daemon.domain.work.job import Job, JobState

_SOURCE_CONTEXT_LINES = 2


@overload
def moment(at: datetime) -> str: ...


@overload
def moment(at: datetime | None) -> str | None: ...


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, whole seconds, as the contract writes it."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def exact_moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, for what durations are reckoned from."""
    if at is None:
        return None
    return f"{at.astimezone(UTC).isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def finding_message(finding: Finding, at: datetime) -> FindingMessage:
    """A finding, with its status at a moment."""
    observation = finding.observation
    message: FindingMessage = {
        "id": finding.id,
        "fingerprint": observation.fingerprint,
        "repository": finding.repository,
        "path": portable_path(finding.path),
        "start_line": observation.region.start.line,
        "start_column": observation.region.start.column,
        "end_line": observation.region.end.line,
        "end_column": observation.region.end.column,
        "symbol": observation.symbol,
        "rule": observation.rule,
        "severity": observation.severity.value,
        "confidence": observation.confidence,
        "origin": observation.origin.value,
        "model": finding.model,
        "baseline": finding.baseline.value,
        "message": observation.message,
        "evidence": observation.evidence,
        "suggestion": observation.suggestion,
        "related": [
            {
                "path": portable_path(place.path or finding.path),
                "start_line": place.start_line,
                "end_line": place.end_line,
                "note": place.note,
            }
            for place in observation.related
        ],
        "status": finding.status(at).value,
        "first_seen": moment(finding.first_seen_at),
        "last_seen": moment(finding.last_seen_at),
    }
    if not finding.present:
        message["fixed_at"] = moment(finding.fixed_at)
    if finding.dismissal is not None:
        message["dismissal"] = {
            "reason": finding.dismissal.reason,
            "at": moment(finding.dismissal.at),
            "expires_at": moment(finding.dismissal.expires_at),
        }
    return message


def finding_detail(
    finding: Finding, at: datetime, root: str, text: str | None
) -> FindingDetailMessage:
    """A finding with the lines around it of its file's text, None where that cannot be read."""
    region = finding.observation.region
    ended = [] if text is None else text.removesuffix("\n").split("\n")
    lines = [line.removesuffix("\r") for line in ended]
    first = max(1, region.start.line - _SOURCE_CONTEXT_LINES)
    last = min(len(lines), region.end.line + _SOURCE_CONTEXT_LINES)
    detail: FindingDetailMessage = {
        **finding_message(finding, at),
        "root": root,
        "source": [
            {"number": number, "text": lines[number - 1]} for number in range(first, last + 1)
        ],
    }
    return detail


def findings_message(
    findings: Sequence[FindingMessage],
    *,
    roots: Iterable[str],
    skipped: Iterable[tuple[str, str]],
    files: int,
    checked: int,
    deferred: int,
    seconds: float | None = None,
) -> FindingsMessage:
    """A list of findings with its summary."""
    rules = Counter(finding["rule"] for finding in findings)
    skipped_messages: list[SkippedMessage] = [
        {"path": portable_path(path), "reason": reason} for path, reason in skipped
    ]
    return {
        "schema": MESSAGES_VERSION,
        "roots": [portable_path(root) for root in roots],
        "findings": list(findings),
        "summary": {
            "files": files,
            "checked": checked,
            "findings": len(findings),
            "by_severity": counts_by_severity(finding["severity"] for finding in findings),
            "by_rule": dict(sorted(rules.items())),
            "deferred": deferred,
            "seconds": seconds,
        },
        "skipped": skipped_messages,
    }


def job_message(job: Job) -> JobMessage:
    return {
        "id": job.id,
        "kind": job.kind.value,
        "repository": job.repository,
        "paths": [portable_path(path) for path in job.paths],
        "state": job.state.value,
        "requested_at": moment(job.requested_at),
        "not_before": moment(job.not_before),
        "started_at": exact_moment(job.started_at),
        "finished_at": exact_moment(job.finished_at),
        "attempts": job.attempts,
        "reasons": list(job.reasons),
        "error": job.error,
        "units_total": job.units_total,
        "units_done": job.units_done,
        "units_skipped": job.units_skipped,
        "units_failed": job.units_failed,
        "findings_opened": job.findings_opened,
        "findings_fixed": job.findings_fixed,
    }


def question_message(question: RankedQuestion) -> QuestionMessage:
    """A question that is not asked yet."""
    candidate = question.candidate
    return {
        "rule": candidate.rule,
        "worth": round(candidate.worth, 3),
        "estimated_seconds": question.estimated_seconds,
        "second_opinion": candidate.second_opinion,
        "places": [
            {
                "path": portable_path(place.path),
                "start_line": place.start_line,
                "end_line": place.end_line,
            }
            for place in candidate.places
        ],
    }


def event_message(event: Event, finding: Finding | None, at: datetime) -> EventMessage:
    """An event, with the finding it speaks of as that stands now."""
    return {
        "id": event.id or 0,
        "kind": event.kind.value,
        "at": moment(event.at),
        "repository": event.repository,
        "job": event.job_id,
        "path": None if event.path is None else portable_path(event.path),
        "finding": None if finding is None else finding_message(finding, at),
        "detail": dict(event.detail),
    }


def reading_message(reading: Reading, at: datetime) -> ReadingMessage:
    """A headroom reading with its age."""
    return {
        "value": reading.value,
        "unit": reading.unit,
        "source": reading.source,
        "age_seconds": round(max(0.0, (at - reading.taken_at).total_seconds()), 1),
        "state": reading.state.value,
    }


def reasons_of(decision: AdmissionDecision) -> list[str]:
    """Why a decision is what it is, one clause a shortfall; none where the model is admitted."""
    if isinstance(decision, UseResident):
        return [f"{decision.tag} is loaded already and answers in its place"]
    return (
        list(map(shortfall_in_words, decision.shortfalls)) if isinstance(decision, Deferred) else []
    )


def decision_word(decision: AdmissionDecision) -> str:
    """`admitted`, `deferred` or `use_resident`."""
    if isinstance(decision, UseResident):
        return "use_resident"
    return "deferred" if isinstance(decision, Deferred) else "admitted"


def query_of(message: FindingQueryMessage) -> FindingQuery:
    """What a message asks for; open findings where it names no status."""
    severity = message.get("severity")
    since = message.get("since")
    return FindingQuery(
        repository=message.get("repository"),
        rules=tuple(message.get("rules", ())),
        minimum_severity=None if severity is None else Severity(severity),
        statuses=tuple(
            FindingStatus(status) for status in message.get("statuses", [FindingStatus.OPEN.value])
        ),
        path=message.get("path"),
        by_first_place=message.get("by_first_place", False),
        seen_since=None if since is None else datetime.fromisoformat(since),
        only_new=message.get("new", False),
    )


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
