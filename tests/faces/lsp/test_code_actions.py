"""What an editor offers at a finding."""

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from tinyarms_daemon.faces.lsp.code_actions import DISMISS, SHOW, code_actions
from tinyarms_daemon.faces.lsp.suppression_comment import suppression_comment

RULE = "hardcoded-colors"


def test_a_finding_can_be_suppressed_dismissed_and_followed() -> None:
    position = types.Position(line=0, character=3)
    place = types.Location(uri="file:///x/theme.css", range=types.Range(position, position))
    diagnostic = types.Diagnostic(
        range=types.Range(position, position),
        message="",
        data={"id": 17, "rule": RULE},
        related_information=[types.DiagnosticRelatedInformation(place, "the token")],
    )

    suppress, *dismissals, show = code_actions(
        diagnostic, "file:///x/a.py", "/x/a.py", ["x = 1\n"], PositionCodec()
    )

    assert suppress.edit and suppress.edit.changes
    (edit,) = suppress.edit.changes["file:///x/a.py"]
    assert edit.new_text == f"# tinyarms: ignore[{RULE}]\n"
    assert [each.command and each.command.command for each in dismissals] == [DISMISS] * 3
    assert dismissals[0].command and dismissals[0].command.arguments == [
        17, "not a problem here", None,
    ]  # fmt: skip
    assert show.command and show.command.command == SHOW


@pytest.mark.parametrize("data", [None, "x", {}, {"id": "1"}, {"id": 1, "rule": 2}])
def test_what_an_editor_made_up_offers_nothing(data: object) -> None:
    position = types.Position(line=0, character=0)
    diagnostic = types.Diagnostic(range=types.Range(position, position), message="", data=data)

    assert list(code_actions(diagnostic, "file:///a", "/a", [""], PositionCodec())) == []


@pytest.mark.parametrize(
    ("path", "lines", "comment"),
    [
        ("a.css", ["  a {}"], "  /* tinyarms: ignore[r] */\n"),
        ("a.go", ["\tx := 7"], "\t// tinyarms: ignore[r]\n"),
        ("README.md", ["see a.py"], "<!-- tinyarms: ignore[r] -->\n"),
        ("a.tsx", ["<div>", '  <p color="#fff" />'], "  {/* tinyarms: ignore[r] */}\n"),
        ("a.tsx", ["return (", '  <p color="#fff" />'], "  // tinyarms: ignore[r]\n"),
        ("a.tsx", ["const f = () =>", '  <p color="#fff" />'], "  // tinyarms: ignore[r]\n"),
    ],
)
def test_the_comment_is_that_of_the_language(path: str, lines: list[str], comment: str) -> None:
    insertion = suppression_comment(path, lines, len(lines) - 1, "r")

    assert (insertion.line, insertion.column, insertion.text) == (len(lines) - 1, 0, comment)


@pytest.mark.parametrize(
    ("path", "lines", "begins"),
    [
        ("a.py", ["x = 1", 'A = """', "a", "#fff"], 1),
        ("a.py", ['A = """', "a", '"""', "B = '''", 'it says """ here', "#fff"], 3),
        ("a.py", ['A = """one line"""', "b = 7"], 1),
        ("a.go", ["var a = `", "#fff"], 0),
        ("a.ts", ["const a = css`", "color: #fff;"], 1),
    ],
)
def test_no_comment_is_written_into_a_string(path: str, lines: list[str], begins: int) -> None:
    assert suppression_comment(path, lines, len(lines) - 1, "r").line == begins


def test_a_comment_that_is_there_gets_one_more_rule() -> None:
    lines = ["# tinyarms: ignore[a] known", "x = 7"]

    insertion = suppression_comment("a.py", lines, 1, "b")

    text = lines[0][: insertion.column] + insertion.text + lines[0][insertion.column :]
    assert text == "# tinyarms: ignore[a, b] known"
