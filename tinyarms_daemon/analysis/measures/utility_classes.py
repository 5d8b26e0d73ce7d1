"""The raw values in utility classes: `p-[13px]`, `md:hover:text-[17px]`, `min-[800px]:flex`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.measures.raw_values import RawValue, number_value_of, shadow_values
from tinyarms_daemon.analysis.styles.style_sheet import TokenKind, read_value
from tinyarms_daemon.analysis.styles.style_values import EACH_CLASS
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_values import amount_of
from tinyarms_daemon.analysis.tokens.tailwind_theme import Utility, utility_of

_ARBITRARY = re.compile(
    r"""(?P<minus>-?)(?P<utility>[a-z][a-z-]*)-\[(?P<hint>[a-z-]+:)?(?P<value>[^\[\]:;{}]+)\]
    (?P<tail>(?:/[\w.-]+)?!?)$""",
    re.VERBOSE,
)
_WIDTH_VARIANT = re.compile(r"(?:^|:)(?P<variant>(?:min|max)-\[(?P<value>[\d.]+(?:px|rem|em))\]):")
_SIZE_HINTS = frozenset({"", "length:", "number:", "shadow:"})
_LONGEST = 200  # characters of a class that a person writes


@dataclass(frozen=True, slots=True)
class UtilityValue:
    """A raw value in a class. The class without its variants stands at the value's span; `name`
    is what stands before the value, `tail` what stands behind it."""

    raw: RawValue
    name: str
    tail: str = ""


def utility_values(text: str, offset: int) -> Iterator[UtilityValue]:
    """The raw values in a list of classes that begins at a character of its file."""
    if "-[" not in text:
        return
    for found in EACH_CLASS.finditer(text):
        if "-[" in found[0] and len(found[0]) <= _LONGEST:
            start = offset + found.start()
            yield from _variant_values(found[0], start)
            yield from _own_values(found[0], start)


def _variant_values(text: str, start: int) -> Iterator[UtilityValue]:
    for found in _WIDTH_VARIANT.finditer(text):
        span = (start + found.start("variant"), start + found.end("variant"))
        name = found["variant"].partition("-")[0]
        for raw in number_value_of(Kind.BREAKPOINT, found["value"], span):
            yield UtilityValue(raw, name)


def _own_values(text: str, start: int) -> Iterator[UtilityValue]:
    own = _after_variants(text)
    found = _ARBITRARY.match(text, own)
    if found is None or (found["hint"] or "") not in _SIZE_HINTS:
        return
    utility = utility_of(found["utility"])
    if utility is None:
        return
    span = (start + own, start + len(text))
    for raw in _read(utility, found["value"].replace("_", " "), (span[0], span[1])):
        is_negative = raw.is_negative != bool(found["minus"])
        only_exact = utility.only_exact or raw.only_exact
        value = RawValue(raw.kind, raw.value, span, is_negative, only_exact)
        yield UtilityValue(value, found["utility"], found["tail"])


def _read(utility: Utility, value: str, span: tuple[int, int]) -> Iterator[RawValue]:
    tokens = read_value(value)
    if utility.kind is Kind.SHADOW:
        yield from shadow_values(tokens)
    elif len(tokens) == 1 and tokens[0].kind is TokenKind.NUMBER:
        amount = amount_of(tokens[0].text)
        if amount is not None and (amount.unit or utility.kind is not Kind.FONT_SIZE):
            yield from number_value_of(utility.kind, tokens[0].text, span)


def _after_variants(text: str) -> int:
    """Where a class begins behind its variants, whose brackets may hold colons."""
    begin = depth = 0
    for index, character in enumerate(text):
        if character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == ":" and depth <= 0:
            begin = index + 1
    return begin + 1 if text[begin : begin + 1] == "!" else begin
