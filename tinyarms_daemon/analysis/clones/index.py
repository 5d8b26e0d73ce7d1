"""The copies in a project, looked up through the windows that files share."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from tinyarms_daemon.analysis.clones.record import CodeRecord, decode_record
from tinyarms_daemon.analysis.clones.windows import TOGETHER
from tinyarms_daemon.analysis.file_topic import FILE, file_topic
from tinyarms_daemon.domain.findings.project import Fact
from tinyarms_daemon.ports.project import Project

RECORD = "code"  # the kind of fact that holds a file's record
WINDOW = "window"  # … that says that a file has a window
REPEAT = "repeat"  # … that says that a file has a window twice

# Read records take ten times their text, so that no more of it is kept than this.
_MOST_CHARACTERS = 16_000_000
# What so many files have is an idiom, and looked up in vain.
_MOST_FILES = 100
# A few files are compared each with each; of many, each with the next ones in order.
_ALL_WITH_ALL = 8
_NEXT_ONES = 3


class _Group(NamedTuple):
    """The files that have a window, in order."""

    paths: tuple[str, ...]
    weight: int

    def beside(self, path: str) -> Iterator[str]:
        """The files with which one of them is compared for the sake of this window."""
        if len(self.paths) > _MOST_FILES:
            return
        if len(self.paths) <= _ALL_WITH_ALL:
            yield from (other for other in self.paths if other != path)
        else:
            at = self.paths.index(path)
            yield from self.paths[max(0, at - _NEXT_ONES) : at]
            yield from self.paths[at + 1 : at + 1 + _NEXT_ONES]


_ALONE = _Group((), 1)


class CloneIndex:
    """The records and windows of a project, read as they are needed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._records = _Records()
        self._paths: dict[str, str | None] = {}  # of the topics that were looked up
        self._groups: dict[str, _Group] = {}
        self._has_all_groups = False

    def record(self, path: str) -> CodeRecord:
        """The record of a file that was loaded."""
        return self._records.read(path)

    def load(self, topics: Collection[str]) -> list[str]:
        """Read the records of files by their topics; the paths of those that are there."""
        of_files = [topic for topic in topics if topic.startswith(FILE)]
        unknown = [topic for topic in of_files if topic not in self._paths]
        self._paths.update(dict.fromkeys(unknown))
        for path, fact in self._project.facts(RECORD, unknown):
            self._paths[fact.topic] = path
            if isinstance(fact.data, str):
                self._records.add(path, fact.data)
        return sorted(filter(None, (self._paths[topic] for topic in of_files)))

    def load_all(self) -> list[str]:
        """Read all windows that files share, and the records of the files that have enough of
        them in common with others, or twice; their paths."""
        self._keep_groups(self._project.facts(WINDOW, self._project.shared_topics(WINDOW)))
        self._has_all_groups = True
        shared: Counter[tuple[str, str]] = Counter()
        for group in self._groups.values():
            for path in group.paths:
                for other in group.beside(path):
                    shared[path, other] += group.weight
        sharing = {path for (path, _), weight in shared.items() if weight >= TOGETHER}
        sharing.update(path for path, _ in self._project.facts(REPEAT))
        return self.load([file_topic(path) for path in sorted(sharing)])

    def partners(self, paths: Iterable[str]) -> dict[str, set[str]]:
        """For each file those that it is compared with, itself among them where it repeats
        itself; all are loaded."""
        windows = {path: Counter(w.topic for w in self.record(path).windows) for path in paths}
        self._read_groups({topic for topics in windows.values() for topic in topics})
        found = {path: self._partners_of(path, topics) for path, topics in windows.items()}
        wanted = {
            other for others in found.values() for other in others if other not in self._records
        }
        self.load([file_topic(path) for path in sorted(wanted)])
        return found

    def regrouped(self, topics: Collection[str]) -> tuple[set[str], set[tuple[str, str]]]:
        """What may be compared otherwise since other files have windows of `topics` now: files that
        may have lost a partner, and pairs of files that may be partners only now."""
        changed = {*self.load(topics)}
        many = sum(topic.startswith(FILE) for topic in topics)
        windows = {topic for topic in topics if not topic.startswith(FILE)}
        self._read_groups(windows)
        files: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        for window in windows:
            paths = self._groups[window].paths
            others = [path for path in paths if path not in changed]
            if _ALL_WITH_ALL < len(paths) <= _MOST_FILES + many:
                files.update(others)  # of many files who comes next to whom is another now
            elif len(paths) <= _ALL_WITH_ALL < len(others) + many:
                pairs.update(combinations(others, 2))  # each with each now, before not, perhaps
        return files, pairs

    def _partners_of(self, path: str, topics: Mapping[str, int]) -> set[str]:
        shared: Counter[str] = Counter()
        for topic, number in topics.items():
            group = self._groups.get(topic, _ALONE)
            if number > 1:
                shared[path] = TOGETHER
            shared.update(dict.fromkeys(group.beside(path), group.weight))
        return {other for other, weight in shared.items() if weight >= TOGETHER}

    def _read_groups(self, windows: Collection[str]) -> None:
        if self._has_all_groups:
            return
        unknown = sorted(set(windows) - self._groups.keys())
        self._keep_groups(self._project.facts(WINDOW, unknown) if unknown else ())
        for window in unknown:
            self._groups.setdefault(window, _ALONE)

    def _keep_groups(self, facts: Iterable[tuple[str, Fact]]) -> None:
        paths: defaultdict[str, list[str]] = defaultdict(list)
        weights: dict[str, int] = {}
        for path, fact in facts:
            paths[fact.topic].append(path)
            weights[fact.topic] = fact.data if isinstance(fact.data, int) else 1
        for topic, found in paths.items():
            self._groups[topic] = _Group(tuple(found), weights[topic])


class _Records:
    """Records as they are stored, those asked for last ready to be used."""

    def __init__(self) -> None:
        self._stored: dict[str, str] = {}
        self._ready: OrderedDict[str, CodeRecord] = OrderedDict()
        self._characters = 0

    def __contains__(self, path: str) -> bool:
        return path in self._stored

    def add(self, path: str, stored: str) -> None:
        """Keep what is stored of a file; nothing for one that is there."""
        self._stored.setdefault(path, stored)

    def read(self, path: str) -> CodeRecord:
        """The record of a file that was added."""
        if path in self._ready:
            self._ready.move_to_end(path)
            return self._ready[path]
        record = self._ready[path] = decode_record(self._stored[path])
        self._characters += len(record.text)
        while self._characters > _MOST_CHARACTERS and len(self._ready) > 2:
            _, oldest = self._ready.popitem(last=False)
            self._characters -= len(oldest.text)
        return record
