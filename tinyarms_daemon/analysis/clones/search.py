"""The copies in a project, followed from file to file."""

import re
from collections.abc import Collection, Iterable, Iterator

from tinyarms_daemon.analysis.clones.chain import Chains, Pair
from tinyarms_daemon.analysis.clones.classes import (
    CloneClass,
    ClonePlace,
    FoundMatch,
    classes_of,
)
from tinyarms_daemon.analysis.clones.index import CloneIndex
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import (
    Match,
    behind,
    definitions_around,
    definitions_in,
    matches,
    rest_of,
)
from tinyarms_daemon.analysis.clones.record import CodeRecord
from tinyarms_daemon.analysis.file_topic import file_topic

_WORD = re.compile(r"\w+")
# Whose records are in memory when they are compared.
_FILES_AT_A_TIME = 100


class CloneSearch:
    """Follows copies from file to file."""

    def __init__(self, index: CloneIndex, limits: CloneLimits) -> None:
        self.index = index
        self._limits = limits
        self._of_contents: dict[tuple[str, str, bool], list[list[Match]]] = {}
        self._of_pairs: dict[tuple[str, str], list[FoundMatch]] = {}
        self._of_files: dict[str, list[FoundMatch]] = {}

    def around(self, paths: Collection[str]) -> list[FoundMatch]:
        """Every match in these files, and every match that overlaps one of them, however many
        files it leads through."""
        self._compare(paths)
        found = {id(each): each for path in paths for each in self._of_files[path]}
        waiting = list(found.values())
        while waiting:
            places = {place for each in waiting for place in each.places}
            self._compare({place.path for place in places})
            waiting = []
            for place in places:
                for each in self._of_files[place.path]:
                    if id(each) not in found and any(map(place.overlaps, each.places)):
                        found[id(each)] = each
                        waiting.append(each)
        return sorted(found.values(), key=lambda each: each.places)

    def classes_around(self, paths: Collection[str]) -> list[CloneClass]:
        """The classes that these matches make."""
        return classes_of(self.around(paths), self._limits.together, self._rest_of)

    def concerned_by(self, topics: Collection[str]) -> set[str]:
        """The files that may have a match now, or have had one, because facts of `topics` changed:
        beside the changed ones those that match them, and those of which others may be compared.
        What was a match before is known from the findings."""
        concerned, pairs = self.index.regrouped(topics)
        changed = self.index.load(topics)
        self._compare(changed)
        concerned.update(changed)
        for path in changed:
            concerned.update(place.path for each in self._of_files[path] for place in each.places)
        pairs = {pair for pair in pairs if not concerned.issuperset(pair)}
        self.index.load([file_topic(path) for pair in pairs for path in pair])
        for pair in pairs:
            if self._between(*pair):
                concerned.update(pair)
        return concerned

    def _compare(self, paths: Iterable[str]) -> None:
        new = [path for path in paths if path not in self._of_files]
        for start in range(0, len(new), _FILES_AT_A_TIME):
            for path, others in self.index.partners(new[start : start + _FILES_AT_A_TIME]).items():
                self._of_files[path] = [
                    each for other in sorted(others) for each in self._between(path, other)
                ]

    def _between(self, path: str, other: str) -> list[FoundMatch]:
        left, right = min(path, other), max(path, other)
        if (left, right) not in self._of_pairs:
            self._of_pairs[left, right] = [
                self._found(left, right, each)
                for row in self._matches(left, right)
                for each in self._widened(left, right, self._apart(left, right, row))
            ]
        return self._of_pairs[left, right]

    def _matches(self, left: str, right: str) -> list[list[Match]]:
        one, other = self.index.record(left), self.index.record(right)
        is_same = left == right
        key = (one.content, other.content, is_same)
        if key not in self._of_contents:
            scale = self._limits.scale(is_test=one.tests == range(len(one.units)))
            chains = Chains(one.columns, other.columns, scale, is_same=is_same)
            seeds = _seeds(one, other, is_same=is_same)
            self._of_contents[key] = list(
                matches(
                    one.units,
                    other.units,
                    chains,
                    seeds,
                    scale,
                    lambda pair: _are_kin(one, other, pair),
                )
            )
        return self._of_contents[key]

    def _apart(self, left: str, right: str, row: list[Match]) -> Iterator[Match]:
        """The copies in a row, without others than whole statements where one of these says a part
        of it, but for the definition that begins behind that."""
        clones = [each for each in row if self._is_clone(left, right, each)]
        whole = [each for each in clones if each.is_whole]
        yield from whole
        for each in clones:
            if each.is_whole:
                continue
            said = _said_by(each, whole, self._limits.part_percent / 100)
            if said is None:
                yield each
            elif each.is_cut and self._begins_definition(left, right, each, said):
                scale = self._limits.scale(is_test=each.left.start in self.index.record(left).tests)
                one, other = self.index.record(left), self.index.record(right)
                rest = behind(each, said, one.units, other.units, scale)
                if rest is not None and self._is_clone_itself(left, right, rest):
                    yield rest

    def _widened(self, left: str, right: str, clones: Iterable[Match]) -> Collection[Match]:
        """The copies, each as the definitions around it where these are alike."""
        one, other = self.index.record(left), self.index.record(right)
        begins = (one.begins_definition, other.begins_definition)
        told: dict[tuple[range, range], Match] = {}
        for each in clones:
            scale = self._limits.scale(is_test=each.left.start in one.tests)
            around = definitions_around(each, one.units, other.units, begins, scale) or each
            told.setdefault((around.left, around.right), around)
        return told.values()

    def _begins_definition(self, left: str, right: str, match: Match, said: Match) -> bool:
        """Whether a definition begins, within a copy, behind another one that begins with it."""
        ours, theirs = said.left.stop, said.right.stop
        return (
            (match.left.start, match.right.start) == (said.left.start, said.right.start)
            and ours in match.left
            and theirs in match.right
            and self.index.record(left).begins_definition(ours)
            and self.index.record(right).begins_definition(theirs)
        )

    def _found(self, left: str, right: str, match: Match) -> FoundMatch:
        one, other = self.index.record(left), self.index.record(right)
        leaves_block = one.leaves_block(match.left) or other.leaves_block(match.right)
        return FoundMatch(
            ClonePlace(left, match.left.start, match.left.stop),
            ClonePlace(right, match.right.start, match.right.stop),
            match,
            tuple(
                self._found(left, right, each) for each in self._definitions_in(left, right, match)
            ),
            runs_on=match.is_cut and leaves_block,
        )

    def _definitions_in(self, left: str, right: str, match: Match) -> list[Match]:
        """The definitions that are copies by themselves of which a match consists, for the most
        part; nothing for one that is otherwise."""
        if not match.is_whole:
            return []
        one, other = self.index.record(left), self.index.record(right)
        inner = definitions_in(
            match,
            one.units,
            other.units,
            lambda pair: one.begins_definition(pair[0]) and other.begins_definition(pair[1]),
            self._limits.scale(is_test=match.left.start in one.tests),
        )
        clones = [each for each in inner if self._is_clone_itself(left, right, each)]
        told = sum(len(each.pairs) for each in clones)
        is_most = told >= self._limits.same_place_percent / 100 * len(match.pairs)
        return clones if is_most else []

    def _rest_of(self, found: FoundMatch, told: Collection[ClonePlace]) -> list[FoundMatch]:
        """What is left of a copy without the statements that overlap places that are told, where it
        is one by itself."""
        if not found.match.is_whole:
            return []
        left, right = found.left.path, found.right.path
        one, other = self.index.record(left), self.index.record(right)

        def is_told(start: Pair, stop: Pair) -> bool:
            places = (ClonePlace(left, start[0], stop[0]), ClonePlace(right, start[1], stop[1]))
            return any(place.overlaps(each) for place in places for each in told)

        rest = rest_of(
            found.match,
            one.units,
            other.units,
            is_told,
            self._limits.scale(is_test=found.left.start in one.tests),
        )
        return [
            self._found(left, right, each)
            for each in rest
            if self._is_clone_itself(left, right, each)
        ]

    def _is_clone_itself(self, left: str, right: str, match: Match) -> bool:
        """Whether what was cut out of a copy is one."""
        is_alike = match.likeness >= self._limits.similarity_percent / 100
        return is_alike and self._is_clone(left, right, match)

    def _is_clone(self, left: str, right: str, match: Match) -> bool:
        one, other = self.index.record(left), self.index.record(right)
        if match.across and not (one.is_of_one(match.left) and other.is_of_one(match.right)):
            return False
        lines = min(one.lines_of(match.left), other.lines_of(match.right))
        return self._limits.admit(
            match,
            lines,
            is_test=match.left.start in one.tests,
            is_definition=one.is_definition(match.left) and other.is_definition(match.right),
        )


