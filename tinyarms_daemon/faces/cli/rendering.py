"""Text for a terminal, built so that nothing in it can be taken for a control code or for markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from tinyarms_daemon.domain.printable import printable

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}

_GAP = "  "


def styled(*pieces: str | tuple[str, str] | Text) -> Text:
    """Pieces in a row, each plain or with a style, each made printable; a Text is taken as it is."""
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
    """One line of a table, and the cell where its last column begins."""

    text: Text
    last_column: int


def aligned(rows: Sequence[Sequence[str | Text]], *, right: Sequence[int] = ()) -> list[AlignedRow]:
    """Rows whose columns stand below each other, without a space at any line's end."""
    cells = [[_as_text(cell) for cell in row] for row in rows]
    widths = _widths(cells)
    return [_aligned_row(row, widths, right) for row in cells]


def _as_text(cell: str | Text) -> Text:
    return styled(cell)


def _widths(rows: Sequence[Sequence[Text]]) -> list[int]:
    count = max((len(row) for row in rows), default=0)
    return [
        max((row[column].cell_len for row in rows if column < len(row)), default=0)
        for column in range(count)
    ]


def _aligned_row(row: Sequence[Text], widths: Sequence[int], right: Sequence[int]) -> AlignedRow:
    text, last_column = Text(), 0
    for column, cell in enumerate(row):
        last_column = text.cell_len
        padding = " " * (widths[column] - cell.cell_len)
        before, after = (padding, "") if column in right else ("", padding)
        text.append(before).append_text(cell).append(after + _GAP)
    text.rstrip()
    return AlignedRow(text, last_column)
