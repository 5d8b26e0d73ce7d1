"""What daemon and worker say to each other: JSON, so that a worker that fell to a hostile file
can hand over wrong words at worst, and nothing that runs."""

import json
from typing import Any

from tinyarms_daemon.domain.analysis import AnalysisProfile, AnalysisRequest, FileReport, Outcome
from tinyarms_daemon.domain.repository import FileStat
from tinyarms_daemon.domain.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.source import Place, Position, Region


def encode(message: dict[str, Any]) -> bytes:
    """A message as ASCII JSON; odd bytes of file names travel as escaped surrogates."""
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def decode(raw: bytes) -> dict[str, Any]:
    """The message again. ValueError for what is none."""
    message = json.loads(raw)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def profile_message(profile: AnalysisProfile) -> dict[str, Any]:
    """A profile, sent once before the requests that use it."""
    return {
        "profile": {
            "rules": {rule: dict(options) for rule, options in profile.rules.items()},
            "max_file_bytes": profile.max_file_bytes,
            "digest": profile.digest,
        }
    }


def profile_of(message: dict[str, Any]) -> AnalysisProfile:
    """The profile in a message."""
    return AnalysisProfile(**message["profile"])


def request_message(request: AnalysisRequest) -> dict[str, Any]:
    """A request for one file."""
    return {
        "request": {"root": request.root, "path": request.path, "known_hash": request.known_hash}
    }


def request_of(message: dict[str, Any]) -> AnalysisRequest:
    """The request in a message."""
    return AnalysisRequest(**message["request"])


def report_message(report: FileReport) -> dict[str, Any]:
    """A report on one file."""
    stat = report.stat
    return {
        "path": report.path,
        "outcome": report.outcome.value,
        "reason": report.reason,
        "language": report.language,
        "content_hash": report.content_hash,
        "stat": None if stat is None else [stat.size_bytes, stat.mtime_ns, stat.ctime_ns],
        "code_lines": report.code_lines,
        "checked_rules": sorted(report.checked_rules),
        "observations": [_observation_message(each) for each in report.observations],
    }


def report_of(message: dict[str, Any]) -> FileReport:
    """The report in a message. KeyError, TypeError or ValueError for what is none."""
    stat = message["stat"]
    return FileReport(
        path=message["path"],
        outcome=Outcome(message["outcome"]),
        reason=message["reason"],
        language=message["language"],
        content_hash=message["content_hash"],
        stat=None if stat is None else FileStat(*stat),
        code_lines=message["code_lines"],
        checked_rules=frozenset(message["checked_rules"]),
        observations=tuple(_observation_of(each) for each in message["observations"]),
    )


def _observation_message(observation: Observation) -> dict[str, Any]:
    region = observation.region
    return {
        "rule": observation.rule,
        "severity": observation.severity.value,
        "fingerprint": observation.fingerprint,
        "region": [region.start.line, region.start.column, region.end.line, region.end.column],
        "evidence": observation.evidence,
        "message": observation.message,
        "symbol": observation.symbol,
        "suggestion": observation.suggestion,
        "related": [
            [place.path, place.start_line, place.end_line, place.note]
            for place in observation.related
        ],
        "measures": dict(observation.measures),
        "confidence": observation.confidence,
        "origin": observation.origin.value,
        "question": observation.question,
        "suppressed": observation.suppressed,
    }


def _observation_of(message: dict[str, Any]) -> Observation:
    start_line, start_column, end_line, end_column = message["region"]
    return Observation(
        **message
        | {
            "severity": Severity(message["severity"]),
            "origin": Origin(message["origin"]),
            "region": Region(Position(start_line, start_column), Position(end_line, end_column)),
            "related": tuple(Place(*place) for place in message["related"]),
        }
    )
