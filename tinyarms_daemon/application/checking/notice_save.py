"""From the watcher's hints to a check of what has settled."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tinyarms_daemon.analysis.languages import may_be_source
from tinyarms_daemon.domain.folders import lies_in
from tinyarms_daemon.domain.work.commit_message import COMMITS
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.domain.work.settling import SettlePolicy, Unsettled, settled
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.source_tree import SourceTree
from tinyarms_daemon.ports.timer import Timer

# Files that change what is listed, or how it is checked: more than themselves needs a look.
_FAR_REACHING = frozenset({".gitignore", ".gitattributes", ".tinyarms.yaml"})


@dataclass(slots=True)
class _Watched:
    repository: Repository
    waiting: dict[str, Unsettled] = field(default_factory=dict)
    storm: Unsettled | None = None


@dataclass(slots=True, kw_only=True)
class NoticeSave:
    """Waits for each file to settle, and for a whole repository in a storm.

    `check` is called in the timer's thread with a repository and the paths that have settled, or
    None for all of it. A hint is a path; nothing is read here.
    """

    policy: SettlePolicy
    rename_grace: timedelta
    timer: Timer
    clock: Clock
    tree: SourceTree
    own_folder: str
    check: Callable[[Repository, list[str] | None], None]
    prepare: Callable[[], None]
    _watched: dict[str, _Watched] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def add(self, repository: Repository) -> None:
        """Take hints for a repository."""
        with self._lock:
            self._watched[repository.root] = _Watched(repository)

    def remove(self, repository: Repository) -> None:
        """Drop its hints, and what was waiting to settle."""
        with self._lock:
            self._watched.pop(repository.root, None)
        self.timer.forget(_save_key(repository, ""))
        self.timer.forget(_storm_key(repository))

    def forget_hints(self) -> None:
        """Drop what was waiting to settle, of every repository; a sweep finds what it was about."""
        with self._lock:
            for watched in self._watched.values():
                watched.waiting.clear()
                watched.storm = None
                self.timer.forget(_save_key(watched.repository, ""))
                self.timer.forget(_storm_key(watched.repository))

    def file_touched(self, root: str, path: str) -> None:
        if lies_in(f"{root}/{path}", self.own_folder):
            return
        if path.rpartition("/")[2] in _FAR_REACHING:
            self.tree_touched(root)
        elif path == COMMITS or may_be_source(path):
            self._touch_file(root, path)

    def tree_touched(self, root: str) -> None:
        with self._lock:
            watched = self._watched.get(root)
            if watched is not None:
                self._touch_tree(watched)

    def _touch_file(self, root: str, path: str) -> None:
        now = self.clock.now()
        with self._lock:
            watched = self._watched.get(root)
            if watched is None:
                return
            if watched.storm is not None:
                watched.storm = watched.storm.touched(now)
                return
            file = watched.waiting.get(path, Unsettled(now, now)).touched(now)
            watched.waiting[path] = file
            if len(watched.waiting) > self.policy.storm_paths:
                self._touch_tree(watched)
                return
            self.timer.wake_at(
                _save_key(watched.repository, path),
                file.due_at(self.policy),
                lambda: self._files_due(root),
            )
        self.prepare()

    def _touch_tree(self, watched: _Watched) -> None:
        """Begin a storm or go on with it; what waited alone is part of it."""
        now = self.clock.now()
        if watched.storm is not None:
            watched.storm = watched.storm.touched(now)
            return
        first_at = min((file.first_at for file in watched.waiting.values()), default=now)
        watched.storm = Unsettled(first_at, now)
        watched.waiting.clear()
        self.timer.forget(_save_key(watched.repository, ""))
        self._wait_for_storm(watched, watched.storm)

    def _wait_for_storm(self, watched: _Watched, storm: Unsettled) -> None:
        root = watched.repository.root
        due_at = max(storm.due_at(self.policy), self.clock.now() + self.policy.settle / 2)
        self.timer.wake_at(_storm_key(watched.repository), due_at, lambda: self._storm_due(root))

    def _files_due(self, root: str) -> None:
        now = self.clock.now()
        operation = self.tree.operation_in_progress(root)
        with self._lock:
            watched = self._watched.get(root)
            if watched is None:
                return
            paths = settled(watched.waiting, self.policy, now, self.rename_grace)
            if not paths:
                return
            if operation is not None:  # what git writes settles as one
                self._touch_tree(watched)
                return
            for path in paths:
                del watched.waiting[path]
        self.check(watched.repository, paths)

    def _storm_due(self, root: str) -> None:
        operation = self.tree.operation_in_progress(root)
        with self._lock:
            watched = self._watched.get(root)
            if watched is None or watched.storm is None:
                return
            if watched.storm.due_at(self.policy, operation) > self.clock.now():
                self._wait_for_storm(watched, watched.storm)
                return
            watched.storm = None
        self.check(watched.repository, None)


def _save_key(repository: Repository, path: str) -> str:
    return f"save:{repository.id}:{path}"


def _storm_key(repository: Repository) -> str:
    return f"storm:{repository.id}"
