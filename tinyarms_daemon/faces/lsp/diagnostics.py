"""Findings as diagnostics of the protocol, whose columns count the units the editor asked for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec

from tinyarms_daemon.control.messages import FindingMessage, RelatedMessage
from tinyarms_daemon.domain.findings.rule_names import OF_ALL_PLACES
from tinyarms_daemon.domain.printable import printable

SOURCE = "tinyarms"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


def diagnostics_of(
    finding: FindingMessage, path: str, root: Path, lines: Sequence[str], codec: PositionCodec
) -> Iterator[types.Diagnostic]:
    """The diagnostics of a finding in the document at `path`, which has these lines: one at its
    place unless its evidence is gone, and one at each other that has the same share in it.

    Lines that came or went above since the file was checked move the first along.
    """
    if finding["path"] == path:
        moved = _lines_moved(finding, lines)
        if moved is not None:
            start_line, end_line = finding["start_line"] + moved, finding["end_line"] + moved
            where = types.Range(
                start=_position(lines, start_line, finding["start_column"], codec),
                end=_position(lines, end_line, finding["end_column"], codec),
            )
            yield _diagnostic(finding, where, finding["related"], root)
    if finding["rule"] not in OF_ALL_PLACES:
        return
    for place in finding["related"]:
        if place["path"] == path and place["start_line"] <= len(lines):
            others = [
                _told_at(finding),
                *(each for each in finding["related"] if each is not place),
            ]
            yield _diagnostic(finding, lines_of(place), others, root)


def _told_at(finding: FindingMessage) -> RelatedMessage:
    return {
        "path": finding["path"],
        "start_line": finding["start_line"],
        "end_line": finding["end_line"],
        "note": "the first place",
    }


def _diagnostic(
    finding: FindingMessage, where: types.Range, others: Sequence[RelatedMessage], root: Path
) -> types.Diagnostic:
    advice = f"\nInstead: {finding['suggestion']}" if finding["suggestion"] else ""
    return types.Diagnostic(
        range=where,
        message=printable(finding["message"]) + advice,
        severity=_SEVERITIES.get(finding["severity"]),
        code=finding["rule"],
        source=SOURCE,
        related_information=[_related(place, root) for place in others] or None,
        data={"id": finding["id"], "rule": finding["rule"]},
    )


def _lines_moved(finding: FindingMessage, lines: Sequence[str]) -> int | None:
    """How many lines further down its evidence stands, the nearest if in several places."""
    line, column = finding["start_line"], finding["start_column"]
    wanted = finding["evidence"].partition("\n")[0].rstrip("\r")
    if not wanted:
        return 0 if line <= max(len(lines), 1) else None
    if line <= len(lines) and lines[line - 1][column - 1 :].startswith(wanted):
        return 0
    places = (
        number - line
        for number, text in enumerate(lines, start=1)
        if text[column - 1 :].startswith(wanted)
    )
    return min(places, key=abs, default=None)


def _position(lines: Sequence[str], line: int, column: int, codec: PositionCodec) -> types.Position:
    """From 1 in code points to 0 in the units of the editor; behind the end, the end."""
    if line > len(lines):
        return types.Position(line=len(lines), character=0)
    text = lines[line - 1].rstrip("\r\n")
    return types.Position(line=line - 1, character=codec.client_num_units(text[: column - 1]))


def _related(place: RelatedMessage, root: Path) -> types.DiagnosticRelatedInformation:
    return types.DiagnosticRelatedInformation(
        location=types.Location(uri=(root / place["path"]).as_uri(), range=lines_of(place)),
        message=printable(place["note"]),
    )


def lines_of(place: RelatedMessage) -> types.Range:
    """Whole lines, in which no unit has to be counted."""
    return types.Range(
        start=types.Position(line=place["start_line"] - 1, character=0),
        end=types.Position(line=place["end_line"], character=0),
    )
