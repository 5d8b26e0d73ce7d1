"""From pairs of copies to classes: all the places that hold one piece of code."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.analysis.clones.match import Match

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
        return self.shared_with(other) > 0

    def shared_with(self, other: "ClonePlace") -> int:
        """How many units both have."""
        shared = min(self.stop, other.stop) - max(self.start, other.start)
        return max(0, shared) if self.path == other.path else 0


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
    """The classes that matches make, in order; what lies inside another is left out."""
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
    return one.shared_with(other) >= _SAME_PLACE * max(len(one.run), len(other.run))


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
    """The classes that say something new, those with most code first."""
    told: dict[str, list[CloneClass]] = defaultdict(list)
    for each in sorted(classes, key=lambda each: (-_size(each), each.places)):
        if len(each.places) > 1 and not any(
            _is_inside(each, other) for other in told[each.places[0].path]
        ):
            yield each
            for path in {place.path for place in each.places}:
                told[path].append(each)


def _size(each: CloneClass) -> int:
    return sum(len(place.run) for place in each.places)


def _is_inside(inner: CloneClass, outer: CloneClass) -> bool:
    """Whether the outer class says of most of the code in each place what the inner one does."""
    return all(
        any(2 * place.shared_with(other) > len(place.run) for other in outer.places)
        for place in inner.places
    )
