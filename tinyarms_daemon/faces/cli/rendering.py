"""Text for a terminal, built so that nothing in it is taken for a control code or for markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from tinyarms_daemon.domain.printable import printable

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}

_GAP = "  "


def styled(*pieces: str | tuple[str, str] | Text) -> Text:
    """Pieces in a row, each plain or styled, each made printable; a Text is taken as it is."""
    text = Text()
    for piece in pieces:
        if isinstance(piece, Text):
            text.append_text(piece)
        elif isinstance(piece, tuple):
            text.append(printable(piece[0]), style=piece[1])
        else:
            text.append(printable(piece))
    return text


def severity(name: str) -> tuple[str, str]:
    """A severity as a piece with its style."""
    return name, SEVERITY_STYLES.get(name, "")


def shortened(text: str, cells: int) -> str:
    """At most so many cells of a printable text, with an ellipsis where something is left out."""
    if cell_len(text) <= cells:
        return text
    short = text[:cells]
    while cell_len(short) >= cells:
        short = short[:-1]
    return short + "…"


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """The lines of a table's row, and the cell where its last column begins."""

    lines: list[Text]
    last_column: int


def aligned(
    rows: Sequence[Sequence[str | Text]], *, right: Sequence[int] = (), widest: int | None = None
) -> list[AlignedRow]:
    """Rows whose columns stand below each other, without a space at any line's end.

    A cell of more than `widest` makes no column wider: its row goes on in the next line. Nor does a
    row of one cell, which is a heading.
    """
    cells = [[styled(cell) for cell in row] for row in rows]
    widths = _widths(cells, widest)
    return [_aligned_row(row, widths, right) for row in cells]


def _widths(rows: Sequence[Sequence[Text]], widest: int | None) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for column, cell in enumerate(row):
            if len(row) > 1 and (widest is None or cell.cell_len <= widest):
                widths[column] = max(widths[column], cell.cell_len)
    return widths


def _aligned_row(row: Sequence[Text], widths: Sequence[int], right: Sequence[int]) -> AlignedRow:
    lines, begin = [Text()], 0
    for column, cell in enumerate(row):
        line, width = lines[-1], widths[column]
        padding = " " * (begin - line.cell_len)
        inner = " " * (width - cell.cell_len) if column in right else ""
        line.append(padding + inner).append_text(cell)
        is_last = column == len(row) - 1
        if not is_last:
            begin += width + len(_GAP)
            if cell.cell_len > width:
                lines.append(Text())
    for line in lines:
        line.rstrip()
    return AlignedRow(lines, begin)
