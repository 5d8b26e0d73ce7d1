"""A house for each test: a fresh home, a fresh folder, and nothing that outlives the test."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    RunningDaemon,
    css,
    neutral_environment,
)


@pytest.fixture(autouse=True, scope="session")
def _signals_are_handed_on_as_usual() -> None:
    """What nohup, or a shell in the background, has this process ignore, its children would too."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes import what tests have in place of the real one."""
    checkout = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", f"{known}{os.pathsep}{checkout}" if known else checkout)


def make_folder() -> Path:
    """A folder with a short name: a socket's path has its limit."""
    return Path(tempfile.mkdtemp(prefix="ta-")).resolve()


@pytest.fixture(scope="session")
def empty_database() -> Iterator[Path]:
    """A database with the newest schema and nothing in it, so that each test need not make one."""
    folder = make_folder()
    house = House(folder, folder / "home", neutral_environment(folder))
    ended = house.ctl("repo", "list")
    assert ended.status == 0, ended.err
    yield house.home / "tinyarms.db"
    shutil.rmtree(folder)


@pytest.fixture
def bare_house() -> Iterator[House]:
    """A house whose home is not there yet."""
    folder = make_folder()
    house = House(folder, folder / "home", neutral_environment(folder))
    try:
        yield house
    finally:
        try:
            house.close()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(bare_house: House, empty_database: Path) -> House:
    """A house with a configuration that waits for nothing long, and an empty database."""
    bare_house.configure(CONFIGURATION)
    shutil.copyfile(empty_database, bare_house.home / "tinyarms.db")
    (bare_house.home / "tinyarms.db").chmod(0o600)
    return bare_house


@pytest.fixture(scope="session")
def shared_daemon(empty_database: Path) -> Iterator[RunningDaemon]:
    """One daemon for all tests that do nothing to it: to start one takes longer than most tests."""
    folder = make_folder()
    shared = House(folder, folder / "home", neutral_environment(folder))
    shared.configure(CONFIGURATION)
    shutil.copyfile(empty_database, shared.home / "tinyarms.db")
    try:
        yield shared.start()
    finally:
        shared.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def daemon(shared_daemon: RunningDaemon) -> Iterator[RunningDaemon]:
    """A daemon that watches nothing yet; what it is told to watch is forgotten after the test."""
    yield shared_daemon
    for watched in shared_daemon.client.repositories():
        shared_daemon.client.remove_repository(watched["name"], purge=True)
    shared_daemon.wait_until_idle()
    shared_daemon.skip_events()


@pytest.fixture
def make_repository(bare_house: House) -> Callable[[str], GitRepository]:
    """Makes an empty git repository in the house's folder."""
    return lambda name: GitRepository(bare_house.folder / name, bare_house.environment)


@pytest.fixture
def repository(make_repository: Callable[[str], GitRepository]) -> GitRepository:
    """An empty git repository named shop."""
    return make_repository("shop")


@pytest.fixture
def shop(repository: GitRepository) -> GitRepository:
    """A repository with two files, a finding in one."""
    repository.write("site.css", css("#ff0000"))
    repository.write("plain.css", css())
    repository.commit()
    return repository


@pytest.fixture
def watching(daemon: RunningDaemon, shop: GitRepository) -> RunningDaemon:
    """A daemon that has scanned the shop."""
    daemon.add(shop.root)
    return daemon
