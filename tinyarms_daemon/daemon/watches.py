"""Which repositories the system watches, and which only a sweep looks after."""

import os
from collections.abc import Callable

import structlog

from tinyarms_daemon.application.checking.notice_save import NoticeSave
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.watcher import Watcher

log = structlog.get_logger(__name__)


class Watches:
    """Watches begin and end with the book's repositories, and are begun anew where they died.

    `look` is asked to look through a repository whose hints were lost.
    """

    def __init__(
        self,
        *,
        book: RepositoryBook,
        notice: NoticeSave,
        watcher: Watcher,
        look: Callable[[Repository], None],
    ) -> None:
        self._book = book
        self._notice = notice
        self._watcher = watcher
        self._look = look
        self._unwatched: dict[str, str] = {}
        self._lost: set[str] = set()

    def begin(self, repository: Repository) -> None:
        """Take hints for a repository; one that the system refuses to watch is only swept."""
        self._notice.add(repository)
        try:
            self._watcher.watch(repository.root)
            self._unwatched.pop(repository.root, None)
        except RepositoryUnavailable as error:
            self._unwatched[repository.root] = str(error)
            log.warning("repository_not_watched", repository=repository.name, error=str(error))

    def end(self, repository: Repository) -> None:
        """Forget a repository and its hints."""
        self._watcher.unwatch(repository.root)
        self._notice.remove(repository)
        self._unwatched.pop(repository.root, None)
        self._lost.discard(repository.root)

    def lose(self, repository: Repository) -> None:
        """It could not be read: what comes back in its place is watched anew. A disk that is
        mounted again has the device and the numbers that it had, and its watch hears nothing any
        more."""
        self._watcher.unwatch(repository.root)
        self._lost.add(repository.root)

    def begin_anew(self) -> None:
        """Watch what the book says now."""
        for repository in self._book.repositories():
            self._watcher.unwatch(repository.root)
            self.begin(repository)

    def unwatched(self) -> dict[str, str]:
        """Roots that the system does not watch, and why."""
        return dict(self._unwatched)

    def look_after(self) -> None:
        """Revive what died, and have repositories looked at that went away or came back."""
        dead = {*self._watcher.dead_roots(), *self._unwatched, *self._lost}
        for repository in self._book.repositories():
            is_there, was_there = os.path.isdir(repository.root), repository.unavailable is None
            if is_there and repository.root in dead:
                self._revive(repository)
            elif is_there != was_there:
                self._look(repository)

    def _revive(self, repository: Repository) -> None:
        self.end(repository)
        self.begin(repository)
        if repository.root not in self._unwatched:
            log.info("watch_revived", repository=repository.name)
            self._look(repository)

    def close(self) -> None:
        """No more hints."""
        self._watcher.close()
