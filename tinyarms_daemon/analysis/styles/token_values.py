"""What the values of design tokens are worth, however they are written."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tinyarms_daemon.analysis.styles.colors import normalized
from tinyarms_daemon.analysis.styles.style_sheet import Token, TokenKind
from tinyarms_daemon.analysis.styles.token_kinds import Kind

# What the units of CSS come to in those that values are kept in.
_UNITS = {
    "": ("", 1.0),
    "px": ("px", 1.0),
    "rem": ("rem", 1.0),
    "em": ("em", 1.0),
    "ms": ("ms", 1.0),
    "s": ("ms", 1000.0),
    "%": ("%", 1.0),
}
ROOT_FONT_SIZE_PX = 16.0
"""What browsers are set to."""
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)$", re.IGNORECASE)
_HSL = re.compile(r"[\d.]+(?:deg)?[\s,]+[\d.]+%[\s,]+[\d.]+%$")
_RGB = re.compile(r"(\d{1,3})(?:\s+|\s*,\s*)(\d{1,3})(?:\s+|\s*,\s*)(\d{1,3})$")
_BYTE = 255
_DECIMALS = 4
_SHADOW_LENGTHS = (2, 3, 4)
_WEIGHTS = range(1, 1001)
# Up to here a number without a unit counts the height of a font or seconds; a larger one counts
# pixels or milliseconds, as the libraries of styles take numbers.
_MOST_WHOLES = 4
_NAMED_WEIGHTS = range(100, 1000, 100)
_DURATIONS = frozenset({"duration", "durations"})
_OF_LENGTHS = frozenset(
    {Kind.SPACE, Kind.SIZE, Kind.FONT_SIZE, Kind.RADIUS, Kind.LINE_HEIGHT, Kind.BREAKPOINT}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `px`, `rem`, `em`, `ms`, `%`, or none."""

    number: float
    unit: str

    @property
    def written(self) -> str:
        """The one form in which equal amounts are equal."""
        return f"{self.number:.{_DECIMALS}f}".rstrip("0").rstrip(".") + self.unit

    def times(self, factor: float) -> "Amount":
        """As much so many times."""
        return Amount(self.number * factor, self.unit)


def kinds_of_amount(amount: Amount) -> frozenset[Kind]:
    """What a token of this value may be a measure of; nothing where it measures nothing."""
    if amount.unit in ("px", "rem") and amount.number > 0:
        return _OF_LENGTHS
    if amount.unit == "ms" and amount.number > 0:
        return frozenset({Kind.DURATION})
    if amount.unit == "em" and amount.number > 0:
        return frozenset({Kind.BREAKPOINT})
    kinds = set()
    if not amount.unit and amount.number:
        if amount.number.is_integer():
            kinds.add(Kind.Z_INDEX)
        if amount.number in _WEIGHTS:
            kinds.add(Kind.FONT_WEIGHT)
        if 0 < amount.number <= _MOST_WHOLES:
            kinds.add(Kind.LINE_HEIGHT)
    return frozenset(kinds)


def kinds_of_number(number: float, words: Collection[str]) -> frozenset[Kind]:
    """What a number without a unit may be a measure of besides, by the words of its name, where
    pixels and milliseconds are left unsaid."""
    if number <= 0:
        return frozenset()
    kinds = set(_OF_LENGTHS)
    if number <= _MOST_WHOLES or number in _NAMED_WEIGHTS:
        kinds.discard(Kind.FONT_SIZE)
    if number > _MOST_WHOLES or not _DURATIONS.isdisjoint(words):
        kinds.add(Kind.DURATION)
    return frozenset(kinds)


def with_unit(kind: Kind, amount: Amount) -> Amount:
    """An amount with the unit that it is meant in, where that may be left unsaid."""
    if amount.unit or kind in kinds_of_amount(amount):
        return amount
    if kind is not Kind.DURATION:
        return Amount(amount.number, "px")
    return Amount(amount.number * (1000 if amount.number <= _MOST_WHOLES else 1), "ms")


def scale_value(kind: Kind, amount: Amount) -> str:
    """An amount as a value of a scale. In a media query em and rem are what the browser is set
    to, whatever the page says."""
    if kind is Kind.BREAKPOINT:
        return Amount(pixels(amount, ROOT_FONT_SIZE_PX) or 0, "px").written
    return amount.written


