"""Which members of a class or a module belong together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations

from tinyarms_daemon.analysis.logic.class_metrics import Member, inner_members
from tinyarms_daemon.analysis.logic.vocabulary import senses_of

_LEAST_GAIN = 1e-9
_DIGITS = 12


def clusters_of(members: Iterable[Member], common_percent: int) -> list[list[Member]]:
    """Members that belong together, the largest cluster first: those that call each other or use
    an attribute in common, and those whose names speak of the same.

    What more than `common_percent` of the members use joins none, as it would join all.
    """
    members = inner_members(members)
    leader = {member.name: member.name for member in members}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for names in _joined(members, common_percent).values():
        first, *others = names
        for other in others:
            one, two = sorted((find(first), find(other)))
            leader[two] = one
    return _in_order(members, {member.name: find(member.name) for member in members})


def parted(cluster: Sequence[Member], common_percent: int) -> list[list[Member]]:
    """The parts of a cluster whose members have more to do with each other than with the rest, the
    largest first.

    Greedy modularity: what few share binds them closely, what many share loosely; two parts become
    one for as long as that binds more than chance would.
    """
    bonds = _bonds(_joined(cluster, common_percent).values())
    strength = {name: sum(others.values()) for name, others in bonds.items()}
    total = sum(strength.values())
    part = {member.name: member.name for member in cluster}
    size = dict.fromkeys(bonds, 1)  # grows with each change, so that older gains are known as such

    def gains(one: str) -> Iterator[tuple[float, str, str, int, int]]:
        for other, bond in bonds[one].items():
            gain = bond / total - strength[one] * strength[other] / total**2
            if gain > _LEAST_GAIN:
                yield -round(gain, _DIGITS), one, other, size[one], size[other]

    waiting = [gain for name in bonds for gain in gains(name) if gain[1] < gain[2]]
    heapify(waiting)
    while waiting:
        _, one, other, *sizes = heappop(waiting)
        if [size.get(one), size.get(other)] != sizes:
            continue
        _merge(bonds, strength, one, other)
        size[one] += size.pop(other)
        part = {name: one if of == other else of for name, of in part.items()}
        for gain in gains(one):
            heappush(waiting, gain)
    return _in_order(cluster, part)


def _in_order(members: Sequence[Member], part: Mapping[str, str]) -> list[list[Member]]:
    groups = defaultdict(list)
    for member in members:
        groups[part[member.name]].append(member)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].start_line))


def _bonds(shared: Iterable[Sequence[str]]) -> dict[str, dict[str, float]]:
    """How closely each two are bound: what so many share counts once for each of them."""
    bonds: dict[str, dict[str, float]] = {}
    for names in shared:
        several = sorted(set(names))
        for one, other in combinations(several, 2):
            for here, there in ((one, other), (other, one)):
                others = bonds.setdefault(here, {})
                others[there] = others.get(there, 0.0) + 1 / (len(several) - 1)
    return bonds


def _merge(
    bonds: dict[str, dict[str, float]], strength: dict[str, float], one: str, other: str
) -> None:
    """Make `other` a part of `one`."""
    strength[one] += strength.pop(other)
    for name, bond in bonds.pop(other).items():
        del bonds[name][other]
        if name != one:
            bonds[one][name] = bonds[one].get(name, 0.0) + bond
            bonds[name][one] = bonds[one][name]


def _joined(members: Sequence[Member], common_percent: int) -> dict[str, list[str]]:
    """By what they share the names of those that share it, always in the same order."""
    tags = {member.name: set(_tags(member)) for member in members}
    number: defaultdict[str, int] = defaultdict(int)
    for said in tags.values():
        for tag in said:
            number[tag] += 1
    most = max(2, len(members) * common_percent // 100)
    by_tag = defaultdict(list)
    for member in members:
        for tag in tags[member.name]:
            if 2 <= number[tag] <= most:
                by_tag[tag].append(member.name)
        for used in member.uses & tags.keys():
            if number[f"use {used}"] <= most:
                by_tag[f"use {used}"] += [member.name, used]
    return {tag: by_tag[tag] for tag in sorted(by_tag)}


def _tags(member: Member) -> Iterator[str]:
    words = senses_of(member.name)
    yield from (f"use {name}" for name in member.uses)
    # The last word of a name says what it is about, the first ones what is done to it.
    yield from (f"word {word}" for word in words[-1:])
