"""Findings that wait at definitions, and what a save of these means for them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Row, delete, select

from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions
from tinyarms_daemon.adapters.store.rows import is_dismissed
from tinyarms_daemon.adapters.store.tables import finding_waits, findings
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.work.analysis import FileReport

_Lines = Mapping[str, Sequence[int]]
"""In which lines the definitions of each content begin."""


def follow_definitions(writer: FindingWriter, reports: Sequence[FileReport]) -> None:
    """Tell each finding that waits at a definition which these reports of saves show changed, and
    have the places of the others go where their definitions went."""
    lines = {report.path: _lines_by_key(report) for report in reports}
    is_any_told = False
    for _, rows in groupby(_waiting(writer, list(lines)), lambda row: row.finding_id):
        waiting = list(rows)
        gone = [row for row in waiting if not _stands(row, lines)]
        _move(writer, [row for row in waiting if row.path not in {e.path for e in gone}], lines)
        if gone and _is_shown(gone[0]):
            _tell(writer, gone)
            is_any_told = True
    if is_any_told:  # the next deep scan has them wait again, where they still are
        forget_conclusions(writer.connection, writer.repository_id)


def _lines_by_key(report: FileReport) -> _Lines:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, line in report.definition_keys:
        found[key].append(line)
    return found


def _stands(row: Row[Any], lines: Mapping[str, _Lines]) -> bool:
    """Whether what it waits at is as it was; an empty key stands for whatever is in the file."""
    return bool(row.key) and row.key in lines[row.path]


def _is_shown(row: Row[Any]) -> bool:
    return not (row.suppressed or row.unconfirmed or row.dismissed)


def _tell(writer: FindingWriter, gone: Sequence[Row[Any]]) -> None:
    for row in gone:
        writer.connection.execute(
            delete(finding_waits).where(
                finding_waits.c.finding_id == row.finding_id,
                finding_waits.c.path == row.path,
                finding_waits.c.key == row.key,
            )
        )
    first = gone[0]
    found_in = {"found_in": first.shown_at}
    writer.tell(EventKind.FINDING_TOUCHED, first.finding_id, first.path, found_in)


def _move(writer: FindingWriter, standing: Sequence[Row[Any]], lines: Mapping[str, _Lines]) -> None:
    places = _Places.of(standing[0]) if standing else None
    for path, rows in groupby(standing, lambda row: row.path):
        begins = [lines[path][row.key] for row in rows]
        if places is not None and all(len(each) == 1 for each in begins):
            places.begin_at(path, sorted(each[0] for each in begins))
    if places is not None and places.values != places.before:
        writer.update(standing[0].finding_id, places.values)


@dataclass(slots=True)
class _Places:
    """The first and the other places of a finding, as its row has them."""

    path: str
    values: dict[str, Any]
    before: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.values | {"related": [dict(each) for each in self.values["related"]]}

    @classmethod
    def of(cls, row: Row[Any]) -> "_Places":
        related = [dict(each) for each in row.related]
        return cls(
            row.shown_at,
            {"start_line": row.start_line, "end_line": row.end_line, "related": related},
        )

    def begin_at(self, path: str, lines: Sequence[int]) -> None:
        """The definitions that its places in a file are begin in these lines now; of a single one
        the places may be parts."""
        here = sorted(self._at(path), key=lambda place: int(place["start_line"]))
        if len(lines) == 1 and here:
            by = [lines[0] - here[0]["start_line"]] * len(here)
        elif len(lines) == len(here):
            by = [line - place["start_line"] for line, place in zip(lines, here, strict=True)]
        else:
            return
        for place, moved in zip(here, by, strict=True):
            place["start_line"] += moved
            place["end_line"] += moved

    def _at(self, path: str) -> Iterator[dict[str, Any]]:
        if self.path == path:
            yield self.values
        for place in self.values["related"]:
            if (place["path"] or self.path) == path:
                yield place


def _waiting(writer: FindingWriter, paths: Sequence[str]) -> Sequence[Row[Any]]:
    told = findings.c
    return writer.connection.execute(
        select(
            finding_waits,
            told.path.label("shown_at"),
            *(told.start_line, told.end_line, told.related),
            *(told.suppressed, told.unconfirmed, is_dismissed(writer.at).label("dismissed")),
        )
        .join(findings, told.id == finding_waits.c.finding_id)
        .where(
            told.repository_id == writer.repository_id,
            finding_waits.c.path.in_(paths),
            told.present.is_(True),
        )
        .order_by(finding_waits.c.finding_id, finding_waits.c.path, finding_waits.c.key)
    ).all()
