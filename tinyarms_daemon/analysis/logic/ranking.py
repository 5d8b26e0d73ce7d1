"""Which definitions may do the same, told from their views alone, the likeliest pairs first."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import count
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit, near_copy
from tinyarms_daemon.analysis.logic.walk import VIEWS

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
# The weights of a pair's marks, fitted by logistic regression to both labelled trees of the tests;
# fitted to either one, they order the other nearly as well.
_FITTED = {
    "lead": 1.25,
    "first places": 3.0,
    "operations": 1.2,
    "literals": 1.05,
    "fields": 1.4,
    "words": 5.9,
    "shape": 1.0,
}
_INTERCEPT = -8.65
# So many definitions have the trees that this was fitted to. Where there are more, each has more
# strangers that look like it, and no more partners.
_FITTED_UNITS = 300
# Of each target language a definition has so many partners on its list.
SHORTLIST = 12
_NEXT_BEST = 3  # partners of the same language, by which it is told how far ahead one is
# A word that more definitions have is no lead, and costs time that grows with their square.
_MOST_FOLLOWED = 1_500
# Textual near copies are left to the rules about copies. Measured on the labelled tree: of those
# that do the same 5 % are as near, of look-alikes 90 %.
NEAR_COPY = 0.18
# Steps chained by `then` and awaited ones, or a class and a closure, share more of their text.
_NEAR_COPY_IN_ANOTHER_STYLE = 0.45
# Of the pairs on the lists so many are looked at more closely, those nearest by the lists first.
_MOST_SCORED = 6_000
# Views that tell what is done to what, not how. What two share of them is too little to be sure where
# it weighs less than so many words that no third one has. Chosen on real packages, where related
# definitions share a rare word or two and do different things.
_MATTERS = ("operations", "literals", "fields")
_LEAST_SHARED_WORDS = 3.0
_LARGEST_LEAVES = 600  # a unit that does so much does not do «the same» as another

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Table:
    """Words by units and units by words, as runs in flat arrays."""

    of_unit: Whole  # where the run of each unit begins, and where the last one ends
    words: Whole
    weights: Floats
    of_word: Whole
    units: Whole
    unit_weights: Floats


def likeliest_pairs(units: Sequence[LogicUnit]) -> list[Pair]:
    """Every pair that is on either one's shortlist, the likeliest first. Near copies and what is
    written in one definition together are no pairs."""
    if len(units) < 2:
        return []
    lists = _Shortlists(units)
    pairs = (
        (min(one, other), max(one, other))
        for one in range(len(units))
        for other in lists.partners(one)
        if one < other or one not in lists.partners(other)  # once, where each is on the other's
    )
    promising = nsmallest(
        _MOST_SCORED, pairs, key=lambda pair: (-round(lists.promise(*pair), 6), pair)
    )
    scored = [lists.pair(one, other) for one, other in promising]
    return sorted(scored, key=lambda pair: (-round(pair.score, 6), pair.first, pair.second))


class _Shortlists:
    """For each unit its partners in each language, and what the lists say of a pair."""

    def __init__(self, units: Sequence[LogicUnit]) -> None:
        self._units = units
        self._intercept = _INTERCEPT - log(max(1.0, len(units) / _FITTED_UNITS))
        self._count_words(_Numbering(units))
        self._styles = [_Style.of(unit) for unit in units]
        self._families: dict[str, Whole] = _by_family(units)
        self._places = [self._list(index) for index in range(len(units))]
        self._best = [self._best_of(places) for places in self._places]

    def _count_words(self, numbering: "_Numbering") -> None:
        lengths = numbering.lengths()
        self._rarity = numbering.rarity_of
        self._lengths: dict[str, list[float]] = {
            view: lengths[place :: len(VIEWS)].tolist() for place, view in enumerate(VIEWS)
        }
        self._table = _table(numbering, lengths)

    def partners(self, index: int) -> Collection[int]:
        """Every unit on the lists of one."""
        return self._places[index].keys()

    def promise(self, one: int, other: int) -> float:
        """What the lists alone say of a pair."""
        marks = self._places_of(one, other)
        return sum(_FITTED[name] * mark for name, mark in marks.items())

    def pair(self, one: int, other: int) -> Pair:
        """How likely two units do the same, and how far they agree."""
        marks = self.marks(one, other)
        score = self._intercept + sum(_FITTED[name] * marks[name] for name in _FITTED)
        agreement = self._agreement(one, other) if score > 0 else 0.0
        return Pair(one, other, score, agreement, promise=score)

    def _agreement(self, one: int, other: int) -> float:
        """What is in both of what is in either, by its rarity; 0 where both have little."""
        first, second = self._units[one].views, self._units[other].views
        both = either = 0.0
        for view in _MATTERS:
            rarity = self._rarity[view]
            for word in sorted(first[view].keys() | second[view].keys()):
                counts = sqrt(first[view].get(word, 0)), sqrt(second[view].get(word, 0))
                both += rarity[word] * min(counts)
                either += rarity[word] * max(counts)
        least = _LEAST_SHARED_WORDS * log(1 + len(self._units) / 2)
        return both / either if both >= least else 0.0

    def marks(self, one: int, other: int) -> dict[str, float]:
        """What is known of a pair, each mark by its name."""
        first, second = self._units[one], self._units[other]
        return {
            **self._places_of(one, other),
            "operations": self._shared("operations", first, second),
            "literals": self._shared("literals", first, second),
            "fields": self._cosine("fields", one, other),
            "words": self._cosine("words", one, other),
            "shape": self._cosine("shape", one, other),
        }

    def _places_of(self, one: int, other: int) -> dict[str, float]:
        there, here = self._places[one].get(other), self._places[other].get(one)
        alike = (there or here or (0, 0.0))[1]
        rank = there[0] if there else SHORTLIST
        back = here[0] if here else SHORTLIST
        behind = self._next_best(one, other, alike) + self._next_best(other, one, alike)
        return {
            "lead": alike - behind / 2,
            "first places": 1 / (3 + rank) + 1 / (3 + back),
        }

    def _best_of(self, places: Mapping[int, tuple[int, float]]) -> Mapping[str, list[float]]:
        """How alike the nearest partners of each language are."""
        best: defaultdict[str, list[float]] = defaultdict(list)
        for other, (_, alike) in places.items():  # they come nearest first in each language
            near = best[self._units[other].family]
            if len(near) <= _NEXT_BEST:
                near.append(alike)
        return best

    def _next_best(self, one: int, other: int, alike: float) -> float:
        """How alike the nearest partners but `other` are, of its language, on average."""
        near = self._best[one].get(self._units[other].family, [])
        others = near[:_NEXT_BEST]
        if alike in others:
            others = [each for each in near if each != alike][:_NEXT_BEST]
        return sum(others) / _NEXT_BEST

    def _cosine(self, view: str, one: int, other: int) -> float:
        first, second = self._units[one].views[view], self._units[other].views[view]
        both = first.keys() & second.keys()
        if not both:
            return 0.0
        rarity = self._rarity[view]
        product = sum(rarity[word] ** 2 * sqrt(first[word] * second[word]) for word in sorted(both))
        return product / (self._lengths[view][one] * self._lengths[view][other])

    def _shared(self, view: str, first: LogicUnit, second: LogicUnit) -> float:
        rarity = self._rarity[view]
        both = first.views[view].keys() & second.views[view].keys()
        return log(1 + sum(rarity[word] for word in sorted(both)))

    def _list(self, index: int) -> dict[int, tuple[int, float]]:
        """The partners of a unit with their place on the list and how alike they are."""
        unit = self._units[index]
        if unit.leaves > _LARGEST_LEAVES:
            return {}
        alike = self._alike(index)
        found: dict[int, tuple[int, float]] = {}
        for members in self._families.values():
            of_family = alike[members]
            many = min(len(members), SHORTLIST * 3)
            best = np.argpartition(-of_family, many - 1)[:many]
            order = best[np.lexsort((members[best], -np.round(of_family[best], 9)))]
            place = 0
            for number in order:
                other = int(members[number])
                if of_family[number] <= 0 or place == SHORTLIST:
                    break
                if self._may_pair(index, other):
                    found[other] = (place, float(of_family[number]))
                    place += 1
        return found

    def _alike(self, index: int) -> Floats:
        table = self._table
        start, end = table.of_unit[index], table.of_unit[index + 1]
        words = table.words[start:end]
        firsts = table.of_word[words]
        sizes = table.of_word[words + 1] - firsts
        followed = sizes <= _MOST_FOLLOWED
        firsts, sizes = firsts[followed], sizes[followed]
        # The places of all runs behind one another.
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) + np.repeat(firsts - ends + sizes, sizes)
        weights = table.unit_weights[places] * np.repeat(table.weights[start:end][followed], sizes)
        return np.bincount(table.units[places], weights=weights, minlength=len(self._units)).astype(
            np.float64
        )

    def _may_pair(self, one: int, other: int) -> bool:
        first, second = self._units[one], self._units[other]
        if one == other or second.leaves > _LARGEST_LEAVES:
            return False
        if first.path == second.path and _is_written_with(first, second):
            return False
        differ = self._styles[one].differs_from(self._styles[other])
        limit = _NEAR_COPY_IN_ANOTHER_STYLE if differ else NEAR_COPY
        return near_copy(first.texts, second.texts) <= limit


def _is_written_with(first: LogicUnit, second: LogicUnit) -> bool:
    """Whether one unit of a file is within the other, or calls it, and so does more than it."""
    if first.start_line <= second.end_line and second.start_line <= first.end_line:
        return True
    return _calls(first, second) or _calls(second, first)


def _calls(one: LogicUnit, other: LogicUnit) -> bool:
    return f"{other.name.rpartition('.')[2].lower()}()" in one.views["fields"]


@dataclass(frozen=True, slots=True)
class _Style:
    """How a unit is written, whatever it does."""

    chains: bool
    is_of_class: bool
    is_closure: bool

    @classmethod
    def of(cls, unit: LogicUnit) -> "_Style":
        """The style of a unit."""
        is_of_class = unit.is_type or "." in unit.name
        return cls(
            chains="chain" in unit.views["control"],
            is_of_class=is_of_class,
            is_closure=not is_of_class and "keeps state" in unit.views["shape"],
        )

    def differs_from(self, other: "_Style") -> bool:
        """Whether only one chains its steps, or one is of a class and the other a closure."""
        return (
            self.chains != other.chains
            or (self.is_of_class and other.is_closure)
            or (self.is_closure and other.is_of_class)
        )


def _by_family(units: Sequence[LogicUnit]) -> dict[str, Whole]:
    members = defaultdict(list)
    for index, unit in enumerate(units):
        members[unit.family].append(index)
    return {name: np.array(members[name], dtype=np.int64) for name in sorted(members)}


class _Numbering:
    """The words of all units as numbers, in flat arrays from the beginning: lists of them take five
    times the memory. Each word has a number in each view that it occurs in."""

    def __init__(self, units: Sequence[LogicUnit]) -> None:
        next_number = count().__next__
        numbers = {view: defaultdict[str, int](next_number) for view in VIEWS}
        words, times, sizes = array("q"), array("q"), array("q")
        for unit in units:
            for view in VIEWS:
                bag = unit.views[view]
                words.extend(map(numbers[view].__getitem__, bag))
                times.extend(bag.values())
                sizes.append(len(bag))
        self.words = np.array(words, dtype=np.int64)
        self.times = np.array(times, dtype=np.float64)
        self.sizes = np.array(sizes, dtype=np.int64)  # of each view of each unit
        number = next_number()
        self.units_with = np.bincount(self.words, minlength=number).astype(np.int64)
        # How much each word of each view tells: the fewer units have it, the more.
        tells = {many: log(1 + len(units) / many) for many in set(self.units_with.tolist()) if many}
        self.rarity = np.array([tells.get(many, 0.0) for many in self.units_with.tolist()])
        self.rarity_of = {
            view: {word: float(self.rarity[index]) for word, index in numbers[view].items()}
            for view in VIEWS
        }

    def lengths(self) -> Floats:
        """Of each view of each unit."""
        squares = self.rarity[self.words] * self.rarity[self.words] * self.times
        views = np.repeat(np.arange(len(self.sizes)), self.sizes)
        lengths = np.sqrt(np.bincount(views, weights=squares, minlength=len(self.sizes)))
        return np.where(lengths == 0, 1.0, lengths)


def _table(numbering: _Numbering, lengths: Floats) -> _Table:
    words = numbering.words
    number_of_views = len(VIEWS)
    factors = np.tile([_WEIGHTS[view] ** 0.5 for view in VIEWS], len(lengths) // number_of_views)
    weights = numbering.rarity[words] * np.sqrt(numbering.times)
    weights *= np.repeat(factors / lengths, numbering.sizes)
    of_unit = np.add.reduceat(numbering.sizes, np.arange(0, len(lengths), number_of_views))
    owners = np.repeat(np.arange(len(of_unit)), of_unit)
    order = np.argsort(words, kind="stable")
    return _Table(
        of_unit=np.concatenate([[0], np.cumsum(of_unit)]).astype(np.int64),
        words=words,
        weights=weights,
        of_word=np.concatenate([[0], np.cumsum(numbering.units_with)]).astype(np.int64),
        units=owners[order],
        unit_weights=weights[order],
    )
