"""The raw values of style sheets: measures that are written out where a token could stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tinyarms_daemon.analysis.styles.style_definitions import using_statements
from tinyarms_daemon.analysis.styles.style_sheet import Statement, StyleSheet, Token, TokenKind
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_values import (
    ROOT_FONT_SIZE_PX,
    Amount,
    amount_of,
    kinds_of_amount,
    pixels,
    scale_value,
    shadow_of,
    split_at,
    transition_of,
    with_depth,
)
from tinyarms_daemon.analysis.syntax_tree import Span


@dataclass(frozen=True, slots=True)
class RawValue:
    """A measure that is written out. `value` is without its sign. With `only_exact` a token is
    meant only where it has just this value: between the steps of a scale other values are usual.
    """

    kind: Kind
    value: str
    span: Span
    is_negative: bool = False
    only_exact: bool = False


_SIDES = r"(?:-(?:top|right|bottom|left|block|inline)(?:-(?:start|end))?)?"
_PROPERTIES: Sequence[tuple[re.Pattern[str], Kind]] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"(?:scroll-)?(?:margin|padding){_SIDES}|(?:grid-)?(?:row-|column-)?gap", Kind.SPACE),
        # React Native's own
        (r"(?:margin|padding)-(?:horizontal|vertical|start|end)", Kind.SPACE),
        (r"border(?:-(?:top|bottom|start|end)-(?:left|right|start|end))?-radius", Kind.RADIUS),
        (r"font-size", Kind.FONT_SIZE),
        (r"font-weight", Kind.FONT_WEIGHT),
        (r"line-height", Kind.LINE_HEIGHT),
        (r"z-index", Kind.Z_INDEX),
        (r"box-shadow", Kind.SHADOW),
        (r"(?:-webkit-)?(?:transition|animation)(?:-duration)?", Kind.DURATION),
        (r"(?:min-|max-)?(?:width|height|inline-size|block-size)", Kind.SIZE),
    )
)
_FONT = "font"
_LAYOUT = "scroll-"  # as far as what lies over the page reaches: a header's height
_PAGE = re.compile(r"html|:root|html,body|body,html")
_OF_PAGE = re.compile(r"(?:--|\$)(?:[\w-]+-)?(?:html|root)-font-size")  # what names it
_MEDIA_LENGTH = re.compile(r":(?:min|max)-width|[<>=]+width")
_MEDIA_RANGE = re.compile(r"[<>=]+width")  # `(400px <= width)`
_ARITHMETIC = frozenset("*+-%")
_USUAL_LAYERS = frozenset({"-1", "0", "1"})
_USUAL_LINE_HEIGHT = "1"
_NORMAL_WEIGHT = "400"


def kind_of_property(name: str) -> Kind | None:
    """What a property takes; None for what has no scale."""
    return next((kind for pattern, kind in _PROPERTIES if pattern.fullmatch(name)), None)


def sheet_values(sheet: StyleSheet) -> Iterator[RawValue]:
    """The raw values of a style sheet that define nothing."""
    for statement in using_statements(sheet, "@font-face", "@page"):
        if statement.name == "@media":
            yield from media_values(statement.value)
        elif _says_rem(statement):
            continue
        elif statement.name and not statement.opens_block and statement.name[0] != "@":
            yield from property_values(_whole_name(statement), statement.value)


def _whole_name(statement: Statement) -> str:
    """`padding-left` of `padding: { left: 8px; }`, as SCSS allows it to be written."""
    outer = statement.block.head.name if statement.block is not None else ""
    return f"{outer}-{statement.name}" if outer[:1].isalpha() else statement.name


def root_font_size(sheet: StyleSheet) -> float | None:
    """What a rem comes to in pixels where a style sheet says so: `html { font-size: 62.5% }`,
    `$html-font-size: 20px`."""
    for statement in sheet.statements:
        is_named = bool(_OF_PAGE.fullmatch(statement.name) and statement.value)
        if not (is_named or _says_rem(statement)) or len(list(statement.around())) > 1:
            continue  # `@media`: what it is for some
        amount = amount_of(statement.value[0].text)
        flags = [token.text for token in statement.value[1:]]
        if amount is not None and flags in ([], ["!", "default"], ["!", "important"]):
            share = amount.number / 100 if amount.unit == "%" else None
            size = share * ROOT_FONT_SIZE_PX if share else pixels(amount, ROOT_FONT_SIZE_PX)
            if size:
                return size
    return None


def _says_rem(statement: Statement) -> bool:
    """Whether a statement is the font size of the whole page, which is what a rem comes to."""
    if statement.name != "font-size" or statement.block is None or not statement.value:
        return False
    head = statement.block.head
    selectors = "".join(token.text for token in head.value)
    return not head.name and bool(_PAGE.fullmatch(selectors))


def property_values(name: str, value: Sequence[Token]) -> Iterator[RawValue]:
    """The raw values of one declaration."""
    if name == _FONT:
        yield from _font_values(value)
        return
    kind = kind_of_property(name)
    if kind is Kind.SHADOW:
        yield from shadow_values(value)
    elif kind is Kind.DURATION:
        if name.endswith("transition"):
            yield from _whole_transitions(_important_left_out(value))
        for part in split_at(value, ","):
            yield from _first_duration(part, is_animation="animation" in name)
    elif kind is not None:
        is_layout = name.startswith(_LAYOUT)
        for token in _plain(value):
            for raw in number_value_of(kind, token.text, (token.start, token.end)):
                yield replace(raw, only_exact=raw.only_exact or is_layout)


def number_value_of(kind: Kind, text: str, span: Span) -> Iterator[RawValue]:
    """The raw value that a number is, unless it is one that needs no token, as widths are."""
    amount = amount_of(text)
    if amount is None or not amount.number or kind is Kind.SIZE:
        return
    size = Amount(abs(amount.number), amount.unit)
    if kind not in kinds_of_amount(size) or _is_usual(kind, amount):
        return
    is_negative = amount.number < 0
    if kind is Kind.SPACE or not is_negative:
        is_normal = kind is Kind.FONT_WEIGHT and amount.written == _NORMAL_WEIGHT
        yield RawValue(kind, scale_value(kind, size), span, is_negative, only_exact=is_normal)


def is_hairline(raw: RawValue, most: float) -> bool:
    """Whether a value is a length or a duration of no more than so many pixels or milliseconds."""
    amount = amount_of(raw.value)
    length = pixels(amount, ROOT_FONT_SIZE_PX) if amount else None
    if amount is not None and amount.unit == "ms":
        length = amount.number
    return length is not None and length <= most


def _is_usual(kind: Kind, amount: Amount) -> bool:
    if kind is Kind.Z_INDEX:
        return amount.written in _USUAL_LAYERS
    return kind is Kind.LINE_HEIGHT and amount.written == _USUAL_LINE_HEIGHT


def _outer(value: Sequence[Token]) -> Iterator[Token]:
    """What stands in no parentheses and in no interpolation."""
    braces = 0
    for token, depth in with_depth(value):
        if token.kind is TokenKind.INTERPOLATION:
            braces += 1
        elif braces:
            braces -= token.text == "}"
        elif not depth:
            yield token


def _plain(value: Sequence[Token]) -> Iterator[Token]:
    """The numbers of a value that are no part of arithmetic, as SCSS allows it: `$gap * 2`,
    `16px + $gap`."""
    outer = list(_outer(value))
    divides = any(token.kind is TokenKind.VARIABLE for token in outer)  # else `/` parts two values
    signs = _ARITHMETIC | {"/"} if divides else _ARITHMETIC
    beside = [
        "",
        *(token.text if token.kind is not TokenKind.NUMBER else "" for token in outer),
        "",
    ]
    for before, token, after in zip(beside, outer, beside[2:], strict=False):
        if token.kind is TokenKind.NUMBER and before not in signs and after not in signs:
            yield token


def shadow_values(value: Sequence[Token]) -> Iterator[RawValue]:
    """A whole shadow. What only draws a line around something, or inside it, is none that a scale
    would have, unless it is exactly one of it."""
    shadow = shadow_of(_important_left_out(value))
    if shadow is None:
        return
    layers = [layer.split() for layer in shadow.split(", ")]
    is_line = all(layer[0] == "inset" or layer[:3] == ["0px"] * 3 for layer in layers)
    tokens = _important_left_out(value)
    yield RawValue(Kind.SHADOW, shadow, (tokens[0].start, tokens[-1].end), only_exact=is_line)


def _important_left_out(value: Sequence[Token]) -> Sequence[Token]:
    texts = [token.text for token in value]
    return value[: texts.index("!")] if "!" in texts else value


def _whole_transitions(value: Sequence[Token]) -> Iterator[RawValue]:
    """A transition, and what follows the property in each of its parts."""
    behind = [part[1:] for part in split_at(value, ",") if part and part[0].kind is TokenKind.WORD]
    for tokens in (value, *behind):
        if (transition := transition_of(tokens)) is not None:
            span = (tokens[0].start, tokens[-1].end)
            yield RawValue(Kind.DURATION, transition, span, only_exact=True)


def _first_duration(part: Sequence[Token], *, is_animation: bool) -> Iterator[RawValue]:
    """Of a transition or an animation: what follows the duration, which may come from a token, is
    a delay. What an animation shows has a pace of its own, between the steps of a scale."""
    for token, depth in with_depth(part):
        if token.kind is TokenKind.VARIABLE or token.text == "var(":
            return
        amount = amount_of(token.text) if token.kind is TokenKind.NUMBER and not depth else None
        if amount is not None and amount.unit == "ms":
            span = (token.start, token.end)
            for raw in number_value_of(Kind.DURATION, token.text, span):
                yield replace(raw, only_exact=is_animation)
            return


def _font_values(value: Sequence[Token]) -> Iterator[RawValue]:
    """`600 14px/1.5 Inter`: a weight, a size, and behind a slash a line height."""
    before = ""
    for token, depth in with_depth(value):
        if token.kind is TokenKind.NUMBER and not depth:
            amount = amount_of(token.text)
            kind = Kind.FONT_SIZE if amount and amount.unit else Kind.FONT_WEIGHT
            kind = Kind.LINE_HEIGHT if before == "/" else kind
            yield from number_value_of(kind, token.text, (token.start, token.end))
        before = token.text


def media_values(prelude: Sequence[Token]) -> Iterator[RawValue]:
    """The widths that a media query asks for: `(min-width: 768px)`, `(width >= 768px)`."""
    for at, token in enumerate(prelude):
        if token.kind is TokenKind.NUMBER and (
            _MEDIA_LENGTH.fullmatch(_compared(prelude[at - 1 :: -1] if at else ()))
            or _MEDIA_RANGE.fullmatch(_compared(prelude[at + 1 :]))
        ):
            yield from number_value_of(Kind.BREAKPOINT, token.text, (token.start, token.end))


def _compared(beside: Iterable[Token]) -> str:
    """The signs beside a number in a media query, and the name that it is compared with."""
    said = ""
    for token in beside:
        said += token.text
        if token.text not in ("<", ">", "=", "<=", ">=", ":"):
            break
    return said
