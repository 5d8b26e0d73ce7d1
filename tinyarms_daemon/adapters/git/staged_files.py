"""What git would commit: the index's own content, whatever the work tree holds."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.adapters.git.command import (
    GitFailed,
    has_commit,
    names_in,
    run_git,
    top_by_git,
)
from tinyarms_daemon.domain.errors import UsageError

_REGULAR = (b"100644", b"100755")
# No rename detection and no content: only which entries differ.
_DIFFERING = ("diff-index", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d")


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedIndex:
    """An index: `blobs` are the object ids of its regular files by path (odd bytes as surrogates),
    `staged` the paths among them that differ from HEAD."""

    top: str
    blobs: Mapping[str, str]
    staged: frozenset[str]

    def write(self, paths: Collection[str], folder: Path, max_bytes: int) -> list[str]:
        """Write the content of these paths below a folder; returns those that are larger."""
        wanted = [path for path in paths if path in self.blobs]
        sizes = self._sizes(wanted)
        small = [path for path in wanted if sizes[path] <= max_bytes]
        for path, content in self._contents(small):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return [path for path in wanted if sizes[path] > max_bytes]

    def _sizes(self, paths: list[str]) -> dict[str, int]:
        told = self._ask("--batch-check=%(objectsize)", paths).split(b"\n")
        return {path: int(size) for path, size in zip(paths, told, strict=False)}

    def _contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        said, position = self._ask("--batch=%(objectsize)", paths), 0
        for path in paths:
            end = said.index(b"\n", position)
            size = int(said[position:end])
            yield path, said[end + 1 : end + 1 + size]
            position = end + 1 + size + 1

    def _ask(self, how: str, paths: list[str]) -> bytes:
        asked = "".join(f"{self.blobs[path]}\n" for path in paths)
        return run_git(self.top, ["cat-file", how], stdin=asked.encode("ascii")) if paths else b""


def staged_index(path: str) -> StagedIndex:
    """The index of the work tree that holds `path`. UsageError where there is none.

    Within a hook git may name another index than the work tree's own, as for `git commit FILE`.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    index = os.environ.get("GIT_INDEX_FILE")
    try:
        top = top_by_git(folder)
        chosen = {} if index is None else {"GIT_INDEX_FILE": os.path.join(folder, index)}
        listed = run_git(top, ["ls-files", "--stage", "-z"], environment=chosen)
        differing = run_git(top, [*_DIFFERING, _head(top), "--"], environment=chosen)
    except GitFailed as error:
        raise UsageError(
            f"What is staged below {path} cannot be told ({error}); "
            "name a folder in a git work tree."
        ) from error
    blobs = {
        path: blob.decode("ascii")
        for path, (blob, stage) in _regular_files(listed)
        if stage == b"0"  # conflicts have no content
    }
    staged = frozenset(blobs.keys() & names_in(differing))
    return StagedIndex(top=os.path.realpath(top), blobs=blobs, staged=staged)


def committed_files(index: StagedIndex) -> StagedIndex:
    """The last commit's files in the form of an index; `staged` are those that the next commit
    changes or takes away. No files before the first commit."""
    try:
        listed = run_git(index.top, ["ls-tree", "-r", "-z", "--full-tree", "HEAD"])
    except GitFailed:
        listed = b""
    blobs = {path: said[1].decode("ascii") for path, said in _regular_files(listed)}
    differing = {path for path, blob in blobs.items() if index.blobs.get(path) != blob}
    return StagedIndex(top=index.top, blobs=blobs, staged=frozenset(differing))


def _head(top: str) -> str:
    """What the index is held against; before the first commit, nothing at all."""
    if has_commit(top, "HEAD"):
        return "HEAD"
    return run_git(top, ["hash-object", "-t", "tree", "--stdin"]).decode("ascii").strip()


def _regular_files(listed: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Path of each entry, and what is said of it behind its mode; links and submodules are no
    files."""
    for entry in listed.split(b"\0"):
        described, _, path = entry.partition(b"\t")
        mode, *said = described.split(b" ")
        if mode in _REGULAR:
            yield os.fsdecode(path), said
