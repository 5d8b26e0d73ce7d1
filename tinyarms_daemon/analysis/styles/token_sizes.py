"""Values of tokens compared with each other, whatever units they are written in."""

from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_values import (
    ROOT_FONT_SIZE_PX,
    Amount,
    amount_of,
    pixels,
)

_EQUAL_PX = 0.01


def in_pixels(value: str) -> str:
    """A length as the browser takes it where the page says nothing; all else as it is."""
    amount = amount_of(value)
    length = pixels(amount, ROOT_FONT_SIZE_PX) if amount else None
    return value if length is None else Amount(length, "px").written


def length_of(value: str, root: float) -> float | None:
    """A length in pixels, with a rem of `root` pixels; None for all else."""
    amount = amount_of(value)
    return pixels(amount, root) if amount else None


def is_same_length(kind: Kind, one: float, two: float, round_px: float) -> bool:
    """Whether two lengths in pixels come to the same on a screen: a radius of `round_px` and more
    makes a round end, whatever it is."""
    is_round = kind is Kind.RADIUS and min(one, two) >= round_px
    return is_round or abs(one - two) < _EQUAL_PX


def size_of(kind: Kind, value: str, root: float, round_px: float) -> tuple[float | None, str]:
    """A number by which values of the same unit are ordered; None where they have no order.
    Shadows are ordered by how far they reach."""
    if kind is Kind.SHADOW:
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
    is_round = kind is Kind.RADIUS and length >= round_px
    return (None if is_round else length), "px"
