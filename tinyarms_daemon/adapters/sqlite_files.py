"""What SQLite takes in a statement and keeps of a path, and a database that is only read.

Nothing here loads SQLAlchemy: a worker is small, and a command starts fast.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

_VARIABLES_A_STATEMENT = 500  # SQLite's oldest limit is 999

_Value = TypeVar("_Value")


def portions(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """So many at a time, in order."""
    for start in range(0, len(values), _VARIABLES_A_STATEMENT):
        yield values[start : start + _VARIABLES_A_STATEMENT]


def stored_path(path: str) -> str | bytes:
    """A path, or a text that may hold one, as it is kept: a name that is no UTF-8 as its raw bytes,
    so that the file can still be opened."""
    if path.isascii():
        return path
    raw = os.fsencode(path)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    return path


def path_of(stored: str | bytes) -> str:
    """The path that was kept."""
    return os.fsdecode(stored) if isinstance(stored, bytes) else stored


@contextmanager
def opened_to_read(path: Path, *, busy_seconds: float = 5.0) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing and makes no file. sqlite3.Error where there is none."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, busy_seconds, uri=True)) as connection:
        yield connection


@contextmanager
def opened_facts(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a store that another process writes."""
    with opened_to_read(database, busy_seconds=10) as connection:
        connection.execute("BEGIN")  # one consistent view of all that is read
        yield connection
