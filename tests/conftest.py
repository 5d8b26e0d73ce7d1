"""What every test may use, and what every test must leave behind: no thread, no process."""

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from tests.adapters.store.opened import Store
from tests.git_repository import GitRepository, MakeRepository

_PATIENCE_SECONDS = 10.0

# A machine that is busy with something else says nothing about the code.
settings.register_profile(
    "house", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
# What `make test-long` draws, so that what is rare is met at times without each run waiting for it.
settings.register_profile("thorough", settings.get_profile("house"), max_examples=500)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    """Threads and child processes that a test starts are its own to end."""
    threads_before = set(threading.enumerate())
    children_before = _children()
    yield
    for thread in set(threading.enumerate()) - threads_before:
        thread.join(_PATIENCE_SECONDS)
    threads = [each for each in threading.enumerate() if each not in threads_before]
    children = _children() - children_before
    for child in children:
        child.kill()
        child.wait(_PATIENCE_SECONDS)
    assert not threads, f"the test left threads running: {threads}"
    assert not children, f"the test left processes running: {children}"


def _children() -> set[psutil.Process]:
    """Most tests have none, which the kernel tells in a thousandth of the time of a list."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return set()
    except AttributeError:  # macOS, before Python 3.13
        pass
    return set(psutil.Process().children())


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    """Each test has a database of its own; else each would compile the same statements anew."""
    compiled: dict[Any, Any] = {}

    def share(connection: Connection) -> None:
        connection.engine._compiled_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        # What is compiled is kept by dialect, of which each engine has one of its own.
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        event.listen(Engine, "engine_connect", share)
        yield
        event.remove(Engine, "engine_connect", share)


@pytest.fixture
def hermetic_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without anybody's git configuration; the folder, for a test that writes one."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return home


@pytest.fixture
def make_repository(hermetic_git: Path, tmp_path: Path) -> MakeRepository:
    """Makes a git repository of that name in the test's folder."""

    def make(name: str = "shop") -> GitRepository:
        root = tmp_path / name
        root.mkdir()
        subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        return GitRepository(root.resolve())

    return make


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the newest schema, to be copied."""
    from tinyarms_daemon.adapters.store.upgrade import upgrade

    path = tmp_path_factory.mktemp("migrated") / "tinyarms.db"
    upgrade(path)
    return path


@pytest.fixture
def store(migrated_database: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated store of the test's own."""
    opened = Store.copied(migrated_database, tmp_path / "tinyarms.db")
    yield opened
    opened.close()
