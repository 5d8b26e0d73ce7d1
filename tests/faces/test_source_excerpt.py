"""Where the mark below a source line stands."""

import pytest

from tests.fakes.control_messages import finding_message
from tinyarms_daemon.analysis.languages import ALL_LANGUAGES, DOCUMENT_LANGUAGES
from tinyarms_daemon.faces.cli.source_excerpt import highlighted, lexer_of, source_excerpt


def excerpt(text: str, start_column: int, end_column: int, width: int = 80) -> list[str]:
    finding = finding_message(
        start_line=1, end_line=1, start_column=start_column, end_column=end_column
    )
    lines = source_excerpt(finding, [{"number": 1, "text": text}], width=width)
    return [line.plain for line in lines]


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("a = 86400", 5, 10, [" 1 | a = 86400", "   |     ^^^^^"]),
        ("\ta = 86400", 6, 11, [" 1 |     a = 86400", "   |         ^^^^^"]),
        ("日本 = 86400", 6, 11, [" 1 | 日本 = 86400", "   |        ^^^^^"]),
        ("\x1b = 1", 5, 6, [" 1 | \\x1b = 1", "   |        ^"]),
        ("a = 1", 9, 12, [" 1 | a = 1"]),
        ("", 1, 1, [" 1 | "]),
    ],
    ids=["plain", "tab", "wide", "escaped", "beyond the line", "empty"],
)
def test_the_mark_stands_below_the_region(
    text: str, start: int, end: int, shown: list[str]
) -> None:
    assert excerpt(text, start, end) == shown


def test_a_region_over_lines_marks_no_indent() -> None:
    finding = finding_message(start_line=1, end_line=2, start_column=5, end_column=4)
    source = [{"number": 1, "text": "if (a) {"}, {"number": 2, "text": "  }"}]

    lines = [line.plain for line in source_excerpt(finding, source, width=80)]  # type: ignore[arg-type]

    assert lines == [" 1 | if (a) {", "   |     ^^^^", " 2 |   }", "   |   ^"]


def test_a_minified_line_is_cut_around_the_region() -> None:
    text = "x" * 5000 + "#3B82F6" + "y" * 5000

    line, mark = excerpt(text, 5001, 5008, width=60)

    assert len(line) <= 60
    assert line.startswith(" 1 | …")
    assert line.endswith("…")
    assert line[mark.index("^") : mark.rindex("^") + 1] == "#3B82F6"


@pytest.mark.parametrize("language", sorted(ALL_LANGUAGES | DOCUMENT_LANGUAGES))
def test_every_language_that_is_checked_has_its_colors(language: str) -> None:
    assert lexer_of(language) is not None


def test_a_comment_is_told_from_code_by_its_color() -> None:
    (comment,) = highlighted("src/a.py", "x = 1  # why").spans

    assert (comment.start, str(comment.style)) == (7, "dim italic")


def test_a_line_of_no_known_language_has_no_colors() -> None:
    assert not highlighted("notes.txt", "x = 1  # why").spans
