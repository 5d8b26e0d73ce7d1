"""What a repository says of a file's origin."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMarks:
    """A file's `linguist-generated`, `linguist-vendored` and `linguist-documentation`: True where
    they are set, False where they are unset (`-linguist-generated`), None where nothing is said."""

    generated: bool | None = None
    vendored: bool | None = None
    documentation: bool | None = None


NO_MARKS = SourceMarks()
"""Of a file that nothing is said of."""
