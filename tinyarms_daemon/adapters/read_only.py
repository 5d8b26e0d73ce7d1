"""Opening a database to read it alone, without what SQLAlchemy would load."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def opened_to_read(path: Path, *, busy_seconds: float = 5.0) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing and makes no file. sqlite3.Error where there is none."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, busy_seconds, uri=True)) as connection:
        yield connection
