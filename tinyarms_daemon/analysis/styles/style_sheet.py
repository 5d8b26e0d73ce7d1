"""CSS, SCSS and Less text to statements, by the rules of the CSS Syntax Module.

tree-sitter's SCSS grammar marks errors in three of four files of the well-known libraries (maps,
`@use … with`, nested properties, interpolation), and what stands inside an error can't be told. The
standard's own recovery is exact: a statement ends at a semicolon or brace, whatever it holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

# Every character beyond ASCII counts as a letter. Written as a range of all of them, the pattern
# takes a tenth of a second to compile, at each start of each program.
_IDENTIFIER = r"-?-?(?:[A-Za-z_]|[^\x00-\x7f]|\\[^\n])(?:[\w\-]|[^\x00-\x7f]|\\[^\n])*"


class Dialect(StrEnum):
    """What a style sheet is written in; templates of scripts are as good as SCSS."""

    CSS = "css"
    SCSS = "scss"
    LESS = "less"


_HANDED_ON = re.compile(r"""~(?:"([^"\n]*)"|'([^'\n]*)')""")  # as it is, to CSS
# What begins with this sign is a variable in Less, but for the rules of CSS and a few of its own.
_LESS_RULES = r"""@(?:-[a-z]+-)?(?:media|import|charset|namespace|supports|document|page|font-face
    |keyframes|viewport|counter-style|font-feature-values|font-palette-values|layer|container
    |property|scope|starting-style|plugin|tailwind|apply)(?![\w-]|\s*:(?!\s*(?:first|left|right)))"""


