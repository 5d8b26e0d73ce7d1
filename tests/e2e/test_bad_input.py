"""What goes wrong around the programs is told in a sentence with its status, and loses nothing."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.e2e.running import (
    CONFIGURATION,
    Ended,
    GitRepository,
    House,
    brief,
    css,
    is_listening,
    json_of,
    run,
    shade,
    wait_until,
)

RED, BLUE = "#ff0000", "#0000ff"
IMPATIENT = CONFIGURATION + "store: {busy_timeout: 100ms}\njobs: {retry_backoff: 1s}\n"
FILES, COLORS = 40, 20  # more than a disk that is nearly full has room for
AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="access rights do not hold root back")


@pytest.fixture
def shop(repository: GitRepository) -> GitRepository:
    """A repository with one finding."""
    repository.write("site.css", css(RED))
    repository.commit()
    return repository


def is_one_sentence(ended: Ended) -> bool:
    """Whether standard error holds one line of a program, and no traceback."""
    said = ended.err.splitlines()
    return len(said) == 1 and said[0].startswith("tinyarms") and said[0].endswith(".")


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """While another process writes to the database."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("repo", "add", "nowhere"), "nowhere"),
        (("repo", "add", "file.css"), "file.css"),
        (("scan", "nowhere"), "nowhere"),
        (("scan", "shop", "nowhere.css"), "nowhere.css"),
        (("scan", "--since", "no-such-revision", "shop"), "no-such-revision"),
        (("scan", "--since", "", "shop"), "no revision ''"),
        (("models", "pull", ""), "'' must be a model's name"),
        (("watch", "nowhere"), "nowhere"),
        (("--config", "nowhere.yaml", "status"), "nowhere.yaml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_name_that_is_wrong_is_told(
    house: House, shop: GitRepository, arguments: tuple[str, ...], named: str
) -> None:
    (house.folder / "file.css").touch()

    ended = house.ctl(*arguments)

    assert ended.status == 2
    assert is_one_sentence(ended)
    assert named in ended.err
    assert ended.out == ""


def test_a_folder_that_is_no_git_repository_is_watched_and_told(house: House) -> None:
    (house.folder / "notes").mkdir()
    (house.folder / "notes" / "site.css").write_text(css(RED))
    (house.folder / "notes" / "ignored.css").write_text(css(BLUE))
    (house.folder / "notes" / ".gitignore").write_text("ignored.css\n")

    added = house.ctl("repo", "add", "notes")

    assert added.status == 0
    assert "is no git repository" in added.err
    assert [each["path"] for each in house.ctl_json("findings")["findings"]] == ["site.css"]


@pytest.mark.parametrize("is_watched", [False, True])
def test_an_ignored_file_that_is_named_is_checked_and_not_stored(
    house: House, shop: GitRepository, is_watched: bool
) -> None:
    shop.write(".gitignore", "made.css\n")
    shop.write(".tinyarms.yaml", "paths:\n  ignore: [old.css]\n")
    shop.write("made.css", css(BLUE))
    shop.write("old.css", css("#00ff00"))
    if is_watched:
        house.ctl("repo", "add", "shop")

    scanned = json_of(house.ctl("scan", "--json", "shop/made.css", "shop/old.css"))

    assert [(each["path"], each["id"]) for each in scanned["findings"]] == [
        ("made.css", None),
        ("old.css", None),
    ]
    stored = {each["path"] for each in house.ctl_json("findings")["findings"]}
    assert not stored & {"made.css", "old.css"}


def test_a_folder_inside_a_repository_is_watched_and_told(
    house: House, shop: GitRepository
) -> None:
    shop.write("inner/page.css", css(BLUE))

    added = house.ctl("repo", "add", str(shop.root / "inner"))

    assert added.status == 0
    assert str(shop.root) in added.err
    assert [each["path"] for each in house.ctl_json("findings")["findings"]] == ["page.css"]


def test_a_repository_inside_a_watched_one_is_scanned_by_itself(
    house: House, shop: GitRepository
) -> None:
    house.ctl("repo", "add", str(shop.root))
    inner = GitRepository(shop.root / "vendored", house.environment)
    inner.write("page.css", css(BLUE))

    found = house.ctl_json("scan", str(inner.root))

    assert [each["path"] for each in found["findings"]] == ["page.css"]
    assert found["findings"][0]["id"] is None
    assert found["roots"] == [str(inner.root)]


@pytest.mark.parametrize("with_daemon", [False, True])
def test_a_name_beyond_ascii_is_one_in_any_locale(
    house: House, make_repository: Callable[[str], GitRepository], with_daemon: bool
) -> None:
    repository = make_repository("Übung")
    repository.write("größe.css", css(RED))
    repository.commit()
    if with_daemon:
        house.start()
    ascii_alone = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

    scanned = house.ctl("scan", "Übung/größe.css", "--json", **ascii_alone)
    added = house.ctl("repo", "add", "Übung", **ascii_alone)
    listed = house.ctl("findings", "--path", "Übung/größe.css", **ascii_alone)

    assert [each["path"] for each in json_of(scanned)["findings"]] == ["größe.css"]
    assert (added.status, listed.status) == (0, 0), added.err + listed.err
    assert listed.out.startswith("größe.css:")
    assert [each["name"] for each in house.ctl_json("repo", "list")["repositories"]] == ["Übung"]


