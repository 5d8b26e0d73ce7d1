"""The copies in a project, followed from file to file."""

from collections.abc import Collection, Iterable

from tinyarms_daemon.analysis.clones.classes import CloneClass, FoundMatch, classes_of
from tinyarms_daemon.analysis.clones.file_pair import FilePair
from tinyarms_daemon.analysis.clones.index import CloneIndex
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.match import Match
from tinyarms_daemon.analysis.file_topic import file_topic

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
        return classes_of(self.around(paths), self._limits.together)

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
        paths = min(path, other), max(path, other)
        if paths not in self._of_pairs:
            pair = FilePair(*paths, self.index, self._limits)
            if pair.contents not in self._of_contents:
                self._of_contents[pair.contents] = pair.rows()
            self._of_pairs[paths] = pair.told_of(self._of_contents[pair.contents])
        return self._of_pairs[paths]
