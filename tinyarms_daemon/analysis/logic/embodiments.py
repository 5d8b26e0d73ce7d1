"""Types that are little more than one method."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.domain.findings.project import pair_key


def each_logic_once(
    pairs: Iterable[Pair], units: Sequence[LogicUnit], answered: Collection[str]
) -> Iterator[Pair]:
    """The pairs without those that compare a type with what one of its methods, which is most of
    it, is compared with too: whatever is true of one is true of the other.

    What was `answered` stays, and stands for the others; else what gives the same, else the first.
    """
    embodied = _embodied(units)
    alike: defaultdict[tuple[int, ...], list[Pair]] = defaultdict(list)
    listed = list(pairs)
    for pair in listed:
        alike[_logic(pair, embodied)].append(pair)
    for pair in listed:
        rivals = alike[_logic(pair, embodied)]
        if len(rivals) == 1 or pair in _standing(rivals, units, answered):
            yield pair


def _standing(
    rivals: Sequence[Pair], units: Sequence[LogicUnit], answered: Collection[str]
) -> list[Pair]:
    known = [
        pair
        for pair in rivals
        if pair_key(units[pair.first].key, units[pair.second].key) in answered
    ]
    return known or [next((pair for pair in rivals if pair.gives_same), rivals[0])]


def _logic(pair: Pair, embodied: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted((embodied[pair.first], embodied[pair.second])))


def _embodied(units: Sequence[LogicUnit]) -> list[int]:
    """For each unit its own number; for a type that of the method that is more than half of it."""
    found = list(range(len(units)))
    in_file: defaultdict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        in_file[unit.path].append(number)
    for numbers in in_file.values():
        for outer in numbers:
            if units[outer].is_type:
                inner = (each for each in numbers if _is_most_of(units[each], units[outer]))
                found[outer] = next(inner, outer)
    return found


def _is_most_of(method: LogicUnit, outer: LogicUnit) -> bool:
    lies_within = outer.start_line <= method.start_line and method.end_line <= outer.end_line
    return lies_within and not method.is_type and 2 * method.leaves > outer.leaves
