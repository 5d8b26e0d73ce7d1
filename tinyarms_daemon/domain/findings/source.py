"""Places in source text, counted as SARIF counts them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: line and column both from 1, columns in Unicode code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A stretch of text; `end` is the first position after it."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Place:
    """Whole lines of a file that belong to a finding elsewhere; `path` None is the same file."""

    path: str | None
    start_line: int
    end_line: int
    note: str
