"""The copies in a project, looked up through the windows that files share."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b

from tinyarms_daemon.analysis.clone_record import CodeRecord, decode_record
from tinyarms_daemon.ports.project import Project

RECORD = "code"  # the kind of fact that holds a file's record
WINDOW = "window"  # … that says that a file has a window
REPEAT = "repeat"  # … that says that a file has a window twice
_FILE_TOPIC = "file:"

# What so many files have is an idiom, and looked up in vain.
_MOST_FILES = 100
# A few files are compared each with each; of many, each with the next ones in order.
_ALL_WITH_ALL = 8
_NEXT_ONES = 3


def file_topic(path: str) -> str:
    """The topic of a file's record: it changes with whatever changes in the file."""
    digest = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=12)
    return _FILE_TOPIC + digest.hexdigest()


def topics_around(project: Project, topics: Collection[str]) -> set[str]:
    """The topics of all files whose copies may be others when something of `topics` changed."""
    of_files = {topic for topic in topics if topic.startswith(_FILE_TOPIC)}
    index = CloneIndex(project)
    windows = {topic for topic in topics if not topic.startswith(_FILE_TOPIC)}
    for path in index.load(of_files):
        windows.update(window.topic for window in index.record(path).windows)
    return of_files | {file_topic(path) for path in index.files_with(windows)}


class CloneIndex:
    """The records and windows of a project, read as they are needed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._records: dict[str, CodeRecord] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._complete = False

    def record(self, path: str) -> CodeRecord:
        """The record of a file that was loaded."""
        return self._records[path]

    def load(self, topics: Collection[str]) -> list[str]:
        """Read the records of files by their topics; the paths of those that are there."""
        paths = []
        for path, fact in self._project.facts(RECORD, topics):
            paths.append(path)
            if path not in self._records and isinstance(fact.data, str):
                self._records[path] = decode_record(fact.data)
        return paths

    def load_sharing(self) -> list[str]:
        """Read all windows, and the records of all files that have one in common with another, or
        twice; their paths."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for path, fact in self._project.facts(WINDOW):
            groups[fact.topic].append(path)
        self._groups = {topic: tuple(paths) for topic, paths in groups.items()}
        self._complete = True
        sharing = {path for path, _ in self._project.facts(REPEAT)}
        for paths in groups.values():
            if 1 < len(paths) <= _MOST_FILES:
                sharing.update(paths)
        return self.load([file_topic(path) for path in sorted(sharing)])

    def files_with(self, windows: Collection[str]) -> set[str]:
        """The files that have any of the windows."""
        self._read_groups(windows)
        return {path for window in windows for path in self._group(window)}

    def partners(self, paths: Iterable[str]) -> dict[str, set[str]]:
        """For each file those that it is compared with, itself among them where it repeats
        itself; all are loaded."""
        paths = list(paths)
        self._read_groups({w.topic for path in paths for w in self._records[path].windows})
        found: dict[str, set[str]] = {}
        for path in paths:
            topics = [window.topic for window in self._records[path].windows]
            found[path] = {other for topic in topics for other in self._beside(path, topic)}
            if len(set(topics)) < len(topics):
                found[path].add(path)
        wanted = {other for others in found.values() for other in others} - self._records.keys()
        self.load([file_topic(path) for path in sorted(wanted)])
        return found

    def _read_groups(self, windows: Collection[str]) -> None:
        unknown = [] if self._complete else sorted(set(windows) - self._groups.keys())
        groups: defaultdict[str, list[str]] = defaultdict(list)
        if unknown:
            for path, fact in self._project.facts(WINDOW, unknown):
                groups[fact.topic].append(path)
        self._groups.update((topic, tuple(groups[topic])) for topic in unknown)

    def _group(self, window: str) -> tuple[str, ...]:
        """The files with a window, in order; none where it is an idiom."""
        group = self._groups.get(window, ())
        return group if len(group) <= _MOST_FILES else ()

    def _beside(self, path: str, window: str) -> Iterator[str]:
        group = self._group(window)
        if len(group) <= _ALL_WITH_ALL:
            yield from (other for other in group if other != path)
        else:
            at = group.index(path)
            yield from group[max(0, at - _NEXT_ONES) : at]
            yield from group[at + 1 : at + 1 + _NEXT_ONES]
