"""What many commands ask first, answered without loading what reads the whole store."""

import sqlite3
from pathlib import Path

from tinyarms_daemon.adapters.sqlite_files import opened_to_read, path_of

_BUSY_SECONDS = 0.2


def has_dismissals(path: Path) -> bool:
    """Whether a database of this version holds a dismissal; True where it cannot be told."""
    try:
        with opened_to_read(path, busy_seconds=_BUSY_SECONDS) as connection:
            query = "SELECT 1 FROM findings WHERE dismissed_at IS NOT NULL LIMIT 1"
            return connection.execute(query).fetchone() is not None
    except sqlite3.Error:
        return True


def watched_roots(path: Path) -> list[str] | None:
    """The roots of the watched repositories in a database of this version; None where it cannot
    be told."""
    try:
        with opened_to_read(path, busy_seconds=_BUSY_SECONDS) as connection:
            rows = connection.execute("SELECT root FROM repositories WHERE removed_at IS NULL")
            return [path_of(root) for (root,) in rows]
    except sqlite3.Error:
        return None
