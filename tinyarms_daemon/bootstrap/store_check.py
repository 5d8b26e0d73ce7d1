"""What `db check` finds: the database and its copies, looked at and left as they are."""

import sqlite3

from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.backups import made_at, newest_first
from tinyarms_daemon.adapters.store.engine import store_unavailable
from tinyarms_daemon.adapters.store.integrity import is_damage, problems_of
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.faces.cli.toolbox import StoreCheck, StoredCopy


def check_store(home: Home) -> StoreCheck:
    """Look everything through. StoreUnavailable where there is no database, or it cannot be read
    for a reason that says nothing about its content."""
    require_database(home)
    log = home.database.with_name(f"{home.database.name}-wal")
    try:
        return StoreCheck(
            path=str(home.database),
            size_bytes=home.database.stat().st_size,
            log_bytes=log.stat().st_size if log.exists() else 0,
            schema=_schema(home),
            problems=tuple(problems_of(home.database, thorough=True)),
            copies=tuple(
                StoredCopy(str(copy), made_at(copy), copy.stat().st_size, not problems_of(copy))
                for copy in newest_first(home.backups)
            ),
        )
    except (sqlite3.Error, OSError) as error:
        raise store_unavailable(home.database, error) from error


def require_database(home: Home) -> None:
    """StoreUnavailable where there is none."""
    if not home.database.is_file():
        raise StoreUnavailable(
            f"There is no database at {home.database}; `tinyarmsctl repo add` makes one."
        )


def _schema(home: Home) -> str | None:
    try:
        return upgrade.revision_of(home.database)
    except sqlite3.Error as error:
        if is_damage(error):
            return None
        raise
