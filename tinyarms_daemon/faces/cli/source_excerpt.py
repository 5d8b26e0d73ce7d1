"""Source lines of a finding with its region underlined, whatever the lines hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.control.messages import FindingMessage, SourceLine
from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.cli.rendering import SEVERITY_STYLES, styled

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_TAB_CELLS = 4
# Few, and of the terminal's own colors, so that the mark below the region stays what is seen first.
_STYLES = (("Comment", "dim italic"), ("String", "green"), ("Keyword", "magenta"))
_ROOM_BEFORE_CELLS = 20  # of a long line, what is kept of it before the region


def source_excerpt(
    finding: FindingMessage, source: Sequence[SourceLine], *, width: int
) -> Iterator[Text]:
    """Each line with its number, the region marked below; long lines are cut to `width` cells."""
    number_cells = max((len(str(line["number"])) for line in source), default=0)
    room = max(width - number_cells - len("  | "), _ROOM_BEFORE_CELLS)
    for line in source:
        shown = _shown(finding, line, room)
        gutter = styled((f" {line['number']:>{number_cells}} | ", "dim"))
        yield gutter.append_text(highlighted(finding["path"], shown.text))
        if shown.mark_cells:
            mark = " " * shown.mark_start + "^" * shown.mark_cells
            style = SEVERITY_STYLES.get(finding["severity"], "")
            yield styled((f" {'':>{number_cells}} | ", "dim"), (mark, style))


def highlighted(path: str, text: str) -> Text:
    """A displayed line in the colors of its language, by itself; as it is where none is known."""
    line = styled(text)
    language = language_of(path, None)
    if language is None:
        return line
    from pygments.token import Token

    position = 0
    for kind, piece in lexer_of(language).get_tokens(text):
        style = next((style for each, style in _STYLES if kind in getattr(Token, each)), None)
        if style is not None:
            line.stylize(style, position, position + len(piece))
        position += len(piece)
    return line


@cache
def lexer_of(language: str) -> "Lexer":
    """What tells the parts of a line in a language that is checked."""
    # Not by the file's name, for which the lexers of every installed package are loaded.
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A source line as it is displayed, and where the mark below it stands (0 cells: none)."""

    text: str
    mark_start: int
    mark_cells: int


def _shown(finding: FindingMessage, line: SourceLine, room: int) -> _Shown:
    text = line["text"]
    start, end = _marked_characters(finding, line)
    display = _display(text)
    mark_start, mark_end = cell_len(_display(text[:start])), cell_len(_display(text[:end]))
    if cell_len(display) <= room:
        return _Shown(display, mark_start, mark_end - mark_start)
    return _cut(display, mark_start, mark_end, room)


def _marked_characters(finding: FindingMessage, line: SourceLine) -> tuple[int, int]:
    """The part of the line in the region, as indexes; a region over lines marks no blank."""
    number, text = line["number"], line["text"]
    if not finding["start_line"] <= number <= finding["end_line"]:
        return 0, 0
    indent = len(text) - len(text.lstrip())
    start = finding["start_column"] - 1 if number == finding["start_line"] else indent
    end = finding["end_column"] - 1 if number == finding["end_line"] else len(text.rstrip())
    start = min(max(start, 0), len(text))
    return start, min(max(end, start), len(text))


def _display(text: str) -> str:
    return printable(text).expandtabs(_TAB_CELLS)


def _cut(display: str, mark_start: int, mark_end: int, room: int) -> _Shown:
    """A window on a long line that shows the region's beginning; `…` where some is left out."""
    first_cell = max(0, mark_start - _ROOM_BEFORE_CELLS) if mark_start > room // 2 else 0
    window, skipped_cells = _window(display, first_cell, room)
    start = max(mark_start - skipped_cells, 0)
    end = min(mark_end - skipped_cells, cell_len(window))
    return _Shown(window, start, max(end - start, 0))


def _window(display: str, first_cell: int, room: int) -> tuple[str, int]:
    """The characters from a cell on that fit, with ellipses, and how many cells it is shifted."""
    begin, before = 0, 0
    while before < first_cell:
        before += cell_len(display[begin])
        begin += 1
    window = "…" if begin else ""
    shift = before - cell_len(window)
    cells = cell_len(window)
    for index in range(begin, len(display)):
        cells += cell_len(display[index])
        if cells >= room:
            return window + "…", shift
        window += display[index]
    return window, shift
