"""Ignore rules as git reads them, for folders and patterns that git itself cannot be asked about.

Bytes against bytes, as git compares them. Matching takes no longer than the name and the pattern
together allow: a hostile pattern must not hold the daemon up.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_UTF8_MARK = b"\xef\xbb\xbf"
_POSIX_CLASSES = {
    b"alnum": rb"[0-9A-Za-z]",
    b"alpha": rb"[A-Za-z]",
    b"blank": rb"[ \t]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"digit": rb"[0-9]",
    b"graph": rb"[!-~]",
    b"lower": rb"[a-z]",
    b"print": rb"[ -~]",
    b"punct": rb"[!-/:-@\[-`{-~]",
    b"space": rb"[ \t-\r]",
    b"upper": rb"[A-Z]",
    b"xdigit": rb"[0-9A-Fa-f]",
}
_SLASH, _STAR = object(), object()


class _NeverMatches(Exception):
    """A pattern that is malformed: git drops it in silence."""


@dataclass(frozen=True, slots=True)
class PathPattern:
    """One line. A segment None stands for any number of folders (`**`)."""

    negated: bool
    folders_only: bool
    anchored: bool
    segments: tuple[re.Pattern[bytes] | None, ...]

    def matches(self, parts: Sequence[bytes], *, is_folder: bool) -> bool:
        """Whether the entry itself is meant; of what lies in a matched folder nothing is asked."""
        if self.folders_only and not is_folder:
            return False
        return _match(self.segments, parts if self.anchored else parts[-1:])


class IgnoreFile:
    """The patterns of a .gitignore. Never raises for what it holds."""

    def __init__(self, content: bytes) -> None:
        lines = content.removeprefix(_UTF8_MARK).split(b"\n")
        patterns = (path_pattern(line.removesuffix(b"\r")) for line in lines)
        self._patterns = tuple(pattern for pattern in patterns if pattern is not None)[::-1]

    def verdict(self, parts: Sequence[bytes], *, is_folder: bool) -> bool | None:
        """True where an entry is ignored, False where it is explicitly not, None where nothing is
        said. `parts` are the names on the way from the file's own folder."""
        for pattern in self._patterns:
            if pattern.matches(parts, is_folder=is_folder):
                return not pattern.negated
        return None


