"""Copies of the database, and putting one in the place of a damaged one."""

import os
import shutil
import socket
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON, FakeClock
from tests.making import checked, observation
from tests.unprivileged import unprivileged, world_readable_folder
from tinyarms_daemon.adapters.home import Home, HomeLock, HomeTaken
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.backups import back_up, made_at, newest_first
from tinyarms_daemon.adapters.store.care import SqlStoreCare
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.bootstrap.held_home import held_home, mend, migrate
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.domain.errors import StoreDamaged, StoreUnavailable
from tinyarms_daemon.domain.findings.event import EventKind

LATER = NOON + timedelta(hours=1)
SCHEMA = f"schema{upgrade.newest_revision()}"


@pytest.fixture
def home(tmp_path: Path, migrated_database: Path) -> Home:
    """A home whose database knows one repository with one finding."""
    prepared = Home(tmp_path / "home")
    prepared.prepare()
    store = Store.copied(migrated_database, prepared.database)
    store.check(store.watch(), checked("a.py", observation()))
    store.close()
    return prepared


def copy_of(home: Home, at: timedelta = timedelta()) -> Path:
    """A backup as the daemon makes one."""
    return back_up(home.database, home.backups, NOON + at, keep=5)


def spoil(path: Path) -> bytes:
    """Overwrite pages in the middle of a database; what it holds then."""
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xde" * 64
    path.write_bytes(content)
    return bytes(content)


def mended(home: Home) -> Store:
    """The store after a start that follows a crash."""
    mend(home, FakeClock())
    migrate(home, FakeClock(), backups_kept=2, busy_timeout_seconds=0.05)
    return Store.on(home.database)


def test_what_a_killed_copy_left_is_gone_with_a_later_one(home: Home) -> None:
    left = home.backups / "tinyarms-20261123T120000Z-schema0001.partial"
    left.write_bytes(b"half of it")
    copy_of(home, timedelta(minutes=1))
    may_be_at_work = left.exists()

    copy_of(home, timedelta(hours=2))

    assert may_be_at_work
    assert not left.exists()


def test_a_backup_holds_everything_that_was_committed(store: Store, tmp_path: Path) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))

    copy = back_up(store.database.path, tmp_path / "backups", NOON, keep=5)

    assert copy == tmp_path / "backups" / f"tinyarms-20261123T120000Z-{SCHEMA}.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    restored = Store.on(copy)
    assert restored.only() == store.only()
    restored.close()


def test_only_the_newest_backups_are_kept(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(5):
        at = NOON + timedelta(days=day)
        back_up(store.database.path, folder, at, keep=2)
    (folder / "mine.txt").write_text("not ours to delete")

    kept = sorted(path.name for path in folder.iterdir())

    assert kept == [
        "mine.txt",
        f"tinyarms-20261126T120000Z-{SCHEMA}.db",
        f"tinyarms-20261127T120000Z-{SCHEMA}.db",
    ]


def test_a_backup_that_cannot_be_written_is_told_before_anything_changes(
    migrated_database: Path,
) -> None:
    with world_readable_folder() as folder:
        path = folder / "tinyarms.db"
        shutil.copy(migrated_database, path)
        path.chmod(0o444)
        before = path.read_bytes()

        with unprivileged(), pytest.raises(StoreUnavailable):
            back_up(path, folder / "backups", NOON, keep=2)

        assert path.read_bytes() == before


def test_a_folder_that_takes_no_copy_is_told_with_what_mends_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailable) as told:
        back_up(home.database, tmp_path / "file" / "backups", NOON, keep=2)

    assert str(told.value) == (
        f"The database cannot be copied to {tmp_path}/file/backups (Not a directory); free some "
        "space, or make that folder writable for you."
    )


def test_a_copy_is_one_file_that_needs_no_other(home: Home) -> None:
    copy = copy_of(home)

    assert [path.name for path in home.backups.iterdir()] == [copy.name]
    assert made_at(copy) == NOON
    assert problems_of(copy, thorough=True) == []


def test_a_copy_of_a_damaged_database_does_not_count_and_drives_no_other_out(home: Home) -> None:
    good = copy_of(home)
    spoil(home.database)

    with pytest.raises(StoreDamaged):
        back_up(home.database, home.backups, LATER, keep=1)

    assert list(home.backups.iterdir()) == [good]


def test_a_sound_database_is_left_alone(home: Home) -> None:
    copy_of(home)
    before = home.database.read_bytes()

    assert not mend(home, FakeClock())

    assert home.database.read_bytes() == before


def test_a_damaged_database_is_replaced_by_its_last_copy_and_kept_aside(home: Home) -> None:
    copy_of(home)
    damaged = spoil(home.database)

    store = mended(home)

    assert store.only().path == "a.py"
    told = store.findings.last_event(EventKind.DATABASE_RESTORED)
    assert told is not None
    aside = Path(str(told.detail["kept_aside"]))
    assert (aside / "tinyarms.db").read_bytes() == damaged
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600
    assert problems_of(home.database, thorough=True) == []
    store.close()


def test_a_copy_that_is_damaged_itself_is_passed_by(home: Home) -> None:
    older = copy_of(home)
    spoil(copy_of(home, timedelta(days=1)))
    spoil(home.database)

    store = mended(home)

    told = store.findings.last_event(EventKind.DATABASE_RESTORED)
    assert told is not None
    assert told.detail["backup"] == older.name
    store.close()


