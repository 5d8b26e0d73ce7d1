"""The store as those read it who do not write it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinyarms_daemon.adapters.read_only import opened_to_read


@contextmanager
def opened_facts(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a store that another process writes."""
    with opened_to_read(database, busy_seconds=10) as connection:
        connection.execute("BEGIN")  # one consistent view of all that is read
        yield connection
