"""Rows of equal units in two pieces of code, with small gaps: the raw material of clones."""

from collections.abc import Iterator, Sequence

from tinyarms_daemon.analysis.clone_units import Edge, Unit

Pair = tuple[int, int]
"""A unit of the left code and the unit of the right code that is equal to it in shape."""

# After a gap the codes must agree again for so many units or tokens, so that a stray `return`
# joins nothing.
_AGREEING_UNITS = 2
_AGREEING_TOKENS = 10
_LONG_UNIT_TOKENS = 20


class Chains:
    """Looks for equal rows in two files, or in one file with itself."""

    def __init__(
        self, left: Sequence[Unit], right: Sequence[Unit], largest_gap: int, *, is_same: bool
    ) -> None:
        self._left = left
        self._right = right
        self._is_same = is_same
        self._gaps = sorted(
            ((over, under) for over in range(largest_gap + 1) for under in range(largest_gap + 1)),
            key=lambda gap: (sum(gap), abs(gap[0] - gap[1])),
        )[1:]

    def through(self, seed: Pair) -> list[Pair]:
        """The longest row of pairs around one pair, in source order."""
        depth = self._left[seed[0]].depth - self._right[seed[1]].depth
        before = list(self._row((seed[0] - 1, seed[1] - 1), -1, depth))
        row = [*reversed(before), *self._row(seed, 1, depth)]
        if self._is_same:
            # Code that repeats itself at every step is no copy of itself.
            while row and row[-1][0] >= row[0][1]:
                row.pop()
        return row

    def _row(self, start: Pair, step: int, depth: int) -> Iterator[Pair]:
        place: Pair | None = start
        while place is not None:
            left, right = place
            while self._agree(left, right, depth):
                yield left, right
                left += step
                right += step
            # What was wrapped into a condition or taken out of one lies a level apart.
            for level in (depth, depth - 1, depth + 1):
                place = self._beyond_gap(left, right, step, level)
                if place is not None:
                    depth = level
                    break

    def _agree(self, left: int, right: int, depth: int) -> bool:
        if not (0 <= left < len(self._left) and 0 <= right < len(self._right)):
            return False
        if self._is_same and left >= right:
            return False
        one, other = self._left[left], self._right[right]
        return one.shape == other.shape and one.depth - other.depth == depth

    def _beyond_gap(self, left: int, right: int, step: int, depth: int) -> Pair | None:
        for over, under in self._gaps:
            place = left + step * over, right + step * under
            if self._agree(*place, depth) and self._agree_on(*place, step, depth):
                return place
        return None

    def _agree_on(self, left: int, right: int, step: int, depth: int) -> bool:
        tokens = self._left[left].tokens
        if tokens >= _LONG_UNIT_TOKENS:
            return True
        for _ in range(1, _AGREEING_UNITS):
            left += step
            right += step
            if not self._agree(left, right, depth):
                return False
            tokens += self._left[left].tokens
        return tokens >= _AGREEING_TOKENS


def whole_runs(units: Sequence[Unit], first: int, stop: int) -> Iterator[range]:
    """The runs of whole statements of one block among the units from `first` up to `stop`."""
    start: int | None = None
    index = first
    while index < stop:
        unit = units[index]
        if start is not None and unit.depth != units[start].depth:
            yield range(start, index)
            start = None
        if unit.edge != Edge.PART and unit.after <= stop:
            start = index if start is None else start
            index = unit.after
        else:
            if start is not None:
                yield range(start, index)
                start = None
            index += 1
    if start is not None:
        yield range(start, stop)
