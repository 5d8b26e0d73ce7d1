"""The words of all definitions as numbers in flat arrays, and how much each tells."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from math import log

import numpy as np

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.runs import (
    Flags,
    Floats,
    Whole,
    bounds_of,
    owners_of,
    places_of,
)
from tinyarms_daemon.analysis.logic.units import LogicUnit

# Views that tell what is done to what, not how.
MATTERS = [VIEWS.index(view) for view in ("operations", "literals", "fields")]


@dataclass(frozen=True, slots=True)
class SharedWords:
    """For some pairs in each view, by pair and view: the rarity of the words that both have, added
    up; the same of what both say as often, of what either says; and how alike the views are."""

    rarity: Floats
    both: Floats
    either: Floats
    cosine: Floats

    def agreement(self) -> Floats:
        """What both do to what, of what either does."""
        both, either = self.both[:, MATTERS].sum(axis=1), self.either[:, MATTERS].sum(axis=1)
        share: Floats = both / np.where(either > 0, either, 1.0)
        return share


class WordTable:
    """What definitions say. Each word has a number in each view that it occurs in."""

    def __init__(self, units: Sequence[LogicUnit]) -> None:
        words, times, sizes = array("q"), array("q"), array("q")
        next_number = count().__next__
        self._numbers = {view: defaultdict[str, int](next_number) for view in VIEWS}
        number_of = [numbers.__getitem__ for numbers in self._numbers.values()]
        for unit in units:
            for numbered, said in zip(number_of, unit.views.by_view(), strict=True):
                words.extend(map(numbered, said))
            times.extend(unit.views.times)
            sizes.extend(unit.views.sizes)
        self.words: Whole = np.array(words, dtype=np.int64)
        self._roots: Floats = np.sqrt(np.array(times, dtype=np.float64))
        self._sizes: Whole = np.array(sizes, dtype=np.int64)  # of each view of each unit
        self.units_with: Whole = np.bincount(self.words, minlength=next_number()).astype(np.int64)
        self._rarity = _rarity(self.units_with, len(units))
        self._view_of_word = np.zeros(len(self.units_with), dtype=np.int64)
        self._view_of_word[self.words] = owners_of(self._sizes) % len(VIEWS)
        self._of_view: Whole = bounds_of(self._sizes)
        self.of_unit: Whole = self._of_view[:: len(VIEWS)]
        self._lengths = self._measured()

    def number(self, view: str, word: str) -> int:
        """The number of a word in a view; that of no word where nobody says it."""
        return self._numbers[view].get(word, len(self.units_with))

    def say(self, units: Whole, words: Whole | int) -> Flags:
        """Whether each of some units has a word, or its word of as many."""
        wanted = units * (len(self.units_with) + 1) + words
        at = np.searchsorted(self._said, wanted)
        found: Flags = self._said[np.minimum(at, len(self._said) - 1)] == wanted
        return found

    @cached_property
    def _said(self) -> Whole:
        """One number for each word of each unit, in order; the last one is of no unit."""
        said = owners_of(np.diff(self.of_unit)) * (len(self.units_with) + 1) + self.words
        return np.append(np.sort(said), np.iinfo(np.int64).max)

    def _measured(self) -> Floats:
        """How long each view of each unit is, as a vector; 1 where there is nothing."""
        squares = (self._rarity[self.words] * self._roots) ** 2
        lengths = np.sqrt(
            np.bincount(owners_of(self._sizes), weights=squares, minlength=len(self._sizes))
        )
        return np.where(lengths == 0, 1.0, lengths).astype(np.float64)

    def weights(self, of_views: Sequence[float]) -> Floats:
        """For each word of each unit its share of the unit's direction, each of VIEWS weighted."""
        factors = np.tile([weight**0.5 for weight in of_views], len(self.of_unit) - 1)
        said: Floats = self._rarity[self.words] * self._roots
        said *= np.repeat(factors / self._lengths, self._sizes)
        return said

    def shared(self, ones: Whole, others: Whole) -> SharedWords:
        """What the units of each pair have in common."""
        cells = len(ones) * len(VIEWS)
        first, second = self._places(ones), self._places(others)
        _, here, there = np.intersect1d(
            self._keys(ones, first),
            self._keys(others, second),
            assume_unique=True,
            return_indices=True,
        )
        common = self.words[first[here]]
        rarity = self._rarity[common]
        cell = self._cells(ones, first)[here]
        roots, their_roots = self._roots[first[here]], self._roots[second[there]]

        def summed(weights: Floats, cell: Whole = cell) -> Floats:
            found = np.bincount(cell, weights=weights, minlength=cells)
            return found.reshape(-1, len(VIEWS)).astype(np.float64)

        both = summed(rarity * np.minimum(roots, their_roots))
        of_ones = summed(
            self._rarity[self.words[first]] * self._roots[first], self._cells(ones, first)
        )
        of_others = summed(
            self._rarity[self.words[second]] * self._roots[second], self._cells(others, second)
        )
        lengths = self._lengths.reshape(-1, len(VIEWS))
        return SharedWords(
            rarity=summed(rarity),
            both=both,
            either=of_ones + of_others - both,
            cosine=summed(rarity**2 * roots * their_roots) / (lengths[ones] * lengths[others]),
        )

    def cosine(self, view: str, ones: Whole, others: Whole) -> Floats:
        """How alike one view of the units of each pair is: as in what they share, and quicker."""
        runs, their_runs = (units * len(VIEWS) + VIEWS.index(view) for units in (ones, others))
        owners, theirs = owners_of(self._sizes[runs]), owners_of(self._sizes[their_runs])
        places = places_of(self._of_view[runs], self._sizes[runs])
        their_places = places_of(self._of_view[their_runs], self._sizes[their_runs])
        _, here, there = np.intersect1d(
            owners * len(self.units_with) + self.words[places],
            theirs * len(self.units_with) + self.words[their_places],
            assume_unique=True,
            return_indices=True,
        )
        rarity = self._rarity[self.words[places[here]]]
        products = rarity**2 * self._roots[places[here]] * self._roots[their_places[there]]
        added = np.bincount(owners[here], weights=products, minlength=len(ones))
        cosines: Floats = added / (self._lengths[runs] * self._lengths[their_runs])
        return cosines

    def _places(self, units: Whole) -> Whole:
        return places_of(self.of_unit[units], self._sizes_of(units))

    def _sizes_of(self, units: Whole) -> Whole:
        return self.of_unit[units + 1] - self.of_unit[units]

    def _keys(self, units: Whole, places: Whole) -> Whole:
        """One number for each pair and word."""
        return owners_of(self._sizes_of(units)) * len(self.units_with) + self.words[places]

    def _cells(self, units: Whole, places: Whole) -> Whole:
        """One number for each pair and view."""
        views = self._view_of_word[self.words[places]]
        return owners_of(self._sizes_of(units)) * len(VIEWS) + views


def _rarity(units_with: Whole, units: int) -> Floats:
    """How much each word tells: the fewer units have it, the more."""
    tells = {many: log(1 + units / many) for many in set(units_with.tolist()) if many}
    return np.array([tells.get(many, 0.0) for many in units_with.tolist()])
