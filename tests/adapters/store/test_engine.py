"""How the database is opened, and how its failures are told."""

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tests.unprivileged import unprivileged, world_readable_folder
from tinyarms_daemon.adapters.store.engine import Database, store_unavailable
from tinyarms_daemon.domain.errors import StoreUnavailable


@contextmanager
def database_at(path: Path) -> Iterator[Database]:
    database = Database(path, busy_timeout_seconds=0.05)
    try:
        yield database
    finally:
        database.close()


def read_something(database: Database) -> None:
    with database.read() as connection:
        connection.execute(text("SELECT count(*) FROM sqlite_master"))


def write_something(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO flags VALUES ('a', 'b')"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000), ("synchronous", 1)],
)
def test_every_connection_is_prepared(store: Store, pragma: str, value: object) -> None:
    with store.database.read() as connection:
        found = connection.execute(text(f"PRAGMA {pragma}")).scalar_one()

    assert found == value


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    with store.database.read() as connection:
        before = connection.execute(text("SELECT count(*) FROM repositories")).scalar_one()
        store.watch()
        after = connection.execute(text("SELECT count(*) FROM repositories")).scalar_one()

    assert (before, after) == (0, 0)
    assert store.count("repositories") == 1


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.database.write() as connection:
        connection.execute(text("INSERT INTO flags VALUES ('a', 'b')"))
        raise ZeroDivisionError

    assert store.count("flags") == 0


def test_many_threads_may_write_at_once(store: Store) -> None:
    def add(number: int) -> None:
        store.watch(f"repository-{number}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.book.repositories()) == 8


def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="a time without its zone cannot be stored"):
        store.book.add("/home/me/shop", "shop", is_git=True, at=datetime(2026, 11, 23))  # noqa: DTZ001


def test_a_time_of_another_zone_comes_back_in_utc(store: Store) -> None:
    elsewhere = datetime.fromisoformat("2026-11-23T14:00:00+02:00")

    added = store.book.add("/home/me/shop", "shop", is_git=True, at=elsewhere)

    assert added.added_at == NOON
    assert added.added_at.utcoffset() == NOON.utcoffset()


def test_what_sqlite_writes_beside_the_database_is_its_owners_alone(store: Store) -> None:
    store.database.path.chmod(0o600)
    store.close()

    store.watch()

    written = sorted(store.database.path.parent.glob("tinyarms.db*"))
    assert len(written) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_closing_leaves_the_database_without_its_write_ahead_log(store: Store) -> None:
    store.watch()

    store.close()

    assert [path.name for path in store.database.path.parent.glob("tinyarms.db*")] == [
        "tinyarms.db"
    ]


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tinyarms.db"
    path.write_bytes(b"This is no database. " * 100)

    with database_at(path) as database, pytest.raises(StoreUnavailable) as caught:
        read_something(database)

    assert str(caught.value) == (
        f"The database {path} cannot be used: it is no SQLite database; put it aside, "
        "or restore one from backups/ (file is not a database)."
    )
    assert path.read_bytes().startswith(b"This is no database.")


def test_a_damaged_database_is_told(store: Store) -> None:
    shop = store.watch()
    store.check(shop, *(checked(f"{number}.py", observation()) for number in range(200)))
    store.close()
    page_bytes = 4096
    content = bytearray(store.database.path.read_bytes())
    for start in range(page_bytes, len(content), page_bytes):
        content[start : start + 100] = b"\xff" * 100
    store.database.path.write_bytes(content)

    with pytest.raises(
        StoreUnavailable, match="it is damaged; the next start of the daemon restores"
    ):
        store.all()


def test_a_database_that_another_process_holds_is_told(store: Store) -> None:
    store.close()
    with (
        closing(sqlite3.connect(store.database.path, isolation_level=None)) as other,
        database_at(store.database.path) as database,
    ):
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreUnavailable, match="another process holds it; end that process"):
            write_something(database)


def test_a_missing_table_is_told_as_a_failure_of_the_database(tmp_path: Path) -> None:
    with database_at(tmp_path / "empty.db") as database, pytest.raises(StoreUnavailable) as caught:
        write_something(database)

    assert "no such table: flags" in str(caught.value)


