"""Folders without a file system."""

from collections.abc import Collection, Mapping, Sequence

from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.work.repository import FileStat
from tinyarms_daemon.domain.work.settling import TreeOperation
from tinyarms_daemon.ports.source_tree import RootFacts


class FixedTree:
    """The SourceTree port: `roots` holds the files of each root, by path; `texts` what they say;
    `commits` the paths of messages.

    A root that is not there cannot be read; those in `plain` are no git work trees; folders in
    `denied` cannot be looked into.
    """

    def __init__(self, roots: Mapping[str, Mapping[str, FileStat]] | None = None) -> None:
        self.roots = {root: dict(files) for root, files in (roots or {}).items()}
        self.plain: set[str] = set()
        self.texts: dict[tuple[str, str], str] = {}
        self.denied: set[str] = set()
        self.commits: dict[str, list[str]] = {}
        self.changes: dict[str, Collection[int]] = {}
        self.operation: TreeOperation | None = None
        self.listings: list[Collection[str] | None] = []

    def write(self, root: str, path: str, *, at_ns: int = 1, size_bytes: int = 10) -> None:
        """Save a file."""
        self.roots.setdefault(root, {})[path] = FileStat(size_bytes, at_ns, at_ns)

    def delete(self, root: str, path: str) -> None:
        """Delete a file."""
        del self.roots[root][path]

    def inspect(self, path: str) -> RootFacts:
        """A root that is there is what it was said to be."""
        if path not in self.roots:
            raise UsageError(f"{path} does not exist; name a folder that does.")
        return RootFacts(path, is_git=path not in self.plain)

    def root_of(self, folder: str) -> str:
        """The root that holds a folder, or the folder."""
        holding = [root for root in self.roots if f"{folder}/".startswith(f"{root}/")]
        return max(holding, key=len, default=folder)

    def list_files(
        self,
        root: str,
        *,
        is_git: bool,
        ignore: Sequence[str],
        excluded_roots: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> Mapping[str, FileStat]:
        """The prepared files; a pattern ignores the path that is equal to it."""
        self.listings.append(only)
        if root not in self.roots:
            raise RepositoryUnavailable(f"{root} cannot be read: moved, unmounted?")
        nested = tuple(f"{other[len(root) + 1 :]}/" for other in excluded_roots)
        return {
            path: stat
            for path, stat in self.roots[root].items()
            if (only is None or path in only)
            and path not in self.unseen(root, [path])
            and path not in ignore
            and not (nested and path.startswith(nested))
        }

    def unseen(self, root: str, paths: Collection[str]) -> frozenset[str]:
        """Those below a folder that is denied."""
        return frozenset(
            path for path in paths for folder in self.denied if path.startswith(f"{folder}/")
        )

    def still_there(self, root: str, paths: Collection[str]) -> frozenset[str]:
        """Those of the prepared files."""
        return frozenset(paths).intersection(self.roots.get(root, ()))

    def commit_messages(self, root: str, most: int) -> Collection[str]:
        """The prepared paths."""
        return self.commits.get(root, [])[:most]

    def changed_lines(self, root: str, path: str) -> Collection[int] | None:
        """The prepared lines."""
        return self.changes.get(path)

    def operation_in_progress(self, root: str) -> TreeOperation | None:
        """The prepared operation."""
        return self.operation

    def read_text(self, root: str, path: str, max_bytes: int) -> str | None:
        """The prepared text."""
        return self.texts.get((root, path))
