"""What deep rules need not tell, since simple-dry tells it of the same lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tinyarms_daemon.domain.findings.project import Candidate, RuleConclusions
from tinyarms_daemon.domain.findings.rule import Observation

COPIES = "simple-dry"
# Each has an option `told_percent`: from how much of their lines on its places are told already.
RETELLING = ("complex-dry", "semantic-duplication", "cross-file-patterns")


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of one file, from the first to the last."""

    path: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1

    def common(self, other: "Lines") -> range:
        """The lines that both hold."""
        if self.path != other.path:
            return range(0)
        return range(max(self.first, other.first), min(self.last, other.last) + 1)


def lines_told(path: str, observation: Observation) -> list[Lines]:
    """All places of a finding, its own first."""
    region = observation.region
    return [
        Lines(path, region.start.line, region.end.line),
        *(
            Lines(path if place.path is None else place.path, place.start_line, place.end_line)
            for place in observation.related
        ),
    ]


class ToldCopies:
    """The classes of copies that are told, each with all its places."""

    def __init__(self, classes: Iterable[Sequence[Lines]]) -> None:
        self._by_path: defaultdict[str, list[Sequence[Lines]]] = defaultdict(list)
        for places in classes:
            for path in {place.path for place in places}:
                self._by_path[path].append(places)

    def tell(self, places: Sequence[Lines], percent: float) -> bool:
        """Whether so many per cent of the lines of places are told to be copies of each other: a
        line counts where one class stands in it and in another one of the places."""
        told: list[set[int]] = [set() for _ in places]
        near = {
            id(copies): copies for place in places for copies in self._by_path.get(place.path, ())
        }
        for copies in near.values():
            shared = [set(chain.from_iterable(map(place.common, copies))) for place in places]
            if sum(map(bool, shared)) > 1:
                for known, more in zip(told, shared, strict=True):
                    known |= more
        total = sum(place.count for place in places)
        return sum(map(len, told)) * 100 >= percent * total


def without_retold(
    concluded: Iterable[RuleConclusions],
    copies: ToldCopies,
    options: Mapping[str, Mapping[str, object]],
) -> list[RuleConclusions]:
    """The conclusions without what is told as copies, and without questions about it.

    `options` are those of the rules; one whose `told_percent` is not among them stays as it is.
    """
    return [_once(each, copies, options.get(each.rule, {})) for each in concluded]


def _once(
    concluded: RuleConclusions, copies: ToldCopies, options: Mapping[str, object]
) -> RuleConclusions:
    percent = options.get("told_percent")
    if concluded.rule not in RETELLING or not isinstance(percent, int | float):
        return concluded
    return replace(
        concluded,
        conclusions=tuple(
            each
            for each in concluded.conclusions
            if not copies.tell(lines_told(each.path, each.observation), percent)
        ),
        candidates=tuple(
            chain.from_iterable(_left(each, copies, percent) for each in concluded.candidates)
        ),
    )


def _left(candidate: Candidate, copies: ToldCopies, percent: float) -> Iterator[Candidate]:
    """The question without the partners that are told; each is worth as much as the others."""
    first, *others = (
        Lines(place.path, place.start_line, place.end_line) for place in candidate.places
    )
    kept = [
        place
        for place, lines in zip(candidate.places[1:], others, strict=True)
        if not copies.tell([first, lines], percent)
    ]
    if kept:
        worth = round(candidate.worth * len(kept) / len(others), 4)
        yield replace(candidate, places=(candidate.places[0], *kept), worth=worth)
