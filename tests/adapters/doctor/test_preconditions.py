"""Every precondition of a working daemon."""

import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.doctor.preconditions import (
    examine_embedded,
    examine_machine,
    examine_models,
)
from tinyarms_daemon.adapters.home import Home, HomeLock
from tinyarms_daemon.domain.models.model import ModelProof
from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.ports.model_runtime import RuntimeState

HOST = "http://127.0.0.1:11434"
ROOMY = 100 * 10**9
QUICK, DEEP = ("qwen2.5-coder:3b", 1_900_000_000), ("qwen2.5-coder:7b", None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def machine(home: Home) -> dict[str, Check]:
    return {each.name: each for each in examine_machine(home, [])}


def test_on_a_sound_machine_everything_that_is_required_holds(home: Home) -> None:
    examined = machine(home)

    assert [each.name for each in examined.values() if each.required and not each.ok] == []
    assert {"python", "git", "home", "database", "daemon"} <= set(examined)
    assert examined["database"].detail == "none yet; it is made at the first start"


def test_what_does_not_hold_has_a_remedy_and_what_holds_has_none(home: Home) -> None:
    for each in (
        *examine_machine(home, []),
        *examine_models(RuntimeState(problem="No Ollama."), HOST, None, [QUICK, DEEP], ROOMY, {}),
    ):
        assert (each.remedy is None) is each.ok


def test_a_machine_without_git_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    git = machine(home)["git"]

    assert (git.ok, git.required, git.remedy) == (False, True, "install git")


def test_a_home_that_is_not_there_is_no_fault_and_is_not_made(home: Home) -> None:
    examined = machine(home)["home"]

    assert examined.ok
    assert examined.detail == f"{home.path}, not there yet; it is made at the first start"
    assert not home.path.exists()


def test_a_home_that_is_open_to_others_is_told_and_left_so(home: Home) -> None:
    home.path.mkdir(mode=0o755)

    examined = machine(home)["home"]

    assert examined.ok
    assert examined.detail == (
        f"{home.path}, a folder that others may look into; what is written there is for its owner"
        " alone"
    )
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o755


@pytest.mark.parametrize(("free_bytes", "fits"), [(1_000, False), (ROOMY, True)])
def test_a_disk_without_room_for_a_copy_of_the_database_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch, free_bytes: int, fits: bool
) -> None:
    home.path.mkdir()
    home.database.write_bytes(b"\0" * 5_000)
    usage = shutil.disk_usage(home.path)._replace(free=free_bytes)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    room = machine(home)["room"]

    assert (room.ok, room.required) == (fits, True)
    assert "needed for a copy of the database" in room.detail


def test_a_home_that_cannot_be_is_told(home: Home) -> None:
    home.path.write_text("a file")

    examined = machine(home)["home"]

    assert (examined.ok, examined.required) == (False, True)
    assert "cannot be written" in examined.detail


def test_a_sound_database_is_told_with_its_schema(home: Home, migrated_database: Path) -> None:
    home.prepare()
    shutil.copy(migrated_database, home.database)

    database = machine(home)["database"]

    assert database.ok
    assert database.detail.endswith(", sound")


@pytest.mark.parametrize("state", ["no database", "newer", "damaged"])
def test_a_database_that_cannot_be_used_is_told(
    home: Home, migrated_database: Path, state: str
) -> None:
    home.prepare()
    if state == "no database":
        home.database.write_bytes(b"nonsense" * 1000)
    else:
        shutil.copy(migrated_database, home.database)
    if state == "newer":
        with closing(sqlite3.connect(home.database)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
    elif state == "damaged":
        content = bytearray(home.database.read_bytes())
        content[-4096:] = b"\xff" * 4096
        home.database.write_bytes(content)

    database = machine(home)["database"]

    assert (database.ok, database.required) == (False, True)
    assert database.remedy is not None


def test_a_daemon_that_runs_is_told_with_its_pid(home: Home) -> None:
    home.prepare()
    before = machine(home)["daemon"]
    lock = HomeLock(home)
    lock.acquire()

    running = machine(home)["daemon"]

    lock.release()
    assert (before.ok, before.required) == (False, False)
    assert running.detail.startswith("running, pid ")


def test_models_are_optional_and_their_download_is_told_with_its_size() -> None:
    state = RuntimeState(problem=None, installed={"qwen2.5-coder:7b": 1}, resident={})

    ollama, version, quick, deep, disk = examine_models(
        state, HOST, "0.33.0", [QUICK, DEEP], ROOMY, {}
    )

    assert (ollama.ok, ollama.detail) == (True, f"answers at {HOST}")
    assert (quick.ok, quick.remedy) == (False, "`ollama pull qwen2.5-coder:3b` (1.9 GB)")
    assert (deep.ok, deep.remedy) == (True, None)
    assert (version.ok, version.detail) == (True, "0.33.0")
    assert disk.detail == (
        "100.0 GB free where models are kept, 1.9 GB needed for those that are missing"
    )
    assert not any(each.required for each in (ollama, version, quick, deep, disk))


def test_a_disk_that_is_too_small_for_a_model_is_told() -> None:
    huge = ("huge:1000b", 10**18)

    *_, disk = examine_models(RuntimeState(problem="No Ollama."), HOST, None, [huge], ROOMY, {})

    assert (disk.ok, disk.required) == (False, False)
    assert "OLLAMA_MODELS" in str(disk.remedy)


@pytest.mark.parametrize(
    ("version", "is_new_enough"),
    [("0.30.11", True), ("0.33.0-rc2", True), ("0.0.0", True), ("0.9.6", False)],
)
def test_an_ollama_that_is_too_old_is_told(version: str, is_new_enough: bool) -> None:
    _, examined = examine_models(RuntimeState(problem=None), HOST, version, [], ROOMY, {})

    assert examined.ok is is_new_enough
    assert (examined.remedy is None) is is_new_enough


GGUF = "/home/me/quick.gguf"
PROOF = ModelProof(
    tag=QUICK[0], size_bytes=10**9, expected_bytes=2 * 10**9, size_tolerance=0.1, quantization=None
)


def test_without_the_embedded_runtime_what_mends_it_is_not_ollama_s() -> None:
    examined = examine_embedded(RuntimeState(problem="It is not installed."), GGUF, None)

    assert (examined.ok, examined.required) == (False, False)
    assert examined.detail == "It is not installed."
    assert "tinyarms-daemon[embedded]" in str(examined.remedy)
    assert "ollama pull" not in str(examined.remedy)


@pytest.mark.parametrize(
    ("proof", "is_fine", "detail"),
    [
        (None, True, GGUF),
        (replace(PROOF, answer_seconds=2.0), True, f"{GGUF}, 1.0 GB, answers in 2.0 s"),
        (
            replace(PROOF, problem="It gave no answer."),
            False,
            f"{GGUF}, 1.0 GB, It gave no answer.",
        ),
    ],
)
def test_a_file_that_answers_for_every_model_has_no_published_size(
    proof: ModelProof | None, is_fine: bool, detail: str
) -> None:
    examined = examine_embedded(RuntimeState(problem=None), GGUF, proof)

    assert (examined.ok, examined.detail) == (is_fine, detail)
    assert (examined.remedy is None) is is_fine
