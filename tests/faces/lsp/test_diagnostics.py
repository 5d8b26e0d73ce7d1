"""Findings as diagnostics."""

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from tests.fakes.control_messages import finding_message
from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.faces.lsp.diagnostics import diagnostics_of

ROOT = Path("/home/me/shop")
PATH = "src/Button.tsx"


def finding(**said: object) -> FindingMessage:
    place = {"start_line": 1, "start_column": 4, "end_line": 1, "end_column": 8}
    return finding_message(**{**place, "evidence": "#fff", "related": [], **said})


def diagnostic(made: FindingMessage, *lines: str, encoding: str = "utf-16") -> types.Diagnostic:
    (told,) = diagnostics_of(made, PATH, ROOT, lines, PositionCodec(encoding))
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
    assert not list(diagnostics_of(finding(), PATH, ROOT, ["a: red;\n"], PositionCodec()))


def test_related_places_are_links() -> None:
    place = {"path": "a b.css", "start_line": 4, "end_line": 5, "note": "the token"}

    told = diagnostic(finding(related=[place]), "a: #fff;\n")

    (related,) = told.related_information or ()
    assert related.location.uri == "file:///home/me/shop/a%20b.css"
    assert (related.location.range.start.line, related.location.range.end.line) == (3, 5)


def copy_told_at(path: str, *places: tuple[str, int]) -> FindingMessage:
    related = [
        {"path": other, "start_line": line, "end_line": line + 1, "note": "another place"}
        for other, line in places
    ]
    return finding(rule="simple-dry", path=path, evidence="f(", start_column=1, related=related)


def test_a_copy_is_shown_in_the_file_of_each_place_with_the_other_places() -> None:
    copy = copy_told_at("a.py", ("a.py", 3), ("b.py", 2))
    lines = ["f(\n", ")\n"] * 2

    in_first = list(diagnostics_of(copy, "a.py", ROOT, lines, PositionCodec()))
    in_other = list(diagnostics_of(copy, "b.py", ROOT, lines, PositionCodec()))

    assert [each.range.start.line for each in in_first] == [0, 2]
    assert [each.range.start.line for each in in_other] == [1]
    (told,) = in_other
    assert [
        (each.location.uri.rpartition("/")[2], each.location.range.start.line)
        for each in told.related_information or ()
    ] == [("a.py", 0), ("a.py", 2)]


def test_a_copy_that_the_document_no_longer_reaches_is_not_shown() -> None:
    copy = copy_told_at("a.py", ("b.py", 9))

    assert not list(diagnostics_of(copy, "b.py", ROOT, ["f(\n"], PositionCodec()))


def test_what_a_finding_only_names_is_not_shown_where_it_stands() -> None:
    token = {"path": "theme.css", "start_line": 1, "end_line": 1, "note": "the token"}

    assert not list(
        diagnostics_of(finding(related=[token]), "theme.css", ROOT, ["x\n"], PositionCodec())
    )
