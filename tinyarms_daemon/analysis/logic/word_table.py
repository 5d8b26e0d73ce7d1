"""The words of all definitions as numbers in flat arrays, and how much each tells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, groupby
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
from tinyarms_daemon.analysis.logic.views import Views

_PACKED = ">u4"
# Views that tell what is done to what, not how.
MATTERS = [VIEWS.index(view) for view in ("operations", "literals", "fields")]


@dataclass(frozen=True, slots=True)
class SharedWords:
    """For some pairs in some views, by pair and view: the rarity of the words that both have, added
    up; the same of what both say as often, of what either says; and how alike the views are."""

    rarity: Floats
    both: Floats
    either: Floats
    cosine: Floats
    views: Sequence[int]

    def agreement(self) -> Floats:
        """What both do to what, of what either does."""
        columns = [self.views.index(view) for view in MATTERS]
        both, either = self.both[:, columns].sum(axis=1), self.either[:, columns].sum(axis=1)
        share: Floats = both / np.where(either > 0, either, 1.0)
        return share


class WordTable:
    """What definitions say. Each word has a number in each view that it occurs in."""

    def __init__(self, units: Sequence[LogicUnit]) -> None:
        self._numbers = defaultdict[str, int](count().__next__)
        views = [unit.views for unit in units]
        said = [
            self._words_of([*of_one_file])
            for _, of_one_file in groupby(views, key=lambda view: id(view.vocabulary))
        ]
        times = np.frombuffer(b"".join(view.times for view in views), dtype=_PACKED)
        self._sizes = np.array([view.sizes for view in views], dtype=np.int64).reshape(-1)
        self._of_view: Whole = bounds_of(self._sizes)  # of each view of each unit
        run_of_place = owners_of(self._sizes)
        words = np.concatenate([np.zeros(0, dtype=np.int64), *said])
        words += run_of_place % len(VIEWS) * len(self._numbers)
        numbers = len(self._numbers) * len(VIEWS)
        # In each unit in the order of their numbers: what two have in common is found by a merge.
        order = np.argsort(run_of_place * numbers + words)
        self.words: Whole = words[order]
        self._roots: Floats = np.sqrt(times[order].astype(np.float64))
        self.units_with: Whole = np.bincount(self.words, minlength=numbers).astype(np.int64)
        self._rarity = _rarity(self.units_with, len(units))
        self.of_unit: Whole = self._of_view[:: len(VIEWS)]
        self._lengths = self._measured()

    def _words_of(self, views: Sequence[Views]) -> Whole:
        """The numbers of the words of views that share a vocabulary."""
        vocabulary = [*map(self._numbers.__getitem__, views[0].vocabulary)]
        places = np.frombuffer(b"".join(view.words for view in views), dtype=_PACKED)
        numbers: Whole = np.array(vocabulary, dtype=np.int64)[places]
        return numbers

    def number(self, view: str, word: str) -> int:
        """The number of a word in a view; that of no word where nobody says it."""
        number = self._numbers.get(word)
        if number is None:
            return len(self.units_with)
        return VIEWS.index(view) * len(self._numbers) + number

    def has(self, view: str) -> Flags:
        """Whether each unit has words in a view."""
        found: Flags = self._sizes[VIEWS.index(view) :: len(VIEWS)] > 0
        return found

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
        return np.append(said, np.iinfo(np.int64).max)

    def _measured(self) -> Floats:
        """How long each view of each unit is, as a vector; 1 where there is nothing."""
        squares = (self._rarity[self.words] * self._roots) ** 2
        lengths = np.sqrt(
            np.bincount(owners_of(self._sizes), weights=squares, minlength=len(self._sizes))
        )
        return np.where(lengths == 0, 1.0, lengths).astype(np.float64)

    def weights(self) -> Floats:
        """For each word of each unit its share of the direction of its view."""
        said: Floats = self._rarity[self.words] * self._roots
        said /= np.repeat(self._lengths, self._sizes)
        return said

    def are_of(self, view: str) -> Flags:
        """Whether each word of each unit is one of a view."""
        found: Flags = self.words // max(1, len(self._numbers)) == VIEWS.index(view)
        return found

    def shared(
        self, ones: Whole, others: Whole, views: Sequence[int] = range(len(VIEWS))
    ) -> SharedWords:
        """What the units of each pair have in common in some views."""
        first, cells, keys = self._said_in(ones, views)
        second, their_cells, their_keys = self._said_in(others, views)
        _, here, there = np.intersect1d(keys, their_keys, assume_unique=True, return_indices=True)
        rarity = self._rarity[self.words[first[here]]]
        roots, their_roots = self._roots[first[here]], self._roots[second[there]]
        common = cells[here]

        def summed(weights: Floats, cells: Whole = common) -> Floats:
            found = np.bincount(cells, weights=weights, minlength=len(ones) * len(views))
            return found.reshape(-1, len(views)).astype(np.float64)

        both = summed(rarity * np.minimum(roots, their_roots))
        of_ones = summed(self._rarity[self.words[first]] * self._roots[first], cells)
        of_others = summed(self._rarity[self.words[second]] * self._roots[second], their_cells)
        lengths = self._lengths.reshape(-1, len(VIEWS))[:, views]
        return SharedWords(
            rarity=summed(rarity),
            both=both,
            either=of_ones + of_others - both,
            cosine=summed(rarity**2 * roots * their_roots) / (lengths[ones] * lengths[others]),
            views=views,
        )

    def cosine(self, view: str, ones: Whole, others: Whole) -> Floats:
        """How alike one view of the units of each pair is."""
        cosines: Floats = self.shared(ones, others, [VIEWS.index(view)]).cosine[:, 0]
        return cosines

    def _said_in(self, units: Whole, views: Sequence[int]) -> tuple[Whole, Whole, Whole]:
        """The places of what each unit says in some views, one number for each unit and view, and
        one for each unit and word."""
        runs = (units[:, None] * len(VIEWS) + np.array(views)).reshape(-1)
        sizes = self._sizes[runs]
        places = places_of(self._of_view[runs], sizes)
        cells = owners_of(sizes)
        keys = cells // len(views) * len(self.units_with) + self.words[places]
        return places, cells, keys


def _rarity(units_with: Whole, units: int) -> Floats:
    """How much each word tells: the fewer units have it, the more."""
    tells = np.zeros(int(units_with.max(initial=0)) + 1)
    different = np.flatnonzero(np.bincount(units_with))
    tells[different] = [log(1 + units / many) if many else 0.0 for many in different.tolist()]
    found: Floats = tells[units_with]
    return found
