"""Rows to domain values and back; the only place that knows both."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_

from tinyarms_daemon.adapters.store.tables import findings
from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.findings.finding import Baseline, Dismissal, Finding
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.findings.source import Place, Position, Region
from tinyarms_daemon.domain.records import fields_of, made_of
from tinyarms_daemon.domain.work.repository import FileStat, KnownFile


def known_file_of(row: RowMapping) -> KnownFile:
    return KnownFile(
        path=row["path"],
        language=row["language"],
        stat=None
        if row["mtime_ns"] is None
        else FileStat(row["size_bytes"], row["mtime_ns"], row["ctime_ns"]),
        content_hash=row["content_hash"],
        profile_digest=row["profile_digest"],
        checked_at=row["checked_at"],
        skip_reason=row["skip_reason"],
        gone=row["gone_at"] is not None,
        deep_digest=row["deep_digest"],
    )


def observation_values(observation: Observation) -> dict[str, Any]:
    """The columns of `findings` that an observation fills."""
    kept = fields_of(observation)
    for name in ("region", "question", "scope", "confirmed"):
        del kept[name]
    return kept | {
        "start_line": observation.region.start.line,
        "start_column": observation.region.start.column,
        "end_line": observation.region.end.line,
        "end_column": observation.region.end.column,
        "related": [asdict(place) for place in observation.related],
        "measures": dict(observation.measures),
        "unconfirmed": not observation.confirmed,
    }


def observation_of(row: RowMapping) -> Observation:
    """The observation in a row of `findings`."""
    return made_of(
        Observation,
        row,
        severity=Severity(row["severity"]),
        region=Region(
            Position(row["start_line"], row["start_column"]),
            Position(row["end_line"], row["end_column"]),
        ),
        related=tuple(Place(**place) for place in row["related"]),
        origin=Origin(row["origin"]),
        confirmed=not row["unconfirmed"],
        question=None,
        scope=None,
    )


def finding_of(row: RowMapping, repository: str | None = None) -> Finding:
    """A row of `findings`, in the repository of that name."""
    return made_of(
        Finding,
        row,
        repository=repository,
        observation=observation_of(row),
        baseline=Baseline(row["baseline"]),
        dismissal=_dismissal_of(row),
    )


# How many places a finding says that there are of what it is about.
PLACES = "places"
places_now: ColumnElement[int] = func.json_extract(findings.c.measures, f"$.{PLACES}")


def _dismissal_of(row: RowMapping) -> Dismissal | None:
    if row["dismissed_at"] is None:
        return None
    return Dismissal(
        reason=row["dismissal_reason"],
        at=row["dismissed_at"],
        expires_at=row["dismissal_expires_at"],
        is_outgrown=is_more(row["measures"].get(PLACES), row["dismissed_places"]),
    )


def is_more(now: object, accepted: int | None) -> bool:
    """Whether a number of places is more than the one that was accepted; unknown ones are not."""
    return isinstance(now, int) and accepted is not None and now > accepted


def is_dismissed(at: datetime) -> ColumnElement[bool]:
    """The condition of a dismissal that holds at a moment, for what there is now."""
    expires_at = findings.c.dismissal_expires_at
    accepted = findings.c.dismissed_places
    return and_(
        findings.c.dismissed_at.is_not(None),
        or_(expires_at.is_(None), expires_at > at),
        func.coalesce(places_now, 0) <= func.coalesce(accepted, places_now, 0),
    )


def event_of(row: RowMapping) -> Event:
    """A row of `events`, with the name of its repository."""
    return made_of(Event, row, kind=EventKind(row["kind"]), repository=row["repository_name"])
