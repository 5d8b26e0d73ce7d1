"""What classes and modules weigh: complexity, foreign data, cohesion, and clusters of members.

WMC, ATFD and TCC are those of Lanza and Marinescu, Object-Oriented Metrics in Practice (2006), of
the methods that are judged. A method that decides nothing has no weight here, so that a facade of
one-liners has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.domain.findings.project import FactData

_ACCESSORS = ("get", "set", "is")
# Frames that other code calls: what they share says nothing of a responsibility. Neither do
# Python's operators.
_FRAME = frozenset({"constructor", "render", "toString", "equals", "hashCode", "String"})
_OPERATOR = re.compile(r"__\w+__")
_LONGEST_PARTICLE = 2  # letters of a word that is of no matter, as in `to_text`
_ENCODED = [str, int, int, int, list, list, bool]  # a member


@dataclass(frozen=True, slots=True)
class Member:
    """A method, or a definition of a module. `uses` are attributes and members of its own class or
    module, `foreign` the data of others; `complexity` is McCabe's. One that `is_data` is a
    property, which is asked like an attribute."""

    name: str
    start_line: int
    end_line: int
    complexity: int
    uses: frozenset[str]
    foreign: frozenset[str]
    is_data: bool = False

    def encoded(self) -> FactData:
        """As a fact."""
        return [
            self.name,
            self.start_line,
            self.end_line,
            self.complexity,
            [*sorted(self.uses)],
            [*sorted(self.foreign)],
            self.is_data,
        ]


@dataclass(frozen=True, slots=True)
class Holder:
    """A class or a module, with its members in source order. `bases` are the names of classes that
    it is derived from, `unjudged` those of the methods that say nothing of what it is responsible
    for."""

    name: str
    start_line: int
    end_line: int
    members: tuple[Member, ...]
    bases: frozenset[str] = frozenset()
    unjudged: frozenset[str] = frozenset()

    @property
    def judged(self) -> list[Member]:
        """The members that say what the class is responsible for."""
        return [
            each
            for each in inner_members(self.members)
            if each.name not in self.unjudged and not each.is_data
        ]

    @property
    def weighted_methods(self) -> int:
        """WMC: the sum of the complexities of methods that decide anything."""
        return sum(member.complexity for member in self.judged if member.complexity > 1)

    @property
    def foreign_data(self) -> int:
        """ATFD: how many attributes of others are reached for."""
        return len({name for member in self.judged for name in member.foreign})

    @property
    def fields(self) -> int:
        """NOF: how many attributes of their own the methods work with."""
        return len({name for member in self.judged for name in self._data(member)})

    def words(self, more_complex_than: float = 0) -> frozenset[str]:
        """What a class or a module speaks of: the words that name its members, or those of them
        that decide more."""
        return frozenset(
            word
            for member in self.judged
            if member.complexity > more_complex_than
            for word in words_of(member.name)
            if len(word) > _LONGEST_PARTICLE
        )

    def reaching_for(self, held: AbstractSet[str]) -> "Holder":
        """The class with as foreign what somebody of the project holds: what only libraries have,
        as the style of an element, is no data of another class."""
        members = (replace(each, foreign=each.foreign & held) for each in self.members)
        return replace(self, members=tuple(members))

    @property
    def cohesion(self) -> float:
        """TCC: the share of pairs of methods that use an attribute in common, among those that use
        anything of their class; 1 for one method."""
        used = [self._data(member) for member in self.judged if member.uses]
        pairs = list(combinations(used, 2))
        return sum(1 for one, other in pairs if one & other) / len(pairs) if pairs else 1.0

    def _data(self, member: Member) -> set[str]:
        """What a method uses of the class but other methods."""
        names = {each.name for each in self.members if not each.is_data}
        return {name for name in member.uses - names if not is_constant(name)}

    def encoded(self) -> FactData:
        """As a fact."""
        members: list[FactData] = [member.encoded() for member in self.members]
        return [self.name, self.start_line, self.end_line, members, [*sorted(self.bases)]]


def holder_of(data: FactData) -> Holder:
    """A class or module again. ValueError for what is none."""
    match data:
        case [str(name), int(start), int(end), list(members), list(bases)]:
            said = tuple(map(_member_of, members))
            return Holder(name, start, end, said, frozenset(map(str, bases)))
    raise ValueError("no class")


def with_unjudged(
    some: Sequence[Holder], holders: Iterable[Holder], common_percent: int
) -> list[Holder]:
    """Some of the classes of a project, each with what is not judged of it: what its bases
    prescribe, as to one dialect of many, and the cases of a choice by name, as a visitor's `visit`
    and `leave`."""
    by_name: defaultdict[str, list[Holder]] = defaultdict(list)
    for holder in holders:
        name = holder.name.rpartition(".")[2]
        if name not in holder.bases:  # else it is no root of those that are called as it is
            by_name[name].append(holder)
    found = []
    for holder in some:
        prescribed = frozenset(
            member.name
            for base in holder.bases
            for above in by_name.get(base, ())
            if above is not holder
            for member in above.members
        )
        without = replace(holder, unjudged=prescribed)
        judged = without.judged
        cases = cases_of(judged, common_percent)
        if _go_one_way(judged, common_percent):
            cases = frozenset(member.name for member in judged)
        found.append(replace(without, unjudged=prescribed | cases))
    return found


def cases_of(members: Sequence[Member], common_percent: int) -> frozenset[str]:
    """The names of the cases of a choice, where most members are such: a word that begins or ends
    more than `common_percent` of the names is that of a choice."""
    for place in (0, -1):
        words = Counter(word for member in members if (word := _word(member, place)))
        cases = {
            word: number
            for word, number in words.items()
            if number * 100 > len(members) * common_percent
        }
        if sum(cases.values()) * 2 > len(members):
            return frozenset(each.name for each in members if _word(each, place) in cases)
    return frozenset()


def _go_one_way(members: Sequence[Member], common_percent: int) -> bool:
    """Whether most need of their class only what more than `common_percent` of all need, and each
    other: the commands of a client that all go through one method."""
    used = Counter(name for member in members for name in member.uses)
    known = {name for name, number in used.items() if number * 100 > len(members) * common_percent}
    commands: set[str] = set()
    while more := {each.name for each in members if each.uses and each.uses <= known} - commands:
        commands |= more
        known |= more
    return len(commands) * 2 > len(members)


def _member_of(data: Any) -> Member:
    if [*map(type, data)] != _ENCODED:  # a pattern takes twice as long, and members are many
        raise ValueError("no member")
    name, start, end, complexity, uses, foreign, is_data = data
    return Member(name, start, end, complexity, frozenset(uses), frozenset(foreign), is_data)


def joined_members(parts: Iterable[Holder]) -> tuple[Member, ...]:
    """The methods of one class that stands in several parts."""
    return without_own([member for part in parts for member in part.members])


def without_own(members: Sequence[Member]) -> tuple[Member, ...]:
    """The methods of one class: what they read of another of its kind, as to compare or add the
    two, is not foreign."""
    own = frozenset().union(*(member.uses for member in members))
    own |= {member.name for member in members}
    return tuple(replace(member, foreign=member.foreign - own) for member in members)


def is_accessor(name: str) -> bool:
    """Whether a method of this name hands data out or takes them."""
    return name.startswith(_ACCESSORS) and len(name) > len("get") and not name.islower()


def is_constant(name: str) -> bool:
    """Whether a name is that of a constant, by the custom of all languages: it is no state."""
    return len(name) > 1 and name.isupper()


def _word(member: Member, place: int) -> str | None:
    """One of several words of a name, unless that only says that data are read or set."""
    words = words_of(member.name)
    return words[place] if len(words) > 1 and words[0] not in _ACCESSORS else None


def inner_members(members: Iterable[Member]) -> list[Member]:
    """All but frames, such as a constructor, and operators: these belong to each responsibility."""
    return [
        each for each in members if each.name not in _FRAME and not _OPERATOR.fullmatch(each.name)
    ]
