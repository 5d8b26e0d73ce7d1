"""What complex-dry need not tell, since simple-dry tells it of the same lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tinyarms_daemon.domain.project import Candidate, RuleConclusions
from tinyarms_daemon.domain.rule import Observation

COPIES, NEAR_COPIES = "simple-dry", "complex-dry"


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


class Retold:
    """Whether definitions are told already, by the classes of `copies`.

    They are where at least so many per cent of their lines are copies of each other; None
    stands for a configuration in which nothing is told twice.
    """

    def __init__(self, copies: Iterable[Sequence[Lines]], percent: float | None) -> None:
        self._percent = percent
        self._copies: defaultdict[str, list[Sequence[Lines]]] = defaultdict(list)
        for places in copies:
            for path in {place.path for place in places}:
                self._copies[path].append(places)

    def __call__(self, definitions: Sequence[Lines]) -> bool:
        """A line counts where one class stands in it and in another one of the definitions."""
        if self._percent is None:
            return False
        told: list[set[int]] = [set() for _ in definitions]
        near = {
            id(places): places
            for definition in definitions
            for places in self._copies.get(definition.path, ())
        }
        for places in near.values():
            shared = [
                set(chain.from_iterable(map(definition.common, places)))
                for definition in definitions
            ]
            if sum(map(bool, shared)) > 1:
                for known, more in zip(told, shared, strict=True):
                    known |= more
        total = sum(definition.count for definition in definitions)
        return sum(map(len, told)) * 100 >= self._percent * total


def told_percent(rules: Mapping[str, Mapping[str, object]]) -> float | None:
    """The option of complex-dry that says so; None where it is not among the rules."""
    percent = rules.get(NEAR_COPIES, {}).get("told_percent")
    return float(percent) if isinstance(percent, int | float) else None


def without_retold(
    concluded: Iterable[RuleConclusions], is_retold: Retold
) -> list[RuleConclusions]:
    """The conclusions without near copies and questions about them that are told as copies."""
    return [_once(each, is_retold) if each.rule == NEAR_COPIES else each for each in concluded]


def _once(concluded: RuleConclusions, is_retold: Retold) -> RuleConclusions:
    return replace(
        concluded,
        conclusions=tuple(
            each
            for each in concluded.conclusions
            if not is_retold(lines_told(each.path, each.observation))
        ),
        candidates=tuple(
            chain.from_iterable(_left(each, is_retold) for each in concluded.candidates)
        ),
    )


def _left(candidate: Candidate, is_retold: Retold) -> Iterator[Candidate]:
    """The question without the partners that are told; each is worth as much as the others."""
    first, *others = candidate.places
    kept = [
        other
        for other in others
        if not is_retold(
            [Lines(place.path, place.start_line, place.end_line) for place in (first, other)]
        )
    ]
    if kept:
        worth = round(candidate.worth * len(kept) / len(others), 4)
        yield replace(candidate, places=(first, *kept), worth=worth)
