"""From pairs of copies to classes: all the places that hold one piece of code."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, groupby
from statistics import fmean

from tinyarms_daemon.analysis.clones.match import Match

_SEVERAL = 2


@dataclass(frozen=True, slots=True, order=True)
class ClonePlace:
    """A run of units of a file."""

    path: str
    start: int
    stop: int

    @property
    def run(self) -> range:
        """The indexes of the units."""
        return range(self.start, self.stop)

    def overlaps(self, other: "ClonePlace") -> bool:
        """Whether both have a unit in common."""
        return self.shared_with(other) > 0

    def shared_with(self, other: "ClonePlace") -> int:
        """How many units both have."""
        shared = min(self.stop, other.stop) - max(self.start, other.start)
        return max(0, shared) if self.path == other.path else 0


@dataclass(frozen=True, slots=True)
class Togetherness:
    """What is told as one: two runs of units are one place of a class when both have `same_place`
    of the longer one, and a class is a part of another where `part` of its code stands in that."""

    same_place: float
    part: float

    def are_one_place(self, one: ClonePlace, other: ClonePlace) -> bool:
        """Whether two runs are one place."""
        return one.shared_with(other) >= self.same_place * max(len(one.run), len(other.run))

    def holds(self, outer: ClonePlace, inner: ClonePlace) -> bool:
        """Whether most of one run lies in another one."""
        return inner.shared_with(outer) >= self.same_place * len(inner.run)


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """Two places that are copies of each other, and the `definitions` in a row, copies themselves,
    of which they consist. What `runs_on` begins within a definition and ends within another one."""

    left: ClonePlace
    right: ClonePlace
    match: Match
    definitions: tuple["FoundMatch", ...] = ()
    runs_on: bool = False

    @property
    def places(self) -> tuple[ClonePlace, ClonePlace]:
        """Both of them."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class CloneClass:
    """Places that hold the same code, in order, and `parts`: other places that share a part of it.

    `matches` are what says so; `rests_on` are all files that have a say in what belongs together
    here.
    """

    places: tuple[ClonePlace, ...]
    parts: tuple[ClonePlace, ...]
    matches: tuple[FoundMatch, ...]
    rests_on: frozenset[str]

    @property
    def all_places(self) -> tuple[ClonePlace, ...]:
        """The places of the whole code, then those that share a part of it."""
        return self.places + self.parts


def classes_of(found: Sequence[FoundMatch], together: Togetherness) -> list[CloneClass]:
    """The classes that matches make, in order; none is a part of another one."""
    regions = _united(found, _overlapping(sorted(_votes(found))))
    classes = (each for members in regions for each in _told_of(members, together))
    return sorted(classes, key=lambda each: each.places)


def _told_of(region: Sequence[FoundMatch], together: Togetherness) -> Iterator[CloneClass]:
    """The classes that say something new of code that hangs together, those with most code first.

    Where a class is a part of another one, its other places share a part of that one; where it
    would still be there several times if the others stood in one place each, it is no part of them.
    """
    rests_on = frozenset(place.path for each in region for place in each.places)
    told = _ByFile()
    for each in _without_rows([*_not_astride(region, together)], together):
        _tell(each, told, together)
    for each in told:
        yield CloneClass(each.places, tuple(sorted(each.parts)), tuple(each.matches), rests_on)


def _tell(copies: "_Copies", told: "_ByFile", together: Togetherness) -> None:
    """Tell copies, or what they have elsewhere as parts of what is told. What is told already is a
    part of longer copies that hold enough of it: of code that stands in more places the longest
    piece is told, with the others as places of a part."""
    beside = told.in_files_of(copies.all_places)
    nearest = max(beside, key=copies.shared_with, default=None)
    if (
        nearest is None
        or copies.shared_with(nearest) < together.part * copies.size
        or copies.left_by(beside, together) >= _SEVERAL
    ):
        told.add(copies)
    elif nearest.is_piece_of(copies, together):
        # What was told because the piece holds it so often is looked at anew beside the whole.
        for each in beside:
            told.remove(each)
        copies.add_parts(nearest.apart_from(copies), nearest.matches)
        told.add(copies)
        for each in beside:
            if each is not nearest:
                _tell(each, told, together)
    else:
        elsewhere = [
            place for place in copies.all_places if not any(each.overlap(place) for each in beside)
        ]
        nearest.add_parts(elsewhere, copies.matches)
        told.add(nearest)