def pixels(amount: Amount, root_font_size_px: float) -> float | None:
    """A length in pixels; None for what is no length."""
    if amount.unit == "px":
        return amount.number
    return amount.number * root_font_size_px if amount.unit in ("rem", "em") else None


@lru_cache(maxsize=4096)
def amount_of(text: str) -> Amount | None:
    """A number of CSS, seconds as milliseconds; None for all else."""
    found = _NUMBER.match(text)
    unit = _UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        return None
    return Amount(float(found[1]) * unit[1], unit[0])


def color_of(tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The color that a value is, as `#rrggbbaa`, with the function that it has to be handed to
    where only its channels are written: `222 47% 11%` and `hsl`."""
    text = " ".join(token.text for token in tokens)
    if color := normalized(text):
        return color, ""
    if _HSL.match(text) and (color := normalized(f"hsl({text})")):
        return color, "hsl"
    found = _RGB.match(text)
    if found and all(int(channel) <= _BYTE for channel in found.groups()):
        color = normalized(f"rgb({text})")
        return (color, "rgb") if color else None
    return None


def shadow_of(tokens: Sequence[Token]) -> str | None:
    """A shadow, or several, in the one form in which equal ones are equal; None where a part of
    it is not written out."""
    layers = [_layer(layer) for layer in split_at(tokens, ",")]
    return ", ".join(filter(None, layers)) if layers and all(layers) else None


def transition_of(tokens: Sequence[Token]) -> str | None:
    """A transition of several parts, `all 0.3s ease`, or what follows its property, in the one form
    in which equal ones are equal; None for all else, or where a part of it is not written out."""
    if any(token.kind is TokenKind.VARIABLE or token.text == "var(" for token in tokens):
        return None
    amounts = [amount_of(token.text) for token in tokens]
    if len(tokens) == 1 or not any(map(_lasts, amounts)):
        return None
    pairs = zip(tokens, amounts, strict=True)
    return " ".join(amount.written if amount else token.text.lower() for token, amount in pairs)


def _lasts(amount: Amount | None) -> bool:
    return amount is not None and amount.unit == "ms" and amount.number > 0


def split_at(tokens: Sequence[Token], mark: str) -> list[list[Token]]:
    """The parts of a value between marks that stand in no parentheses."""
    parts: list[list[Token]] = [[]]
    for token, depth in with_depth(tokens):
        if token.text == mark and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def with_depth(tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Each token with the number of parentheses it stands in; those themselves stand outside."""
    depth = 0
    for token in tokens:
        opens = token.kind is TokenKind.FUNCTION or token.text == "("
        closes = token.text == ")"
        depth -= closes
        yield token, max(depth, 0) + (1 if opens or closes else 0)
        depth += opens


def _layer(tokens: Sequence[Token]) -> str | None:
    """One shadow, whose color stands behind its lengths or before them."""
    told = [token for token in tokens if token.text.lower() != "inset"]
    numbers = [token.kind is TokenKind.NUMBER for token in told]
    if numbers[:1] == [True]:
        end = [*numbers, False].index(False)
        sizes, color = told[:end], told[end:]
    else:
        start = len(told) - [*reversed(numbers), False].index(False)
        sizes, color = told[start:], told[:start]
    lengths = [*filter(None, map(_length, sizes))]
    value = normalized(" ".join(token.text for token in color))
    if value is None or len(lengths) != len(sizes) or len(lengths) not in _SHADOW_LENGTHS:
        return None
    inset = ["inset"] if len(told) < len(tokens) else []
    missing = _SHADOW_LENGTHS[-1] - len(lengths)
    return " ".join([*inset, *lengths, *["0px"] * missing, value])


def _length(token: Token) -> str | None:
    """A length of a shadow in pixels."""
    amount = amount_of(token.text) if token.kind is TokenKind.NUMBER else None
    if amount is None or amount.unit not in ("", "px", "rem"):
        return None
    size = pixels(amount, ROOT_FONT_SIZE_PX) if amount.unit else amount.number
    return Amount(size or 0, "px").written
