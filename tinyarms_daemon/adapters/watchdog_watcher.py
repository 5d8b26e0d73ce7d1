"""watchdog's native observer: FSEvents on macOS, inotify on Linux."""

import logging
import os
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.work.commit_message import COMMITS
from tinyarms_daemon.ports.watcher import HintHandler

# Opening and reading are not asked for: our own reading would wake us again.
_WANTED: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_GIT = ".git"
_LOGS = "logs"
_EXCLUDE = [_GIT, "info", "exclude"]
_Identity = tuple[int, int] | None


class WatchdogWatcher:
    """The Watcher port on watchdog; one recursive watch for each root."""

    def __init__(self, handler: HintHandler) -> None:
        self._handler = handler
        # watchdog warns of a folder that it adds twice, as a new one within a new one; an observer
        # whose warnings are errors would end with it.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer = _started_observer()
        self._watches: dict[str, tuple[ObservedWatch, _Identity]] = {}
        self._lock = threading.Lock()
        self._complaints = _Complaints(self._lost_hints)
        logging.getLogger("watchdog").addHandler(self._complaints)
        logging.getLogger("fsevents").addHandler(self._complaints)

    def watch(self, root: str) -> None:
        with self._lock:
            if root in self._watches:
                return
            self._revive_observer()
            try:
                identity = _identity(root)
                watch = self._observer.schedule(
                    _Hints(root, self._handler), root, recursive=True, event_filter=_WANTED
                )
            except OSError as error:
                raise RepositoryUnavailable(
                    f"{root} cannot be watched ({error.strerror or error}); changes are found by "
                    "the regular sweep only. On Linux, raise fs.inotify.max_user_watches."
                ) from error
            self._watches[root] = watch, identity

    def unwatch(self, root: str) -> None:
        with self._lock:
            watch, _ = self._watches.pop(root, (None, None))
            if watch is not None:
                with suppress(KeyError, OSError):  # of an observer that has died
                    self._observer.unschedule(watch)

    def dead_roots(self) -> list[str]:
        """Roots whose watch has ended by itself, or goes on at a folder that was moved away."""
        with self._lock:
            if _has_died(self._observer):
                return list(self._watches)
            alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
            return [
                root
                for root, (watch, identity) in self._watches.items()
                if watch not in alive or _identity(root) != identity
            ]

    def close(self) -> None:
        logging.getLogger("watchdog").removeHandler(self._complaints)
        logging.getLogger("fsevents").removeHandler(self._complaints)
        _end(self._observer)

    def _revive_observer(self) -> None:
        """An observer of which a thread has ended cannot be started again; its watches stay dead
        until they are watched anew."""
        if _has_died(self._observer):
            _end(self._observer)
            self._observer = _started_observer()

    def _lost_hints(self) -> None:
        for root in list(self._watches):
            self._handler.tree_touched(root)


def _started_observer() -> BaseObserver:
    observer = Observer()
    observer.start()
    return observer


def _has_died(observer: BaseObserver) -> bool:
    """Whether nothing reads what the system tells, or nothing hands it on."""
    reader = _inotify_of(observer)
    return not observer.is_alive() or (reader is not None and not reader.is_alive())


def _end(observer: BaseObserver) -> None:
    reader = _inotify_of(observer)
    has_failed = reader is not None and not reader.is_alive()
    with suppress(OSError):
        observer.unschedule_all()  # the emitters' threads, should the observer's own have died
    observer.stop()
    observer.join()
    if has_failed:  # else it closes these itself
        for descriptor in (reader._inotify_fd, reader._kill_r, reader._kill_w):
            with suppress(OSError):
                os.close(descriptor)


def _inotify_of(observer: BaseObserver) -> Any:
    """On Linux the thread that reads for all watches of an observer, whose other threads go on, and
    hear of nothing any more, when it has ended; None elsewhere."""
    return getattr(observer, "_inotify_fd", None)


def _identity(root: str) -> _Identity:
    """Which folder it is, whatever its name; inotify follows that, not the name."""
    try:
        found = os.stat(root)
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Hints(FileSystemEventHandler):
    """Translates the events of one root; everything below a .git is git's own business, but for
    what it is told to ignore, and its logs of what was committed and pushed: they tell that there
    are messages to look at."""

    def __init__(self, root: str, handler: HintHandler) -> None:
        self._root = os.path.realpath(root)
        self._watched_root = root
        self._handler = handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        for raw in (event.src_path, event.dest_path):
            path = os.path.relpath(os.fsdecode(raw), self._root) if raw else _GIT
            names = path.split(os.sep)
            if names[:2] == [_GIT, _LOGS]:
                self._handler.file_touched(self._watched_root, COMMITS)
                continue
            if names[: len(_EXCLUDE)] == _EXCLUDE:
                self._handler.tree_touched(self._watched_root)
                continue
            if _GIT in names or names[0] == os.pardir:
                continue
            if event.is_directory:
                self._handler.tree_touched(self._watched_root)
            else:
                self._handler.file_touched(self._watched_root, path)


class _Complaints(logging.Handler):
    """watchdog tells of dropped events (a full queue, FSEvents' flags) and of dying threads only
    in its log: whatever it warns of there means that hints may have been lost."""

    def __init__(self, lost_hints: Callable[[], None]) -> None:
        super().__init__(level=logging.WARNING)
        self._lost_hints = lost_hints

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        self._lost_hints()
