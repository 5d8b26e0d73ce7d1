"""Text that people read, cut free of the marks around it, with the place of every character."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    """A part of the text that leads somewhere; where that is written is known only of links
    that say it in place."""

    label: Span
    target: str
    target_places: Span | None


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a heading, a cell of a table or a comment.

    `places` says of each character where it stands in the file; `code` and `links` are the parts
    that are set as code or lead somewhere, `headings` those it stands under, the outermost first.
    A comment that `follows_code` stands behind some on its line; one that `heads_file` stands above
    all code, and speaks for the file.
    """

    kind: ProseKind
    text: str
    places: tuple[int, ...]
    code: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[str, ...] = ()
    follows_code: bool = False
    heads_file: bool = False

    def span_in_file(self, span: Span) -> Span:
        """Where a part of the text, which is not empty, stands in the file."""
        return self.places[span[0]], self.places[span[1] - 1] + 1


@dataclass(slots=True)
class ProseBuilder:
    """Collects the characters of a prose with their places."""

    pieces: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, text: str, places: Iterable[int]) -> Span:
        """Add characters, each with its place; says which part of the text they are."""
        start = len(self.places)
        self.pieces.append(text)
        self.places += places
        return start, len(self.places)

    def build(
        self,
        kind: ProseKind,
        headings: tuple[str, ...] = (),
        *,
        follows_code: bool = False,
        heads_file: bool = False,
    ) -> Prose:
        """The prose of all that was added."""
        return Prose(
            kind=kind,
            text="".join(self.pieces),
            places=tuple(self.places),
            code=tuple(self.code),
            links=tuple(self.links),
            headings=headings,
            follows_code=follows_code,
            heads_file=heads_file,
        )
