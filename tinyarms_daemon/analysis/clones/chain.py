"""Rows of equal units in two pieces of code, with small gaps: the raw material of clones."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Pair
from tinyarms_daemon.analysis.clones.nodes import Edge
from tinyarms_daemon.analysis.clones.units import Unit, shared_words

_MOST_AGREEING_UNITS = 5  # that are looked at behind a gap
_LEVELS_OF_ELSE = 2  # by which what went into an `else` lies deeper; into a condition, by one


class Columns:
    """What is compared of a file's units, column by column."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.size = len(units)
        self.shapes = [unit.shape for unit in units]
        self.depths = [unit.depth for unit in units]
        self.tokens = [unit.tokens for unit in units]
        self.after = [unit.after for unit in units]

    def shapes_from(self, place: int, step: int, many: int) -> list[bytes]:
        """The shapes of at most so many units from a place on, forwards or backwards."""
        if step > 0:
            return self.shapes[place : place + many]
        return self.shapes[max(0, place + 1 - many) : place + 1][::-1]

    def units_between(self, place: int, stop: int) -> Sequence[Unit]:
        """The units from a place on and before another one, forwards or backwards."""
        return self.units[place:stop] if place < stop else self.units[stop + 1 : place + 1]


class Chains:
    """Looks for equal rows in two files, or in one file with itself."""

    def __init__(
        self, left: Columns, right: Columns, limits: CloneLimits, *, is_same: bool
    ) -> None:
        self._left = left
        self._right = right
        self._is_same = is_same
        self._reach = limits.gap_statements + 1
        self._ranks = _ranks(self._reach)
        self._edited_share = limits.edited_percent / 100
        self._agreeing_tokens = limits.agreeing_tokens
        self._done: set[Pair] = set()
        self._left_stop = self._left.size
        self._right_start = 0

    def through(self, seed: Pair) -> list[Pair]:
        """The longest row of pairs around one pair, in source order, without those that an
        earlier row had; nothing for a pair that is among these."""
        if seed in self._done:
            return []
        depth = self._left.depths[seed[0]] - self._right.depths[seed[1]]
        self._right_start = seed[0] + 1 if self._is_same else 0
        left, right = seed
        self._left_stop = self._left.size
        while (left - 1, right - 1) not in self._done and self._agree(left - 1, right - 1, depth):
            left, right = left - 1, right - 1
        after = self._after((left, right), depth)
        if after and after[0] != (left, right):
            left, right = after[0]
            depth = self._left.depths[left] - self._right.depths[right]
        self._right_start = after[-1][0] + 1 if self._is_same and after else 0
        before = self._row((left - 1, right - 1), -1, depth)
        row = [*reversed(before), *after]
        self._done.update(row, (seed,))
        return row

    def _after(self, start: Pair, depth: int) -> list[Pair]:
        """The row from a pair on. What repeats itself at every step is no copy of itself: in one
        file the one copy ends before the other begins.

        The statement that goes on where the other copy begins is left out if most is left, so that
        of functions that repeat each other each is compared as a whole; if it is most of the row,
        and the other copy of it stands behind it, the row begins with it.
        """
        self._left_stop = start[1] if self._is_same else self._left.size
        row = self._row(start, 1, depth)
        after, stop = self._left.after, self._left_stop
        torn = next((n for n, (left, _) in enumerate(row) if left < stop < after[left]), len(row))
        if 2 * torn >= len(row):
            return row[:torn]
        left, right = row[torn]
        if torn and after[left] <= right:
            return self._after(row[torn], self._left.depths[left] - self._right.depths[right])
        return row

    def _row(self, start: Pair, step: int, depth: int) -> list[Pair]:
        ours, theirs = self._left, self._right
        shapes, others = ours.shapes, theirs.shapes
        depths, other_depths = ours.depths, theirs.depths
        row: list[Pair] = []
        place: Pair | None = start
        while place is not None:
            left, right = place
            while (  # as in `_agree`, which takes longer to call than to run
                0 <= left < self._left_stop
                and self._right_start <= right < theirs.size
                and shapes[left] == others[right]
                and depths[left] - other_depths[right] == depth
            ):
                row.append((left, right))
                left += step
                right += step
            gap = self._beyond_gap(left, right, step, depth)
            place, depth = gap or (None, depth)
        return row

    def _agree(self, left: int, right: int, depth: int) -> bool:
        ours, theirs = self._left, self._right
        return (
            0 <= left < self._left_stop
            and self._right_start <= right < theirs.size
            and ours.shapes[left] == theirs.shapes[right]
            and ours.depths[left] - theirs.depths[right] == depth
        )

    def _beyond_gap(self, left: int, right: int, step: int, depth: int) -> tuple[Pair, int] | None:
        """Where the codes agree again, and by how much their depths differ there: what was
        wrapped into a condition, or taken out of one, lies a level apart, and two where it went
        into an `else`."""
        far: list[tuple[Pair, int]] = []
        for place in self._near(left, right, step):
            here = self._left.depths[place[0]] - self._right.depths[place[1]]
            if abs(here - depth) > _LEVELS_OF_ELSE or place in self._done:
                continue
            if abs(here - depth) == _LEVELS_OF_ELSE:
                far.append((place, here))
            elif self._goes_on((left, right), place, step, here):
                return place, here
        return next(
            (each for each in far if self._goes_on((left, right), each[0], step, each[1])), None
        )

    def _near(self, left: int, right: int, step: int) -> list[Pair]:
        """The equal units at most a gap away, the nearest first."""
        ours = self._left.shapes_from(left, step, self._reach)
        theirs = self._right.shapes_from(right, step, self._reach)
        common = frozenset(ours).intersection(theirs)
        if not common:
            return []
        ranks = self._ranks
        found = [
            (ranks[over][under], left + step * over, right + step * under)
            for over, shape in enumerate(ours)
            if shape in common
            for under, other in enumerate(theirs)
            if other == shape
        ]
        found.sort()
        return [(one, other) for _, one, other in found]

    def _goes_on(self, gap: Pair, place: Pair, step: int, depth: int) -> bool:
        """Whether more than a stray `return` is equal from a place behind a gap on, together with
        what both sides of the gap have in common where that is one piece of code, edited."""
        left, right = place
        tokens = 0
        for number in range(_MOST_AGREEING_UNITS):
            if not self._agree(left + step * number, right + step * number, depth):
                break
            tokens += self._left.tokens[left + step * number]
            if tokens >= self._agreeing_tokens:
                return True
        return tokens > 0 and self._is_edited(gap, place, self._agreeing_tokens - tokens)

    def _is_edited(self, gap: Pair, place: Pair, least_tokens: float) -> bool:
        """Whether both sides of a gap are as many units, much alike, and have so much in common."""
        many = abs(place[0] - gap[0])
        if not many or many != abs(place[1] - gap[1]):
            return False
        ours = self._left.units_between(gap[0], place[0])
        theirs = self._right.units_between(gap[1], place[1])
        tokens = min(sum([unit.tokens for unit in side]) for side in (ours, theirs))
        if tokens < least_tokens:
            return False
        share = shared_words(ours, theirs)
        return share >= self._edited_share and share * tokens >= least_tokens


