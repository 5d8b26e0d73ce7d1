"""A daemon that is killed again and again while somebody saves, and what must hold afterwards."""

import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.e2e.running import GitRepository, House, RunningDaemon
from tests.e2e.typist import Typing, Typist

# From a start that has hardly begun to a daemon at its work: about half of the kills hit each.
_LONGEST_LIFE_SECONDS = 2.2
_PAUSE_SECONDS = 0.03
_LOOK_SECONDS = 0.1
_LONGEST_REPAIR_SECONDS = 60.0


class CrashRun:
    """One home, one repository, one typist; every daemon of it ends by kill -9."""

    def __init__(self, house: House, repository: GitRepository, *, seed: int, files: int) -> None:
        self._house = house
        self._dice = random.Random(seed)
        self.typist = Typist(repository, self._dice, files=files)
        self._repository = repository
        self.kills = 0
        self.starts_seconds: list[float] = []

    def watch(self) -> None:
        """Have the repository watched; the first scan is cut off like all that follows."""
        daemon = self._house.start()
        daemon.client.add_repository(str(self._repository.root), None)
        daemon.kill()
        self.kills += 1

    def kill_often(self, times: int) -> None:
        """Start a daemon and kill it at a random moment, while files are saved."""
        for _ in range(times):
            with Typing(self.typist, pause_seconds=_PAUSE_SECONDS):
                process = self._house.launch()
                daemon = RunningDaemon(self._house, process)
                threading.Event().wait(self._dice.uniform(0, _LONGEST_LIFE_SECONDS))
                assert process.poll() is None, process.communicate()[1]
                daemon.kill()
            self.kills += 1

    def check(self) -> None:
        """Start once more and let it catch up; fails where an invariant does not hold."""
        begun = time.monotonic()
        daemon = self._house.start()
        self.starts_seconds.append(time.monotonic() - begun)
        try:
            wait_for_the_truth(daemon, self.typist)
            daemon.wait_until_idle()
            status = daemon.status()
            assert status["queue"]["failed"] == 0, status["alarms"]
            assert status["alarms"] == []
        finally:
            daemon.kill()
            self.kills += 1
        problems = problems_of(self._house.home / "tinyarms.db")
        assert problems == []


def wait_for_the_truth(
    daemon: RunningDaemon, typist: Typist, within_seconds: float = _LONGEST_REPAIR_SECONDS
) -> None:
    """Until a daemon finds exactly what there is to be found; fails with the difference."""
    deadline = time.monotonic() + within_seconds
    truth = typist.truth()
    while True:
        found = Counter((str(each["path"]), str(each["evidence"])) for each in daemon.findings())
        if found == truth:
            return
        assert time.monotonic() < deadline, (
            f"missing: {sorted((truth - found).items())[:9]}, "
            f"too much: {sorted((found - truth).items())[:9]}, status: {daemon.status()}"
        )
        threading.Event().wait(_LOOK_SECONDS)


def problems_of(database: Path) -> list[str]:
    """What is wrong in a database that nobody uses; nothing where all is well."""
    with closing(sqlite3.connect(database)) as connection:
        problems = [
            f"integrity: {said}"
            for (said,) in connection.execute("PRAGMA integrity_check")
            if said != "ok"
        ]
        problems += [
            f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")
        ]
        for question, what in _NEVER:
            problems += [f"{what}: {row}" for row in connection.execute(question)]
        return problems + _told_twice(connection)


# What no daemon that has caught up may leave.
_NEVER = (
    ("SELECT * FROM work_units WHERE kind = 'check'", "a unit was forgotten"),
    ("SELECT * FROM jobs WHERE state IN ('queued', 'running', 'failed')", "a job never ended"),
    ("SELECT * FROM changed_topics", "a conclusion was forgotten"),
    (
        """SELECT path, fingerprint, count(*) FROM findings
        GROUP BY repository_id, path, fingerprint HAVING count(*) > 1""",
        "a finding is there twice",
    ),
    (
        """SELECT id, units_total, units_done FROM jobs WHERE kind <> 'judgement'
        AND units_done + units_skipped + units_failed <> units_total""",
        "a unit was counted twice or never",
    ),
)


def _told_twice(connection: sqlite3.Connection) -> list[str]:
    """Findings whose history does not go open, fixed or withdrawn, open: an effect came twice."""
    is_open = {
        finding: baseline == "unchanged"
        for finding, baseline in connection.execute("SELECT id, baseline FROM findings")
    }
    problems = []
    for finding, kind in connection.execute(
        "SELECT finding_id, kind FROM events WHERE kind IN"
        " ('finding_opened', 'finding_reopened', 'finding_fixed', 'finding_withdrawn') ORDER BY id"
    ):
        opens = kind in ("finding_opened", "finding_reopened")
        if is_open.get(finding) == opens:
            problems.append(f"finding {finding} was told {kind} twice")
        is_open[finding] = opens
    present = dict(connection.execute("SELECT id, present FROM findings"))
    problems += [
        f"finding {finding} does not stand as it was told"
        for finding, stands in present.items()
        if bool(stands) != is_open[finding]
    ]
    return problems
