"""Places in source text, counted as SARIF counts them, and what is said of whole files."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMarks:
    """A file's `linguist-generated`, `linguist-vendored` and `linguist-documentation`: True where
    they are set, False where they are unset (`-linguist-generated`), None where nothing is said.

    `compiled_from` is the file beside it that it is made of, where there is one.
    """

    generated: bool | None = None
    vendored: bool | None = None
    documentation: bool | None = None
    compiled_from: str | None = None


NO_MARKS = SourceMarks()
"""Of a file that nothing is said of."""
