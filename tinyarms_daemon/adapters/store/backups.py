"""Copies of the database: made by SQLite itself, looked through, and the oldest gone first."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tinyarms_daemon.adapters.store.engine import store_unavailable
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.adapters.store.upgrade import revision_of
from tinyarms_daemon.domain.errors import StoreDamaged, StoreUnavailable

_STAMP = "%Y%m%dT%H%M%SZ"
_PATTERN = "tinyarms-*.db"
_UNFINISHED = "tinyarms-*.partial*"
_LONGEST_COPY = timedelta(hours=1)


def back_up(path: Path, folder: Path, at: datetime, *, keep: int) -> Path:
    """Copy a database that may be in use, named by its time and schema; the oldest copies beyond
    `keep` go.

    A copy counts once it is whole and sound. StoreDamaged where it is not sound, StoreUnavailable
    where there is no database or the copy cannot be written; older copies stay then.
    """
    try:
        return _backed_up(path, folder, at, keep)
    except sqlite3.Error as error:
        raise store_unavailable(path, error) from error
    except OSError as error:
        raise StoreUnavailable(
            f"The database cannot be copied to {folder} ({error.strerror}); free some space, or "
            "make that folder writable for you."
        ) from error


def _backed_up(path: Path, folder: Path, at: datetime, keep: int) -> Path:
    revision = revision_of(path)
    if revision is None:
        raise sqlite3.OperationalError("unable to open database file")
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"tinyarms-{at:{_STAMP}}-schema{revision}.db"
    partial = copy.with_suffix(".partial")
    try:
        _copy(path, partial)
        problems = problems_of(partial)
        if problems:
            raise StoreDamaged(
                f"The database {path} is damaged ({problems[0]}); "
                "a copy of it would be of no use, older ones are kept."
            )
        os.replace(partial, copy)
    finally:
        partial.unlink(missing_ok=True)
    for old in (*sorted(folder.glob(_PATTERN))[:-keep], *_left_behind(folder, at)):
        old.unlink(missing_ok=True)
    return copy


def newest_first(folder: Path) -> list[Path]:
    """Every copy in a folder."""
    return sorted(folder.glob(_PATTERN), reverse=True)


def made_at(copy: Path) -> datetime | None:
    """When a copy was made, by its name; None where that does not say it."""
    try:
        return datetime.strptime(copy.name.split("-")[1], _STAMP).replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return None


def _left_behind(folder: Path, at: datetime) -> list[Path]:
    """What somebody began to copy who was killed then."""
    oldest = at - _LONGEST_COPY
    return [each for each in folder.glob(_UNFINISHED) if (made_at(each) or at) < oldest]


def _copy(path: Path, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file that holds everything