def test_a_repository_is_added_once(house: House, shop: GitRepository) -> None:
    first = house.ctl("repo", "add", "shop")
    link = house.folder / "link"
    link.symlink_to(shop.root)

    again = house.ctl("repo", "add", "link")

    assert first.status == 0
    assert again.status == 2
    assert is_one_sentence(again)
    assert len(house.ctl_json("repo", "list")["repositories"]) == 1


def test_two_repositories_of_one_name_get_different_ones(
    house: House, make_repository: Callable[[str], GitRepository]
) -> None:
    for place in ("a/shop", "b/shop"):
        house.ctl("repo", "add", str(make_repository(place).root))
    taken = house.ctl("repo", "add", str(make_repository("c/shop").root), "--name", "shop")

    names = {each["name"] for each in house.ctl_json("repo", "list")["repositories"]}

    assert names == {"shop", "shop-2"}
    assert (taken.status, is_one_sentence(taken)) == (2, True)


def test_every_problem_of_a_configuration_is_told_with_file_line_and_remedy(house: House) -> None:
    house.configure("watch:\n  settle: soon\n  settel: 1s\nrules:\n  magic-number: {}\n")

    ended = house.ctl("findings")

    assert ended.status == 2
    for line, right in ((2, "400ms"), (3, "settle"), (5, "magic-numbers")):
        assert any(
            f"config.yaml:{line}:" in said and right in said for said in ended.err.splitlines()
        ), ended.err


def test_a_database_that_another_process_writes_to_is_told(
    house: House, shop: GitRepository
) -> None:
    house.configure(IMPATIENT)
    house.ctl("repo", "add", "shop")

    with locked(house.home / "tinyarms.db"):
        reading = house.ctl("findings")
        writing = house.ctl("findings", "dismiss", "1", "--reason", "ours")

    assert reading.status == 0
    assert writing.status == 4
    assert is_one_sentence(writing)
    assert "tinyarms.db" in writing.err
    assert writing.out == ""


def test_a_save_while_the_database_is_locked_is_checked_once_it_is_not(
    house: House, shop: GitRepository
) -> None:
    house.configure(IMPATIENT)
    daemon = house.start()
    daemon.add(shop.root)

    with locked(house.home / "tinyarms.db"):
        shop.write("site.css", css(RED, BLUE))
        wait_until(lambda: "sweep_failed" in house.log(), "the trouble is logged")
    events = daemon.events_until_check_of("site.css")

    assert ("finding_opened", "site.css") in brief(events)
    assert daemon.status()["queue"]["failed"] == 0


@pytest.mark.long
def test_a_check_that_cannot_be_recorded_is_done_again(
    house: House, repository: GitRepository
) -> None:
    house.configure(IMPATIENT)
    repository.write("slow.css", "/* long */\n" * 20_000 + css(RED))
    daemon = house.start()
    database = house.home / "tinyarms.db"

    daemon.client.add_repository(str(repository.root), None)
    wait_until(lambda: _units_running(database), "a file is at work")
    with locked(database):
        wait_until(lambda: "step_failed" in house.log(), "the trouble is logged")
    daemon.wait_until_idle()

    assert [each["path"] for each in daemon.findings()] == ["slow.css"]
    assert daemon.status()["queue"]["failed"] == 0


def _units_running(database: Path) -> int:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        counted = connection.execute("SELECT count(*) FROM work_units WHERE state = 'running'")
        return int(counted.fetchone()[0])


