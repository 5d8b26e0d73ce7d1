"""A home that is ours alone to write: prepared, locked, and of this version's schema."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.home import Home, HomeLock, HomeTaken
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.system_clock import SystemClock
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


@contextmanager
def held_home(where: Where, settings: "Settings") -> Iterator[None]:
    """The lock on a home that is prepared and migrated. HomeTaken, naming its holder, else."""
    where.home.prepare()
    lock = HomeLock(where.home)
    if not lock.acquire():
        raise HomeTaken(
            f"Another process (pid {lock.holder()}) works in {where.home.path}; "
            "wait for it, or stop it."
        )
    try:
        migrate(where.home, SystemClock(), backups_kept=settings.store.backups_kept)
        yield
    finally:
        lock.release()


def migrate(home: Home, clock: Clock, *, backups_kept: int) -> None:
    """Bring the database to this version's schema, after a backup where there is something to lose.

    For the holder of the lock alone. StoreUnavailable for a file that is newer, damaged or denied.
    """
    import sqlite3

    from tinyarms_daemon.adapters.store.engine import store_unavailable

    try:
        revision = upgrade.revision_of(home.database)
        upgrade.refuse_newer(home.database, revision)
        if revision == upgrade.newest_revision():
            return
        if revision is not None:
            upgrade.back_up(home.database, home.backups, clock.now(), revision, keep=backups_kept)
        else:
            _create_private(home.database)
    except (sqlite3.Error, OSError) as error:
        raise store_unavailable(home.database, error) from error
    done = subprocess.run(
        [sys.executable, "-P", "-m", upgrade.__name__, str(home.database)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StoreUnavailable(
            f"The database {home.database} could not be brought to schema "
            f"{upgrade.newest_revision()} ({last_line}); its last copy is in {home.backups}."
        )


def _create_private(database: Path) -> None:
    os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    database.chmod(0o600)
