"""Which copies of two files, or of one with itself, are told."""

from collections.abc import Iterable, Iterator

from tinyarms_daemon.analysis.clones.classes import ClonePlace, FoundMatch
from tinyarms_daemon.analysis.clones.comparison import Comparison
from tinyarms_daemon.analysis.clones.index import CloneIndex
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Match


class FilePair:
    """Two files that are compared, by their paths."""

    def __init__(self, left: str, right: str, index: CloneIndex, limits: CloneLimits) -> None:
        self._paths = (left, right)
        self._left, self._right = index.record(left), index.record(right)
        self._limits = limits
        self._comparison = Comparison(self._left, self._right, limits)

    @property
    def contents(self) -> tuple[str, str, bool]:
        """What all pairs have in common that are compared alike."""
        return self._left.content, self._right.content, self._left is self._right

    def rows(self) -> list[list[Match]]:
        """The copies in each row of equal units, told or not."""
        return self._comparison.rows()

    def told_of(self, rows: Iterable[list[Match]]) -> list[FoundMatch]:
        """What is told of the copies in rows, each with what stands around it where that is
        alike."""
        found: list[FoundMatch] = []
        for row in rows:
            told: dict[tuple[range, range], Match] = {}
            for each in self._apart(row):
                around = self._comparison.around(each) or each
                told.setdefault((around.left, around.right), around)
            found += map(self._found, told.values())
        return found

    def _apart(self, row: list[Match]) -> Iterator[Match]:
        """The copies in a row, without others than whole statements where one of these says a part
        of it, but for the definition that begins behind that."""
        clones = [each for each in row if self._is_clone(each)] or self._around(row)
        whole = [each for each in clones if each.is_whole]
        yield from whole
        for each in clones:
            if each.is_whole:
                continue
            said = self._said_by(each, whole)
            if said is None:
                yield each
            elif each.is_cut and self._begins_definition(each, said):
                rest = self._comparison.behind(each, said)
                yield from self._clones([rest] if rest else [])

    def _around(self, row: Iterable[Match]) -> list[Match]:
        """What stands around copies that are too small to be told: where it does more than to call
        and to hand on, it is told if it is enough as a whole, with what was edited in it."""
        around = filter(None, map(self._comparison.around, row))
        least = self._limits.uses_decisions_percent / 100
        return [each for each in around if each.decisions >= least and self._is_clone(each)]

    def _said_by(self, match: Match, whole: list[Match]) -> Match | None:
        """The one copy of whole statements that says a part of another one, if there is one."""
        sharing = [each for each in whole if match.shared_with(each)]
        least = self._limits.part_percent / 100 * len(match.left)
        return sharing[0] if len(sharing) == 1 and match.shared_with(sharing[0]) >= least else None

    def _begins_definition(self, match: Match, said: Match) -> bool:
        """Whether a definition begins, within a copy, behind another one that begins with it."""
        behind = (said.left.stop, said.right.stop)
        return (
            (match.left.start, match.right.start) == (said.left.start, said.right.start)
            and behind[0] in match.left
            and behind[1] in match.right
            and self._comparison.begins_definition(behind)
        )

    def _found(self, match: Match) -> FoundMatch:
        one, other = self._left, self._right
        leaves_block = one.leaves_block(match.left) or other.leaves_block(match.right)
        return FoundMatch(
            ClonePlace(self._paths[0], match.left.start, match.left.stop),
            ClonePlace(self._paths[1], match.right.start, match.right.stop),
            match,
            tuple(map(self._found, self._definitions_in(match))),
            runs_on=match.is_cut and leaves_block,
        )

    def _definitions_in(self, match: Match) -> list[Match]:
        """The definitions that are copies by themselves of which a match consists, for the most
        part; nothing for one that is otherwise."""
        if not match.is_whole:
            return []
        clones = self._clones(self._comparison.definitions_in(match))
        told = sum(len(each.pairs) for each in clones)
        is_most = told >= self._limits.same_place_percent / 100 * len(match.pairs)
        return clones if is_most else []

    def _clones(self, parts: Iterable[Match]) -> list[Match]:
        """Those of the parts that were cut out of a copy which are copies by themselves."""
        least = self._limits.similarity_percent / 100
        return [each for each in parts if each.likeness >= least and self._is_clone(each)]

    def _is_clone(self, match: Match) -> bool:
        one, other = self._left, self._right
        if match.across and not (one.ends_whole(match.left) and other.ends_whole(match.right)):
            return False
        return self._limits.admit(
            match,
            min(one.lines_of(match.left), other.lines_of(match.right)),
            is_test=match.left.start in one.tests,
            is_definition=one.is_definition(match.left) and other.is_definition(match.right),
        )
