"""Rectangles whose areas are numbers."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.faces.export.treemap import Rectangle, squarified

ROOM = Rectangle(0, 0, 720, 260)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_areas_are_the_numbers_and_nothing_sticks_out(values: list[int]) -> None:
    values.sort(reverse=True)

    rectangles = squarified(values, ROOM)

    scale = ROOM.width * ROOM.height / sum(values)
    assert len(rectangles) == len(values)
    for value, each in zip(values, rectangles, strict=True):
        assert math.isclose(each.width * each.height, value * scale, rel_tol=1e-6)
        assert each.x >= -1e-6 and each.x + each.width <= ROOM.width + 1e-6
        assert each.y >= -1e-6 and each.y + each.height <= ROOM.height + 1e-6


def test_equal_numbers_become_squares() -> None:
    rectangles = squarified([1, 1, 1, 1], Rectangle(0, 0, 2, 2))

    assert all((each.width, each.height) == (1, 1) for each in rectangles)


def test_nothing_has_no_rectangle() -> None:
    assert squarified([], ROOM) == []
