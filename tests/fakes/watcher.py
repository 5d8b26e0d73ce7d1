"""A watcher without a file system, and a handler that remembers its hints."""

import threading

from tinyarms_daemon.domain.errors import RepositoryUnavailable


class RecordingWatcher:
    """The Watcher port: `roots` are watched, `refused` ones are not, `dead` ones have ended."""

    def __init__(self, refused: frozenset[str] = frozenset()) -> None:
        self.roots: list[str] = []
        self.refused = refused
        self.dead: list[str] = []
        self.closed = False

    def watch(self, root: str) -> None:
        """Remember a root once."""
        if root in self.refused:
            raise RepositoryUnavailable(f"{root} cannot be watched.")
        if root not in self.roots:
            self.roots.append(root)

    def unwatch(self, root: str) -> None:
        """Forget it."""
        if root in self.roots:
            self.roots.remove(root)

    def dead_roots(self) -> list[str]:
        """What a test says has ended."""
        return [root for root in self.dead if root in self.roots]

    def close(self) -> None:
        """Forget everything."""
        self.roots.clear()
        self.closed = True


class RecordingHints:
    """The HintHandler: `wait_for` lets a test wait until a hint has come."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.files: list[tuple[str, str]] = []
        self.trees: list[str] = []

    def file_touched(self, root: str, path: str) -> None:
        """Remember a file."""
        with self._condition:
            self.files.append((root, path))
            self._condition.notify_all()

    def tree_touched(self, root: str) -> None:
        """Remember a root."""
        with self._condition:
            self.trees.append(root)
            self._condition.notify_all()

    def paths(self) -> set[str]:
        """Every path hinted at."""
        with self._condition:
            return {path for _, path in self.files}

    def wait_for_file(self, path: str) -> bool:
        """True as soon as the path was hinted at, False after a long time."""
        return self._wait(lambda: any(each == path for _, each in self.files))

    def wait_for_tree(self, root: str) -> bool:
        """True as soon as the root was hinted at, False after a long time."""
        return self._wait(lambda: root in self.trees)

    def _wait(self, condition) -> bool:  # type: ignore[no-untyped-def]
        with self._condition:
            return bool(self._condition.wait_for(condition, timeout=30))
