"""A daemon that is killed while it brings an older database to its schema."""

import random
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import psutil

from tests.adapters.store.old_schema import make_old
from tests.e2e.running import House, RunningDaemon, is_listening, wait_until
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.adapters.store.upgrade import is_current, revision_of

FINDINGS = 3000
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
        return revision_of(self._database)