def _not_astride(region: Sequence[FoundMatch], together: Togetherness) -> Iterator[FoundMatch]:
    """The matches, cut between definitions where another one begins or ends there: which functions
    stand next to each other is chance, and rows of them that overlap hide each other. One that runs
    on from definition to definition gives way."""
    firm = {place for each in region if not each.runs_on for place in each.places}
    crossing = _crossing(region, firm)
    for each in region:
        others = [other for place in each.places for other in crossing[place]]
        if each.runs_on and not firm.isdisjoint(others):
            continue
        rows = groupby(
            each.definitions,
            key=lambda definition: [
                together.holds(other, place) for other in others for place in definition.places
            ],
        )
        cut = [_as_one([*row]) for _, row in rows]
        yield from cut if len(cut) > 1 else [each]


def _crossing(
    region: Sequence[FoundMatch], firm: set[ClonePlace]
) -> dict[ClonePlace, list[ClonePlace]]:
    """For each place those that overlap it and lie in it no more than it lies in them."""
    crossing: dict[ClonePlace, list[ClonePlace]] = defaultdict(list)
    if any(each.definitions or each.runs_on for each in region):
        places = {place for each in region for place in each.places}
        for one, other in _overlapping(sorted(places)):
            is_firm = one in firm or other in firm
            if is_firm and one.start < other.start and one.stop < other.stop:
                crossing[one].append(other)
                crossing[other].append(one)
    return crossing


def _as_one(row: Sequence[FoundMatch]) -> FoundMatch:
    """One match of several definitions that stand in a row."""
    first, last = row[0], row[-1]
    matches = [each.match for each in row]
    return FoundMatch(
        replace(first.left, stop=last.left.stop),
        replace(first.right, stop=last.right.stop),
        replace(
            first.match,
            left=range(first.left.start, last.left.stop),
            right=range(first.right.start, last.right.stop),
            pairs=tuple(pair for match in matches for pair in match.pairs),
            exactness=min(match.exactness for match in matches),
        ),
    )


def _without_rows(region: Sequence[FoundMatch], together: Togetherness) -> "list[_Copies]":
    """The copies in a region, those with most code first, without rows of others: what stands
    there twice in a row is told by itself, and so is each other definition in the row."""
    found = _grouped(region, together)
    rows = [
        each
        for each in found
        if any(each.is_row_of(other, together) for other in found.in_files_of(each.places))
    ]
    inner = [single for each in rows for match in each.matches for single in match.definitions]
    single = [each for each in found if each not in rows] + [*_grouped(inner, together)]
    return sorted(single, key=lambda each: (-each.size, each.places))


def _grouped(found: Sequence[FoundMatch], together: Togetherness) -> "_ByFile":
    """The copies that matches make which stand in several places."""
    several = _ByFile()
    for members in _united(found, _standing_for(found, together)):
        copies = _Copies(members)
        if len(copies.places) > 1:
            several.add(copies)
    return several


class _ByFile:
    """Copies in the order in which they were added, looked up by files: of thousands that hang
    together few stand in one."""

    def __init__(self) -> None:
        self._all: dict[_Copies, int] = {}
        self._numbers = count()
        self._of_files: dict[str, set[_Copies]] = defaultdict(set)

    def __iter__(self) -> Iterator["_Copies"]:
        return iter(self._all)

    def add(self, copies: "_Copies") -> None:
        """Know copies, or where else they stand by now."""
        self._all.setdefault(copies, next(self._numbers))
        for place in copies.all_places:
            self._of_files[place.path].add(copies)

    def remove(self, copies: "_Copies") -> None:
        """Forget copies."""
        del self._all[copies]
        for place in copies.all_places:
            self._of_files[place.path].discard(copies)

    def in_files_of(self, places: Iterable[ClonePlace]) -> "list[_Copies]":
        """Those that stand in one of the files."""
        paths = {place.path for place in places}
        found = {copies for path in paths for copies in self._of_files.get(path, ())}
        return sorted(found, key=self._all.__getitem__)