def _are_kin(one: CodeRecord, other: CodeRecord, pair: Pair) -> bool:
    """Whether two heads begin with the same word and are not those of definitions."""
    if one.begins_definition(pair[0]) and other.begins_definition(pair[1]):
        return False
    words = (
        _WORD.match(record.text, record.units[index].start)
        for record, index in zip((one, other), pair, strict=True)
    )
    return len({word and word[0] for word in words}) == 1


def _said_by(match: Match, whole: list[Match], part_share: float) -> Match | None:
    """The one copy of whole statements that says a part of another one, if there is one."""
    sharing = [each for each in whole if match.shared_with(each)]
    if len(sharing) != 1 or match.shared_with(sharing[0]) < part_share * len(match.left):
        return None
    return sharing[0]


# What a file repeats more often is compared with the next ones alone.
_MOST_REPEATS = 8
_NEXT_REPEATS = 3


def _seeds(left: CodeRecord, right: CodeRecord, *, is_same: bool) -> set[Pair]:
    """The pairs of units from which an equal window begins."""
    ours, theirs = left.places, right.places
    return {
        pair
        for topic in ours.keys() & theirs.keys()
        for pair in (_in_one(ours[topic]) if is_same else _in_two(ours[topic], theirs[topic]))
    }


def _in_one(places: list[int]) -> Iterator[Pair]:
    reach = len(places) if len(places) <= _MOST_REPEATS else _NEXT_REPEATS
    for index, place in enumerate(places):
        for other in places[index + 1 : index + 1 + reach]:
            yield place, other


def _in_two(ours: list[int], theirs: list[int]) -> Iterator[Pair]:
    for place in ours[:_MOST_REPEATS]:
        for other in theirs[:_MOST_REPEATS]:
            yield place, other
