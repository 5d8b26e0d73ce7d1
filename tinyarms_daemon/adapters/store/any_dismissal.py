"""Whether anything was set aside, asked without loading what reads the whole store."""

import sqlite3
from contextlib import closing
from pathlib import Path

_BUSY_SECONDS = 0.2


def has_dismissals(path: Path) -> bool:
    """Whether a database of this version holds a dismissal; True where it cannot be told."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, _BUSY_SECONDS, uri=True)) as connection:
            query = "SELECT 1 FROM findings WHERE dismissed_at IS NOT NULL LIMIT 1"
            return connection.execute(query).fetchone() is not None
    except sqlite3.Error:
        return True
