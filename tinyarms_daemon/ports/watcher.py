"""The file system's hints that something was written."""

from typing import Protocol


class Watcher(Protocol):
    """Hints may come twice, late, or not at all: content hashes are the truth."""

    def watch(self, root: str) -> None:
        """Begin to hint at a root; nothing if it is watched already.

        RepositoryUnavailable where the system refuses (too many watches, access denied).
        """

    def unwatch(self, root: str) -> None:
        """Stop; nothing if it is not watched."""

    def dead_roots(self) -> list[str]:
        """Roots whose watch has ended by itself."""

    def close(self) -> None:
        """End every watch and thread."""


class HintHandler(Protocol):
    """Who is told. Called from the watcher's threads; must be quick."""

    def file_touched(self, root: str, path: str) -> None:
        """A file may have been written, created, moved or deleted; the path is relative."""

    def tree_touched(self, root: str) -> None:
        """More changed than single files can say: a folder moved, or hints were lost."""
