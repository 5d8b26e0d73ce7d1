"""Text that people read, cut free of the marks around it, with the place of every character."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.analysis.syntax_tree import Span


class ProseKind(StrEnum):
    """What a piece of prose is to the file it stands in."""

    COMMENT = "comment"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a document: what is read of it, where it leads, and where that is written."""

    label: Span
    target: str
    target_span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a heading, a cell of a table or a comment.

    `places` says for each character of `text` where it stands in the file. `code` and `links` are
    the parts of the text that are set as code or lead somewhere. `heading` is the nearest above.
    """

    kind: ProseKind
    text: str
    places: tuple[int, ...]
    code: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    heading: str = ""

    def span_in_file(self, span: Span) -> Span:
        """Where a part of the text, not empty, stands in the file."""
        return self.places[span[0]], self.places[span[1] - 1] + 1


class ProseBuilder:
    """Collects characters with their places."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[int] = []

    @property
    def length(self) -> int:
        """How many characters there are."""
        return len(self._places)

    @property
    def places(self) -> tuple[int, ...]:
        """The place of each character."""
        return tuple(self._places)

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(self._pieces)

    def add(self, text: str, places: Iterator[int] | range) -> None:
        """Add characters, each with its place."""
        self._pieces.append(text)
        self._places += places