class IgnoredPaths:
    """Which paths a list of patterns, as in a .gitignore at the root, leaves out: those that are
    meant themselves, and all that lies in a folder that is."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._rules = IgnoreFile(b"\n".join(os.fsencode(pattern) for pattern in patterns))
        self._folders = {"": False}

    def __contains__(self, path: str) -> bool:
        folder = path.rpartition("/")[0]
        return self._leaves_out_folder(folder) or self._is_meant(path, is_folder=False)

    def _leaves_out_folder(self, folder: str) -> bool:
        """Asked once of each folder, from the top down: what lies in a left out one is left out."""
        unknown = []
        while folder not in self._folders:
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        left_out = self._folders[folder]
        for each in reversed(unknown):
            left_out = left_out or self._is_meant(each, is_folder=True)
            self._folders[each] = left_out
        return left_out

    def _is_meant(self, path: str, *, is_folder: bool) -> bool:
        return self._rules.verdict(os.fsencode(path).split(b"/"), is_folder=is_folder) is True


def path_pattern(line: bytes) -> PathPattern | None:
    """What one line of a .gitignore means; None where it means nothing."""
    if line.startswith(b"#"):
        return None
    line = _without_trailing_spaces(line)
    negated = line.startswith(b"!")
    line = line[negated:]
    folders_only = line.endswith(b"/")
    line = line[: len(line) - folders_only]
    anchored = b"/" in line
    try:
        segments = _segments(line.removeprefix(b"/"))
    except _NeverMatches:
        return None
    if not anchored:
        segments = tuple(
            re.compile(b".*", re.DOTALL) if each is None else each for each in segments
        )
    return PathPattern(negated, folders_only, anchored, segments)


def _without_trailing_spaces(line: bytes) -> bytes:
    spaces = re.fullmatch(rb"((?:\\.|[^\\ ]| +(?=[^ ]))*)( *)(\\?)", line, re.DOTALL)
    return line if spaces is None or spaces[3] else spaces[1]


def _segments(line: bytes) -> tuple[re.Pattern[bytes] | None, ...]:
    if not line:
        raise _NeverMatches
    segments: list[list[object]] = [[]]
    for token in _tokens(line):
        if token is _SLASH:
            segments.append([])
        else:
            segments[-1].append(token)
    return tuple(
        None if len(each) > 1 and all(token is _STAR for token in each) else _compiled(each)
        for each in segments
    )


def _tokens(line: bytes) -> list[object]:
    """Stars, slashes, and the regular expression of every other single byte."""
    tokens: list[object] = []
    at = 0
    while at < len(line):
        char = line[at : at + 1]
        at += 1
        if char == b"*":
            tokens.append(_STAR)
        elif char == b"?":
            tokens.append(b".")
        elif char == b"[":
            expression, at = _bracket(line, at)
            tokens.append(expression)
        else:
            if char == b"\\":
                char, at = line[at : at + 1], at + 1
                if not char:
                    raise _NeverMatches
            tokens.append(_SLASH if char == b"/" else re.escape(char))
    return tokens


def _bracket(line: bytes, at: int) -> tuple[bytes, int]:
    """The set that begins after `[`, as a regular expression, and where it ends."""
    negated = line[at : at + 1] in (b"!", b"^")
    at += negated
    alternatives: list[bytes] = []
    before: bytes | None = None  # what a range would begin with
    first = True
    while first or line[at : at + 1] != b"]":
        first = False
        posix = re.compile(rb"\[:([^\]]*):\]").match(line, at)
        if posix is not None:
            alternatives.append(_posix_class(posix[1]))
            before, at = None, posix.end()
        elif line[at : at + 1] == b"-" and before and line[at + 1 : at + 2] not in (b"", b"]"):
            last, at = _char(line, at + 1)
            if before <= last:
                alternatives.append(b"[\\x%02x-\\x%02x]" % (before[0], last[0]))
            before = None
        else:
            before, at = _char(line, at)
            alternatives.append(re.escape(before))
    one_of = b"|".join(alternatives) or b"(?!)"
    return (b"(?!%s)." if negated else b"(?=%s).") % (b"(?:" + one_of + b")"), at + 1


def _posix_class(name: bytes) -> bytes:
    if name not in _POSIX_CLASSES:
        raise _NeverMatches
    return _POSIX_CLASSES[name]


def _char(line: bytes, at: int) -> tuple[bytes, int]:
    at += line[at : at + 1] == b"\\"
    char = line[at : at + 1]
    if not char:
        raise _NeverMatches
    return char, at + 1


def _compiled(tokens: Sequence[object]) -> re.Pattern[bytes]:
    """A segment. Between two stars the first match is as good as any other, so that there is
    nothing to try again: the groups are atomic."""
    chunks: list[bytes] = [b""]
    for token in tokens:
        if token is _STAR:
            chunks.append(b"")
        elif isinstance(token, bytes):
            chunks[-1] += token
    first, *others = chunks
    middle = b"".join(b"(?>.*?%s)" % chunk for chunk in others[:-1])
    last = b".*%s" % others[-1] if others else b""
    return re.compile(first + middle + last, re.DOTALL)


def _match(segments: Sequence[re.Pattern[bytes] | None], parts: Sequence[bytes]) -> bool:
    """Whether the segments cover all parts; at the end `**` needs one part at least."""
    segment = part = 0
    folders_at: int | None = None
    tried_from = 0
    while part < len(parts):
        here = segments[segment] if segment < len(segments) else _NOTHING
        if here is None:
            folders_at, tried_from = segment, part
            segment += 1
            if segment == len(segments):
                return True
        elif here.fullmatch(parts[part]):
            segment, part = segment + 1, part + 1
        elif folders_at is not None:
            tried_from += 1
            segment, part = folders_at + 1, tried_from
        else:
            return False
    return segment == len(segments)


_NOTHING = re.compile(rb"(?!)")
