"""The files of a repository, as its ignore rules see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.work.repository import FileStat
from tinyarms_daemon.domain.work.settling import TreeOperation

# Of a file that is shown, to a person or a model: more is nobody's source.
MOST_SOURCE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RootFacts:
    """What a folder is: its resolved root, and whether git keeps it."""

    root: str
    is_git: bool


class SourceTree(Protocol):
    """Looks at folders; never writes, never follows a symbolic link out of the root."""

    def inspect(self, path: str) -> RootFacts:
        """What is at a path. UsageError where it is no folder that can be listed."""

    def root_of(self, folder: str) -> str:
        """The top of the git work tree that holds a folder; the folder itself outside of one."""

    def list_files(
        self,
        root: str,
        *,
        is_git: bool,
        ignore: Sequence[str],
        excluded_roots: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> Mapping[str, FileStat]:
        """What its ignore rules and `ignore` leave of a root, by path (relative, `/`); with `only`,
        of these paths. Links, pipes and what cannot be read are among it: reading them says why.

        RepositoryUnavailable where the root is gone, unmounted, denied or cannot be listed.
        """

    def unseen(self, root: str, paths: Collection[str]) -> frozenset[str]:
        """Those of these paths that lie in a folder which is there, but may not be looked into."""

    def still_there(self, root: str, paths: Collection[str]) -> frozenset[str]:
        """Those of these paths where a file is, whether it belongs to the root or not."""

    def commit_messages(self, root: str, most: int) -> Collection[str]:
        """The paths (`git:` and a hash) of the messages that name a source file, of the newest
        commits that no remote has, at most so many; none outside of git."""

    def changed_lines(self, root: str, path: str) -> Collection[int] | None:
        """The lines of a file that are not committed as they stand; None where all of it is new, or
        where that cannot be told."""

    def operation_in_progress(self, root: str) -> TreeOperation | None:
        """What git is doing to the work tree now, None where nothing."""

    def read_text(self, root: str, path: str, max_bytes: int) -> str | None:
        """The text of a file as it stands now; None where it cannot be read as text."""
