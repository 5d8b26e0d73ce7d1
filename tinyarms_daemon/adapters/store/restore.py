"""Putting the last good copy in the place of a damaged database."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.backups import made_at, newest_first
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.findings.event import EventKind

_BESIDE = ("", "-wal", "-shm")
# Ids go on above those that were given out after the copy was made, so that none means two things.
_ID_GAP = 1_000_000
_DAMAGED_KEPT = 2


def restore(database: Path, backups: Path, at: datetime) -> None:
    """Replace a damaged database by the newest sound copy, or by an empty one where there is none.

    Whatever interrupts it, the next call begins anew: the damaged file is there until the other
    takes its name. For the holder of the lock alone. StoreUnavailable where it cannot be.
    """
    copy = _newest_sound(backups)
    aside = backups / f"damaged-{at:%Y%m%dT%H%M%SZ}"
    made = None if copy is None else made_at(copy)
    told = {
        "backup": None if copy is None else copy.name,
        "backup_at": None if made is None else made.isoformat(),
        "kept_aside": str(aside),
    }
    next_one = database.with_name(f"{database.name}.restoring")
    try:
        _prepare(next_one, copy, told, at)
        _save_watch_list(database, next_one, at)
        _keep_aside(database, aside)
        for suffix in _BESIDE[1:]:  # a log of the old file would be read into the new one
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        os.replace(next_one, database)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(
            f"The database {database} is damaged and could not be restored ({error}); "
            f"its copies are in {backups}."
        ) from error
    for old in sorted(backups.glob("damaged-*"))[:-_DAMAGED_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _newest_sound(backups: Path) -> Path | None:
    for copy in newest_first(backups):
        with suppress(sqlite3.Error, OSError):
            revision = upgrade.revision_of(copy)
            is_known = revision is not None and revision <= upgrade.newest_revision()
            if is_known and not problems_of(copy):
                return copy
    return None


def _prepare(path: Path, copy: Path | None, told: Mapping[str, object], at: datetime) -> None:
    """A database of this version's schema that says itself what it is."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    if copy is not None:
        shutil.copyfile(copy, path)
    if upgrade.revision_of(path) != upgrade.newest_revision():
        run_upgrade(path)
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("UPDATE sqlite_sequence SET seq = seq + ?", (_ID_GAP,))
        opened.execute(
            "INSERT INTO events (kind, at, detail) VALUES (?, ?, ?)",
            (EventKind.DATABASE_RESTORED, _moment(at), json.dumps(told)),
        )


def _save_watch_list(damaged: Path, into: Path, at: datetime) -> None:
    """What is watched is worth more than all the rest, which a scan brings back: take over what of
    it can still be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(damaged)) as broken:
        watched = broken.execute(
            "SELECT root, name, is_git FROM repositories WHERE removed_at IS NULL"
        ).fetchall()
        with closing(sqlite3.connect(into)) as opened, opened:
            opened.executemany(
                "INSERT OR IGNORE INTO repositories (root, name, is_git, added_at)"
                " VALUES (?, ?, ?, ?)",
                [(*repository, _moment(at)) for repository in watched],
            )


def _moment(at: datetime) -> str:
    """As UtcDateTime keeps it."""
    return at.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def run_upgrade(path: Path) -> None:
    """Run the migrations that a database lacks, in a process of its own. StoreUnavailable."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", upgrade.__name__, str(path)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C is ours to hear
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StoreUnavailable(
            f"The database {path} could not be brought to schema "
            f"{upgrade.newest_revision()} ({last_line})"
        )


def _keep_aside(database: Path, aside: Path) -> None:
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in _BESIDE:
        found = database.with_name(database.name + suffix)
        if found.exists():
            shutil.copyfile(found, aside / found.name)
            (aside / found.name).chmod(0o600)
