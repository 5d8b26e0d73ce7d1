"""Reading one source file that may be anything: never through a link, never more than asked for."""

import os
import stat
from dataclasses import dataclass

from tinyarms_daemon.domain.work.repository import FileStat

_EVICTED = 0x40000000  # SF_DATALESS of macOS: the content lies in the cloud, reading fetches it


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What reading brought: content, or why there is none (`missing`: no such file; `is_file`
    False: a link, a pipe or the like)."""

    stat: FileStat | None = None
    content: bytes | None = None
    problem: str | None = None
    missing: bool = False
    is_file: bool = True


def read_source_file(root: str, path: str, max_bytes: int) -> SourceFile:
    """Read `path` below `root`; never raises for what is there."""
    full = os.path.join(root, path)
    try:
        found = os.lstat(full)
        if problem := _refusal(root, full, found, max_bytes):
            is_file = stat.S_ISREG(found.st_mode)
            return SourceFile(stat=file_stat(found), problem=problem, is_file=is_file)
        # Not blocking, for what has become a pipe since the look above.
        descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            opened = os.fstat(file.fileno())
            if not stat.S_ISREG(opened.st_mode):
                problem = "not a regular file"
                return SourceFile(stat=file_stat(opened), problem=problem, is_file=False)
            content = file.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # no file can have such a name
        return SourceFile(missing=True)
    except OSError as error:
        return SourceFile(problem=f"cannot be read: {error.strerror}", stat=stat_of(full))
    if len(content) > max_bytes:
        return SourceFile(stat=file_stat(opened), problem=_too_large(len(content), max_bytes))
    return SourceFile(stat=file_stat(opened), content=content)


def _refusal(root: str, full: str, found: os.stat_result, max_bytes: int) -> str | None:
    if stat.S_ISLNK(found.st_mode):
        return "a symbolic link: its target is checked where it lies, if it is watched"
    if not stat.S_ISREG(found.st_mode):
        return "not a regular file"
    if os.path.realpath(full) != os.path.join(os.path.realpath(root), os.path.relpath(full, root)):
        return "reached only through a symbolic link"
    if getattr(found, "st_flags", 0) & _EVICTED:
        return "evicted to the cloud; it is checked once it is back on this disk"
    if found.st_size > max_bytes:
        return _too_large(found.st_size, max_bytes)
    return None


def _too_large(size_bytes: int, max_bytes: int) -> str:
    return f"larger than analysis.max_file_size ({size_bytes:,} of {max_bytes:,} bytes)"


def file_stat(found: os.stat_result) -> FileStat:
    """What is kept of a file's stat."""
    return FileStat(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def stat_of(full: str) -> FileStat | None:
    """What a listing would tell of a file; None where there is no such file to be seen."""
    try:
        return file_stat(os.lstat(full))
    except OSError:
        return None