@cache
def _ranks(reach: int) -> list[list[int]]:
    """How near steps over units on both sides are: first the fewest, of as many those that are more
    alike."""
    steps = product(range(reach), range(reach))
    nearest = sorted(steps, key=lambda each: (sum(each), abs(each[0] - each[1]), each))
    rank_of = {step: rank for rank, step in enumerate(nearest)}
    return [[rank_of[over, under] for under in range(reach)] for over in range(reach)]


def whole_runs(
    units: Sequence[Unit], first: int, stop: int, limits: CloneLimits
) -> Iterator[range]:
    """The runs of whole statements of one block among the units from `first` up to `stop`.

    A last statement most of which is there counts as whole when no more units are not than a gap
    may have.
    """
    start: int | None = None
    index = first
    while index < stop:
        unit = units[index]
        if start is not None and unit.depth != units[start].depth:
            yield range(start, index)
            start = None
        if unit.edge != Edge.PART and _is_whole(units, index, stop, limits):
            start = index if start is None else start
            index = unit.after
        else:
            if start is not None:
                yield range(start, index)
                start = None
            index += 1
    if start is not None:
        yield range(start, index)


def _is_whole(units: Sequence[Unit], index: int, stop: int, limits: CloneLimits) -> bool:
    after = units[index].after
    if after <= stop:
        return True
    if after - stop > limits.gap_statements:
        return False
    there = sum(unit.tokens for unit in units[index:stop])
    missing = sum(unit.tokens for unit in units[stop:after])
    return there >= (there + missing) * limits.whole_percent / 100