def _tokens_with(
    comment: str, interpolation: str = "#", rule: str = f"@{_IDENTIFIER}", variable: str = ""
) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<space>\s+)
        | (?P<comment>{comment})
        | (?P<word>(?>{_IDENTIFIER})(?!\())
        | (?P<mark>[{{}};:,()])
        | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:%|[A-Za-z]+)?)
        | (?P<string>"(?:[^"\\\n]|\\.)*"? | '(?:[^'\\\n]|\\.)*'?)
        | (?P<url>url\(\s*(?!["'\s])[^)\n]*\)?)
        | (?P<interpolation>[{interpolation}]\{{)
        | (?P<hash>\#(?:[\w\-]|[^\x00-\x7f])+)
        | (?P<at>{rule})
        | (?P<variable>[${variable}][\w\-]+)
        | (?P<function>(?:{_IDENTIFIER}|--)\()
        | (?P<other>.)
        """,
        re.VERBOSE | re.IGNORECASE | re.DOTALL,
    )


_BLOCK_COMMENT = r"/\*.*?(?:\*/|\Z)"
_COMMENT = rf"{_BLOCK_COMMENT}|//[^\n]*"
_TOKENS = {
    Dialect.CSS: _tokens_with(_BLOCK_COMMENT),
    Dialect.SCSS: _tokens_with(_COMMENT),
    Dialect.LESS: _tokens_with(_COMMENT, "@", _LESS_RULES, "@"),
}


class TokenKind(StrEnum):
    """The kinds of tokens that matter to a reader of values."""

    STRING = "string"
    URL = "url"
    HASH = "hash"
    AT = "at"
    VARIABLE = "variable"
    NUMBER = "number"
    FUNCTION = "function"
    WORD = "word"
    INTERPOLATION = "interpolation"
    MARK = "mark"
    OTHER = "other"
    COMMENT = "comment"


_KINDS = {kind.value: kind for kind in TokenKind}


class Token(NamedTuple):
    """A piece of the text; `start` and `end` are characters from its beginning. A variable of Less
    is given as one of SCSS: `$gap` for `@gap`."""

    kind: TokenKind
    text: str
    start: int
    end: int


CALL = "@include"
"""The name of a statement that calls a mixin, in Less too: `.rounded(4px);`."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between braces, with the statement that opened it."""

    head: "Statement"
    outer: "Block | None"


@dataclass(frozen=True, slots=True)
class Statement:
    """A declaration, an at-rule, or the head of a block.

    `name` is the property or `@rule` in lower case, or the `--custom-property` or `$variable` as it
    is written; empty for the selectors of a rule set. `value` is what follows: a declaration's
    value, an at-rule's prelude, or the selectors.
    """

    name: str
    value: tuple[Token, ...]
    block: Block | None
    opens_block: bool

    @property
    def is_definition(self) -> bool:
        """Whether it gives a name to a value: a custom property, or a variable of SCSS."""
        return self.name.startswith(("--", "$"))

    def around(self) -> "Iterator[Statement]":
        """The statements that opened the blocks around it, from the inside out."""
        block = self.block
        while block is not None:
            yield block.head
            block = block.outer


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The statements and comments of one style sheet, or of one `style` attribute."""

    statements: tuple[Statement, ...]
    comments: tuple[Token, ...]
    block_ends: tuple[tuple[Statement, int], ...]
    """What opened each block, with the offset behind the block."""
    dialect: Dialect


def read_style_sheet(text: str, dialect: Dialect, offset: int = 0) -> StyleSheet:
    """Read a style sheet, however broken. Offsets of tokens count from `offset`."""
    if dialect is Dialect.LESS:
        text = _HANDED_ON.sub(lambda said: f"  {said[1] or said[2] or ''} ", text)
    tokens = _tokens(text, _TOKENS[dialect], offset)
    comments = tuple(token for token in tokens if token.kind is TokenKind.COMMENT)
    block_ends: list[tuple[Statement, int]] = []
    statements = tuple(_statements(tokens, block_ends, dialect))
    return StyleSheet(statements, comments, tuple(block_ends), dialect)


def read_value(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The tokens of a value by itself, without comments."""
    tokens = _tokens(text, _TOKENS[Dialect.CSS], offset)
    return tuple(token for token in tokens if token.kind is not TokenKind.COMMENT)


def _tokens(text: str, pattern: re.Pattern[str], offset: int) -> list[Token]:
    tokens = []
    for found in pattern.finditer(text):
        kind = found.lastgroup
        if kind != "space" and kind is not None:
            start, end = found.span()
            said = found[0] if kind != "variable" else f"${found[0][1:]}"
            tokens.append(Token(_KINDS[kind], said, start + offset, end + offset))
    return tokens


def _statements(
    tokens: Sequence[Token], block_ends: list[tuple[Statement, int]], dialect: Dialect
) -> Iterator[Statement]:
    """Every statement; each block that ends is noted in `block_ends`. In Less a semicolon parts
    arguments too."""
    arguments = 0  # parentheses that are open in it
    block: Block | None = None
    waiting: list[Token] = []
    braces_inside = 0  # of interpolations, which are part of a statement
    for token in tokens:
        kind, mark = token.kind, token.text
        if kind is TokenKind.COMMENT:
            continue
        if kind is TokenKind.INTERPOLATION:
            braces_inside += 1
        elif mark == "}" and braces_inside:
            braces_inside -= 1
        elif mark == ";" and arguments > 0:
            pass
        elif kind is TokenKind.MARK and mark in "{};":
            if waiting or mark == "{":
                yield (statement := _statement(waiting, block, mark == "{"))
                block = Block(statement, block) if mark == "{" else block
            if mark == "}" and block is not None:
                block_ends.append((block.head, token.end))
                block = block.outer
            waiting, braces_inside, arguments = [], 0, 0
            continue
        elif dialect is Dialect.LESS and mark[-1] in "()":
            arguments += 1 if mark[-1] == "(" else -1
        waiting.append(token)
    if waiting:
        yield _statement(waiting, block, False)
    while block is not None:
        block_ends.append((block.head, tokens[-1].end))
        block = block.outer


def _statement(tokens: Sequence[Token], block: Block | None, opens_block: bool) -> Statement:
    first = tokens[0] if tokens else None
    if first is not None and first.kind is TokenKind.AT:
        return Statement(first.text.lower(), tuple(tokens[1:]), block, opens_block)
    colon = _colon(tokens)
    # `a:hover {` opens a rule set, `font: {` (SCSS) and `--x: {` hold what belongs to a property.
    if colon and (not opens_block or colon == len(tokens) - 1 or _is_definition(tokens[0])):
        name = _joined_before(tokens, colon)
        name = name if _is_definition(tokens[0]) else name.lower()
        return Statement(name, tuple(tokens[colon + 1 :]), block, opens_block)
    if first is not None and first.text[0] in ".#" and not opens_block and _names_class(tokens):
        return Statement(CALL, tuple(tokens), block, opens_block)
    return Statement("", tuple(tokens), block, opens_block)


def _names_class(tokens: Sequence[Token]) -> bool:
    return any(token.text == "." for token in tokens)


def _joined_before(tokens: Sequence[Token], end: int) -> str:
    """The name that ends before `end`: tokens that touch, as in `#{$side}-color`."""
    start = end - 1
    while start > 0 and tokens[start - 1].end == tokens[start].start:
        start -= 1
    return "".join(token.text for token in tokens[start:end])


def _is_definition(token: Token) -> bool:
    return token.kind is TokenKind.VARIABLE or token.text.startswith("--")


def _colon(tokens: Sequence[Token]) -> int:
    """The index of the colon after a property's name; 0 where there is none."""
    inside = 0
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.INTERPOLATION:
            inside += 1
        elif inside:
            inside -= token.text == "}"
        elif token.text == ":":
            return index
        elif token.kind not in (TokenKind.WORD, TokenKind.VARIABLE) and token.text not in "*-_":
            return 0
    return 0
