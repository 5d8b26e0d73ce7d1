"""Bringing a database to this version's schema."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.store.model_tables import metadata
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.errors import StoreUnavailable

_LATER_MIGRATION = '''
"""A later version's table, then {then}."""

from alembic import op

revision = "9000"
down_revision = "{newest}"


def upgrade() -> None:
    op.execute("CREATE TABLE later (id INTEGER)")
    op.execute("INSERT INTO later VALUES (1)")
    op.execute("{then}")
'''


def tables_of(path: Path) -> set[str]:
    """The names of a database's tables."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def fill(path: Path) -> set[str]:
    """One row in every table, each referring to the first of the others; the tables' names."""
    values = {
        "INTEGER": 1,
        "FLOAT": 1.0,
        "BOOLEAN": 1,
        "JSON": "{}",
        "DATETIME": NOON.isoformat(" "),
    }
    tables = {each for each in tables_of(path) if not each.startswith(("alembic", "sqlite", "ix_"))}
    with closing(sqlite3.connect(path)) as opened, opened:
        for table in tables:
            types = [row[2] for row in opened.execute(f"PRAGMA table_info({table})")]
            marks = ", ".join("?" * len(types))
            row = [values.get(each, "a word") for each in types]
            opened.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    return tables


def later_version(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """Give the program one more migration."""
    migrations = folder / "later" / "migrations"
    shutil.copytree(bundled("migrations"), migrations, ignore=shutil.ignore_patterns("__pycache__"))
    text = _LATER_MIGRATION.format(newest=upgrade.newest_revision(), then=then)
    (migrations / "versions" / "9000_later.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(upgrade, "bundled", lambda _: migrations)


def test_the_migrations_make_the_tables_that_the_code_knows(migrated_database: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated_database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        drift = compare_metadata(context, metadata)

    engine.dispose()
    assert drift == []


def test_every_index_and_uniqueness_of_the_code_is_in_the_database(
    migrated_database: Path, tmp_path: Path
) -> None:
    made = tmp_path / "made.db"
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()

    assert tables_of(migrated_database) - tables_of(made) <= {
        "alembic_version",
        "sqlite_autoindex_alembic_version_1",
    }
    assert tables_of(made) <= tables_of(migrated_database)


def test_a_new_database_has_the_newest_revision(migrated_database: Path) -> None:
    assert upgrade.revision_of(migrated_database) == upgrade.newest_revision()
    assert upgrade.is_current(migrated_database)


def test_a_migration_that_ran_is_not_run_again(store: Store) -> None:
    store.watch()
    store.close()

    upgrade.upgrade(store.database.path)

    assert len(store.book.repositories()) == 1


def test_the_revisions_are_numbered_in_their_order() -> None:
    names = sorted(path.name for path in (bundled("migrations") / "versions").glob("*.py"))

    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize("content", [None, b""], ids=["no file", "an empty file"])
def test_what_holds_no_schema_yet_has_no_revision(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "tinyarms.db"
    if content is not None:
        path.write_bytes(content)

    assert upgrade.revision_of(path) is None
    assert not upgrade.is_current(path)


def test_another_programs_database_has_no_revision(tmp_path: Path) -> None:
    path = tmp_path / "tinyarms.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")

    assert upgrade.revision_of(path) is None


def test_a_file_that_is_no_database_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "tinyarms.db"
    path.write_bytes(b"no database" * 1000)

    assert not upgrade.is_current(path)
    with pytest.raises(sqlite3.DatabaseError):
        upgrade.revision_of(path)


def test_asking_for_the_revision_writes_nothing(store: Store) -> None:
    store.close()
    folder = store.database.path.parent
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}

    upgrade.revision_of(store.database.path)

    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_newer_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "tinyarms.db"

    with pytest.raises(StoreUnavailable) as caught:
        upgrade.refuse_newer(path, "9999")

    assert str(caught.value) == (
        f"The database {path} has schema 9999, this version knows up to "
        f"{upgrade.newest_revision()}: install the newer tinyarms-daemon again, "
        "or use another home."
    )


@pytest.mark.parametrize("revision", [None, "0001", upgrade.newest_revision()])
def test_a_schema_that_is_known_is_not_refused(tmp_path: Path, revision: str | None) -> None:
    upgrade.refuse_newer(tmp_path / "tinyarms.db", revision)


def test_an_older_schema_is_upgraded_with_its_rows(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.close()
    later_version(tmp_path, monkeypatch, "UPDATE later SET id = 2")

    upgrade.upgrade(store.database.path)

    assert upgrade.revision_of(store.database.path) == "9000"
    assert "later" in tables_of(store.database.path)
    assert store.only().path == "a.py"


@pytest.mark.parametrize("number", range(1, int(upgrade.newest_revision()) + 1))
def test_a_row_of_every_table_outlives_the_way_from_each_schema(
    tmp_path: Path, number: int
) -> None:
    path = tmp_path / "tinyarms.db"
    upgrade.upgrade(path, f"{number:04}")
    filled = fill(path)

    upgrade.upgrade(path)

    with closing(sqlite3.connect(path)) as opened:
        kept = {
            table
            for table in filled
            if opened.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
        }
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert kept == filled
    assert upgrade.is_current(path)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.watch()
    store.close()
    before = (tables_of(store.database.path), upgrade.revision_of(store.database.path))
    later_version(tmp_path, monkeypatch, "INSERT INTO none VALUES (1)")

    with pytest.raises(Exception, match="no such table: none"):
        upgrade.upgrade(store.database.path)

    assert (tables_of(store.database.path), upgrade.revision_of(store.database.path)) == before
    assert len(store.book.repositories()) == 1


def test_a_first_migration_that_fails_leaves_nothing_that_stops_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tinyarms.db"
    with monkeypatch.context() as patched:
        later_version(tmp_path, patched, "INSERT INTO none VALUES (1)")
        with pytest.raises(Exception, match="no such table: none"):
            upgrade.upgrade(path)

    upgrade.upgrade(path)

    assert upgrade.is_current(path)


def test_a_database_in_a_folder_of_odd_characters_is_upgraded(tmp_path: Path) -> None:
    folder = tmp_path / "it's 100% ?odd #1"
    folder.mkdir()

    upgrade.upgrade(folder / "tinyarms.db")

    assert upgrade.is_current(folder / "tinyarms.db")
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