def test_a_database_that_was_cut_off_to_nothing_is_restored(home: Home) -> None:
    copy = copy_of(home)
    os.truncate(home.database, 0)

    store = mended(home)

    told = store.findings.last_event(EventKind.DATABASE_RESTORED)
    assert told is not None
    assert told.detail["backup"] == copy.name
    store.close()


def test_an_empty_file_without_a_copy_is_a_new_database(home: Home) -> None:
    os.truncate(home.database, 0)

    store = mended(home)

    assert store.findings.last_event(EventKind.DATABASE_RESTORED) is None
    store.close()


def test_ids_that_were_given_out_after_the_copy_are_not_given_out_again(home: Home) -> None:
    copy_of(home)
    store = Store.on(home.database)
    store.check(store.book.repositories()[0], checked("lost.py", observation()))
    lost = {finding.id for finding in store.all()}
    store.close()
    spoil(home.database)

    store = mended(home)
    store.check(store.book.repositories()[0], checked("new.py", observation()))

    (new,) = (finding for finding in store.all() if finding.path == "new.py")
    assert new.id not in lost
    store.close()


def test_without_a_copy_all_begins_anew_but_what_is_watched(home: Home) -> None:
    content = bytearray(home.database.read_bytes())
    with closing(sqlite3.connect(home.database)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'findings'"
        ).fetchone()
    content[(page - 1) * 4096 : page * 4096] = b"\xde" * 4096
    home.database.write_bytes(content)

    store = mended(home)

    assert [repository.name for repository in store.book.repositories()] == ["shop"]
    assert store.all() == []
    store.close()


def test_a_log_of_the_damaged_database_is_not_read_into_the_other(home: Home) -> None:
    copy_of(home)
    log = home.database.with_name("tinyarms.db-wal")
    spoil(home.database)
    log.write_bytes(b"not of this database")

    store = mended(home)

    assert store.only().path == "a.py"
    store.close()
    assert not log.exists() or log.read_bytes() != b"not of this database"


def test_a_restoration_that_was_cut_off_is_begun_anew(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(home)
    spoil(home.database)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("os.replace", cut_off)
        mend(home, FakeClock())

    store = mended(home)
    assert store.only().path == "a.py"
    store.close()


def test_a_daemon_looks_through_what_was_left_in_order_as_well(home: Home) -> None:
    copy_of(home)
    where = Where.of(home.path, None)
    spoil(home.database)

    with held_home(where, load(where), look_through=True):
        store = Store.on(home.database)
        assert store.only().path == "a.py"
        store.close()


def test_a_program_that_has_the_home_for_a_moment_is_waited_for(home: Home) -> None:
    where = Where.of(home.path, None)
    command = HomeLock(home)
    assert command.acquire()
    ends = threading.Timer(0.2, command.release)
    ends.start()

    with held_home(where, load(where), on_wait=_never):
        held = HomeLock(home).holder()
    ends.join()

    assert held == os.getpid()
    assert not command.is_wanted


def _never(said: str) -> None:
    raise AssertionError(said)


def test_a_daemon_that_answers_is_not_waited_for(home: Home) -> None:
    where = Where.of(home.path, None)
    lock = HomeLock(home)
    assert lock.acquire()

    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.bind(os.fsencode(home.socket))
        daemon.listen()
        with pytest.raises(HomeTaken), held_home(where, load(where), on_wait=_never):
            pass
    lock.release()


def test_only_a_lock_that_was_not_given_back_was_abandoned(home: Home) -> None:
    lock = HomeLock(home)
    assert lock.acquire()
    given_back = lock.was_abandoned
    lock.release()
    home.lock.write_text("4242\n")

    assert lock.acquire()

    assert (given_back, lock.was_abandoned) == (False, True)
    lock.release()


def test_only_the_newest_damaged_databases_are_kept(home: Home) -> None:
    copy_of(home)
    clock = FakeClock()
    for _ in range(4):
        clock.advance(60)
        spoil(home.database)
        mend(home, clock)

    assert len(list(home.backups.glob("damaged-*"))) == 2
    assert len(newest_first(home.backups)) == 1


def test_damage_that_shows_in_use_is_mended_in_use(home: Home) -> None:
    copy_of(home)
    store = Store.on(home.database)
    care = SqlStoreCare(store.database, home.backups, backups_kept=2)
    store.close()
    spoil(home.database)
    with pytest.raises(StoreUnavailable, match="it is damaged"):
        store.all()
    assert care.is_damaged()

    care.restore(LATER)

    told = store.findings.last_event(EventKind.DATABASE_RESTORED)
    assert told is not None
    assert told.detail["backup_at"] == NOON.isoformat()
    assert not care.is_damaged()
    assert store.only().path == "a.py"
    store.close()


def test_the_log_is_emptied_unless_somebody_reads_it(store: Store, tmp_path: Path) -> None:
    care = SqlStoreCare(store.database, tmp_path / "backups", backups_kept=2)
    store.watch()
    with closing(sqlite3.connect(store.database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM repositories").fetchall()
        store.watch("tools")

        assert care.tidy() > 0

    assert care.tidy() == 0


def test_a_store_is_made_smaller(store: Store, tmp_path: Path) -> None:
    care = SqlStoreCare(store.database, tmp_path / "backups", backups_kept=2)
    shop = store.watch()
    store.check(shop, *(checked(f"{number}.py", observation()) for number in range(300)))
    care.tidy()
    before = store.database.path.stat().st_size
    store.book.remove(shop.id, purge=True, at=NOON)

    care.compact()
    care.tidy()

    assert store.database.path.stat().st_size < before
