"""What people read in a Markdown file, and what they don't: its comments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.prose.prose import Link, Prose, ProseBuilder, ProseKind
from tinyarms_daemon.analysis.syntax_tree import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# `[//]: # (said)`: a definition of a link that leads nowhere shows nothing: it serves as a comment.
_NOWHERE = re.compile(
    r"^[ \t>]*(\[[^\]\n]+\]:[ \t]*(?:#|<>)[ \t]+(?:\(.*\)|\".*\"|'.*'))[ \t]*$", re.MULTILINE
)
_FRONT_MATTER = re.compile(r"---[ \t\r]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t\r]*(?:\n|\Z)")
_NAME_OF_PYTHON = re.compile(r"__(?:\w+__)?\.\w")  # from either side of the word
_NOT_A_LINE_FEED = re.compile(r"[^\n]")
_KINDS = {
    "paragraph_open": ProseKind.PARAGRAPH,
    "heading_open": ProseKind.HEADING,
    "th_open": ProseKind.CELL,
    "td_open": ProseKind.CELL,
}


@dataclass(frozen=True, slots=True)
class _Block:
    """Inline text as the parser hands it over, with the place of each character."""

    kind: ProseKind
    headings: tuple[str, ...]
    text: str
    places: Sequence[int]
    children: Sequence["Token"]


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A document taken apart."""

    inline: tuple[_Block, ...]
    html: tuple[tuple[str, Sequence[int]], ...]
    nowhere: tuple[Span, ...]


def prose_of(document: Document, worth_reading: re.Pattern[str]) -> Iterator[Prose]:
    """The paragraphs, headings and cells of a Markdown document in which a pattern is found.

    Blocks of code, comments, other HTML and the front matter are no prose.
    """
    if not worth_reading.search(document.text):
        return
    for block in document.fact(_blocks).inline:
        if worth_reading.search(block.text):
            yield _InlineReader(block).prose()


def markdown_comments_of(document: Document) -> tuple[Span, ...]:
    """Where the comments of a Markdown document stand: those of HTML, and definitions of links that
    lead nowhere."""
    if "<!--" not in document.text and not _NOWHERE.search(document.text):
        return ()
    return tuple(sorted(_comment_spans(document.fact(_blocks))))


def _comment_spans(blocks: _Blocks) -> Iterator[Span]:
    yield from blocks.nowhere
    for text, places in blocks.html:
        for found in _COMMENT.finditer(text):
            yield places[found.start()], places[found.end() - 1] + 1
    for block in blocks.inline:
        cursor = 0
        for token in block.children:
            if token.type == "html_inline" and token.content.startswith("<!--"):
                at = block.text.find(token.content, cursor)
                if at >= 0:
                    cursor = at + len(token.content)
                    yield block.places[at], block.places[cursor - 1] + 1


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Escapes and entities stay tokens of their own, so that what is between them is the source.
    return MarkdownIt("commonmark").enable("table").disable("text_join")


def _blocks(document: Document) -> _Blocks:
    text = document.text
    if front_matter := _FRONT_MATTER.match(text):
        blank = _NOT_A_LINE_FEED.sub(" ", front_matter[0])
        text = blank + text[front_matter.end() :]
    # The parser would make a line end of a carriage return; this keeps lines and columns.
    text = text.replace("\r", " ").replace("\0", " ")
    tokens = _parser().parse(text)
    inline, html = _BlockReader(document, tokens).read()
    return _Blocks(inline, html, tuple(_leading_nowhere(document, text, tokens)))


def _leading_nowhere(document: Document, text: str, tokens: Sequence["Token"]) -> Iterator[Span]:
    """Definitions that lead nowhere, but not what only looks so: a line that is shown, as of a
    paragraph or of a block of code."""
    shown = {
        line for token in tokens if token.map and not token.nesting for line in range(*token.map)
    }
    for found in _NOWHERE.finditer(text):
        if document.positions.line_of(found.start(1)) - 1 not in shown:
            yield found.span(1)


