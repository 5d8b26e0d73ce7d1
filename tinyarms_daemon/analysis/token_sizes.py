"""Values of tokens compared with each other, whatever units they are written in."""

from tinyarms_daemon.analysis.token_kinds import TokenKind
from tinyarms_daemon.analysis.token_values import ROOT_FONT_SIZE_PX, Amount, amount_of, pixels

_ROUND_PX = 500  # a radius of this and more makes a round end, whatever it is
_EQUAL_PX = 0.01


def in_pixels(value: str) -> str:
    """A length as the browser takes it where the page says nothing; all else as it is."""
    amount = amount_of(value)
    length = pixels(amount, ROOT_FONT_SIZE_PX) if amount else None
    return value if length is None else Amount(length, "px").written


def is_same(kind: TokenKind, one: str, two: str, root: float) -> bool:
    """Whether two values are one, with a rem of `root` pixels."""
    if one == two:
        return True
    first, second = amount_of(one), amount_of(two)
    lengths = [pixels(each, root) if each else None for each in (first, second)]
    if lengths[0] is None or lengths[1] is None:
        return False
    if kind is TokenKind.RADIUS and min(lengths[0], lengths[1]) >= _ROUND_PX:
        return True
    return abs(lengths[0] - lengths[1]) < _EQUAL_PX


def size_of(kind: TokenKind, value: str, root: float) -> tuple[float | None, str]:
    """A number by which values of the same unit are ordered; None where they have no order.
    Shadows are ordered by how far they reach."""
    if kind is TokenKind.SHADOW:
        layers = [layer.split() for layer in value.split(", ")]
        if any(layer[0] == "inset" for layer in layers):
            return None, ""
        return max(abs(float(each[1][:-2])) + float(each[2][:-2]) for each in layers), "px"
    amount = amount_of(value)
    if amount is None or amount.number <= 0:
        return None, ""
    length = pixels(amount, root)
    if length is None:
        return amount.number, amount.unit
    is_round = kind is TokenKind.RADIUS and length >= _ROUND_PX
    return (None if is_round else length), "px"
