"""The store under fault, and a daemon that goes on: killed, damaged, without a disk to write to."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.e2e.crashing import CrashRun
from tests.e2e.killed_upgrade import UpgradeRun
from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    RunningDaemon,
    css,
    shade,
    wait_until,
)


def spoil(database: Path) -> None:
    """Overwrite what holds the findings."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'findings'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xde" * size)


@contextmanager
def no_more_bytes(pid: int) -> Iterator[None]:
    """A process whose files cannot grow: each write beyond their size is an IO error."""
    process = psutil.Process(pid)
    process.rlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        process.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def alarms(daemon: RunningDaemon) -> str:
    return "\n".join(daemon.status()["alarms"])


@pytest.fixture
def shop(repository: GitRepository) -> GitRepository:
    """A repository with one finding."""
    repository.write("site.css", css(shade(1)))
    repository.commit()
    return repository


def test_nothing_is_lost_and_nothing_comes_twice_however_often_it_is_killed(
    house: House, make_repository: Callable[[str], GitRepository]
) -> None:
    run = CrashRun(house, make_repository("shop"), seed=20261123, files=20)
    run.watch()

    run.kill_often(3)
    run.check()

    assert run.kills == 5


def test_what_was_half_written_when_somebody_was_killed_is_undone_by_the_next_start(
    bare_house: House,
) -> None:
    bare_house.configure(CONFIGURATION)
    run = UpgradeRun(bare_house, seed=0)

    run.cut_off_in_the_midst()

    run.check()


@pytest.mark.long
def test_an_upgrade_that_is_cut_off_is_done_again_and_loses_nothing(bare_house: House) -> None:
    bare_house.configure(CONFIGURATION)
    run = UpgradeRun(bare_house, seed=20261129)

    run.kill_often(2)

    run.check()


@pytest.mark.long
def test_a_damaged_database_is_restored_after_a_crash_and_the_loss_is_told(
    house: House, shop: GitRepository
) -> None:
    daemon = house.start()
    daemon.add(shop.root)
    copied = house.ctl_json("db", "backup")
    daemon.kill()
    spoil(house.home / "tinyarms.db")
    checked = house.ctl("db", "check")
    shop.write("late.css", css(shade(2)))

    again = house.start()

    wait_until(lambda: len(again.findings()) == 2, "what was lost is found again")
    assert checked.status == 4
    assert "damaged" in checked.out
    assert Path(copied["path"]).exists()
    assert "The database was found damaged" in alarms(again)
    assert house.ctl("db", "check").status == 0
    (aside,) = (house.home / "backups").glob("damaged-*")
    assert (aside / "tinyarms.db").exists()


def test_a_disk_that_refuses_is_an_alarm_and_what_was_saved_meanwhile_is_checked_after(
    house: House, shop: GitRepository
) -> None:
    house.configure(CONFIGURATION + "jobs: {retry_backoff: 1s}\nheadroom: {sample_interval: 1s}\n")
    daemon = house.start()
    daemon.add(shop.root)

    with no_more_bytes(daemon.pid):
        shop.write("late.css", css(shade(2)))
        wait_until(lambda: "Saves are noted meanwhile" in alarms(daemon), "the status tells it")

    wait_until(lambda: len(daemon.findings()) == 2, "the save is checked")
    wait_until(lambda: alarms(daemon) == "", "the alarm is over")
    assert daemon.status()["queue"]["failed"] == 0