class _BlockReader:
    """Walks the tokens of a document."""

    def __init__(self, document: Document, tokens: Sequence["Token"]) -> None:
        self._positions = document.positions
        self._tokens = tokens
        self._headings: list[tuple[str, str]] = []
        self._row = -1
        self._column = 0

    def read(self) -> tuple[tuple[_Block, ...], tuple[tuple[str, Sequence[int]], ...]]:
        """What is inline, and what is HTML."""
        inline: list[_Block] = []
        html: list[tuple[str, Sequence[int]]] = []
        opening = None
        for token in self._tokens:
            if token.type in _KINDS:
                opening = token
            elif token.type == "html_block":
                html.append((token.content, self._places(token)))
            elif token.type == "inline" and opening is not None:
                inline += self._inline(opening, token)
        return tuple(inline), tuple(html)

    def _inline(self, opening: "Token", token: "Token") -> Iterator[_Block]:
        kind = _KINDS[opening.type]
        if kind is ProseKind.HEADING:
            self._headings = [each for each in self._headings if each[0] < opening.tag]
        headings = tuple(text for _, text in self._headings)
        places = self._cell_places(token) if kind is ProseKind.CELL else self._places(token)
        if places:
            yield _Block(kind, headings, token.content, places, token.children or ())
        if kind is ProseKind.HEADING:
            self._headings.append((opening.tag, token.content))

    def _places(self, token: "Token") -> Sequence[int]:
        """The place of each character: a line of the content is the end of a line of the file."""
        places: list[int] = []
        first = token.map[0] + 1 if token.map else 1
        for line, text in enumerate(token.content.rstrip("\n").split("\n"), first):
            start = self._positions.line_start(line)
            said = self._positions.line_text(line).replace("\r", " ")
            column = max(said.rfind(text.strip()) - (len(text) - len(text.lstrip())), 0)
            places += range(start + column, start + column + len(text))
            places.append(start + len(said))
        return places[: len(token.content)]

    def _cell_places(self, token: "Token") -> Sequence[int]:
        """The place of each character of a cell; none where an escape hides it."""
        line = token.map[0] + 1 if token.map else 1
        if line != self._row:
            self._row, self._column = line, 0
        at = self._positions.line_text(line).find(token.content, self._column)
        if at < 0 or not token.content:
            return ()
        self._column = at + len(token.content)
        start = self._positions.line_start(line) + at
        return range(start, start + len(token.content))


class _InlineReader:
    """Walks the tokens of one block beside its source, which they give no places in."""

    def __init__(self, block: _Block) -> None:
        self._block = block
        self._source = block.text
        self._cursor = 0
        self._builder = ProseBuilder()
        self._open: list[tuple[int, Token]] = []

    def prose(self) -> Prose:
        """The text that is read."""
        for token in self._block.children:
            self._read(token)
        return self._builder.build(self._block.kind, self._block.headings)

    def _read(self, token: "Token") -> None:
        match token.type:
            case "text":  # one without content is what is left of a mark: `**` are two
                self._text(token.content, token.content)
            case "softbreak" | "hardbreak":
                self._text("\n", "\n")
            case "text_special":
                self._text(token.markup, token.content)
            case "code_inline":
                self._code(token)
            case "link_open":
                self._open.append((len(self._builder.places), token))
            case "link_close":
                self._close_link()
            case "image":
                self._pass("![")
                self._target()
            case "html_inline":
                self._pass(token.content)
            case "strong_open" | "strong_close" if self._is_part_of_name(token.markup):
                self._text(token.markup, token.markup)
            case _:
                self._pass(token.markup)

    def _is_part_of_name(self, markup: str) -> bool:
        """`shop/__init__.py`, of which a reader of Markdown makes a bold word"""
        at = self._source.find(markup, self._cursor)
        return at >= 0 and _NAME_OF_PYTHON.match(self._source, at) is not None

    def _pass(self, written: str) -> bool:
        """Step behind the next place where this is written; False where it is not."""
        at = self._source.find(written, self._cursor)
        if at >= 0:
            self._cursor = at + len(written)
        return at >= 0

    def _text(self, written: str, read: str) -> None:
        if written and self._pass(written):
            start = self._cursor - len(written)
            places = self._block.places[start : self._cursor]
            if len(read) != len(places):
                places = [places[0]] * len(read)
            self._builder.add(read, places)

    def _code(self, token: "Token") -> None:
        if not self._pass(token.markup):
            return
        start = self._cursor
        if self._source[start : start + 1].isspace() and not token.content[:1].isspace():
            start += 1
        end = start + len(token.content)
        self._cursor = end
        self._builder.code.append(self._builder.add(token.content, self._block.places[start:end]))
        self._pass(token.markup)

    def _close_link(self) -> None:
        start, token = self._open.pop()
        label = (start, len(self._builder.places))
        target = None if token.markup == "autolink" else self._target()
        href = str(token.attrs.get("href", ""))
        self._builder.links.append(Link(label, href, target))

    def _target(self) -> Span | None:
        """Step behind a label's target, and say where that is written."""
        if not self._pass("]"):
            return None
        if self._source[self._cursor : self._cursor + 1] != "(":
            if self._source[self._cursor : self._cursor + 1] == "[":
                self._pass("]")
            return None
        start = self._cursor + 1
        start += len(self._source[start:]) - len(self._source[start:].lstrip())
        found = _parser().helpers.parseLinkDestination(self._source, start, len(self._source))
        end = self._cursor = max(found.pos, start)
        self._pass(")")
        if self._source[start : start + 1] == "<":
            start, end = start + 1, end - 1
        if not found.ok or end <= start:
            return None
        places = self._block.places
        return places[start], places[end - 1] + 1
