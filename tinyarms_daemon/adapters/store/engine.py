"""One SQLite database: how it is opened, and how its failures are told."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError

from tinyarms_daemon.domain.errors import StoreUnavailable

# What SQLite says, and what its user can do about it.
_REMEDIES = (
    ("locked", "another process holds it; end that process or try again"),
    ("full", "the disk is full; free some space and try again"),
    ("readonly", "it is read-only; make the file and its folder writable for you"),
    ("unable to open", "the file or its folder cannot be opened; check that both are yours"),
    ("not a database", "it is no SQLite database; put it aside, or restore one from backups/"),
    ("malformed", "it is damaged; put it aside and restore one from backups/"),
    ("disk I/O error", "the disk does not answer as it should; check the disk and try again"),
)


class Database:
    """Connections to the file. Writes are serialized here, so that SQLite never refuses one."""

    def __init__(self, path: Path, *, busy_timeout_seconds: float) -> None:
        self.path = path
        self._busy_timeout_ms = round(busy_timeout_seconds * 1000)
        self._write_lock = threading.Lock()
        self.engine = self._create_engine()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; raises StoreUnavailable for what SQLite refuses."""
        with _told(self.path), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that commits at the end, or not at all; raises StoreUnavailable."""
        with (
            self._write_lock,
            _told(self.path),
            self.engine.connect() as connection,
        ):
            immediate = connection.execution_options(tinyarms_write=True)
            with immediate.begin():
                yield immediate

    def close(self) -> None:
        """Close every connection; the last one leaves the file without its write-ahead log."""
        self.engine.dispose()

    def _create_engine(self) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            connect_args={"timeout": self._busy_timeout_ms / 1000, "check_same_thread": False},
        )
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event decides, not the driver
        for pragma in (
            f"busy_timeout = {self._busy_timeout_ms}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a write later can fail at once, busy timeout or not.
    writes = connection.get_execution_options().get("tinyarms_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if isinstance(error, DBAPIError) and not isinstance(error, DatabaseError):
            raise
        raise store_unavailable(path, error) from error


def store_unavailable(path: Path, error: BaseException) -> StoreUnavailable:
    """The sentence for a failure of the database at `path`."""
    said = str(getattr(error, "orig", None) or error)
    for part, remedy in _REMEDIES:
        if part in said:
            return StoreUnavailable(f"The database {path} cannot be used: {remedy} ({said}).")
    return StoreUnavailable(f"The database {path} cannot be used: {said}.")
