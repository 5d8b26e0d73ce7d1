"""What the values of design tokens are worth, however they are written."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.analysis.colors import normalized
from tinyarms_daemon.analysis.style_sheet import Token, TokenKind
from tinyarms_daemon.analysis.token_kinds import TokenKind as Kind

# What the units of CSS come to in the unit that values are compared in. A rem is as many pixels
# as browsers are set to, which is also what a media query takes it for.
_UNITS = {
    "": ("", 1.0),
    "px": ("px", 1.0),
    "rem": ("px", 16.0),
    "em": ("em", 1.0),
    "ms": ("ms", 1.0),
    "s": ("ms", 1000.0),
    "%": ("%", 1.0),
}
ROOT_FONT_SIZE_PX = 16
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)$", re.IGNORECASE)
_TO_REM = re.compile(r"(?:px-?)?(?:to-?)?(?:rem|px)(?:-?calc)?|pxtorem|torem", re.IGNORECASE)
_DIVISIONS = frozenset({"math.div(", "div("})
_HSL = re.compile(r"[\d.]+(?:deg)?[\s,]+[\d.]+%[\s,]+[\d.]+%$")
_RGB = re.compile(r"(\d{1,3})(?:\s+|\s*,\s*)(\d{1,3})(?:\s+|\s*,\s*)(\d{1,3})$")
_BYTE = 255
_DECIMALS = 3
_LENGTHS_OF_SHADOW = (2, 3, 4)
_WEIGHTS = range(50, 1001)
_LINE_HEIGHTS = (0.5, 4.0)
_OF_LENGTHS = frozenset(
    {Kind.SPACE, Kind.SIZE, Kind.FONT_SIZE, Kind.RADIUS, Kind.LINE_HEIGHT, Kind.BREAKPOINT}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `px`, `ms`, `em`, `%`, or none."""

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
    if amount.unit == "px" and amount.number > 0:
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
        if _LINE_HEIGHTS[0] <= amount.number <= _LINE_HEIGHTS[1]:
            kinds.add(Kind.LINE_HEIGHT)
    return frozenset(kinds)


def scale_value(kind: Kind, amount: Amount) -> str:
    """An amount as a value of a scale. In a media query an em is what the browser is set to."""
    if kind is Kind.BREAKPOINT and amount.unit == "em":
        return Amount(amount.number * ROOT_FONT_SIZE_PX, "px").written
    return amount.written


Lookup = Callable[[str], Amount | None]
"""What a custom property or a variable is worth, by its name as it is written."""


def amount_of(text: str) -> Amount | None:
    """A number of CSS with rem as pixels and seconds as milliseconds; None for all else."""
    found = _NUMBER.match(text)
    unit = _UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        return None
    return Amount(float(found[1]) * unit[1], unit[0])


def evaluated(tokens: Sequence[Token], lookup: Lookup) -> Amount | None:
    """What a value comes to that is a number, a reference, or arithmetic of both."""
    reader = _Arithmetic(tokens, lookup)
    amount = reader.sum()
    return amount if amount is not None and reader.at_end else None


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
    lengths: list[str] = []
    color: list[Token] = []
    inset = False
    for token in tokens:
        amount = amount_of(token.text) if token.kind is TokenKind.NUMBER and not color else None
        if amount is not None and amount.unit in ("", "px"):
            lengths.append(Amount(amount.number, "px").written)
        elif token.text.lower() == "inset":
            inset = True
        else:
            color.append(token)
    if len(lengths) not in _LENGTHS_OF_SHADOW:
        lengths, color = _after_color(tokens)
    value = normalized(" ".join(token.text for token in color))
    if value is None or len(lengths) not in _LENGTHS_OF_SHADOW:
        return None
    lengths += ["0px"] * (_LENGTHS_OF_SHADOW[-1] - len(lengths))
    return " ".join([*(["inset"] if inset else []), *lengths, value])


def _after_color(tokens: Sequence[Token]) -> tuple[list[str], list[Token]]:
    """The lengths and the color of a shadow that begins with its color."""
    tokens = [token for token in tokens if token.text.lower() != "inset"]
    end = len(tokens)
    lengths: list[str] = []
    while end and tokens[end - 1].kind is TokenKind.NUMBER:
        end -= 1
        amount = amount_of(tokens[end].text)
        if amount is None or amount.unit not in ("", "px"):
            return [], []
        lengths.insert(0, Amount(amount.number, "px").written)
    return lengths, list(tokens[:end])


class _Arithmetic:
    """Reads sums of products; what it cannot read makes the whole None."""

    def __init__(self, tokens: Sequence[Token], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._at = 0

    @property
    def at_end(self) -> bool:
        """Whether everything was read."""
        return self._at >= len(self._tokens)

    def sum(self) -> Amount | None:
        """Terms that are added."""
        total = self._product()
        while total is not None and (sign := self._take("+", "-")):
            term = self._product()
            if term is None or term.unit != total.unit:
                return None
            total = Amount(total.number + (1 if sign == "+" else -1) * term.number, total.unit)
        return total

    def _product(self) -> Amount | None:
        total = self._factor()
        while total is not None and (sign := self._take("*", "/")):
            total = _combined(total, self._factor(), sign)
        return total

    def _factor(self) -> Amount | None:
        if self.at_end:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if token.kind is TokenKind.NUMBER:
            return amount_of(token.text)
        if token.kind is TokenKind.VARIABLE:
            return self._lookup(token.text)
        if token.text == "(":
            return self._closed(self.sum())
        if token.text == "-":
            amount = self._factor()
            return amount.times(-1) if amount else None
        return self._call(token.text.lower()) if token.kind is TokenKind.FUNCTION else None

    def _call(self, function: str) -> Amount | None:
        if function == "var(":
            name = self._tokens[self._at].text if not self.at_end else ""
            self._at += 1
            return self._closed(self._lookup(name))
        if function in _DIVISIONS:
            dividend = self.sum()
            divisor = self.sum() if self._take(",") else None
            quotient = _combined(dividend, divisor, "/") if dividend else None
            return self._closed(quotient)
        if function == "calc(":
            return self._closed(self.sum())
        if _TO_REM.fullmatch(function[:-1]):
            amount = self._closed(self.sum())
            return Amount(amount.number, "px") if amount and amount.unit in ("", "px") else None
        return None

    def _closed(self, amount: Amount | None) -> Amount | None:
        return amount if self._take(")") else None

    def _take(self, *texts: str) -> str:
        if not self.at_end and self._tokens[self._at].text in texts:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""


def _combined(one: Amount, two: Amount | None, sign: str) -> Amount | None:
    if two is None:
        return None
    if sign == "*":
        if one.unit and two.unit:
            return None
        return Amount(one.number * two.number, one.unit or two.unit)
    if not two.number or (two.unit and two.unit != one.unit):
        return None
    return Amount(one.number / two.number, "" if two.unit else one.unit)
