"""What a repository says of a file's origin."""

from dataclasses import dataclass


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