def test_a_full_disk_is_told_and_nothing_is_lost(store: Store) -> None:
    store.watch("before")
    with (
        pytest.raises(StoreUnavailable, match="the disk is full; free some space"),
        store.database.write() as connection,
    ):
        connection.execute(text("PRAGMA max_page_count = 1"))
        connection.execute(text("INSERT INTO flags VALUES ('a', zeroblob(1000000))"))

    assert [each.name for each in store.book.repositories()] == ["before"]


def test_a_folder_in_place_of_the_database_is_told(tmp_path: Path) -> None:
    with database_at(tmp_path) as database, pytest.raises(StoreUnavailable) as caught:
        read_something(database)

    assert str(caught.value) == (
        f"The database {tmp_path} cannot be used: it is a folder; move it away."
    )


def test_a_database_in_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with (
        database_at(tmp_path / "none" / "tinyarms.db") as database,
        pytest.raises(StoreUnavailable, match="the file or its folder cannot be opened"),
    ):
        read_something(database)


def test_a_read_only_database_is_told(migrated_database: Path) -> None:
    with world_readable_folder() as folder:
        path = folder / "tinyarms.db"
        path.write_bytes(migrated_database.read_bytes())
        path.chmod(0o444)
        folder.chmod(0o555)

        with (
            unprivileged(),
            database_at(path) as database,
            pytest.raises(StoreUnavailable) as caught,
        ):
            write_something(database)

        folder.chmod(0o755)
    assert "make the file and its folder writable for you" in str(caught.value)


def test_trouble_is_over_when_something_is_written_again(store: Store) -> None:
    path = store.database.path
    told: list[StoreUnavailable | None] = []
    database = Database(path, busy_timeout_seconds=0.05, on_trouble=told.append)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                write_something(database)
    assert len(told) == 1

    with database.write() as connection:
        connection.execute(text("DELETE FROM flags WHERE name = 'none'"))
    assert len(told) == 1
    write_something(database)
    database.close()

    assert told[1:] == [None]


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("database is locked", "another process holds it"),
        ("database or disk is full", "the disk is full"),
        ("attempt to write a readonly database", "it is read-only"),
        ("unable to open database file", "cannot be opened"),
        ("file is not a database", "it is no SQLite database"),
        ("database disk image is malformed", "it is damaged"),
        ("disk I/O error", "the disk does not answer as it should"),
    ],
)
def test_what_sqlite_says_is_told_with_what_to_do(said: str, remedy: str) -> None:
    told = str(store_unavailable(Path("/home/me/tinyarms.db"), sqlite3.OperationalError(said)))

    assert told.startswith("The database /home/me/tinyarms.db cannot be used: ")
    assert remedy in told
    assert told.endswith(f"({said}).")


def test_a_file_beside_the_database_that_finds_no_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))

    told = store_unavailable(tmp_path / "a.db", sqlite3.OperationalError("disk I/O error"))

    assert "the disk is full; free some space" in str(told)


def test_what_sqlite_has_no_remedy_for_is_told_as_it_is() -> None:
    told = store_unavailable(Path("/a.db"), sqlite3.OperationalError("no such table: findings"))

    assert str(told) == "The database /a.db cannot be used: no such table: findings."


def test_a_failure_of_our_own_is_not_told_as_one_of_the_database(store: Store) -> None:
    with pytest.raises(TypeError, match="ours"), store.database.read():
        raise TypeError("ours")


def test_a_store_that_is_closed_opens_again(store: Store) -> None:
    store.watch()
    store.close()

    assert len(store.book.repositories()) == 1


def test_the_database_path_may_hold_anything(migrated_database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "it's 100% ?odd #1 \U0001f600"
    folder.mkdir()
    opened = Store.copied(migrated_database, folder / "tinyarms.db")

    opened.watch()

    assert os.listdir(tmp_path) == [folder.name]
    assert len(opened.book.repositories()) == 1
    opened.close()
