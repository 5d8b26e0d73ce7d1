"""Who answers while a daemon ends and the next one starts."""

import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.control.serving import served
from tests.fakes.control_service import FakeService
from tinyarms_daemon.adapters.home import HomeLock
from tinyarms_daemon.bootstrap.held_home import held_home
from tinyarms_daemon.bootstrap.service_access import ServiceAccess
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.domain.errors import NobodyAnswered, NotRunning
from tinyarms_daemon.faces.cli.toolbox import Need


@pytest.fixture
def where() -> Iterator[Where]:
    """A home with a short path, for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="ta-", dir="/tmp"))
    made = Where.of(folder / "home", None)
    made.home.prepare()
    yield made
    shutil.rmtree(folder)


@contextmanager
def ending_at_each_request(
    where: Where, then: Callable[[HomeLock], object], times: int = 1
) -> Iterator[None]:
    """A daemon that is gone with the request unread, and what comes then."""
    lock = HomeLock(where.home)
    assert lock.acquire()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(where.home.socket))
    listening.listen()

    def end() -> None:
        taken = 0
        while taken < times:
            connection, _ = listening.accept()
            with connection:
                taken += bool(connection.recv(1, socket.MSG_PEEK))
        listening.close()
        where.home.socket.unlink()
        then(lock)

    thread = threading.Thread(target=end)
    thread.start()
    yield
    thread.join()
    lock.release()


def _nobody(_: str) -> None:
    """Told nothing."""


@pytest.mark.parametrize(("named", "notes"), [("other.yaml", 1), ("config.yaml", 0)])
def test_a_configuration_that_the_daemon_was_not_started_with_is_told(
    where: Where, named: str, notes: int
) -> None:
    told: list[str] = []
    service = FakeService()
    service.status_answer["daemon"]["config"] = str(where.user_file)
    lock = HomeLock(where.home)
    assert lock.acquire()
    access = ServiceAccess(Where.of(where.home.path, where.home.path / named), told.append)
    with served(where.home.path, service):
        for _ in range(2):
            with access.service(Need.READ) as asked:
                asked.jobs()
    lock.release()

    assert len(told) == notes
    assert all("other.yaml counts only for what this command does itself" in each for each in told)


def test_who_asks_while_a_daemon_ends_is_told_what_the_database_knows(where: Where) -> None:
    with (
        ending_at_each_request(where, HomeLock.release),
        ServiceAccess(where, _nobody).service(Need.READ) as service,
    ):
        assert service.status()["daemon"]["running"] is False


def test_who_asks_while_a_daemon_is_restarted_is_answered_by_the_next_one(where: Where) -> None:
    servers = []

    def start(_: HomeLock) -> None:
        servers.append(served(where.home.path))
        servers[0].__enter__()

    with (
        ending_at_each_request(where, start),
        ServiceAccess(where, _nobody).service(Need.DAEMON) as service,
    ):
        assert service.status()["daemon"]["running"]
        assert [job["id"] for job in service.follow_job(1)][-1] == 1
    servers[0].__exit__(None, None, None)


def test_what_needs_a_daemon_that_has_ended_is_told_that_none_runs(where: Where) -> None:
    with (
        ending_at_each_request(where, HomeLock.release),
        ServiceAccess(where, _nobody).service(Need.DAEMON) as service,
        pytest.raises(NotRunning, match="No daemon runs"),
    ):
        service.resume()


def test_a_daemon_that_ends_at_every_request_is_not_asked_for_ever(where: Where) -> None:
    with (
        ending_at_each_request(where, HomeLock.release, times=6),
        ServiceAccess(where, _nobody).service(Need.DAEMON) as service,
        pytest.raises(NobodyAnswered),
    ):
        service.status()


def test_who_works_in_a_home_hands_it_over_to_a_daemon_that_waits_for_it(where: Where) -> None:
    may_end = threading.Event()

    def run_daemon() -> None:
        with held_home(where, load(where), on_wait=_nobody), served(where.home.path):
            may_end.wait(30)

    daemon = threading.Thread(target=run_daemon)
    (where.home.path / "shop").mkdir()
    access = ServiceAccess(where, _nobody)
    with access.service(Need.WRITE) as service:
        job = service.add_repository(str(where.home.path / "shop"), None)
        daemon.start()
        while not (access.is_wanted or may_end.wait(0.01)):
            pass
        states = list(service.follow_job(job["id"]))
        is_handed_over = service.status()["daemon"]["running"]
        may_end.set()
        daemon.join()

    assert is_handed_over
    assert [states[0]["id"], states[-1]["id"]] == [1, 1]


def test_whose_command_finds_the_database_damaged_is_told_what_is_lost(where: Where) -> None:
    told: list[str] = []
    access = ServiceAccess(where, told.append)
    with access.service(Need.WRITE) as service:
        service.findings({})
    with where.home.database.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xa5" * 60_000)

    with access.service(Need.READ) as service:
        service.findings({})

    (said,) = told
    assert said.startswith("The database was found damaged at ")
    with access.service(Need.WRITE) as service:
        service.findings({})
    assert told == [said]


def test_nobody_reaches_the_socket_that_a_killed_daemon_has_left_to_its_child(
    where: Where,
) -> None:
    with socket.socket(socket.AF_UNIX) as left_to_a_child:
        left_to_a_child.bind(str(where.home.socket))
        left_to_a_child.listen()

        with held_home(where, load(where)):
            assert not where.home.socket.exists()
