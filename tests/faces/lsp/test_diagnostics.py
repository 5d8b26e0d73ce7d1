"""Findings as diagnostics."""

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from tests.fakes.control_messages import finding_message
from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.faces.lsp.diagnostics import diagnostic_of

ROOT = Path("/home/me/shop")


def finding(**said: object) -> FindingMessage:
    place = {"start_line": 1, "start_column": 4, "end_line": 1, "end_column": 8}
    return finding_message(**{**place, "evidence": "#fff", "related": [], **said})


def diagnostic(made: FindingMessage, *lines: str, encoding: str = "utf-16") -> types.Diagnostic:
    told = diagnostic_of(made, ROOT, lines, PositionCodec(encoding))
    assert told is not None
    return told


@pytest.mark.parametrize(("encoding", "start", "end"), [
    ("utf-16", 4, 8), ("utf-8", 6, 10), ("utf-32", 3, 7),
])  # fmt: skip
def test_columns_count_the_units_of_the_editor(encoding: str, start: int, end: int) -> None:
    told = diagnostic(finding(), "a😋 #fff;\n", encoding=encoding)

    assert (told.range.start.character, told.range.end.character) == (start, end)


def test_a_finding_moves_along_with_the_lines_above_it() -> None:
    told = diagnostic(finding(start_line=2, end_line=2), "\n", "\n", "\n", "a: #fff;\n")

    assert told.range.start.line == 3


def test_a_finding_whose_evidence_is_gone_is_not_shown() -> None:
    assert diagnostic_of(finding(), ROOT, ["a: red;\n"], PositionCodec()) is None


def test_related_places_are_links() -> None:
    place = {"path": "a b.css", "start_line": 4, "end_line": 5, "note": "the token"}

    told = diagnostic(finding(related=[place]), "a: #fff;\n")

    (related,) = told.related_information or ()
    assert related.location.uri == "file:///home/me/shop/a%20b.css"
    assert (related.location.range.start.line, related.location.range.end.line) == (3, 5)
