"""A watched repository and what is remembered of its files."""

from dataclasses import dataclass
from datetime import datetime


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
