"""Which pieces of two files are copies of each other, and how alike they are."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product, takewhile

from tinyarms_daemon.analysis.clones.chain import Chains, whole_runs
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Match, Pair
from tinyarms_daemon.analysis.clones.nodes import Edge
from tinyarms_daemon.analysis.clones.record import CodeRecord
from tinyarms_daemon.analysis.clones.renaming import Likeness, Renaming
from tinyarms_daemon.analysis.clones.units import Unit, shared_words
from tinyarms_daemon.analysis.clones.walk import CALL_MARK, LITERAL_MARKS

_Piece = tuple[range, range, list[Pair]]
"""Runs of units on both sides, and those in them that are equal."""

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
    """Weighs what two files have in common, or one with itself."""

    def __init__(self, left: CodeRecord, right: CodeRecord, limits: CloneLimits) -> None:
        self._records = (left, right)
        self._is_same = left is right
        self._left, self._right = left.units, right.units
        self._limits = limits
        is_test = left.tests == range(len(left.units))
        self._least_tokens = limits.least_tokens(limits.sure_percent, is_test=is_test)
        self._of_rows: dict[tuple[Pair, ...], list[Likeness]] = {}

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
            if self._is_alike(around):
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
        return self._measured((ours, theirs, aligned))

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
            if not self._may_be_copy(pairs):
                continue
            if len(pairs) > _MOST_ENTRIES and self._is_table(pairs):
                waiting += filter(self._may_be_copy, self._to_the_letter(pairs))
                continue
            start, stop, worth = self._best_part(pairs)
            if worth <= 0:
                continue
            best = pairs[start:stop]
            wholes = list(self._whole(best))
            found = [*self._cut(best, wholes), *self._across(best)]
            for whole in wholes:
                if not self._may_be_copy(whole[2]):
                    continue
                match = self._measured(whole)
                if self._is_alike(match):
                    found.append(match)
                else:
                    waiting += self._torn(whole[2])
            if not found:
                found += filter(None, [self.around(self._measured(_piece_of(best)))])
            yield from found
            waiting += [rest for rest in (pairs[:start], pairs[stop:]) if rest]

    def _is_alike(self, match: Match) -> bool:
        return match.likeness >= self._limits.similarity_percent / 100

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
        return self._measured((ours, theirs, inner), is_cut=is_cut)

    def _cut(self, pairs: list[Pair], wholes: list[_Piece]) -> Iterator[Match]:
        """The copies among equal units with the same names and values that are no whole
        statements."""
        for run in self._within_blocks(pairs):
            is_whole = any(run == whole[2] for whole in wholes)
            if is_whole or self._tokens_of(run) < self._least_tokens:
                continue
            match = self._measured(_piece_of(run), is_cut=True)
            if match.agreement >= self._limits.cut_percent / 100 and self._is_alike(match):
                yield match

    def _across(self, pairs: list[Pair]) -> Iterator[Match]:
        """The copies to the letter that begin in an inner block and go on behind it."""
        for run in self._to_the_letter(pairs):
            while run and not self._end_together(run[-1]):
                run.pop()
            if self._tokens_of(run) >= self._least_tokens and self._joins_blocks(run):
                yield self._measured(_piece_of(run), across=True)

    def _joins_blocks(self, run: list[Pair]) -> bool:
        """Whether a run goes on behind the block in which it begins, with more than a stray
        `return` in it and behind it."""
        depth = self._left[run[0][0]].depth
        inside = list(takewhile(lambda pair: self._left[pair[0]].depth >= depth, run))
        parts = (inside, run[len(inside) :])
        return all(self._tokens_of(part) >= self._limits.agreeing_tokens for part in parts)

    def _is_table(self, pairs: list[Pair]) -> bool:
        """Whether nearly all of a row is entries of a table, and less of it than that the same to
        the letter."""
        units = [self._left[left] for left, _ in pairs]
        callees_of = [*map(_callee, units)]
        table = self._table_of(units, callees_of)
        entries = [
            unit
            for unit, callee in zip(units, callees_of, strict=True)
            if _is_entry(unit, callee, table)
        ]
        same = [self._left[one] for one, other in pairs if self._are_same(one, other)]
        total = _tokens(units)
        return (
            _tokens(entries) > self._limits.table_percent / 100 * total
            and _tokens(same) < self._limits.letter_percent / 100 * total
        )

    def _are_same(self, left: int, right: int) -> bool:
        """Whether two units are the same to the letter."""
        return self._left[left].words == self._right[right].words

    def _to_the_letter(self, pairs: list[Pair]) -> Iterator[list[Pair]]:
        """Rows of pairs without gaps that are equal to the letter, from the beginning of a
        statement on."""
        run: list[Pair] = []
        for left, right in pairs:
            ours, theirs = self._left[left], self._right[right]
            is_exact = self._are_same(left, right)
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

    def _tokens_of(self, pairs: list[Pair]) -> int:
        left = self._left
        return sum(left[index].tokens for index, _ in pairs)

    def _torn(self, pairs: list[Pair]) -> list[list[Pair]]:
        """Both parts of a row that is torn at its widest gap; nothing for one without a gap."""
        widest, at = max(
            ((self._gap_cost(*pairs[at - 1 : at + 1]), at) for at in range(1, len(pairs))),
            default=(0.0, 0),
        )
        return [pairs[:at], pairs[at:]] if widest else []

    def _best_part(self, pairs: list[Pair]) -> tuple[int, int, float]:
        """The part of a row that is worth most, and its worth."""
        likenesses = self._likenesses(pairs)
        best = (0, 0, 0.0)
        worth, start = 0.0, 0
        for index, pair in enumerate(pairs):
            if worth > 0:
                worth -= self._gap_cost(pairs[index - 1], pair)
            if worth <= 0:
                worth, start = 0.0, index
            worth += self._worth(self._left[pair[0]].tokens, likenesses[index])
            if worth > best[2]:
                best = (start, index + 1, worth)
        return best

    def _likenesses(self, pairs: list[Pair]) -> list[Likeness]:
        """How alike the units of each pair are, by the names that stand for each other in all of
        them; a row that is a copy as it is needs it twice."""
        row = tuple(pairs)
        if row not in self._of_rows:
            renaming = Renaming(self._left, self._right, pairs)
            shares = (self._limits.renamed_percent / 100, self._limits.neutral_percent / 100)
            self._of_rows[row] = [renaming.likeness(pair, *shares) for pair in pairs]
        return self._of_rows[row]

    def _worth(self, tokens: int, likeness: Likeness) -> float:
        """The tokens of a unit whose names and literals are the same, less for others; below zero
        where so few are that this speaks against a copy."""
        neutral = self._limits.neutral_percent / 100
        return tokens * (self._agreement([likeness]) - neutral) / (1 - neutral)

    def _agreement(self, likenesses: Sequence[Likeness]) -> float:
        """The share of names and literals that are the same, others counting in part."""
        words = sum(each.words for each in likenesses)
        return sum(each.same for each in likenesses) / words if words else 1.0

    def _gap_cost(self, before: Pair, after: Pair) -> float:
        """What a gap takes from a row, the less the more its two sides have in common."""
        over = self._left[before[0] + 1 : after[0]]
        under = self._right[before[1] + 1 : after[1]]
        if not over and not under:
            return 0.0
        longer = max(_tokens(over), _tokens(under))
        return self._limits.gap_percent / 100 * longer * (1 - shared_words(over, under))

    def _whole(self, pairs: list[Pair]) -> Iterator[_Piece]:
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
        return heads if self._tokens_of([*inside]) >= self._limits.agreeing_tokens else first

    def _are_kin(self, heads: Pair) -> bool:
        """Whether two heads begin with the same word and are not those of definitions."""
        if self.begins_definition(heads):
            return False
        words = (
            _WORD.match(record.text, record.units[index].start)
            for record, index in zip(self._records, heads, strict=True)
        )
        return len({word and word[0] for word in words}) == 1

    def _measured(self, piece: _Piece, *, is_cut: bool = False, across: bool = False) -> Match:
        left, right, pairs = piece
        likenesses = self._likenesses(pairs)
        tokens = self._tokens_of(pairs)
        ours = self._left[left.start : left.stop]
        theirs = self._right[right.start : right.stop]
        longer = max(_tokens(ours), _tokens(theirs), 1)
        told = list(zip((self._left[index] for index, _ in pairs), likenesses, strict=True))
        exactness = sum(unit.tokens for unit, each in told if each.is_exact) / max(1, tokens)
        return Match(
            left=left,
            right=right,
            pairs=tuple(pairs),
            similarity=(tokens + self._edited_tokens(piece)) / longer,
            distinct=self._distinct(told, exactness) + self._edited(pairs),
            agreement=self._agreement(likenesses),
            exactness=exactness,
            decisions=sum(unit.tokens for unit, _ in told if unit.decides) / max(1, tokens),
            kept=sum(unit.tokens for unit, each in told if each.is_kept) / max(1, tokens),
            is_cut=is_cut,
            across=across,
        )

    def _edited_tokens(self, piece: _Piece) -> float:
        """What both sides of each gap have in common where they were one piece of code."""
        left, right, pairs = piece
        before = (left.start - 1, right.start - 1)
        common = 0.0
        for after in (*pairs, (left.stop, right.stop)):
            over = self._left[before[0] + 1 : after[0]]
            under = self._right[before[1] + 1 : after[1]]
            before = after
            share = shared_words(over, under) if over and under else 0.0
            if share >= self._limits.edited_percent / 100:
                common += share * min(_tokens(over), _tokens(under))
        return common

    def _may_be_copy(self, pairs: list[Pair]) -> bool:
        """Whether equal units, and what edited ones between them share, are enough for a copy."""
        tokens = self._tokens_of(pairs)
        if 2 * tokens < self._least_tokens:
            return False
        return tokens >= self._least_tokens or tokens + self._edited(pairs) >= self._least_tokens

    def _edited(self, pairs: Sequence[Pair]) -> float:
        """What statements between equal units share that were edited: as many on both sides, most
        of whose names and values are the same, and that call nothing which is called already."""
        gaps = [
            (self._left[before[0] + 1 : after[0]], self._right[before[1] + 1 : after[1]])
            for before, after in pairwise(pairs)
            if 1 < after[0] - before[0] == after[1] - before[1]
        ]
        if not gaps:
            return 0.0
        callees = {_callee(self._left[index]) for index, _ in pairs}
        common = 0.0
        for over, under in gaps:
            called = set(filter(None, map(_callee, (*over, *under))))
            share = shared_words(over, under)
            if share >= self._limits.edited_percent / 100 and callees.isdisjoint(called):
                callees |= called
                common += share * min(_tokens(over), _tokens(under))
        return common

    def _distinct(self, told: Sequence[tuple[Unit, Likeness]], exactness: float) -> float:
        """The tokens of the units that say something new: rows of like statements are a table.

        Where nearly everything is equal to the letter, statements are unlike when their letters
        are, other than labels and values in a row, and than calls of one function where more than
        these differs. A value in the place of a name makes a statement another one, too.
        """
        shapes: set[tuple[bytes, tuple[bool, ...]]] = set()
        callees: set[str] = set()
        letters: set[tuple[str, ...]] = set()
        tokens = 0.0
        callees_of = [_callee(unit) for unit, _ in told]
        is_same = exactness >= self._limits.letter_percent / 100
        table = "" if is_same else self._table_of([unit for unit, _ in told], callees_of)
        for (unit, likeness), callee in zip(told, callees_of, strict=True):
            shape = (unit.shape, tuple(word[0] in LITERAL_MARKS for word in unit.words))
            if shape in shapes:
                share = 0.0
            elif callee in callees:
                share = self._limits.same_call_percent / 100
            else:
                share = 1.0
            if (
                likeness.is_exact
                and unit.words not in letters
                and not _is_entry(unit, callee, table)
            ):
                share = max(share, exactness)
            tokens += share * unit.tokens
            shapes.add(shape)
            letters.add(unit.words)
            if callee:
                callees.add(callee)
        return tokens

    def _table_of(self, units: Sequence[Unit], callees_of: Sequence[str]) -> str:
        """The one function that nearly all of the code calls, if there is one."""
        tokens: dict[str, int] = {}
        for unit, callee in zip(units, callees_of, strict=True):
            tokens[callee] = tokens.get(callee, 0) + unit.tokens
        callee = max(tokens, key=tokens.__getitem__, default="")
        is_most = tokens.get(callee, 0) > self._limits.table_percent / 100 * sum(tokens.values())
        return callee if is_most else ""


def _piece_of(run: list[Pair]) -> _Piece:
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


def _callee(unit: Unit) -> str:
    """What a unit calls first."""
    return next((word for word in unit.words if word[0] == CALL_MARK), "")


def _is_entry(unit: Unit, callee: str, table: str) -> bool:
    """Whether a unit is one of a table: a label, a value, or a call of the function that all
    call."""
    if callee:
        return callee == table
    return LITERAL_MARKS.issuperset(word[0] for word in unit.words)


def _tokens(units: Sequence[Unit]) -> int:
    return sum(unit.tokens for unit in units)
