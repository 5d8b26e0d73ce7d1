"""Bringing a database to the schema of this version.

`python -m tinyarms_daemon.adapters.store.upgrade FILE` does it in a process of its own, so that
the daemon need not keep Alembic in memory for work that is done once a release.
"""

import sqlite3
import sys
from pathlib import Path

from tinyarms_daemon.adapters.sqlite_files import opened_to_read
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.errors import StoreUnavailable


def newest_revision() -> str:
    """The revision that this version writes: the number its last migration's file begins with."""
    versions = (bundled("migrations") / "versions").glob("[0-9]*.py")
    return max(path.name for path in versions).partition("_")[0]


def revision_of(path: Path, *, busy_timeout_seconds: float = 5.0) -> str | None:
    """The revision of a database file; None where there is no file or no schema in it yet.

    Raises sqlite3.Error for a file that cannot be read as a database.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with opened_to_read(path, busy_seconds=busy_timeout_seconds) as connection:
        has_table = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()[0]
        if not has_table:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


def is_current(path: Path) -> bool:
    """Whether a database can be read as it is; False as well for one that cannot be opened."""
    try:
        return revision_of(path) == newest_revision()
    except (sqlite3.Error, OSError):
        return False


def refuse_newer(path: Path, revision: str | None) -> None:
    """StoreUnavailable for a database that a newer version wrote: it stays untouched."""
    newest = newest_revision()
    if revision is not None and revision > newest:
        raise StoreUnavailable(
            f"The database {path} has schema {revision}, this version knows up to {newest}: "
            "install the newer tinyarms-daemon again, or use another home."
        )


def upgrade(path: Path, revision: str = "head") -> None:
    """Run the migrations that a database lacks up to a revision, all or none."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import URL, create_engine, event

    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    engine = create_engine(URL.create("sqlite", database=str(path)))
    # The driver alone begins a transaction before rows are written, not before tables are made.
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _main(path: Path) -> None:
    """Upgrade; what the database refused is the last line on standard error, without advice for
    programmers below it."""
    from sqlalchemy.exc import DBAPIError

    try:
        upgrade(path)
    except DBAPIError as error:
        sys.exit(f"{error.orig}")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
