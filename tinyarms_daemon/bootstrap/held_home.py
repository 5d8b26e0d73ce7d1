"""A home that is ours alone to write: prepared, locked, and of this version's schema."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.home import (
    Home,
    HomeLock,
    HomeTaken,
    is_answered,
    remove_stale_socket,
)
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.integrity import is_damage, problems_of, roll_back_interrupted
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


_LOOK_SECONDS = 0.05
# A command that migrates, or looks something up without a daemon, has the home for about a second;
# a deep scan may have it for hours, in which nobody is to be woken twenty times a second.
_LOOKS_UNTOLD = 100
_LATER_LOOK_SECONDS = 1.0


@contextmanager
def held_home(
    where: Where,
    settings: "Settings",
    *,
    look_through: bool = False,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[HomeLock]:
    """The lock on a home that is prepared and migrated. HomeTaken, naming its holder, else.

    With `on_wait` a program that holds it is asked for it and waited for, however long it works,
    and the function is told once of a long wait; a daemon that answers is not waited for.

    Its database is looked through, and restored where it is damaged, after a holder that was
    killed, and where `look_through` asks for it: a daemon is to run for long.
    """
    where.home.prepare()
    where.home.trim_errors()
    lock = HomeLock(where.home)
    is_acquired = lock.acquire() if on_wait is None else _is_waited_for(lock, where.home, on_wait)
    if not is_acquired:
        raise HomeTaken(f"{_said_of_holder(lock, where.home)}; wait for it, or stop it.")
    try:
        # What a killed daemon was about to start may hold its socket for a moment, and resets who
        # connected: nobody does any more.
        remove_stale_socket(where.home)
        roll_back_interrupted(where.home.database)
        if lock.was_abandoned or look_through:
            mend(where.home, SystemClock())
        migrate(
            where.home,
            SystemClock(),
            backups_kept=settings.store.backups_kept,
            busy_timeout_seconds=settings.store.busy_timeout.total_seconds(),
        )
        yield lock
    finally:
        lock.release()


def _is_waited_for(lock: HomeLock, home: Home, on_wait: Callable[[str], None]) -> bool:
    """Whether it was taken in the end; False where a daemon answers."""
    looks = 0
    while not lock.acquire():
        if is_answered(home):
            return False
        lock.want()
        looks += 1
        if looks == _LOOKS_UNTOLD:
            on_wait(f"{_said_of_holder(lock, home)}; the daemon starts once that is done.")
        threading.Event().wait(_LOOK_SECONDS if looks < _LOOKS_UNTOLD else _LATER_LOOK_SECONDS)
    return True


def _said_of_holder(lock: HomeLock, home: Home) -> str:
    holder = lock.holder() or 0
    said = f"Another process (pid {holder})" if holder > 0 else "Another process"
    return f"{said} works in {home.path}"


def mend(home: Home, clock: Clock) -> bool:
    """After an end that nobody saw: look the database through, and restore it where it is damaged;
    whether it had to be.

    For the holder of the lock alone. A file that never was a database, of which there is no copy
    either, is left for a person to look at.
    """
    from tinyarms_daemon.adapters.store.backups import newest_first
    from tinyarms_daemon.adapters.store.engine import store_unavailable
    from tinyarms_daemon.adapters.store.restore import restore

    if not home.database.is_file():
        return False
    if home.database.stat().st_size == 0:
        is_damaged = bool(newest_first(home.backups))  # else it is new, and was cut off
    else:
        try:
            problems = problems_of(home.database)
        except sqlite3.Error as error:
            raise store_unavailable(home.database, error) from error
        is_foreign = any("not a database" in problem for problem in problems)
        is_damaged = bool(problems) and not (is_foreign and not newest_first(home.backups))
    if is_damaged:
        restore(home.database, home.backups, clock.now())
    return is_damaged


def migrate(home: Home, clock: Clock, *, backups_kept: int, busy_timeout_seconds: float) -> None:
    """Bring the database to this version's schema, after a backup where there is something to lose.

    For the holder of the lock alone. StoreUnavailable for a file that is newer, damaged or denied.
    """
    from tinyarms_daemon.adapters.store.backups import back_up
    from tinyarms_daemon.adapters.store.engine import store_unavailable
    from tinyarms_daemon.adapters.store.restore import run_upgrade

    try:
        revision = _revision_of(home, clock, busy_timeout_seconds)
        upgrade.refuse_newer(home.database, revision)
        if revision == upgrade.newest_revision():
            return
        if revision is not None:
            back_up(home.database, home.backups, clock.now(), keep=backups_kept)
        else:
            _create_private(home.database)
    except (sqlite3.Error, OSError) as error:
        raise store_unavailable(home.database, error) from error
    try:
        run_upgrade(home.database)
    except StoreUnavailable as error:
        kept = "" if revision is None else f"; its last copy is in {home.backups}"
        raise StoreUnavailable(f"{error}{kept}.") from error


def _revision_of(home: Home, clock: Clock, busy_timeout_seconds: float) -> str | None:
    """The revision, of a database that is mended before where its damage shows at once."""
    try:
        return upgrade.revision_of(home.database, busy_timeout_seconds=busy_timeout_seconds)
    except sqlite3.DatabaseError as error:
        if not is_damage(error) or not mend(home, clock):
            raise
        return upgrade.revision_of(home.database)


def _create_private(database: Path) -> None:
    os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    database.chmod(0o600)
