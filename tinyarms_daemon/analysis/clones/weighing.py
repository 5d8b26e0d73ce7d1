"""How alike two pieces of code are, and how much of them says something new."""

from collections.abc import Sequence
from itertools import pairwise

from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Match, Pair
from tinyarms_daemon.analysis.clones.renaming import Likeness, Renaming
from tinyarms_daemon.analysis.clones.units import Unit, shared_words
from tinyarms_daemon.analysis.clones.walk import CALL_MARK, LITERAL_MARKS

Piece = tuple[range, range, list[Pair]]
"""Runs of units on both sides, and those in them that are equal."""


class Weighing:
    """Weighs pieces of two files, by their units; `least_tokens` a copy has to have."""

    def __init__(
        self,
        left: Sequence[Unit],
        right: Sequence[Unit],
        limits: CloneLimits,
        *,
        least_tokens: float,
    ) -> None:
        self._left, self._right = left, right
        self._limits = limits
        self._least_tokens = least_tokens
        self._of_rows: dict[tuple[Pair, ...], list[Likeness]] = {}

    def is_alike(self, match: Match) -> bool:
        """Whether a copy is as alike as one has to be."""
        return match.likeness >= self._limits.similarity_percent / 100

    def may_be_copy(self, pairs: list[Pair]) -> bool:
        """Whether equal units, and what edited ones between them share, are enough for a copy."""
        tokens = self.tokens_of(pairs)
        if 2 * tokens < self._least_tokens:
            return False
        return tokens >= self._least_tokens or tokens + self._edited(pairs) >= self._least_tokens

    def are_same(self, left: int, right: int) -> bool:
        """Whether two units are the same to the letter."""
        return self._left[left].words == self._right[right].words

    def is_table(self, pairs: list[Pair]) -> bool:
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
        same = [self._left[one] for one, other in pairs if self.are_same(one, other)]
        total = _tokens(units)
        return (
            _tokens(entries) > self._limits.table_percent / 100 * total
            and _tokens(same) < self._limits.letter_percent / 100 * total
        )

    def best_part(self, pairs: list[Pair]) -> tuple[int, int, float]:
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

    def torn(self, pairs: list[Pair]) -> list[list[Pair]]:
        """Both parts of a row that is torn at its widest gap; nothing for one without a gap."""
        widest, at = max(
            ((self._gap_cost(*pairs[at - 1 : at + 1]), at) for at in range(1, len(pairs))),
            default=(0.0, 0),
        )
        return [pairs[:at], pairs[at:]] if widest else []

    def tokens_of(self, pairs: list[Pair]) -> int:
        """The tokens of paired units, on the left side."""
        left = self._left
        return sum(left[index].tokens for index, _ in pairs)

    def measured(self, piece: Piece, *, is_cut: bool = False, across: bool = False) -> Match:
        """The copy that a piece is, with its figures."""
        left, right, pairs = piece
        likenesses = self._likenesses(pairs)
        tokens = self.tokens_of(pairs)
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

    def _edited_tokens(self, piece: Piece) -> float:
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
