"""The store as those read it who do not write it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened_facts(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a store that another process writes."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        connection.execute("BEGIN")  # one consistent view of all that is read
        yield connection
    finally:
        connection.close()
