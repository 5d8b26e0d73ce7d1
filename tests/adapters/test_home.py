"""The folder that the programs write to, and the lock on it."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unprivileged import NOBODY, unprivileged, world_readable_folder
from tinyarms_daemon.adapters.home import Home, HomeLock, remove_stale_socket
from tinyarms_daemon.domain.errors import UsageError

# Takes the lock of a home, says so, and keeps it until its standard input ends.
_HOLDER = """
import sys
from pathlib import Path
from tinyarms_daemon.adapters.home import Home, HomeLock
lock = HomeLock(Home(Path(sys.argv[1])))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


REFUSING = pytest.mark.parametrize("ask", [Home.prepare, Home.require_preparable])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def held_elsewhere(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, os.fspath(home.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that is prepared."""
    prepared = Home(tmp_path / "home")
    prepared.prepare()
    return prepared


def test_a_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "state" / "tinyarms")

    home.prepare()

    folders = (home.path, home.logs, home.backups)
    assert [mode(folder) for folder in folders] == [0o700] * 3
    assert home.socket == home.path / "daemon.sock"
    assert sorted(path.name for path in home.path.iterdir()) == ["backups", "logs"]


def test_asking_where_something_lies_writes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "none")

    assert home.database.name == "tinyarms.db"
    assert HomeLock(home).holder() is None
    assert not home.path.exists()


def test_asking_whether_a_home_can_be_made_does_not_make_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "state" / "tinyarms")

    home.require_preparable()

    assert list(tmp_path.iterdir()) == []


def test_preparing_again_changes_nothing(home: Home) -> None:
    home.database.write_text("precious")

    home.prepare()

    assert home.database.read_text() == "precious"


def test_access_rights_that_are_too_wide_are_mended(home: Home) -> None:
    for folder in (home.logs, home.backups):
        folder.chmod(0o777)

    home.prepare()

    assert [mode(folder) for folder in (home.logs, home.backups)] == [0o700] * 2


def test_an_empty_folder_becomes_a_home_for_its_owner_alone(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    empty.chmod(0o755)

    Home(empty).prepare()

    assert mode(empty) == 0o700


def test_a_folder_with_other_things_in_it_keeps_its_access_rights(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "README.md").touch()
    project.chmod(0o755)

    Home(project).prepare()
    Home(project).prepare()

    assert mode(project) == 0o755


@REFUSING
@pytest.mark.parametrize(
    ("rights", "advice"),
    [(0o777, r"or say `chmod o-w '.*shared place'`\.$"), (0o1777, r"another with --home\.$")],
)
def test_a_home_that_anybody_may_write_to_is_refused(
    tmp_path: Path, ask: Callable[[Home], None], rights: int, advice: str
) -> None:
    shared = tmp_path / "shared place"
    shared.mkdir()
    shared.chmod(rights)

    with pytest.raises(UsageError, match=advice):
        ask(Home(shared))

    assert (mode(shared), list(shared.iterdir())) == (rights, [])


def test_files_that_others_could_read_are_mended_and_what_is_not_ours_is_left(home: Home) -> None:
    ours = [
        home.database,
        home.path / "tinyarms.db-wal",
        home.lock,
        home.logs / "tinyarmsd.log.1",
        home.logs / "launchd.err",
        home.backups / "tinyarms-old.db",
    ]
    configuration = home.path / "config.yaml"
    for file in (*ours, configuration):
        file.write_text("precious")
        file.chmod(0o644)

    home.prepare()

    assert [mode(file) for file in ours] == [0o600] * len(ours)
    assert mode(configuration) == 0o644
    assert {file.read_text() for file in ours} == {"precious"}


@REFUSING
@pytest.mark.parametrize("name", ["tinyarms.db", "daemon.lock", "logs/tinyarmsd.log"])
def test_a_link_in_the_place_of_a_file_of_ours_is_refused(
    home: Home, tmp_path: Path, name: str, ask: Callable[[Home], None]
) -> None:
    (tmp_path / "elsewhere").write_text("somebody's")
    (home.path / name).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="is not a file of yours"):
        ask(home)

    assert (tmp_path / "elsewhere").read_text() == "somebody's"


def test_early_errors_of_a_crash_loop_are_cut_and_fewer_are_kept(home: Home) -> None:
    errors = home.logs / "launchd.err"
    errors.write_bytes(b"x" * 1_000_001)
    home.trim_errors()
    after_many = errors.read_bytes()
    errors.write_bytes(b"few")

    home.trim_errors()

    assert (after_many, errors.read_bytes()) == (b"", b"few")


@REFUSING
@pytest.mark.parametrize("inside", ["", "deeper/home"])
def test_a_home_that_is_a_file_or_in_one_is_refused(
    tmp_path: Path, inside: str, ask: Callable[[Home], None]
) -> None:
    path = tmp_path / "home"
    path.write_text("precious")

    with pytest.raises(UsageError, match="cannot be written"):
        ask(Home(path / inside))

    assert path.read_text() == "precious"


def test_a_home_of_somebody_else_is_refused(home: Home) -> None:
    with world_readable_folder() as folder:
        strange = Home(folder / "home")
        strange.prepare()
        strange.path.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(strange.path, NOBODY, NOBODY)
            owner, prepare = NOBODY, strange.prepare
        else:  # the root of the file system is always somebody else's
            owner, prepare = 0, Home(Path("/")).prepare

        with pytest.raises(UsageError, match=r"not a folder of yours|cannot be written"):
            prepare()

        assert owner != os.geteuid()
        if os.geteuid() == 0:
            assert mode(strange.path) == 0o755


@REFUSING
def test_a_home_that_may_not_be_made_is_refused_with_what_to_do(
    ask: Callable[[Home], None],
) -> None:
    with world_readable_folder() as folder, unprivileged():
        folder_of_another = folder if os.geteuid() == NOBODY else Path("/")

        with pytest.raises(UsageError, match="name another with --home, or mend its access"):
            ask(Home(folder_of_another / "tinyarms-home"))


@pytest.mark.skipif(os.geteuid() == 0, reason="access rights do not hold root back")
def test_a_home_in_which_nothing_may_be_written_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    home.path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            home.prepare()
    finally:
        home.path.chmod(0o700)


@REFUSING
def test_a_link_to_somewhere_else_is_no_home(tmp_path: Path, ask: Callable[[Home], None]) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="is not a folder of yours"):
        ask(Home(tmp_path / "home"))

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_socket_whose_path_would_be_too_long_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    home = Home(tmp_path / ("deep" * 25))

    home.prepare()

    assert home.socket.parent != home.path
    assert mode(home.socket.parent) == 0o700
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(home.socket))
    remove_stale_socket(home)
    home.socket.parent.rmdir()


def test_each_home_has_a_socket_of_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / ("deep" * 25) / name) for name in ("a", "b")]

    assert homes[0].socket != homes[1].socket
    assert homes[0].socket == Home(homes[0].path).socket


def test_the_users_runtime_folder_is_where_a_socket_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")

    assert Home(tmp_path / ("deep" * 25)).socket.is_relative_to("/run/user/1000")


@pytest.mark.parametrize("runtime", ["/run/" + "long" * 30, ""])
def test_a_runtime_folder_that_is_of_no_use_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")

    path = Home(tmp_path / ("deep" * 25)).socket

    assert path.is_relative_to("/tmp")
    assert len(os.fsencode(path)) <= 103


def test_the_lock_is_taken_by_one_and_names_him(home: Home) -> None:
    lock = HomeLock(home)

    assert lock.acquire()

    assert HomeLock(home).holder() == os.getpid()
    assert mode(home.lock) == 0o600
    lock.release()
    assert HomeLock(home).holder() is None


def test_a_second_process_is_refused_and_learns_the_firsts_pid(home: Home) -> None:
    with held_elsewhere(home) as process:
        lock = HomeLock(home)

        assert not lock.acquire()
        assert lock.holder() == process.pid


def test_the_lock_of_a_process_that_was_killed_is_free(home: Home) -> None:
    with held_elsewhere(home) as process:
        process.kill()
        process.wait()
        lock = HomeLock(home)

        assert lock.holder() is None
        assert lock.acquire()
        assert lock.holder() == os.getpid()
        lock.release()


@pytest.mark.parametrize("content", [b"", b"1\n", b"99999999\n", b"nonsense", b"\xff" * 100])
def test_what_a_crash_left_in_the_lock_file_holds_nobody_up(home: Home, content: bytes) -> None:
    home.lock.write_bytes(content)
    lock = HomeLock(home)

    assert lock.holder() is None
    assert lock.acquire()
    assert lock.holder() == os.getpid()
    lock.release()


def test_a_lock_that_was_given_back_can_be_taken_again(home: Home) -> None:
    lock = HomeLock(home)
    for _ in range(3):
        assert lock.acquire()
        lock.release()
    lock.release()

    assert lock.holder() is None


def test_who_has_the_lock_learns_that_a_daemon_waits_for_it(home: Home) -> None:
    lock, waiting = HomeLock(home), HomeLock(home)
    assert lock.acquire()
    assert not lock.is_wanted

    waiting.want()
    waiting.want()

    assert lock.is_wanted and not waiting.is_wanted
    assert waiting.holder() == os.getpid()
    lock.release()
    waiting.want()
    assert waiting.acquire()
    assert not (waiting.is_wanted or waiting.was_abandoned)
    waiting.release()


def test_somebody_who_only_asks_who_holds_the_lock_keeps_nobody_from_taking_it(
    home: Home,
) -> None:
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            HomeLock(home).holder()

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    taken = []
    for _ in range(200):
        lock = HomeLock(home)
        taken.append(lock.acquire())
        lock.release()
    stop.set()
    for asker in askers:
        asker.join()

    assert all(taken)


def test_a_socket_that_a_crash_left_is_taken_away(home: Home) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(home.socket))

    remove_stale_socket(home)
    remove_stale_socket(home)

    assert not home.socket.exists()


def test_a_folder_in_the_place_of_the_socket_is_told_with_what_to_do(home: Home) -> None:
    home.socket.mkdir()

    with pytest.raises(UsageError, match=r"daemon\.sock .* move it away"):
        remove_stale_socket(home)
