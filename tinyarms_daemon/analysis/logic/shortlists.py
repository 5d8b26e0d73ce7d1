"""For each definition those of each language that it is most like, by what they do."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from tinyarms_daemon.analysis.logic.mark_table import MarkTable
from tinyarms_daemon.analysis.logic.outcome_table import OutcomeTable
from tinyarms_daemon.analysis.logic.ranking_options import RankingOptions
from tinyarms_daemon.analysis.logic.runs import (
    Flags,
    Floats,
    Whole,
    bounds_of,
    owners_of,
    places_of,
)
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.word_table import MATTERS, WordTable

# So many more than there are places: most lists are full by then, and a try takes its time.
_MORE_TRIED_FIRST = 4

_DIGITS = 9  # added up in another order, it is still the same
_LEAST_ALIKE = 10.0**-_DIGITS
_AT_A_TIME = 32  # units whose likeness to all others the processor keeps at hand
_LISTS_AT_A_TIME = 4_096
_GROUP = 32


@dataclass(frozen=True, slots=True)
class ListedPairs:
    """Every pair that is on either one's list, by its numbers, the smaller first.

    `alike` is how near the two are, `behind` how alike the next best are of either one.
    """

    ones: Whole
    others: Whole
    alike: Floats
    behind: Floats
    are_in_one_file: Flags


def listed_pairs(
    units: Sequence[LogicUnit], words: WordTable, outcomes: OutcomeTable, limits: RankingOptions
) -> ListedPairs:
    """The pairs of all lists, and those that give the same for drawn inputs, however they are
    written. Near copies and what is written in one definition together are no pairs."""
    finder = _Finder(units, words, limits)
    lists = _Lists.joined(
        [
            finder.lists(np.arange(start, min(start + _LISTS_AT_A_TIME, len(units))))
            for start in range(0, len(units), _LISTS_AT_A_TIME)
        ]
    )
    smaller = np.minimum(lists.owners, lists.partners)
    larger = np.maximum(lists.owners, lists.partners)
    same, same_too = finder.pairs_of(*outcomes.same_pairs())
    listed = np.concatenate([smaller * len(units) + larger, same * len(units) + same_too])
    pairs, number = np.unique(listed, return_inverse=True)
    ones, others = pairs // len(units), pairs % len(units)
    alike = np.zeros(len(pairs))
    alike[number[: len(smaller)]] = lists.alike
    family_of = finder.family_of
    nearest = lists.nearest(family_of, len(units), limits.next_best + 1)
    behind = _next_best(nearest[ones, family_of[others]], alike, limits.next_best)
    behind += _next_best(nearest[others, family_of[ones]], alike, limits.next_best)
    are_in_one_file = finder.files[ones] == finder.files[others]
    return ListedPairs(ones, others, alike, behind, are_in_one_file)


def _next_best(nearest: Floats, alike: Floats, many: int) -> Floats:
    """How alike so many of the nearest partners but this one are, on average."""
    is_this = nearest == alike[:, None]
    is_among = is_this[:, :many].any(axis=1)
    without = np.where(is_this, 0.0, nearest).sum(axis=1)
    first = nearest[:, :many].sum(axis=1)
    sums: Floats = np.where(is_among, without, first)
    return sums / many


@dataclass(frozen=True, slots=True)
class _Lists:
    """Entries of lists: whose list, who stands there, at what place, and how alike the two are."""

    owners: Whole
    partners: Whole
    places: Whole
    alike: Floats

    @classmethod
    def joined(cls, lists: Sequence[Self]) -> Self:
        """All entries of several."""
        return cls(
            np.concatenate([each.owners for each in lists]),
            np.concatenate([each.partners for each in lists]),
            np.concatenate([each.places for each in lists]),
            np.concatenate([each.alike for each in lists]),
        )

    def nearest(self, family_of: Whole, units: int, many: int) -> Floats:
        """By unit and family how alike so many of its first partners there are."""
        nearest = np.zeros((units, int(family_of.max()) + 1, many))
        first = self.places < many
        owners, families = self.owners[first], family_of[self.partners[first]]
        nearest[owners, families, self.places[first]] = self.alike[first]
        return nearest


class _Finder:
    """Looks up who is like whom through the words that they share."""

    def __init__(
        self, units: Sequence[LogicUnit], words: WordTable, limits: RankingOptions
    ) -> None:
        self._words = words
        self._limits = limits
        self._most_tried = limits.tries_a_place * limits.shortlist
        weights = words.weights()
        order = np.argsort(words.words, kind="stable")
        self._weight_of = weights[order]
        families = sorted({unit.family for unit in units})
        self.family_of = np.array([families.index(unit.family) for unit in units])
        # Those of a family stand side by side in a row of likenesses.
        self._in_columns = np.argsort(self.family_of, kind="stable")
        self._columns = bounds_of(np.bincount(self.family_of))
        column_of = np.empty(len(units), dtype=np.int64)
        column_of[self._in_columns] = np.arange(len(units))
        owners = owners_of(np.diff(words.of_unit))
        self._column_of = column_of[owners[order]]
        # How the steps are arranged says little of what is done.
        is_followed = words.units_with[words.words] <= limits.common_definitions
        followed = np.flatnonzero(is_followed & ~words.are_of("control"))
        self._owners, self._weights = owners[followed], weights[followed]
        self._units_with = words.units_with[words.words[followed]]
        self._first_with = bounds_of(words.units_with)[words.words[followed]]
        self._of_unit = np.searchsorted(self._owners, np.arange(len(units) + 1))
        self._texts = MarkTable([unit.texts for unit in units])
        self._styles = _Styles.of(units, words)
        self.files = _numbered([unit.path for unit in units])
        self._starts = np.array([unit.start_line for unit in units])
        self._ends = np.array([unit.end_line for unit in units])
        self._have_control = words.has("control")
        called = (f"{unit.name.rpartition('.')[2].lower()}()" for unit in units)
        self._called_as = np.array([words.number("fields", name) for name in called])

    def lists(self, block: Whole) -> _Lists:
        """The lists of some units that follow one another."""
        near = [
            self._near(block[start : start + _AT_A_TIME])
            for start in range(0, len(block), _AT_A_TIME)
        ]
        owners, others, values = (np.concatenate(each) for each in zip(*near, strict=True))
        families = len(self._columns) - 1
        row = (owners - block[0]) * families + self.family_of[others]
        rows = len(block) * families
        # The others of a row stand in order. A stable sort makes use of it that rows already do.
        steps = np.rint(values / _LEAST_ALIKE).astype(np.int64)
        order = np.argsort(row * (steps.max(initial=0) + 1) - steps, kind="stable")
        tries = _place_in_row(row[order], rows)
        order, tries = order[tries < self._most_tried], tries[tries < self._most_tried]
        row, owners, others, values = row[order], owners[order], others[order], values[order]
        may = np.zeros(len(order), dtype=np.bool_)
        length = self._limits.shortlist
        are_first = tries < length + _MORE_TRIED_FIRST
        for are_tried in (are_first, ~are_first):
            is_short = np.bincount(row[may], minlength=rows) < length
            at = np.flatnonzero(are_tried & is_short[row])
            may[at] = self._may_pair_either_way(owners[at], others[at])
        at = np.flatnonzero(may)
        places = _place_in_row(row[at], rows)
        at, places = at[places < length], places[places < length]
        return _Lists(owners[at], others[at], places, values[at])

    def pairs_of(self, ones: Whole, others: Whole) -> tuple[Whole, Whole]:
        """Those that give the same and may be pairs: no near copies, but such as are written in
        another control flow and are not that near."""
        may, are_near = self._may_pair(ones, others)
        may &= ~are_near
        at = np.flatnonzero(are_near)
        percent = np.full(len(at), self._limits.same_outcomes_copy_percent / 100)
        may[at] = ~self._texts.are_alike(ones[at], others[at], percent)
        may[at] &= self._have_other_control(ones[at], others[at])
        return ones[may], others[may]

    def _near(self, block: Whole) -> tuple[Whole, Whole, Floats]:
        """Of some units those that are most like them, of each family, and how alike they are."""
        alike = self._alike(block)
        row, column = np.divmod(
            np.flatnonzero(
                np.hstack(
                    [
                        _is_near(alike[:, start:end], self._most_tried)
                        for start, end in pairwise(self._columns.tolist())
                    ]
                )
            ),
            alike.shape[1],
        )
        return block[row], self._in_columns[column], alike[row, column].round(_DIGITS)

    def _alike(self, block: Whole) -> Floats:
        """How alike some units and all others are: a row for each, and the columns by family."""
        many = len(self._in_columns)
        said = slice(self._of_unit[block[0]], self._of_unit[block[-1] + 1])
        sizes = self._units_with[said]
        places = places_of(self._first_with[said], sizes)
        weights = self._weight_of[places]
        weights *= np.repeat(self._weights[said], sizes)
        cells = self._column_of[places]
        cells += np.repeat((self._owners[said] - block[0]) * many, sizes)
        added = np.bincount(cells, weights=weights, minlength=len(block) * many)
        return added.astype(np.float64, copy=False).reshape(len(block), many)

    def _may_pair_either_way(self, ones: Whole, others: Whole) -> Flags:
        """The same as `_may_pair` says of each pair, whichever of the two stands first."""
        many = len(self.files)
        pairs, number = np.unique(
            np.minimum(ones, others) * many + np.maximum(ones, others), return_inverse=True
        )
        may, _ = self._may_pair(pairs // many, pairs % many)
        return may[number]

    def _may_pair(self, ones: Whole, others: Whole) -> tuple[Flags, Flags]:
        """Which of them are pairs, and which are near all the same."""
        may: Flags = (ones != others) & ~self._are_written_together(ones, others)
        at = np.flatnonzero(may)
        ones, others = ones[at], others[at]
        percent = np.where(
            self._styles.differ(ones, others),
            self._limits.other_style_percent,
            self._limits.near_copy_percent,
        )
        are_near = np.zeros(len(may), dtype=np.bool_)
        are_near[at] = self._texts.are_alike(ones, others, percent / 100)
        # Of what is alike in two languages no rule about copies tells.
        are_near[at] &= self.family_of[ones] == self.family_of[others]
        may[at[are_near[at]]] = self._are_rearranged(ones[are_near[at]], others[are_near[at]])
        return may, are_near

    def _are_rearranged(self, ones: Whole, others: Whole) -> Flags:
        """Whether they do the same things in another control flow: who edits a copy keeps its
        control flow. Neighbors in a file do much of the same, and still are not the same."""
        rearranged = self._have_other_control(ones, others)
        rearranged &= self.files[ones] != self.files[others]
        agreement = self._words.shared(ones[rearranged], others[rearranged], MATTERS).agreement()
        rearranged[rearranged] = agreement >= self._limits.rearranged_percent / 100
        return rearranged

    def _have_other_control(self, ones: Whole, others: Whole) -> Flags:
        control = self._words.cosine("control", ones, others)
        found: Flags = control < self._limits.rearranged_control_percent / 100
        return found & (self._have_control[ones] | self._have_control[others])

    def _are_written_together(self, ones: Whole, others: Whole) -> Flags:
        """Whether one unit of a file is within the other, or calls it, and so does more than it."""
        found: Flags = self.files[ones] == self.files[others]
        first, second = ones[found], others[found]
        overlap = (self._starts[first] <= self._ends[second]) & (
            self._starts[second] <= self._ends[first]
        )
        calls = self._words.say(first, self._called_as[second])
        is_called = self._words.say(second, self._called_as[first])
        found[found] = overlap | calls | is_called
        return found


def _is_near(alike: Floats, many: int) -> Flags:
    """Which of each row are among so many that are the most alike, and a few more."""
    rows, columns = alike.shape
    groups = columns // _GROUP
    nearest = alike[:, : groups * _GROUP].reshape(rows, _GROUP, groups).max(axis=1)
    # So many groups hold one that is as near as this: no fewer are.
    limits = np.zeros((rows, 1))
    if groups >= many:
        limits = np.partition(nearest, -many, axis=1)[:, [-many]]
    found: Flags = alike >= np.maximum(limits - _LEAST_ALIKE, _LEAST_ALIKE)
    return found


def _numbered(named: Sequence[Hashable]) -> Whole:
    """A number for each, the same for those that are the same."""
    numbers = {each: number for number, each in enumerate(dict.fromkeys(named))}
    return np.array([numbers[each] for each in named], dtype=np.int64)


def _place_in_row(row: Whole, rows: int) -> Whole:
    """The place of each entry in its row, where the rows stand in order."""
    return places_of(np.zeros(rows, dtype=np.int64), np.bincount(row, minlength=rows))


@dataclass(frozen=True, slots=True)
class _Styles:
    """How units are written, whatever they do."""

    chains: Flags
    is_of_class: Flags
    is_closure: Flags

    @classmethod
    def of(cls, units: Sequence[LogicUnit], words: WordTable) -> Self:
        """The styles of units."""
        every = np.arange(len(units))
        is_of_class = np.array([unit.is_type or "." in unit.name for unit in units], dtype=bool)
        keeps_state = words.say(every, words.number("shape", "keeps state"))
        return cls(
            chains=words.say(every, words.number("control", "chain")),
            is_of_class=is_of_class,
            is_closure=keeps_state & ~is_of_class,
        )

    def differ(self, ones: Whole, others: Whole) -> Flags:
        """Whether only one chains its steps, or one is of a class and the other a closure."""
        is_other_chain: Flags = self.chains[others] != self.chains[ones]
        of_class, closure = self.is_of_class, self.is_closure
        return (
            is_other_chain | (of_class[ones] & closure[others]) | (closure[ones] & of_class[others])
        )