class _Copies:
    """The places of copies, what says that they are, and the `parts` of them elsewhere."""

    def __init__(self, matches: Sequence[FoundMatch]) -> None:
        self.places = _places(matches)
        self.matches = [*matches]
        self.parts: list[ClonePlace] = []
        self.size = sum(len(place.run) for place in self.places)
        self._likeness = fmean(each.match.likeness for each in matches)
        self._of_files: dict[str, list[ClonePlace]] = defaultdict(list)
        for place in self.places:
            self._of_files[place.path].append(place)

    @property
    def all_places(self) -> tuple[ClonePlace, ...]:
        """The places of these, and those of parts."""
        return *self.places, *self.parts

    def shared_with(self, other: "_Copies") -> int:
        """How many units of these copies stand in the others' places as well."""
        return sum(sum(other._shares(place)) for place in self.places)

    def is_row_of(self, other: "_Copies", together: Togetherness) -> bool:
        """Whether each place is several places of the others, which say as much and are as
        alike."""
        if self._likeness > other._likeness:
            return False
        for place in self.places:
            shares = other._shares(place)
            if len(shares) < _SEVERAL or sum(shares) < together.same_place * len(place.run):
                return False
        return True

    def is_piece_of(self, other: "_Copies", together: Togetherness) -> bool:
        """Whether the others are longer, hold so much of these as makes them a part, and would
        leave none of them twice if they were written once. What stands in a row of definitions is
        no piece of it: each of these is a unit of its own."""
        is_longer = other.size * len(self.places) > self.size * len(other.places)
        is_row = any(each.definitions for each in other.matches)
        return (
            is_longer
            and not is_row
            and self.shared_with(other) >= together.part * self.size
            and self.left_by([other], together) < _SEVERAL
        )

    def apart_from(self, other: "_Copies") -> Iterator[ClonePlace]:
        """The places of these and of their parts that have nothing in common with the others'."""
        return (place for place in self.all_places if not other.overlap(place))

    def left_by(self, others: "Iterable[_Copies]", together: Togetherness) -> int:
        """How many of these copies would stand in the others if each of those were written once."""
        return sum(each._most_in_one_place(self.places, together) for each in others)

    def overlap(self, place: ClonePlace) -> bool:
        """Whether a place has something in common with one of these or their parts."""
        return bool(self._shares(place))

    def add_parts(self, places: Iterable[ClonePlace], matches: Iterable[FoundMatch]) -> None:
        """Know more places, which share a part of these."""
        for place in places:
            self.parts.append(place)
            self._of_files[place.path].append(place)
        self.matches += matches

    def _most_in_one_place(self, places: Iterable[ClonePlace], together: Togetherness) -> int:
        """How many of the places stand in the same one of these, at most."""
        within = Counter(
            own
            for place in places
            for own in self._of_files.get(place.path, ())
            if together.holds(own, place)
        )
        return max(within.values(), default=0)

    def _shares(self, place: ClonePlace) -> list[int]:
        """How many units a place has in common with each one of these that it overlaps."""
        shares = map(place.shared_with, self._of_files.get(place.path, ()))
        return [shared for shared in shares if shared]


def _united(
    found: Sequence[FoundMatch], one_place: Iterable[tuple[ClonePlace, ClonePlace]]
) -> list[list[FoundMatch]]:
    """The matches in groups that have places in common; `one_place` are places that are one."""
    beside: dict[ClonePlace, list[ClonePlace]] = defaultdict(list)
    for one, other in chain((each.places for each in found), one_place):
        beside[one].append(other)
        beside[other].append(one)
    group_of: dict[ClonePlace, int] = {}
    for number, first in enumerate(beside):
        waiting = [first]
        while waiting:
            place = waiting.pop()
            if place not in group_of:
                group_of[place] = number
                waiting += beside[place]
    groups: dict[int, list[FoundMatch]] = defaultdict(list)
    for each in found:
        groups[group_of[each.left]].append(each)
    return list(groups.values())


def _standing_for(
    found: Sequence[FoundMatch], together: Togetherness
) -> Iterator[tuple[ClonePlace, ClonePlace]]:
    """Each place with the one that stands for it, which more matches name. What that one stands for
    is no further reason: through a row of neighbors a place would get to be one with the next."""
    votes = _votes(found)
    beside: dict[ClonePlace, list[ClonePlace]] = defaultdict(list)
    for one, other in _overlapping(sorted(votes)):
        if together.are_one_place(one, other):
            beside[one].append(other)
            beside[other].append(one)
    known: set[ClonePlace] = set()
    for place in _most_named(votes):
        if place not in known:
            others = [other for other in beside[place] if other not in known]
            known.update(others, (place,))
            yield from ((other, place) for other in others)


def _overlapping(places: Sequence[ClonePlace]) -> Iterator[tuple[ClonePlace, ClonePlace]]:
    """Each two places that overlap; `places` are in order."""
    for index, place in enumerate(places):
        for other in places[index + 1 :]:
            if not place.overlaps(other):
                break
            yield place, other


def _places(members: Iterable[FoundMatch]) -> tuple[ClonePlace, ...]:
    """One place for each stretch of code: the one that most matches name, then the longest."""
    chosen: list[ClonePlace] = []
    for place in _most_named(_votes(members)):
        if not any(place.overlaps(other) for other in chosen):
            chosen.append(place)
    return tuple(sorted(chosen))


def _votes(found: Iterable[FoundMatch]) -> Counter[ClonePlace]:
    """How many matches name each place."""
    return Counter(place for each in found for place in each.places)


def _most_named(votes: Counter[ClonePlace]) -> list[ClonePlace]:
    """Places, those first that most matches name, of as many the longest."""
    return sorted(votes, key=lambda each: (-votes[each], each.start - each.stop, each))
