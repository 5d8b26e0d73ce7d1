"""The daemon's end, whatever hangs; what it takes up again; and that nothing piles up."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest

from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    css,
    shade,
    wait_until,
)

# launchd's default, which SIGKILL follows.
_GRACE_SECONDS = 5.0
_WEEKLY = (
    "skills: {code-linting-fast: {rules: [hardcoded-colors]}, code-linting-deep: {enabled: true}}"
)

_MUTE_GIT = '#!/bin/sh\n[ -e {hang} ] && exec sleep 60\nexec {git} "$@"\n'


@pytest.mark.parametrize("moment", ["at work", "at its start"])
@pytest.mark.long
def test_a_git_that_hangs_does_not_hold_up_the_end(
    house: House, repository: GitRepository, moment: str
) -> None:
    hang = house.folder / "hang"
    programs = house.folder / "bin"
    programs.mkdir()
    (programs / "git").write_text(_MUTE_GIT.format(hang=hang, git="/usr/bin/git"))
    (programs / "git").chmod(0o755)
    repository.write("site.css", css("#ff0000"))
    house.environment["PATH"] = f"{programs}{os.pathsep}{house.environment['PATH']}"
    daemon = house.start()
    daemon.add(repository.root)
    if moment == "at its start":
        daemon.terminate()
    hang.touch()
    repository.write("late.css", css("#00ff00"))
    if moment == "at its start":
        daemon = house.start()
    wait_until(lambda: "sleep" in names_of(daemon.workers()), "git hangs")

    asked_at = time.monotonic()
    ended = daemon.terminate()

    assert ended.status == 0
    assert time.monotonic() - asked_at < _GRACE_SECONDS
    assert not house.socket.exists()


def names_of(processes: list[psutil.Process]) -> set[str]:
    names = set()
    for process in processes:
        try:
            names.add(process.name())
        except psutil.NoSuchProcess:
            continue
    return names


def test_a_weekly_scan_that_was_missed_while_off_runs_once_after_a_restart(
    house: House, repository: GitRepository
) -> None:
    house.configure(
        CONFIGURATION.replace(
            "skills:\n  code-linting-fast: {rules: [hardcoded-colors, file-size]}", _WEEKLY
        )
    )
    repository.write("site.css", css("#ff0000"))
    first = house.start()
    first.add(repository.root)
    planned = first.status()["repositories"][0]["next_deep_scan_at"]
    wait_until(lambda: memory_of(house), "the schedule is remembered")
    first.terminate()
    forget_weeks(house)
    missing = house.ctl_json("status")

    second = house.start()
    wait_until(lambda: "weekly_scan_begun" in house.log(), "the weekly scan has begun")
    second.wait_until_idle()
    second.terminate()
    third = house.start()
    third.wait_until_idle()

    assert planned is not None
    assert "overdue" in missing["alarms"][0]
    assert third.status()["alarms"] == []
    assert house.log().count("weekly_scan_begun") == 1


def memory_of(house: House) -> str | None:
    with closing(sqlite3.connect(house.home / "tinyarms.db")) as connection:
        row = connection.execute("SELECT value FROM flags WHERE name LIKE 'weekly:%'").fetchone()
    return None if row is None else str(row[0])


def forget_weeks(house: House) -> None:
    """As if the daemon had last run a month ago."""
    memory = json.loads(str(memory_of(house)))
    for key in ("since", "taken"):
        memory[key] = (datetime.fromisoformat(memory[key]) - timedelta(days=30)).isoformat()
    with closing(sqlite3.connect(house.home / "tinyarms.db")) as connection, connection:
        connection.execute("UPDATE flags SET value = ?", (json.dumps(memory),))


def test_a_worker_in_the_middle_of_a_long_conclusion_ends_with_its_daemon() -> None:
    program = (
        "import os, socket, threading, time\n"
        "from tinyarms_daemon.worker import end_with_parent\n"
        "threading.Thread(target=end_with_parent, args=({descriptor},), daemon=True).start()\n"
        "print('at work', flush=True)\n"
        "while True: sum(range(1000))\n"
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", program.replace("{descriptor}", str(theirs.fileno()))],
            pass_fds=(theirs.fileno(),),
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
    status = process.wait(10)
    process.stdout.close()

    assert status == 0


def test_many_watches_and_scans_leave_no_thread_and_no_descriptor_behind(
    house: House, repository: GitRepository
) -> None:
    for number in range(5):
        repository.write(f"part{number}.css", css(shade(number)))
    daemon = house.start()
    process = psutil.Process(daemon.pid)
    for _ in range(3):
        daemon.add(repository.root)
        daemon.client.remove_repository("shop", purge=False)
    before = process.num_fds(), process.num_threads()
    niceness = {worker.nice() for worker in daemon.workers()}

    for _ in range(8):
        daemon.add(repository.root)
        daemon.client.remove_repository("shop", purge=False)

    wait_until(lambda: process.num_threads() <= before[1], "the threads are as many as before")
    wait_until(lambda: process.num_fds() <= before[0], "the descriptors are as many as before")
    assert niceness == {min(19, psutil.Process().nice() + 10)}


def open_files(pid: int) -> set[str]:
    """What the descriptors of a process lead to."""
    return {os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir() if os.path.islink(each)}


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has inotify")
def test_a_watch_whose_descriptor_fails_is_revived_and_what_it_missed_is_found(
    house: House, repository: GitRepository
) -> None:
    repository.write("site.css", css(shade(1)))
    daemon = house.start_misbehaving(Path(__file__).parents[2])
    daemon.add(repository.root)
    descriptors = psutil.Process(daemon.pid).num_fds()

    daemon.process.send_signal(signal.SIGUSR1)
    wait_until(lambda: "anon_inode:inotify" not in open_files(daemon.pid), "inotify is broken")
    repository.write("missed.css", css(shade(2)))
    wait_until(lambda: "watch_revived" in house.log(), "the watch is revived")
    wait_until(lambda: len(daemon.findings()) == 2, "what was missed is found")
    repository.write("seen.css", css(shade(3)))
    wait_until(lambda: len(daemon.findings()) == 3, "the new watch tells of saves")

    assert '"thread_died"' in house.log()
    wait_until(
        lambda: psutil.Process(daemon.pid).num_fds() <= descriptors, "no descriptor is left behind"
    )


def test_a_thread_that_the_run_cannot_do_without_ends_it_so_that_it_is_started_again(
    house: House,
) -> None:
    program = (
        "import sys\n"
        "import tinyarms_daemon.adapters.process_signals as signals\n"
        "from tinyarms_daemon.adapters.lane import Lane\n"
        "from tinyarms_daemon.daemon.run import run\n"
        "from pathlib import Path\n"
        "signals._LOOK_SECONDS = 0.05\n"
        "ends = Lane._run\n"
        "Lane._run = lambda lane: None if lane._thread.name == 'model' else ends(lane)\n"
        "try:\n"
        "    run(Path(sys.argv[1]), None, log_level=None, until_stdin_closes=False)\n"
        "except BaseException as error:\n"
        "    sys.exit(error.exit_status)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, str(house.home)],
        env=house.environment,
        capture_output=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == 70
    assert "thread_lost" in house.log()
