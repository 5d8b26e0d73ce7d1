"""A watched repository and what is remembered of its files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from posixpath import basename

from tinyarms_daemon.domain.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A folder that is watched. `root` is absolute, with symbolic links resolved.

    `first_scan_at` is the end of its first complete scan (the baseline), None until then;
    `unavailable` says why it cannot be read now, None while it can.
    """

    id: int
    root: str
    name: str
    is_git: bool
    added_at: datetime
    first_scan_at: datetime | None = None
    last_scan_at: datetime | None = None
    unavailable: str | None = None


def free_name(asked: str | None, root: str, taken: Collection[str]) -> str:
    """What a repository is called: as asked, if that is a name and free, or as its folder is, with
    a number where others are called so."""
    if asked is not None:
        if asked in taken:
            raise UsageError(f"Another repository is watched as {asked}; give another --name.")
        if not asked.strip() or not asked.isprintable():
            raise UsageError("A repository's name is some text in one line; give another --name.")
        return asked
    name = basename(root) or root
    numbered = (f"{name}-{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


@dataclass(frozen=True, slots=True)
class FileStat:
    """What a listing tells of a file without opening it."""

    size_bytes: int
    mtime_ns: int
    ctime_ns: int  # also moves when access rights change, or a copy keeps the old mtime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """What the last check of a file saw; None where it did not get so far."""

    path: str
    language: str | None
    stat: FileStat | None
    content_hash: str | None
    profile_digest: str | None
    checked_at: datetime | None
    skip_reason: str | None = None
    gone: bool = False
    deep_digest: str | None = None
