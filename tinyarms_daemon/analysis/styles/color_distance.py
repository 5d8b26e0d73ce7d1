"""How far apart two colors look."""

# tinyarms: ignore-file[magic-numbers]: the constants of CIEDE2000 and of CIE L*a*b* as published.

import math
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

Lab = tuple[float, float, float]

_FULL = 255
_CHROMA_7 = 25**7
# sRGB of IEC 61966-2-1, and the white of D65.
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27
_MOST_LIGHTNESS_WEIGHT = 1.75
_MOST_CHROMA_WEIGHT = 0.045 * 1.5  # a chroma is stretched by half at most
_LEFT_BY_ROTATION = 1 - math.sin(math.radians(60))


class NearColors:
    """Colors as `#rrggbbaa`, to be asked for those near to one."""

    def __init__(self, colors: Iterable[str]) -> None:
        self._by_lightness = sorted((lab_of(color)[0], color) for color in set(colors))

    def near(self, color: str, most: float) -> list[str]:
        """Those other than the color itself that are near to it."""
        lightness, reach = lab_of(color)[0], most * _MOST_LIGHTNESS_WEIGHT
        first = bisect_left(self._by_lightness, (lightness - reach, ""))
        last = bisect_left(self._by_lightness, (lightness + reach, ""))
        return [
            other
            for _, other in self._by_lightness[first:last]
            if other != color and is_near(color, other, most)
        ]


def is_near(color: str, other: str, most: float) -> bool:
    """Whether two colors as `#rrggbbaa`, of the same alpha, differ by less than `most` in
    CIEDE2000; below 1 nobody sees a difference, below 2 only who looks for it."""
    if color[7:] != other[7:]:
        return False
    one, two = lab_of(color), lab_of(other)
    return not _is_surely_far(one, two, most) and ciede2000(one, two) < most


def _is_surely_far(one: Lab, two: Lab, most: float) -> bool:
    """A cheap lower bound of CIEDE2000: whether it is at least `most`.

    Its weight of the lightness and those of chroma and hue have upper bounds, and its rotation
    takes away no more than a part of the latter two, which together are the distance of a and b.
    """
    (l1, a1, b1), (l2, a2, b2) = one, two
    if abs(l1 - l2) >= most * _MOST_LIGHTNESS_WEIGHT:
        return True
    chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    reach = most * (1 + _MOST_CHROMA_WEIGHT * chroma)
    return (a1 - a2) ** 2 + (b1 - b2) ** 2 >= reach * reach / _LEFT_BY_ROTATION


@lru_cache(maxsize=8192)
def lab_of(color: str) -> Lab:
    """A color as `#rrggbb…` in CIELAB, its alpha left out."""
    linear = [_linear(int(color[at : at + 2], 16) / _FULL) for at in (1, 3, 5)]
    x, y, z = (
        _root(sum(factor * channel for factor, channel in zip(row, linear, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, two: Lab) -> float:
    """The color difference of CIE publication 142, in the form of Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    stretch = 1 + (1 - _saturating((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2)) / 2
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    hue1, hue2 = _hue(a1, b1), _hue(a2, b2)
    chroma = (c1 + c2) / 2
    turn = _turn(hue1, hue2) if c1 * c2 else 0.0
    hue = _mean_hue(hue1, hue2) if c1 * c2 else hue1 + hue2
    lightness = ((l1 + l2) / 2 - 50) ** 2
    of_lightness = (l2 - l1) / (1 + 0.015 * lightness / math.sqrt(20 + lightness))
    of_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    of_hue = 2 * math.sqrt(c1 * c2) * _sin(turn / 2) / (1 + 0.015 * chroma * _hue_weight(hue))
    rotation = -2 * _saturating(chroma) * _sin(60 * math.exp(-(((hue - 275) / 25) ** 2)))
    square = of_lightness**2 + of_chroma**2 + of_hue**2 + rotation * of_chroma * of_hue
    return math.sqrt(max(0.0, square))


def _saturating(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + _CHROMA_7))


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def _turn(hue1: float, hue2: float) -> float:
    """The shorter way round from one hue to another."""
    turn = hue2 - hue1
    if abs(turn) <= 180:
        return turn
    return turn - 360 if turn > 0 else turn + 360


def _mean_hue(hue1: float, hue2: float) -> float:
    total = hue1 + hue2
    if abs(hue1 - hue2) <= 180:
        return total / 2
    return (total + 360) / 2 if total < 360 else (total - 360) / 2


def _hue_weight(hue: float) -> float:
    return (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _root(share: float) -> float:
    return math.cbrt(share) if share > _EPSILON else (_KAPPA * share + 16) / 116


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
