"""One SQLite database: how it is opened, and how its failures are told."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, ProgrammingError

from tinyarms_daemon.adapters.store.integrity import is_damage
from tinyarms_daemon.domain.errors import StoreDamaged, StoreUnavailable

# What SQLite says, and what its user can do about it.
_REMEDIES = (
    ("locked", "another process holds it; end that process or try again"),
    ("full", "the disk is full; free some space and try again"),
    ("readonly", "it is read-only; make the file and its folder writable for you"),
    ("unable to open", "the file or its folder cannot be opened; check that both are yours"),
    ("not a database", "it is no SQLite database; put it aside, or restore one from backups/"),
    ("malformed", "it is damaged; the next start of the daemon restores its last good copy"),
    ("disk I/O error", "the disk does not answer as it should; check the disk and try again"),
)


# What SQLite refuses because of what we said, not because of its own state.
_OUR_OWN = (DataError, IntegrityError, InterfaceError, ProgrammingError)

# A checkpoint is tried when the log has this many pages (SQLite's own default, 4 MB) ...
_CHECKPOINT_PAGES = 1000
# ... and a log that a long reader let grow is cut back to this.
_LOG_BYTES = 16 * 1024 * 1024
# SQLite's shared memory beside a database takes this much at least.
_LEAST_ROOM_BYTES = 64 * 1024

OnTrouble = Callable[[StoreUnavailable | None], None]


class Database:
    """Connections to the file. Writes are serialized here, so that SQLite never refuses one.

    `on_trouble` hears of the first write that fails, and (None) of the first that succeeds again
    and changes something: to write nothing succeeds on a full disk as well.
    """

    def __init__(
        self, path: Path, *, busy_timeout_seconds: float, on_trouble: OnTrouble = lambda _: None
    ) -> None:
        self.path = path
        self.is_damaged = False
        self._on_trouble = on_trouble
        self._is_in_trouble = False
        self._busy_timeout_ms = round(busy_timeout_seconds * 1000)
        self._write_lock = threading.Lock()
        self.engine = self._create_engine()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; raises StoreUnavailable for what SQLite refuses."""
        with self._told(), self.engine.connect() as connection:
            yield connection

    def scalar(self, query: Executable, values: Mapping[str, Any] | None = None) -> Any | None:
        """The one value of the first row; None where there is no row, or nothing in it."""
        with self.read() as connection:
            return connection.scalar(query, values)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that commits at the end, or not at all; raises StoreUnavailable."""
        with self._write_lock, self._watched(), self._told(), self.engine.connect() as connection:
            immediate = connection.execution_options(tinyarms_write=True)
            before = _changes(connection)
            with immediate.begin():
                yield immediate
            if self._is_in_trouble and _changes(connection) > before:
                self._is_in_trouble = False
                self._on_trouble(None)

    @contextmanager
    def replaced(self) -> Iterator[Path]:
        """Nobody writes within the block, which puts another file in the place of this one."""
        with self._write_lock:
            self.engine.dispose()
            yield self.path
            self.engine.dispose()  # a reader may have come in between
            self.is_damaged = False

    def checkpoint(self) -> int:
        """Bring the write-ahead log into the file and empty it, without waiting for anybody; the
        bytes of the log that are left because somebody reads what is in it."""
        with self._told(), self._write_lock, closing(self._own_connection()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def compact(self) -> None:
        """Write the file anew without what was deleted."""
        with self._told(), self._write_lock, closing(self._own_connection()) as connection:
            connection.execute(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")
            connection.execute("VACUUM")

    def close(self) -> None:
        """Close every connection; the last one leaves the file without its write-ahead log."""
        self.engine.dispose()

    def _create_engine(self) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            connect_args={"timeout": self._busy_timeout_ms / 1000, "check_same_thread": False},
            hide_parameters=True,  # they hold source text, which no error may bring into a log
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
            f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
            f"journal_size_limit = {_LOG_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def _own_connection(self) -> sqlite3.Connection:
        """One that never waits and is in no transaction."""
        return sqlite3.connect(self.path, timeout=0, isolation_level=None)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StoreUnavailable as error:
            if not self._is_in_trouble:
                self._is_in_trouble = True
                self._on_trouble(error)
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            if isinstance(error, _OUR_OWN):
                raise
            said = store_unavailable(self.path, error)
            self.is_damaged |= isinstance(said, StoreDamaged)
            raise said from error


def _changes(connection: Connection) -> int:
    """How many rows it has changed since it was opened."""
    changes: int = connection.connection.dbapi_connection.total_changes  # type: ignore[union-attr]
    return changes


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a write later can fail at once, busy timeout or not.
    writes = connection.get_execution_options().get("tinyarms_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM_BYTES
    except OSError:
        return False


def store_unavailable(path: Path, error: BaseException) -> StoreUnavailable:
    """The sentence for a failure of the database at `path`."""
    said = str(getattr(error, "orig", None) or error)
    if path.is_dir():
        return StoreUnavailable(
            f"The database {path} cannot be used: it is a folder; move it away."
        )
    if "disk I/O error" in said and _is_full(path):  # also a file beside it that finds no room
        said = f"the disk is full, {said}"
    kind = StoreDamaged if is_damage(error) else StoreUnavailable
    for part, remedy in _REMEDIES:
        if part in said:
            return kind(f"The database {path} cannot be used: {remedy} ({said}).")
    return StoreUnavailable(f"The database {path} cannot be used: {said}.")
