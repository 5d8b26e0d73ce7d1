"""Rectangles whose areas are numbers, as near to squares as can be.

Bruls, Huizing, van Wijk: «Squarified Treemaps», 2000.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of the plane; y grows downward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def shorter(self) -> float:
        """The length of its shorter side."""
        return min(self.width, self.height)


def squarified(values: Sequence[float], room: Rectangle) -> list[Rectangle]:
    """One rectangle for each value above zero, which come the largest first; they fill `room`."""
    total = sum(values)
    if not values or total <= 0:
        return []
    scale = room.width * room.height / total
    areas = [value * scale for value in values]
    placed: list[Rectangle] = []
    while areas:
        row = _best_row(areas, room.shorter)
        areas = areas[len(row) :]
        rectangles, room = _laid(row, room)
        placed += rectangles
    return placed


def _best_row(areas: Sequence[float], side: float) -> Sequence[float]:
    """As many of the first areas as make the row's worst rectangle no longer and thinner."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return areas[:count]


def _worst(row: Sequence[float], side: float) -> float:
    """The largest ratio of sides in a row that is laid along a side of this length."""
    if side <= 0:
        return 0.0
    thickness = sum(row) / side
    return max(max(area / thickness**2, thickness**2 / area) for area in row)


def _laid(row: Sequence[float], room: Rectangle) -> tuple[list[Rectangle], Rectangle]:
    """The rectangles of a row along the shorter side, and the room that is left."""
    if room.shorter <= 0:
        return [Rectangle(room.x, room.y, 0.0, 0.0) for _ in row], room
    thickness = sum(row) / room.shorter
    placed, offset = [], 0.0
    for area in row:
        length = area / thickness
        if room.width >= room.height:
            placed.append(Rectangle(room.x, room.y + offset, thickness, length))
        else:
            placed.append(Rectangle(room.x + offset, room.y, length, thickness))
        offset += length
    if room.width >= room.height:
        left = Rectangle(room.x + thickness, room.y, room.width - thickness, room.height)
    else:
        left = Rectangle(room.x, room.y + thickness, room.width, room.height - thickness)
    return placed, left