@pytest.mark.parametrize(
    "content",
    [b"this is no database\n" * 100, b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["another file", "a damaged one"],
)
def test_a_corrupt_database_is_told_and_left_as_it_is(house: House, content: bytes) -> None:
    database = house.home / "tinyarms.db"
    database.write_bytes(content)

    ended = [house.ctl("findings"), house.ctl("status", "--json"), house.tinyarmsd()]
    doctor = house.ctl_json("doctor")

    assert [each.status for each in ended] == [4, 4, 4]
    assert all(is_one_sentence(each) and "tinyarms.db" in each.err for each in ended)
    assert [check["ok"] for check in doctor["checks"] if check["name"] == "database"] == [False]
    assert database.read_bytes() == content


def test_a_database_of_a_newer_version_is_refused_untouched(house: House) -> None:
    database = house.home / "tinyarms.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()

    ended = [house.ctl("findings"), house.tinyarmsd()]

    assert [each.status for each in ended] == [4, 4]
    assert all(is_one_sentence(each) and "9999" in each.err for each in ended)
    assert database.read_bytes() == before


@AS_ROOT
def test_a_database_that_is_read_only_is_told(house: House, shop: GitRepository) -> None:
    house.ctl("repo", "add", "shop")
    database = house.home / "tinyarms.db"
    database.chmod(0o400)

    ended = house.ctl("findings", "dismiss", "1", "--reason", "ours")

    assert ended.status == 4
    assert is_one_sentence(ended)


@AS_ROOT
def test_a_home_that_may_not_be_written_is_told(house: House) -> None:
    closed = house.folder / "closed"
    closed.mkdir(mode=0o500)
    inside = House(house.folder, closed / "home", house.environment)

    ended = [inside.ctl("findings"), inside.tinyarmsd()]

    assert [each.status for each in ended] == [2, 2]
    assert all(is_one_sentence(each) for each in ended)


@pytest.mark.parametrize("place", ["file", "file/inside", "/dev/null/home"])
def test_a_home_that_cannot_be_a_folder_is_told(house: House, place: str) -> None:
    (house.folder / "file").touch()
    nowhere = House(house.folder, house.folder / place, house.environment)

    ended = [nowhere.ctl("findings"), nowhere.tinyarmsd()]

    assert [each.status for each in ended] == [2, 2]
    assert all("Traceback" not in each.err and place in each.err for each in ended)


def test_a_home_with_an_odd_name_is_a_home(bare_house: House) -> None:
    odd = House(bare_house.folder, bare_house.folder / "a b?c=d#%41&é'\"", bare_house.environment)
    odd.configure(CONFIGURATION)
    (bare_house.folder / "site.css").write_text(css(RED))
    try:
        daemon = odd.start()
        daemon.add(bare_house.folder)
        status = odd.ctl_json("status")
    finally:
        odd.close()

    assert status["findings"]["open"] == 1
    assert sorted(path.name for path in bare_house.folder.iterdir() if "." not in path.name) == [
        odd.home.name
    ]


def test_a_home_whose_path_is_too_long_for_a_socket_says_where_that_is(
    bare_house: House, shop: GitRepository
) -> None:
    long = House(bare_house.folder, bare_house.folder / ("x" * 120), bare_house.environment)
    long.configure(CONFIGURATION)
    try:
        daemon = long.start()
        daemon.add(shop.root)
        status = long.ctl_json("status")
        shown = long.ctl("status")
    finally:
        long.close()

    socket = Path(status["daemon"]["socket"])
    assert len(str(socket)) < 104
    assert not socket.is_relative_to(long.home)
    assert str(socket) in shown.out.replace("\n", "")
    assert socket.parent.stat().st_mode & 0o077 == 0
    assert not is_listening(socket)
    socket.parent.rmdir()


@pytest.mark.long
def test_a_full_disk_is_told_and_loses_nothing(house: House, shop: GitRepository) -> None:
    house.ctl("repo", "add", "shop")
    for number in range(FILES):
        shop.write(
            f"part{number}.css", css(*(shade(number * COLORS + each) for each in range(COLORS)))
        )
    database = house.home / "tinyarms.db"

    full = _run_on_a_full_disk(house, "scan", "shop")
    kept = house.ctl_json("findings")["findings"]
    after = house.ctl("scan", "shop", "--format", "json")

    assert full.status == 4
    assert is_one_sentence(full)
    assert "tinyarms.db" in full.err
    assert "site.css" in {each["path"] for each in kept}
    assert (after.status, after.err) == (1, "")
    assert len(house.ctl_json("findings")["findings"]) == 1 + FILES * COLORS
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _run_on_a_full_disk(house: House, *arguments: str) -> Ended:
    """Where no file may grow beyond what it has now and a little more."""
    blocks = (house.home / "tinyarms.db").stat().st_size // 512 + 100
    limited = ["/bin/sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"]
    return run([*limited, *house.ctl_command(*arguments)], house.folder, house.environment)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_an_output_that_cannot_be_written_is_told(house: House) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            house.ctl_command("config", "show", "--json"),
            cwd=house.folder,
            env=house.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 4
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "backup"])
def test_where_there_is_no_database_the_command_that_makes_one_is_told(
    bare_house: House, command: str
) -> None:
    ended = bare_house.ctl("db", command)

    assert ended.status == 4
    assert is_one_sentence(ended)
    assert "There is no database" in ended.err
    assert "repo add" in ended.err


def test_doctor_makes_no_home(house: House) -> None:
    home = house.folder / "none"

    doctor = house.ctl("--home", str(home), "doctor")

    assert doctor.status == 0
    assert not home.exists()


def test_a_socket_that_something_else_left_is_no_daemon(house: House, shop: GitRepository) -> None:
    house.socket.write_text("not a socket")

    status = house.ctl("status")
    daemon = house.start()
    daemon.add(shop.root)

    assert status.status == 3
    assert house.ctl("status").status == 0


@pytest.mark.long
def test_a_machine_without_git_watches_what_git_would_list(
    house: House, shop: GitRepository
) -> None:
    shop.write(".gitignore", "out/\n")
    shop.write("out/made.css", css(BLUE))
    tools = house.folder / "tools"
    tools.mkdir()
    house.environment["PATH"] = str(tools)

    added = house.ctl("repo", "add", "shop")
    doctor = house.ctl("doctor", "--json")

    assert added.status == 0
    assert [each["path"] for each in house.ctl_json("findings")["findings"]] == ["site.css"]
    assert doctor.status == 1
    assert '"install git' in doctor.out
