"""A daemon that is killed while it brings an older database to its schema."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import psutil

from tests.adapters.store.old_schema import make_old
from tests.e2e.running import House, RunningDaemon, is_listening, wait_until
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.adapters.store.upgrade import is_current, revision_of

FINDINGS = 3000
# Of a cache of one page all others are written before the end, which never comes.
_HALF_WRITTEN = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM findings")
os.kill(os.getpid(), signal.SIGKILL)
"""
_TO_THE_COPY_SECONDS, _MIGRATING_SECONDS = 1.0, 1.0


class UpgradeRun:
    """One home with an older database, on which starts are killed until one may go on."""

    def __init__(self, house: House, *, seed: int) -> None:
        self._house = house
        self._dice = random.Random(seed)
        self.kills = 0
        self._nowhere = house.folder / "gone"  # what cannot be read keeps its findings as they are
        make_old(self._database, str(self._nowhere), FINDINGS)

    def kill_often(self, times: int) -> list[str | None]:
        """Kill a start at a random moment, now the daemon alone, now with all that it has started,
        as when the power fails; the schemas that were found after each."""
        return [self._kill() for _ in range(times)]

    def cut_off_in_the_midst(self) -> None:
        """Kill who has written half of the pages that belong together."""
        ended = subprocess.run(
            [sys.executable, "-c", _HALF_WRITTEN, str(self._database)], check=False
        )
        assert ended.returncode == -signal.SIGKILL
        assert self._schema() is None

    def check(self) -> None:
        """Start once more; fails where anything is missing."""
        daemon = self._house.start()
        status = daemon.status()
        daemon.terminate()
        assert [each["name"] for each in status["repositories"]] == ["shop"]
        assert status["findings"]["open"] == FINDINGS - 1
        assert is_current(self._database)
        assert problems_of(self._database, thorough=True) == []
        with closing(sqlite3.connect(self._database)) as opened:
            reason = opened.execute("SELECT dismissal_reason FROM findings WHERE id = 1").fetchone()
        assert reason == ("ours",)
        assert not [said for said in status["alarms"] if "damaged" in said], status["alarms"]
        copies = sorted((self._house.home / "backups").glob("*.db"))
        assert copies
        assert all(problems_of(copy) == [] for copy in copies)

    @property
    def _database(self) -> Path:
        return self._house.home / "tinyarms.db"

    def _kill(self) -> str | None:
        process = self._house.launch()
        daemon = RunningDaemon(self._house, process)
        longest = _TO_THE_COPY_SECONDS
        if self._dice.choice((True, False)):
            wait_until(
                lambda: daemon.workers() or is_listening(self._house.socket), "somebody migrates"
            )
            longest = _MIGRATING_SECONDS
        threading.Event().wait(self._dice.uniform(0, longest))
        assert process.poll() is None, process.communicate()[1]
        started = daemon.workers() if self._dice.choice((True, False)) else []
        for each in (psutil.Process(process.pid), *started):
            each.send_signal(signal.SIGKILL)
        process.communicate()
        self.kills += 1
        return self._schema()

    def _schema(self) -> str | None:
        """None where the next start has to undo first what is half written."""
        try:
            return revision_of(self._database)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                raise
            return None
