"""What became of lines and files, as git's history tells it."""

import os
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, run_git
from tinyarms_daemon.adapters.git.source_file import read_source_file
from tinyarms_daemon.domain.commit_message import commit_of
from tinyarms_daemon.ports.line_history import LineReference

# Chosen: a repository with more references than that gets to know of the rest when they are right.
_MOST_QUESTIONS = 200
_MOST_BYTES = 2_000_000
_MOST_LINES_APART = 4_000  # what lies between two texts' equal beginnings and ends
_MOST_RENAMES = 5
_RENAMED = b"R"


class GitLineHistory:
    """The LineHistory port on a work tree.

    Blobs and blames are read at commits, never from the work tree: comparing that would run the
    filters that a repository's configuration names.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._left = _MOST_QUESTIONS
        self._text_at = cache(self._read_text_at)
        self._text_now = cache(self._read_text_now)
        self._blamed = cache(self._read_blame)

    def line_now(self, reference: LineReference, path_now: str) -> int | None:
        """By the commit that wrote the reference: what stood there at the line then."""
        texts = self._texts(reference, path_now)
        return _line_after(*texts, reference.line) if texts is not None else None

    def is_taken_out(self, reference: LineReference, path_now: str) -> bool:
        """By the same two texts, as `line_now` compares them."""
        texts = self._texts(reference, path_now)
        return texts is not None and _is_taken_out(*texts, reference.line)

    def _texts(
        self, reference: LineReference, path_now: str
    ) -> tuple[Sequence[str], Sequence[str]] | None:
        """The lines of a file when the reference was written, and now."""
        if self._left <= 0:
            return None
        self._left -= 1
        commit = self._written_by(reference)
        if commit is None:
            return None
        then, now = self._text_at(commit, reference.path), self._text_now(path_now)
        if then is None or now is None or not 0 < reference.line <= len(then):
            return None
        return then, now

    def renamed_to(self, path: str) -> str | None:
        """By the commit in which it went, if that brought a file like it."""
        if self._left <= 0:
            return None
        self._left -= 1
        renamed = path
        for _ in range(_MOST_RENAMES):
            last = self._git("rev-list", "--max-count=1", "HEAD", "--", renamed).strip()
            found = _renamed_in(self._renames(last.decode("ascii", "replace")), renamed)
            if found is None:
                return None
            if os.path.lexists(os.path.join(self._root, found)):
                return found
            renamed = found
        return None

    def _written_by(self, reference: LineReference) -> str | None:
        """The commit that last wrote the line; None for one that is not committed."""
        commit = commit_of(reference.written_in)
        if commit is not None:
            return commit
        now = self._text_now(reference.written_in)
        committed = self._text_at("HEAD", reference.written_in)
        if now is None or committed is None or not 0 < reference.written_at <= len(now):
            return None
        wanted = now[reference.written_at - 1]
        lines = [number for number, line in enumerate(committed, 1) if line == wanted]
        if not lines:
            return None
        nearest = min(lines, key=lambda number: abs(number - reference.written_at))
        return self._blamed(reference.written_in, nearest)

    def _read_blame(self, path: str, line: int) -> str | None:
        printed = self._git(
            *("blame", "--porcelain", "--no-textconv", "-L", f"{line},{line}"),
            *("HEAD", "--", path),
        )
        return printed.partition(b" ")[0].decode("ascii", "replace") or None

    def _renames(self, commit: str) -> bytes:
        if not commit:
            return b""
        return self._git(
            *("diff-tree", "--root", "-r", "-M", "--no-ext-diff", "--no-textconv"),
            *("--diff-filter=R", "--name-status", "--no-commit-id", "-z", commit, "--"),
        )

    def _read_text_at(self, commit: str, path: str) -> list[str] | None:
        printed = self._git("cat-file", "blob", f"{commit}:{path}")
        return _lines(printed) if printed and len(printed) <= _MOST_BYTES else None

    def _read_text_now(self, path: str) -> list[str] | None:
        content = read_source_file(self._root, path, _MOST_BYTES).content
        return None if content is None else _lines(content)

    def _git(self, *arguments: str) -> bytes:
        try:
            return run_git(self._root, arguments, settings=("blame.ignoreRevsFile=",))
        except (GitMissing, GitFailed):
            return b""


def _lines(content: bytes) -> list[str]:
    return [line.removesuffix("\r") for line in content.decode("utf-8", "replace").split("\n")]


def _renamed_in(printed: bytes, path: str) -> str | None:
    """The new path of a file in what git prints of renames: a mark, the old and the new one."""
    parts = printed.split(b"\0")
    for mark, old, new in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
        if mark.startswith(_RENAMED) and os.fsdecode(old) == path:
            return os.fsdecode(new)
    return None


def _line_after(then: Sequence[str], now: Sequence[str], line: int) -> int | None:
    """The line that a line has become; None for one that was changed or taken out."""
    index = line - 1
    start, end = _equal_ends(then, now)
    if index < start:
        return line
    if index >= len(then) - end:
        return line + len(now) - len(then)
    compared = _compared(then, now)
    for block in compared.get_matching_blocks() if compared is not None else ():
        if block.a <= index - start < block.a + block.size:
            return start + block.b + (index - start - block.a) + 1
    wanted = then[index]
    is_elsewhere = then.count(wanted) == now.count(wanted) == 1
    return now.index(wanted) + 1 if is_elsewhere else None


def _is_taken_out(then: Sequence[str], now: Sequence[str], line: int) -> bool:
    """Whether a line went without another in its place, and is nowhere else."""
    if then[line - 1] in now:
        return False
    index = line - 1 - _equal_ends(then, now)[0]
    compared = _compared(then, now)
    steps = compared.get_opcodes() if compared is not None else ()
    return any(tag == "delete" and first <= index < last for tag, first, last, _, _ in steps)


def _equal_ends(then: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """How many lines two texts begin with alike, and how many they end with alike."""
    shorter = min(len(then), len(now))
    start = next((n for n in range(shorter) if then[n] != now[n]), shorter)
    tail = shorter - start
    return start, next((n for n in range(tail) if then[-1 - n] != now[-1 - n]), tail)


def _compared(then: Sequence[str], now: Sequence[str]) -> SequenceMatcher[str] | None:
    """What lies between the equal ends, compared; None where that is too much."""
    start, end = _equal_ends(then, now)
    ours, theirs = then[start : len(then) - end], now[start : len(now) - end]
    if max(len(ours), len(theirs)) > _MOST_LINES_APART:
        return None
    return SequenceMatcher(None, ours, theirs, autojunk=False)
