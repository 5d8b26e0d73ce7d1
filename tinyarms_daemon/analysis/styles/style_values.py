"""The color literals in the values of styles."""

import re
from collections.abc import Iterator, Sequence

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.styles.colors import COLOR_FUNCTIONS, HEX_COLOR, NAMED_COLORS
from tinyarms_daemon.analysis.styles.style_sheet import Token, TokenKind, read_value
from tinyarms_daemon.analysis.syntax_tree import Span

# What a property is called that takes a color, alone or among other values.
_COLOR_WORDS = word_set(
    "color colour background bg fill stroke border outline shadow tint caret decoration fg "
    "foreground"
)
_NO_COLOR_WORDS = word_set(
    """
    style width radius size collapse spacing image repeat position attachment clip origin offset
    slice source outset blend mode opacity rule linecap linejoin dasharray dashoffset miterlimit
    scheme type line thickness mask name names length lengths count counts number numbers blur
    spread distance depth height gap padding margin
    """
)
# `linecolor` and `disabledforeground` as well
_OF_COLOR = re.compile(r"(?:colou?rs?|[bf]gcol|(?:fore|back)ground)$")
_OF_CANVAS = (("fill", "style"), ("stroke", "style"))
# Functions that take colors by name: in all others a word is the name of something else.
_TAKING_NAMES = re.compile(
    r"(?:repeating-)?(?:linear|radial|conic)-gradient|color-mix|light-dark|drop-shadow|contrast-color"
    r"|darken|lighten|saturate|desaturate|mix|fade|rgba|transparentize|fade-out|fade-in|invert"
    r"|alpha|shade|tint|opacify|(?:scale|adjust|change)-color|color\.[a-z-]+"
)
_NO_LITERALS = re.compile(r"url|var|attr|env|map-get|map\.get|get-color|theme|token|calc|counters?")
# Words in a color function that are no reference to anything.
_WORDS_OF_COLORS = re.compile(
    r"none|in|srgb|srgb-linear|display-p3|a98-rgb|prophoto-rgb|rec2020|xyz|xyz-d50|xyz-d65|hsl|hwb"
    r"|lab|lch|oklab|oklch|shorter|longer|increasing|decreasing|hue|--[\w-]+"
)
_TAILWIND_VALUE = re.compile(r"(?:^|(?<=[:!]))-?([a-z][\w-]*-)?\[([^\[\]]+)\](?:/[\w.%\[\]-]+)?!?$")
_LEAST_CHANNELS = 3
EACH_CLASS = re.compile(r"[^\s\"'`]+")
"""The classes in the text of an attribute, or of code that makes one."""


def takes_color(name: str) -> bool:
    """Whether a property, an attribute or a parameter of this name takes a color."""
    words = words_of(name)
    return bool(words) and (
        bool(_OF_COLOR.search(words[-1]))
        or words in _OF_CANVAS
        or (bool(_COLOR_WORDS.intersection(words)) and not _NO_COLOR_WORDS.intersection(words))
    )


def color_spans(tokens: Sequence[Token], *, names: bool) -> Iterator[Span]:
    """Where colors are written out in a value: hex, functions of literals, and, where `names` are
    expected, the names of colors."""
    index = 0
    functions: list[str] = []
    closings = _closings(tokens)
    while index < len(tokens):
        token = tokens[index]
        end = index + 1
        if token.kind is TokenKind.FUNCTION:
            called = token.text[:-1].lower()
            closing = closings.get(index, len(tokens))
            if called in COLOR_FUNCTIONS and _is_literal(tokens, index + 1, closing):
                yield token.start, tokens[min(closing, len(tokens) - 1)].end
                end = closing + 1
            elif _NO_LITERALS.fullmatch(called):
                end = closing + 1
            else:
                functions.append(called)
        elif token.text == "(":
            functions.append("")
        elif token.text == ")" and functions:
            functions.pop()
        elif token.kind is TokenKind.HASH:
            if HEX_COLOR.fullmatch(token.text) and not _touches(tokens, index):
                yield token.start, token.end
        elif token.kind is TokenKind.WORD and token.text.lower() in NAMED_COLORS:
            is_expected = (names or any(functions)) and all(
                _TAKING_NAMES.fullmatch(function) for function in filter(None, functions)
            )
            if is_expected and not _touches(tokens, index):
                yield token.start, token.end
        index = end


def text_color_spans(text: str, offset: int, *, names: bool) -> list[Span]:
    """Where colors are written out in a value that is given as text."""
    return list(color_spans(read_value(text, offset), names=names))


def utility_spans(text: str, offset: int) -> Iterator[Span]:
    """The utility classes with a color in brackets, without their variants: `bg-[#fff]`."""
    if "[" not in text:
        return
    for part in EACH_CLASS.finditer(text):
        found = _TAILWIND_VALUE.search(part[0])
        if found is None or found[2].startswith("--"):
            continue
        value = found[2].replace("_", " ")
        prefix = found[1] or ""
        names = takes_color(prefix) or prefix in _TAKING_COLOR
        if text_color_spans(value, 0, names=names and bool(prefix)):
            yield offset + part.start() + found.start(), offset + part.end()


_TAKING_COLOR = word_set(
    "text- from- via- to- ring- divide- accent- caret- decoration- placeholder- ring-offset-"
)


def _closings(tokens: Sequence[Token]) -> dict[int, int]:
    """For each opening parenthesis, by its index, the index of what closes it."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.FUNCTION or token.text == "(":
            opened.append(index)
        elif token.text == ")" and opened:
            closings[opened.pop()] = index
    return closings


def _is_literal(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the channels of a color are written out; its alpha may come from elsewhere."""
    channels = 0
    for index in range(start, end):
        token = tokens[index]
        word = token.text.lower()
        if word in ("{", "}"):  # what a format puts in
            return False
        if token.kind is TokenKind.NUMBER:
            before = tokens[index - 1]
            if before.text == "%" and before.end == token.start:  # `%.3g`, which a format fills
                return False
            channels += 1
        elif token.kind is TokenKind.HASH:
            return index == start and bool(HEX_COLOR.fullmatch(word))
        elif token.kind is TokenKind.WORD and _WORDS_OF_COLORS.fullmatch(word):
            channels += word == "none"
        elif token.kind is not TokenKind.MARK and token.text not in "/+-*%":
            break
    return channels >= _LEAST_CHANNELS


def _touches(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is a part of something longer, as in `$map-#fff` or `item.red`."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        before is not None
        and before.end == token.start
        and before.text not in ("(", ",", ":", ";", "/")
        and before.kind is not TokenKind.FUNCTION
    ) or (
        after is not None
        and after.start == token.end
        and (after.kind is not TokenKind.MARK or after.text in "({:")
        and after.text not in ("/", "!")
    )
