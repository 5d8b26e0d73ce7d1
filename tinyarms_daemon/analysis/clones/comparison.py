"""Which pieces of two files are copies of each other, and how alike they are."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product, takewhile

from tinyarms_daemon.analysis.clones.chain import Chains, whole_runs
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Match, Pair
from tinyarms_daemon.analysis.clones.nodes import Edge
from tinyarms_daemon.analysis.clones.record import CodeRecord
from tinyarms_daemon.analysis.clones.weighing import Piece, Weighing

_WORD = re.compile(r"\w+")
# A statement that is this much longer than a copy in it is not compared as a whole: most of the
# rest would have to be alike, and was looked for.
_TIMES_AS_LONG = 4
# Pairs of units in the rest of two definitions that are gone through: 200 on each side.
_MOST_ALIGNED = 40_000
# Of a longer row of a table what is the same to the letter is looked at alone: of the rest
# nothing is told, and to weigh it again behind each piece takes the square of its length.
_MOST_ENTRIES = 100
# What a file repeats more often is compared with the next ones alone.
_MOST_REPEATS = 8
_NEXT_REPEATS = 3
# Units of one shape on both sides of one that is amid a row of them.
_ROW_AROUND = 8


class Comparison:
    """Finds what two files have in common, or one with itself."""

    def __init__(self, left: CodeRecord, right: CodeRecord, limits: CloneLimits) -> None:
        self._records = (left, right)
        self._is_same = left is right
        self._left, self._right = left.units, right.units
        self._limits = limits
        is_test = left.tests == range(len(left.units))
        self._least_tokens = limits.least_tokens(limits.sure_percent, is_test=is_test)
        self._weighing = Weighing(left.units, right.units, limits, least_tokens=self._least_tokens)

    def rows(self) -> list[list[Match]]:
        """The copies in each row of equal units around windows that are equal."""
        left, right = self._records
        chains = Chains(left.columns, right.columns, self._limits, is_same=self._is_same)
        rows = map(chains.through, sorted(self._seeds()))
        return [list(self._in_row(row)) for row in rows if row]

    def begins_definition(self, pair: Pair) -> bool:
        """Whether a definition begins at the units of a pair on both sides."""
        left, right = self._records
        return left.begins_definition(pair[0]) and right.begins_definition(pair[1])

    def definitions_in(self, match: Match) -> list[Match]:
        """The copies that a copy of several definitions in a row consists of, each by itself. What
        one side alone has between two of them is in none."""
        left, right = self._left, self._right
        depths = (left[match.left.start].depth, right[match.right.start].depth)
        starts = [
            pair
            for pair in match.pairs
            if (left[pair[0]].depth, right[pair[1]].depth) == depths
            and self.begins_definition(pair)
        ]
        if len(starts) < 2:
            return []
        stops = [*starts[1:], (match.left.stop, match.right.stop)]
        ends = (
            (min(stop[0], left[start[0]].after), min(stop[1], right[start[1]].after))
            for start, stop in zip(starts, stops, strict=True)
        )
        return [
            self._between(start, end, match.pairs) for start, end in zip(starts, ends, strict=True)
        ]

    def behind(self, match: Match, said: Match) -> Match | None:
        """What a copy that is cut off has behind the whole statements with which it begins, where
        that begins alike by itself."""
        start = (said.left.stop, said.right.stop)
        stop = (match.left.stop, match.right.stop)
        rest = self._between(start, stop, match.pairs, is_cut=True)
        return rest if rest.agreement >= self._limits.cut_percent / 100 else None

    def around(self, match: Match) -> Match | None:
        """The statement, whole, in which a copy stands, up to its definition, where the other one
        stands in one that is alike: of a function that is called or begins otherwise all is told,
        not what is equal alone."""
        if match.across:
            return None
        found = None
        levels = map(_enclosing, self._records, (match.left, match.right))
        for ours, theirs in zip(*levels, strict=False):
            if self._is_same and ours.stop > theirs.start:
                break  # one stands in the other, or both are one
            around = self._aligned(ours, theirs, match.pairs)
            if self._weighing.is_alike(around):
                found = around
        return found

    def _aligned(self, ours: range, theirs: range, pairs: Sequence[Pair]) -> Match:
        """Two statements, whole, with all that is equal in them beside these pairs."""
        start, stop = (ours.start, theirs.start), (ours.stop, theirs.stop)
        has_same_head = self._left[ours.start].shape == self._right[theirs.start].shape
        aligned = [
            *([start] if has_same_head and pairs[0] != start else []),
            *self._alike(start, pairs[0], start),
            *pairs,
            *self._alike(pairs[-1], stop, start),
        ]
        return self._weighing.measured((ours, theirs, aligned))

    def _seeds(self) -> set[Pair]:
        """The pairs of units from which an equal window begins."""
        ours, theirs = (record.places for record in self._records)
        if self._is_same:
            return {pair for places in ours.values() for pair in self._in_one(places)}
        common = ours.keys() & theirs.keys()
        return {pair for topic in common for pair in _in_two(ours[topic], theirs[topic])}

    def _in_one(self, places: list[int]) -> Iterator[Pair]:
        """Pairs of places in one file: each with each, or with the next ones those of many that are
        not amid a row of statements of one shape, as the entries of a table are."""
        reach = len(places)
        if reach > _MOST_REPEATS:
            places = [place for place in places if not self._is_amid_row(place)]
            reach = _NEXT_REPEATS
        for index, place in enumerate(places):
            for other in places[index + 1 : index + 1 + reach]:
                yield place, other

    def _is_amid_row(self, place: int) -> bool:
        """Whether several units before and behind one are of its shape, and as deep."""
        around = self._left[max(0, place - _ROW_AROUND) : place + _ROW_AROUND + 1]
        is_whole = len(around) == 2 * _ROW_AROUND + 1
        return is_whole and len({(unit.shape, unit.depth) for unit in around}) == 1

    def _in_row(self, row: list[Pair]) -> Iterator[Match]:
        """The copies in a row of equal units."""
        waiting = [row]
        while waiting:
            pairs = waiting.pop()
            if not self._weighing.may_be_copy(pairs):
                continue
            if len(pairs) > _MOST_ENTRIES and self._weighing.is_table(pairs):
                waiting += filter(self._weighing.may_be_copy, self._to_the_letter(pairs))
                continue
            start, stop, worth = self._weighing.best_part(pairs)
            if worth <= 0:
                continue
            best = pairs[start:stop]
            wholes = list(self._whole(best))
            found = [*self._cut(best, wholes), *self._across(best)]
            for whole in wholes:
                if not self._weighing.may_be_copy(whole[2]):
                    continue
                match = self._weighing.measured(whole)
                if self._weighing.is_alike(match):
                    found.append(match)
                else:
                    waiting += self._weighing.torn(whole[2])
            if not found:
                found += filter(None, [self.around(self._weighing.measured(_piece_of(best)))])
            yield from found
            waiting += [rest for rest in (pairs[:start], pairs[stop:]) if rest]

    def _alike(self, before: Pair, after: Pair, heads: Pair) -> list[Pair]:
        """The equal units between two pairs of units, as deep below the heads on both sides."""
        runs = (range(before[0] + 1, after[0]), range(before[1] + 1, after[1]))
        if not 0 < len(runs[0]) * len(runs[1]) <= _MOST_ALIGNED:
            return []
        ours, theirs = (
            [(units[index].shape, units[index].depth - units[head].depth) for index in run]
            for units, run, head in zip((self._left, self._right), runs, heads, strict=True)
        )
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        return [
            (runs[0][one + step], runs[1][other + step])
            for one, other, size in blocks
            for step in range(size)
        ]

    def _between(
        self, start: Pair, stop: Pair, pairs: Sequence[Pair], *, is_cut: bool = False
    ) -> Match:
        """The copy that begins at a pair and ends before another one."""
        ours, theirs = range(start[0], stop[0]), range(start[1], stop[1])
        inner = [pair for pair in pairs if pair[0] in ours and pair[1] in theirs]
        return self._weighing.measured((ours, theirs, inner), is_cut=is_cut)

    def _cut(self, pairs: list[Pair], wholes: list[Piece]) -> Iterator[Match]:
        """The copies among equal units with the same names and values that are no whole
        statements."""
        for run in self._within_blocks(pairs):
            is_whole = any(run == whole[2] for whole in wholes)
            if is_whole or self._weighing.tokens_of(run) < self._least_tokens:
                continue
            match = self._weighing.measured(_piece_of(run), is_cut=True)
            if match.agreement >= self._limits.cut_percent / 100 and self._weighing.is_alike(match):
                yield match

    def _across(self, pairs: list[Pair]) -> Iterator[Match]:
        """The copies to the letter that begin in an inner block and go on behind it."""
        for run in self._to_the_letter(pairs):
            while run and not self._end_together(run[-1]):
                run.pop()
            if self._weighing.tokens_of(run) >= self._least_tokens and self._joins_blocks(run):
                yield self._weighing.measured(_piece_of(run), across=True)

    def _joins_blocks(self, run: list[Pair]) -> bool:
        """Whether a run goes on behind the block in which it begins, with more than a stray
        `return` in it and behind it."""
        depth = self._left[run[0][0]].depth
        inside = list(takewhile(lambda pair: self._left[pair[0]].depth >= depth, run))
        parts = (inside, run[len(inside) :])
        return all(self._weighing.tokens_of(part) >= self._limits.agreeing_tokens for part in parts)

    def _to_the_letter(self, pairs: list[Pair]) -> Iterator[list[Pair]]:
        """Rows of pairs without gaps that are equal to the letter, from the beginning of a
        statement on."""
        run: list[Pair] = []
        for left, right in pairs:
            ours, theirs = self._left[left], self._right[right]
            is_exact = self._weighing.are_same(left, right)
            if run and not (is_exact and (left - 1, right - 1) == run[-1]):
                yield run
                run = []
            if is_exact and (run or ours.edge == theirs.edge == Edge.STATEMENT):
                run.append((left, right))
        yield run

    def _end_together(self, pair: Pair) -> bool:
        """Whether nothing is below either of two units."""
        left, right = pair
        return self._left[left].after == left + 1 and self._right[right].after == right + 1

    def _within_blocks(self, pairs: list[Pair]) -> Iterator[list[Pair]]:
        """Rows of pairs from the beginning of a statement on, as long as its block goes on."""
        run: list[Pair] = []
        for left, right in pairs:
            ours, theirs = self._left[left], self._right[right]
            if run and ours.depth < self._left[run[0][0]].depth:
                yield run
                run = []
            if run or Edge.PART not in (ours.edge, theirs.edge):
                run.append((left, right))
        yield run

    def _whole(self, pairs: list[Pair]) -> Iterator[Piece]:
        """The pieces that are whole statements of one block on both sides."""
        first = self._other_head(pairs)
        for ours in whole_runs(self._left, first[0], pairs[-1][0] + 1, self._limits):
            part = [pair for pair in pairs if pair[0] in ours]
            if not part:
                continue
            start = first[1] if part[0] == pairs[0] else part[0][1]
            for theirs in whole_runs(self._right, start, part[-1][1] + 1, self._limits):
                inner = [pair for pair in part if pair[1] in theirs]
                if len(inner) == len(pairs):
                    yield ours, theirs, inner
                elif inner:
                    yield from self._whole(inner)

    def _other_head(self, pairs: list[Pair]) -> Pair:
        """Where a row begins that has all below a condition or a loop, and more behind that: at
        their heads, which ask something else."""
        first, last = pairs[0], pairs[-1]
        has_heads = all(
            first[side]
            and units[first[side] - 1].decides
            and units[first[side] - 1].edge != Edge.PART
            and units[first[side] - 1].depth == units[first[side]].depth - 1
            and units[first[side] - 1].after <= last[side]
            for side, units in enumerate((self._left, self._right))
        )
        heads = (first[0] - 1, first[1] - 1)
        if not has_heads or not self._are_kin(heads):
            return first
        inside = takewhile(lambda pair: pair[0] < self._left[heads[0]].after, pairs)
        return (
            heads if self._weighing.tokens_of([*inside]) >= self._limits.agreeing_tokens else first
        )

    def _are_kin(self, heads: Pair) -> bool:
        """Whether two heads begin with the same word and are not those of definitions."""
        if self.begins_definition(heads):
            return False
        words = (
            _WORD.match(record.text, record.units[index].start)
            for record, index in zip(self._records, heads, strict=True)
        )
        return len({word and word[0] for word in words}) == 1


def _piece_of(run: list[Pair]) -> Piece:
    (left, right), (last, other) = run[0], run[-1]
    return range(left, last + 1), range(right, other + 1), run


def _in_two(ours: list[int], theirs: list[int]) -> Iterator[Pair]:
    return product(ours[:_MOST_REPEATS], theirs[:_MOST_REPEATS])


def _enclosing(record: CodeRecord, run: range) -> Iterator[range]:
    """The statements in which a run of units stands, from the innermost one to its definition; none
    that is many times as long."""
    units = record.units
    reach = _TIMES_AS_LONG * len(run)
    is_begun = units[run.start].after > run.stop
    depth = units[run.start].depth + is_begun
    for index in range(run.start - (not is_begun), max(-1, run.start - reach), -1):
        unit = units[index]
        if unit.depth >= depth:
            continue
        depth = unit.depth
        if not run.stop <= unit.after <= index + reach:
            return
        is_definition = record.begins_definition(index)
        if is_definition or unit.edge != Edge.PART:
            yield range(index, unit.after)
        if is_definition:
            return
