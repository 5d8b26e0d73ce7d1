"""From pairs of copies to classes: all the places that hold one piece of code."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.analysis.clone_match import Match

# Two runs of units are one place of a class when they share this much of the longer one.
_SAME_PLACE = 0.7


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
        return self.path == other.path and self.start < other.stop and other.start < self.stop

    def holds(self, other: "ClonePlace") -> bool:
        """Whether every unit of the other is here."""
        return self.path == other.path and self.start <= other.start and other.stop <= self.stop


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """Two places that are copies of each other."""

    left: ClonePlace
    right: ClonePlace
    match: Match

    @property
    def places(self) -> tuple[ClonePlace, ClonePlace]:
        """Both of them."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class CloneClass:
    """Places that hold the same code, in order; `rests_on` are all files that have a say in what
    belongs together here."""

    places: tuple[ClonePlace, ...]
    matches: tuple[FoundMatch, ...]
    rests_on: frozenset[str]


def classes_of(found: Sequence[FoundMatch]) -> list[CloneClass]:
    """The classes that matches make, in order; what lies wholly inside another is left out."""
    together = _united(found, _are_one_place)
    files = _files_of_regions(found)
    classes = [
        CloneClass(
            _places(members),
            tuple(members),
            frozenset().union(*(files[place] for each in members for place in each.places)),
        )
        for members in together
    ]
    return sorted(_outermost(classes), key=lambda each: each.places)


def _files_of_regions(found: Sequence[FoundMatch]) -> dict[ClonePlace, frozenset[str]]:
    """For each place all files that are joined to it by matches that overlap."""
    files: dict[ClonePlace, frozenset[str]] = {}
    for members in _united(found, ClonePlace.overlaps):
        paths = frozenset(place.path for each in members for place in each.places)
        files.update((place, paths) for each in members for place in each.places)
    return files


def _are_one_place(one: ClonePlace, other: ClonePlace) -> bool:
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    longer = max(one.stop - one.start, other.stop - other.start)
    return one.path == other.path and shared >= _SAME_PLACE * longer


class _Union:
    """Sets of numbers that grow together."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, number: int) -> int:
        """The number that stands for the set."""
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        one, other = self.root(one), self.root(other)
        self._parents[max(one, other)] = min(one, other)


def _united(
    found: Sequence[FoundMatch], belong: Callable[[ClonePlace, ClonePlace], bool]
) -> list[list[FoundMatch]]:
    """The matches in groups that have places in common."""
    union = _Union(len(found))
    first_at: dict[ClonePlace, int] = {}
    for number, each in enumerate(found):
        for place in each.places:
            union.join(first_at.setdefault(place, number), number)
    for one, other in _overlapping(sorted(first_at)):
        if belong(one, other):
            union.join(first_at[one], first_at[other])
    groups: dict[int, list[FoundMatch]] = defaultdict(list)
    for number, each in enumerate(found):
        groups[union.root(number)].append(each)
    return list(groups.values())


def _overlapping(places: Sequence[ClonePlace]) -> Iterator[tuple[ClonePlace, ClonePlace]]:
    """Each two places that overlap; `places` are in order."""
    for index, place in enumerate(places):
        for other in places[index + 1 :]:
            if not place.overlaps(other):
                break
            yield place, other


def _places(members: Iterable[FoundMatch]) -> tuple[ClonePlace, ...]:
    """One place for each stretch of code: the one that most matches name, then the longest."""
    votes = Counter(place for each in members for place in each.places)
    chosen: list[ClonePlace] = []
    for place in sorted(votes, key=lambda each: (-votes[each], each.start - each.stop, each)):
        if not any(place.overlaps(other) for other in chosen):
            chosen.append(place)
    return tuple(sorted(chosen))


def _outermost(classes: Sequence[CloneClass]) -> Iterator[CloneClass]:
    by_path: dict[str, list[CloneClass]] = defaultdict(list)
    for each in classes:
        for path in {place.path for place in each.places}:
            by_path[path].append(each)
    for each in classes:
        if len(each.places) > 1 and not any(
            _is_inside(each, other) for other in by_path[each.places[0].path] if other is not each
        ):
            yield each


def _is_inside(inner: CloneClass, outer: CloneClass) -> bool:
    """Whether the outer class says all that the inner one does."""
    if inner.places == outer.places:
        return False
    return all(any(other.holds(place) for other in outer.places) for place in inner.places)
