"""What is known of files beside their text: the marks that a repository's .gitattributes give them,
and the sheet that a style sheet is compiled from.

Read here and not asked of git: a worker may not start programs, and folders without git have the
files as well.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.adapters.git.ignore_file import PathPattern, path_pattern
from tinyarms_daemon.adapters.git.source_file import read_source_file
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.domain.findings.source import NO_MARKS, SourceMarks
from tinyarms_daemon.domain.work.repository import FileStat

_NAME = ".gitattributes"
_MOST_BYTES = 200_000
_WORTH_READING = b"linguist-"
_LINE = re.compile(rb'[ \t]*("(?:[^"\\]|\\.)*"|[^\s"#]\S*)[ \t]+(.*)', re.DOTALL)
_ATTRIBUTE = re.compile(
    rb"(?P<sign>[-!]?)linguist-(?P<name>generated|vendored|documentation)(?:=(?P<value>\S+))?"
)
_NO = (b"false", b"0", b"no", b"off")
_COMPILED = ".css"
_WRITTEN = ("scss", "sass", "less", "styl")
# Folders beside which those of the written sheets stand, under the name of their language.
_OF_COMPILED = word_set("css styles stylesheets")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: of the files that its pattern means, each attribute as True, False, or None."""

    pattern: PathPattern
    says: dict[str, bool | None]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The file of one folder, its lines from the last to the first."""

    lines: tuple[_Line, ...] = ()
    ctime_ns: int = 0


class AttributeFiles:
    """The .gitattributes of a root, each read once. Never raises for what they hold."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._folders: dict[tuple[str, ...], _Folder] = {}
        self._ctimes_ns: dict[str, int] = {}

    def marks(self, path: str) -> SourceMarks:
        """What is said of a file: by the innermost file that says anything, and in it by the last
        line that does."""
        parts = path.split("/")
        folders = self._way_to(parts)
        if not any(folder.lines for folder in folders):
            return NO_MARKS
        names = [os.fsencode(part) for part in parts]
        said: dict[str, bool | None] = {}
        for depth in reversed(range(len(folders))):
            for line in folders[depth].lines:
                if not line.says.keys() <= said.keys() and line.pattern.matches(
                    names[depth:], is_folder=False
                ):
                    said = {**line.says, **said}
        return SourceMarks(
            generated=said.get("generated"),
            vendored=said.get("vendored"),
            documentation=said.get("documentation"),
        )

    def stat_of(self, path: str, stat: FileStat) -> FileStat:
        """A file's stat as seen with its marks: these change when what gives them does, and then
        the file needs a look as if itself had."""
        holder = path.rpartition("/")[0]
        ctime_ns = self._ctimes_ns.get(holder)
        if ctime_ns is None:
            ctime_ns = max(folder.ctime_ns for folder in self._way_to(path.split("/")))
            self._ctimes_ns[holder] = ctime_ns
        if ctime_ns <= stat.ctime_ns:
            return stat
        return FileStat(stat.size_bytes, stat.mtime_ns, ctime_ns)

    def _way_to(self, parts: list[str]) -> list[_Folder]:
        """The folders from the root to the one that holds a file."""
        return [self._folder(tuple(parts[:depth])) for depth in range(len(parts))]

    def _folder(self, parts: tuple[str, ...]) -> _Folder:
        if parts not in self._folders:
            self._folders[parts] = self._read("/".join((*parts, _NAME)))
        return self._folders[parts]

    def _read(self, path: str) -> _Folder:
        if not os.path.lexists(os.path.join(self._root, path)):
            return _Folder()
        read = read_source_file(self._root, path, _MOST_BYTES)
        if read.content is None or read.stat is None or _WORTH_READING not in read.content:
            return _Folder()
        lines = map(_line, read.content.splitlines())
        return _Folder(tuple(filter(None, lines))[::-1], read.stat.ctime_ns)


def _line(written: bytes) -> _Line | None:
    found = _LINE.fullmatch(written)
    if found is None or found[1].startswith((b"!", b"[attr]")):  # refused by git; a macro
        return None
    name = found[1]
    if name.startswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    pattern = path_pattern(name)
    says = {
        each["name"].decode(): _state(each)
        for each in map(_ATTRIBUTE.fullmatch, found[2].split())
        if each is not None
    }
    return _Line(pattern, says) if pattern is not None and says else None


def _state(attribute: re.Match[bytes]) -> bool | None:
    if attribute["sign"] == b"!":
        return None
    return attribute["sign"] != b"-" and attribute["value"] not in _NO


def written_sheet(root: str, path: str) -> str | None:
    """The sheet that a `.css` file of a root is compiled from: the one of its name beside it, or in
    `scss/` beside `css/`. None where there is none."""
    return next(
        (each for each in possible_sheets(path) if os.path.isfile(os.path.join(root, each))), None
    )


def possible_sheets(path: str) -> Iterator[str]:
    """Where the sheet may lie that a `.css` file is compiled from; nowhere for any other file."""
    if not path.endswith(_COMPILED):
        return
    stem = path.removesuffix(_COMPILED)
    folder, _, name = stem.rpartition("/")
    outer, _, inner = folder.rpartition("/")
    for language in _WRITTEN:
        yield f"{stem}.{language}"
        if inner in _OF_COMPILED:
            yield f"{outer}/{language}/{name}.{language}".lstrip("/")
