"""Keeping the SQLite store sound."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.backups import back_up, made_at, newest_first
from tinyarms_daemon.adapters.store.engine import Database, store_unavailable
from tinyarms_daemon.adapters.store.prune import prune
from tinyarms_daemon.adapters.store.restore import restore
from tinyarms_daemon.ports.store_care import BackUp, Restored, Retention


class SqlStoreCare:
    """The StoreCare port on a Database and the folder of its copies."""

    def __init__(self, database: Database, backups: Path, *, backups_kept: int) -> None:
        self._database = database
        self._backups = backups
        self._backups_kept = backups_kept

    def is_damaged(self) -> bool:
        return self._database.is_damaged

    def restore(self, at: datetime) -> Restored:
        with self._database.replaced() as path:
            return restore(path, self._backups, at)

    def last_backup_at(self) -> datetime | None:
        return next(map(made_at, newest_first(self._backups)), None)

    def back_up(self, at: datetime) -> BackUp:
        return back_up_now(self._database.path, self._backups, at, keep=self._backups_kept)

    def tidy(self) -> int:
        return self._database.checkpoint()

    def prune(self, at: datetime, retention: Retention) -> Mapping[str, int]:
        return prune(self._database, at, retention)

    def compact(self) -> None:
        self._database.compact()


def back_up_now(path: Path, folder: Path, at: datetime, *, keep: int) -> BackUp:
    """Copy a database that may be in use. StoreUnavailable where there is none, or no room."""
    try:
        revision = upgrade.revision_of(path)
        if revision is None:
            raise sqlite3.OperationalError("unable to open database file")
        copy = back_up(path, folder, at, revision, keep=keep)
        return BackUp(path=str(copy), size_bytes=copy.stat().st_size, at=at)
    except (sqlite3.Error, OSError) as error:
        raise store_unavailable(path, error) from error
