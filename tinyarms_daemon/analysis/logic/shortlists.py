"""For each definition those of each language that it is most like, by what they do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.mark_table import MarkTable
from tinyarms_daemon.analysis.logic.runs import Floats, Whole, bounds_of, owners_of, places_of
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.word_table import WordTable

# How much the views count in the comparison by which partners are shortlisted. Chosen on the
# labelled tree of the tests: what is done to what counts more than how the steps are arranged.
_WEIGHTS = {
    "control": 0.5,
    "operators": 0.8,
    "operations": 1.2,
    "literals": 1.2,
    "fields": 1.2,
    "words": 1.0,
    "shape": 0.6,
}
# Of each target language a definition has so many partners on its list.
SHORTLIST = 12
_NEXT_BEST = 3  # partners of the same language, by which it is told how far ahead one is
# A word that more definitions have is no lead, and costs time that grows with their square. Measured
# on both labelled trees: what is left out that a tenth of the definitions have is not missed.
_MOST_FOLLOWED = 500
# Textual near copies are left to the rules about copies. Measured on the labelled tree: of those
# that do the same 5 % are as near, of look-alikes 90 %.
NEAR_COPY = 0.18
# Steps chained by `then` and awaited ones, or a class and a closure, share more of their text.
_NEAR_COPY_IN_ANOTHER_STYLE = 0.45
# What two definitions in different files do may be so much the same, by rarity, and their control flow
# so different, that they are no copies however near: an early return and nested conditions. Who edits
# a copy keeps its control flow. Measured on the labelled trees: seven groups and no look-alikes.
_LEAST_AGREEMENT_OF_REARRANGED = 0.6
_MOST_CONTROL_OF_REARRANGED = 0.6
_LARGEST_LEAVES = 600  # a unit that does so much does not do «the same» as another

_DIGITS = 9
_AT_A_TIME = 32

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ListedPairs:
    """Every pair that is on either one's list, by its numbers, the smaller first.

    `alike` is how near the two are, `places` and `places_back` where one stands on the other's list
    (`SHORTLIST` where it does not), `behind` how alike the next best are of either one. `are_near` are
    those whose texts are those of near copies, though their control flow is not.
    """

    ones: Whole
    others: Whole
    alike: Floats
    places: Whole
    places_back: Whole
    behind: Floats
    are_near: Flags


def listed_pairs(units: Sequence[LogicUnit], words: WordTable) -> ListedPairs:
    """The pairs of all lists. Near copies and what is written in one definition together are no
    pairs."""
    finder = _Finder(units, words)
    lists = _Lists.joined(
        [
            finder.lists(np.arange(start, min(start + _AT_A_TIME, len(units))))
            for start in range(0, len(units), _AT_A_TIME)
        ]
    )
    smaller = np.minimum(lists.owners, lists.partners)
    larger = np.maximum(lists.owners, lists.partners)
    pairs, number = np.unique(smaller * len(units) + larger, return_inverse=True)
    ones, others = pairs // len(units), pairs % len(units)
    is_there = lists.owners == smaller
    places, places_back = np.full((2, len(pairs)), SHORTLIST, dtype=np.int64)
    places[number[is_there]] = lists.places[is_there]
    places_back[number[~is_there]] = lists.places[~is_there]
    alike = np.zeros(len(pairs))
    alike[number] = lists.alike
    are_near = np.zeros(len(pairs), dtype=np.bool_)
    are_near[number] = lists.are_near
    nearest, family_of = lists.nearest(finder.family_of, len(units)), finder.family_of
    behind = _next_best(nearest[ones, family_of[others]], alike)
    behind += _next_best(nearest[others, family_of[ones]], alike)
    return ListedPairs(ones, others, alike, places, places_back, behind, are_near)


def _next_best(nearest: Floats, alike: Floats) -> Floats:
    """How alike the nearest partners but this one are, on average."""
    is_this = nearest == alike[:, None]
    is_among = is_this[:, :_NEXT_BEST].any(axis=1)
    without = np.where(is_this, 0.0, nearest).sum(axis=1)
    first = nearest[:, :_NEXT_BEST].sum(axis=1)
    sums: Floats = np.where(is_among, without, first)
    return sums / _NEXT_BEST


@dataclass(frozen=True, slots=True)
class _Lists:
    """Entries of lists: whose list, who stands there, at what place, and how alike the two are."""

    owners: Whole
    partners: Whole
    places: Whole
    alike: Floats
    are_near: Flags

    @classmethod
    def joined(cls, lists: Sequence[Self]) -> Self:
        """All entries of several."""
        return cls(
            np.concatenate([each.owners for each in lists]),
            np.concatenate([each.partners for each in lists]),
            np.concatenate([each.places for each in lists]),
            np.concatenate([each.alike for each in lists]),
            np.concatenate([each.are_near for each in lists]),
        )

    def nearest(self, family_of: Whole, units: int) -> Floats:
        """By unit and family how alike its first partners there are."""
        nearest = np.zeros((units, int(family_of.max()) + 1, _NEXT_BEST + 1))
        first = self.places <= _NEXT_BEST
        owners, families = self.owners[first], family_of[self.partners[first]]
        nearest[owners, families, self.places[first]] = self.alike[first]
        return nearest


class _Finder:
    """Looks up who is like whom through the words that they share."""

    def __init__(self, units: Sequence[LogicUnit], words: WordTable) -> None:
        self._units = units
        self._words = words
        self._weights = words.weights(_WEIGHTS)
        order = np.argsort(words.words, kind="stable")
        self._of_word = bounds_of(words.units_with)
        self._unit_of = owners_of(np.diff(words.of_unit))[order]
        self._weight_of = self._weights[order]
        self._texts = MarkTable([unit.texts for unit in units])
        self._styles = _Styles.of(units)
        self._is_large = np.array([unit.leaves > _LARGEST_LEAVES for unit in units])
        files = {path: number for number, path in enumerate({unit.path: 0 for unit in units})}
        self._files = np.array([files[unit.path] for unit in units])
        members: defaultdict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(units):
            members[unit.family].append(index)
        self.families: list[Whole] = [np.array(members[name]) for name in sorted(members)]
        self.family_of = np.zeros(len(units), dtype=np.int64)
        for number, family in enumerate(self.families):
            self.family_of[family] = number

    def lists(self, block: Whole) -> _Lists:
        """The lists of some units."""
        alike = self._alike(block)
        found = []
        for members in self.families:
            many = min(len(members), SHORTLIST * 3)
            of_family = alike[:, members]
            farness = -of_family.astype(np.float32)  # four times as quick to divide as doubles
            best = np.argpartition(farness, many - 1, axis=1)[:, :many]
            values = np.take_along_axis(of_family, best, axis=1)
            others = members[best]
            order = np.lexsort((others, -values), axis=1)
            others = np.take_along_axis(others, order, axis=1)
            values = np.take_along_axis(values, order, axis=1)
            row, column = np.nonzero(values > 0)
            may, are_near = self._may_pair(block[row], others[row, column])
            row, column, are_near = row[may], column[may], are_near[may]
            place = places_of(
                np.zeros(len(block), dtype=np.int64), np.bincount(row, minlength=len(block))
            )
            kept = place < SHORTLIST
            row, column = row[kept], column[kept]
            found.append(
                _Lists(
                    owners=block[row],
                    partners=others[row, column],
                    places=place[kept],
                    alike=values[row, column],
                    are_near=are_near[kept],
                )
            )
        return _Lists.joined(found)

    def _alike(self, block: Whole) -> Floats:
        """How alike some units and all others are, a row for each."""
        words = self._words
        lengths = np.diff(words.of_unit)[block]
        said = places_of(words.of_unit[block], lengths)
        followed = words.units_with[words.words[said]] <= _MOST_FOLLOWED
        row, said = owners_of(lengths)[followed], said[followed]
        sizes = words.units_with[words.words[said]]
        places = places_of(self._of_word[words.words[said]], sizes)
        weights = self._weight_of[places] * np.repeat(self._weights[said], sizes)
        cells = self._unit_of[places] + np.repeat(row * len(self._units), sizes)
        added = np.bincount(cells, weights=weights, minlength=len(block) * len(self._units))
        # Added up in another order, it is still the same.
        alike: Floats = added.astype(np.float64).round(_DIGITS)
        return alike.reshape(len(block), -1)

    def _may_pair(self, ones: Whole, others: Whole) -> tuple[Flags, Flags]:
        """Which of them are pairs, and which are near all the same."""
        may: Flags = (ones != others) & ~self._is_large[ones] & ~self._is_large[others]
        for place in np.flatnonzero(may & (self._files[ones] == self._files[others])).tolist():
            may[place] = not _is_written_with(self._units[ones[place]], self._units[others[place]])
        limits = np.where(self._styles.differ(ones, others), _NEAR_COPY_IN_ANOTHER_STYLE, NEAR_COPY)
        are_near: Flags = self._texts.likeness(ones, others) > limits
        near = np.flatnonzero(may & are_near & (self._files[ones] != self._files[others]))
        may &= ~are_near
        may[near] = self._are_rearranged(ones[near], others[near])
        return may, are_near

    def _are_rearranged(self, ones: Whole, others: Whole) -> Flags:
        """Whether they do the same things in another control flow."""
        shared = self._words.shared(ones, others)
        control = shared.cosine[:, VIEWS.index("control")]
        rearranged: Flags = (control < _MOST_CONTROL_OF_REARRANGED) & (
            shared.agreement() >= _LEAST_AGREEMENT_OF_REARRANGED
        )
        return rearranged


def _is_written_with(first: LogicUnit, second: LogicUnit) -> bool:
    """Whether one unit of a file is within the other, or calls it, and so does more than it."""
    if first.start_line <= second.end_line and second.start_line <= first.end_line:
        return True
    return _calls(first, second) or _calls(second, first)


def _calls(one: LogicUnit, other: LogicUnit) -> bool:
    return f"{other.name.rpartition('.')[2].lower()}()" in one.views["fields"]


@dataclass(frozen=True, slots=True)
class _Styles:
    """How units are written, whatever they do."""

    chains: Flags
    is_of_class: Flags
    is_closure: Flags

    @classmethod
    def of(cls, units: Sequence[LogicUnit]) -> Self:
        """The styles of units."""
        is_of_class = np.array([unit.is_type or "." in unit.name for unit in units], dtype=bool)
        keeps_state = np.array(["keeps state" in unit.views["shape"] for unit in units], dtype=bool)
        return cls(
            chains=np.array(["chain" in unit.views["control"] for unit in units], dtype=bool),
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
