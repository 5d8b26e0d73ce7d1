"""What became of lines and files, as git's history tells it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache, cached_property

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, names_in, run_git
from tinyarms_daemon.adapters.git.past_files import PastFiles, past_files_of
from tinyarms_daemon.adapters.git.source_file import read_source_file
from tinyarms_daemon.domain.work.commit_message import commit_of
from tinyarms_daemon.ports.line_history import LineReference

# Chosen: a repository with more references than that gets to know of the rest when they are right.
_MOST_QUESTIONS = 200
_MOST_BYTES = 2_000_000
_MOST_LINES_APART = 4_000  # what lies between two texts' equal beginnings and ends
_MOST_LINES_LIKE = 400  # among which one that is like another is looked for
_MOST_RENAMES = 5
_MOST_NAMESAKES = 20  # files that went; a name that more had says little
_RENAMED = b"R"


@dataclass(frozen=True, slots=True)
class _Step:
    """Lines that stayed, or that went and came, from the first text to the second."""

    is_equal: bool
    then: range
    now: range


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
        self._last_commit_of = cache(self._read_last_commit)

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
        commit = self._written_by(reference.written_in, reference.written_at)
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
            found = _renamed_in(self._renames(self._last_commit_of(renamed)), renamed)
            if found is None:
                return None
            if self._is_there(found):
                return found
            renamed = found
        return None

    def was_there(self, path: str) -> bool:
        """By any commit that holds it."""
        if self._left <= 0:
            return False
        self._left -= 1
        return bool(self._last_commit_of(path))

    def gone_since(self, name: str, written_in: str, written_at: int) -> str | None:
        """By the commit that last wrote the line, if that holds a file of the name."""
        ending = f"/{name}"
        past = [
            path
            for path in self._past_files.called(os.path.basename(name))
            if f"/{path}".endswith(ending) and not self._is_there(path)
        ]
        if self._left <= 0 or not 0 < len(past) <= _MOST_NAMESAKES:
            return None
        self._left -= 1
        commit = self._written_by(written_in, written_at)
        if commit is None:
            return None
        then = names_in(self._git("ls-tree", "--name-only", "-z", "--", commit, *past))
        beside = os.path.join(os.path.dirname(written_in), name)
        for path in (name, beside, *then[: len(then) == 1]):
            if path in then:
                return path
        return None

    @cached_property
    def _past_files(self) -> PastFiles:
        return past_files_of(self._root)

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(os.path.join(self._root, path))

    def _written_by(self, written_in: str, written_at: int) -> str | None:
        """The commit that last wrote a line; None for one that is not committed."""
        commit = commit_of(written_in)
        if commit is not None:
            return commit
        now = self._text_now(written_in)
        committed = self._text_at("HEAD", written_in)
        if now is None or committed is None or not 0 < written_at <= len(now):
            return None
        wanted = now[written_at - 1]
        lines = [number for number, line in enumerate(committed, 1) if line == wanted]
        if not lines:
            return None
        nearest = min(lines, key=lambda number: abs(number - written_at))
        return self._blamed(written_in, nearest)

    def _read_blame(self, path: str, line: int) -> str | None:
        printed = self._git(
            *("blame", "--porcelain", "--no-textconv", "-L", f"{line},{line}"),
            *("HEAD", "--", path),
        )
        return printed.partition(b" ")[0].decode("ascii", "replace") or None

    def _read_last_commit(self, path: str) -> str:
        printed = self._git("rev-list", "--max-count=1", "HEAD", "--", path)
        return printed.decode("ascii", "replace").strip()

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
    """The line that a line has become, also where it was rewritten to one like it; None for one
    that is not known, or there no more."""
    index = line - 1
    start, end = _equal_ends(then, now)
    if index < start:
        return line
    if index >= len(then) - end:
        return line + len(now) - len(then)
    for step in _steps(then, now):
        if step.then.start <= index < step.then.stop:
            if step.is_equal:
                return step.now.start + (index - step.then.start) + 1
            like = _most_like(then[index], now, [step])
            if like is not None and len(like) == 1:
                return like[0]
    wanted = then[index]
    is_elsewhere = then.count(wanted) == now.count(wanted) == 1
    return now.index(wanted) + 1 if is_elsewhere else None


def _is_taken_out(then: Sequence[str], now: Sequence[str], line: int) -> bool:
    """Whether a line went, and nothing that came is like it."""
    wanted = then[line - 1]
    changed = [step for step in _steps(then, now) if not step.is_equal]
    return (
        wanted not in now
        and any(step.then.start <= line - 1 < step.then.stop for step in changed)
        and _most_like(wanted, now, changed) == []
    )


def _most_like(wanted: str, now: Sequence[str], steps: Sequence[_Step]) -> list[int] | None:
    """The lines, among those that came, of the text that is most like another one; None where too
    many came to be compared."""
    came = {index + 1: now[index].strip() for step in steps for index in step.now}
    if len(came) > _MOST_LINES_LIKE:
        return None
    found = get_close_matches(wanted.strip(), came.values(), n=1)
    return [line for line, text in came.items() if text in found]


def _equal_ends(then: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """How many lines two texts begin with alike, and how many they end with alike."""
    shorter = min(len(then), len(now))
    start = next((n for n in range(shorter) if then[n] != now[n]), shorter)
    tail = shorter - start
    return start, next((n for n in range(tail) if then[-1 - n] != now[-1 - n]), tail)


def _steps(then: Sequence[str], now: Sequence[str]) -> Sequence[_Step]:
    """What lies between the equal ends, step by step; nothing where that is too much."""
    start, end = _equal_ends(then, now)
    ours, theirs = then[start : len(then) - end], now[start : len(now) - end]
    if max(len(ours), len(theirs)) > _MOST_LINES_APART:
        return ()
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [
        _Step(
            is_equal=tag == "equal",
            then=range(start + first, start + last),
            now=range(start + begin, start + stop),
        )
        for tag, first, last, begin, stop in steps
    ]
