"""What a start does to a database that it finds."""

import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapters.store.opened import Store
from tests.fakes.clock import FakeClock
from tests.making import checked, observation
from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.bootstrap.held_home import migrate
from tinyarms_daemon.domain.errors import StoreUnavailable


@pytest.fixture
def home(tmp_path: Path) -> Home:
    prepared = Home(tmp_path / "home")
    prepared.prepare()
    return prepared


def start(home: Home) -> None:
    migrate(home, FakeClock(), backups_kept=2, busy_timeout_seconds=0.05)


def say_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def backups(home: Home) -> list[str]:
    return sorted(path.name for path in home.backups.iterdir())


@pytest.mark.parametrize("found", ["nothing", "an empty file"])
def test_a_new_home_gets_a_database_that_is_its_owners_alone(home: Home, found: str) -> None:
    if found == "an empty file":
        home.database.touch(mode=0o644)

    start(home)

    assert upgrade.is_current(home.database)
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600
    assert backups(home) == []


def test_a_current_database_is_left_alone(home: Home, migrated_database: Path) -> None:
    shutil.copy(migrated_database, home.database)
    before = (home.database.read_bytes(), home.database.stat().st_mtime_ns)

    start(home)

    assert (home.database.read_bytes(), home.database.stat().st_mtime_ns) == before
    assert backups(home) == []


def test_an_older_database_is_copied_before_it_is_touched(
    home: Home, migrated_database: Path
) -> None:
    store = Store.copied(migrated_database, home.database)
    store.check(store.watch(), checked("a.py", observation()))
    store.close()
    say_revision(home.database, "0000")

    with pytest.raises(StoreUnavailable) as caught:  # no migration leads from there
        start(home)

    assert backups(home) == ["tinyarms-20261123T120000Z-schema0000.db"]
    assert f"its last copy is in {home.backups}" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    for path in (home.database, *home.backups.iterdir()):
        opened = Store.on(path)
        assert opened.only().path == "a.py"
        opened.close()


def test_what_a_new_database_refuses_is_told_as_it_says_it(home: Home) -> None:
    with closing(sqlite3.connect(home.database)) as somebody_elses:
        somebody_elses.execute("CREATE TABLE jobs (name TEXT)")

    with pytest.raises(StoreUnavailable) as caught:
        start(home)

    assert str(caught.value) == (
        f"The database {home.database} could not be brought to schema "
        f"{upgrade.newest_revision()} (table jobs already exists)."
    )
    assert backups(home) == []


def test_a_newer_database_is_refused_and_stays_untouched(
    home: Home, migrated_database: Path
) -> None:
    shutil.copy(migrated_database, home.database)
    say_revision(home.database, "9999")
    before = (home.database.read_bytes(), home.database.stat().st_mtime_ns)

    with pytest.raises(StoreUnavailable, match="has schema 9999, this version knows up to"):
        start(home)

    assert (home.database.read_bytes(), home.database.stat().st_mtime_ns) == before
    assert backups(home) == []


def test_a_file_that_is_no_database_is_refused_and_stays_untouched(home: Home) -> None:
    home.database.write_bytes(b"precious, but no database " * 100)
    before = home.database.read_bytes()

    with pytest.raises(StoreUnavailable, match="it is no SQLite database; put it aside"):
        start(home)

    assert home.database.read_bytes() == before


def test_a_folder_in_place_of_the_database_is_refused(home: Home) -> None:
    home.database.mkdir()

    with pytest.raises(StoreUnavailable, match="cannot be used"):
        start(home)


def test_a_database_that_another_program_writes_to_is_refused(
    home: Home, migrated_database: Path
) -> None:
    shutil.copy(migrated_database, home.database)
    say_revision(home.database, "0000")
    with closing(sqlite3.connect(home.database, timeout=0, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreUnavailable, match="another process holds it"):
            start(home)


def test_a_ctrl_c_at_the_terminal_does_not_reach_a_migration(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    told_session = "import os, sys\nsys.exit(f'session {os.getsid(0)}')\n"
    python.write_text(f"#!{sys.executable}\n{told_session}")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))

    with pytest.raises(StoreUnavailable, match="session") as told:
        start(home)

    assert f"(session {os.getsid(0)})" not in str(told.value)
