"""How a call of tinyarmsctl ends, whatever happens in it."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_service import FakeService
from tinyarms_daemon.domain.errors import StoreUnavailable, UsageError
from tinyarms_daemon.faces.cli.main import run


class Failing(FakeService):
    """A service whose `jobs` raises what it is told to."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def jobs(self) -> list[Any]:
        raise self.error


def drive_failing(error: BaseException, *options: str) -> int:
    return drive(FakeToolbox(fake_service=Failing(error)), *options, "jobs")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("The name is wrong."), 2),
        (StoreUnavailable("The database is locked."), 4),
    ],
)
def test_an_expected_error_is_its_sentence_and_its_status(
    capsys: pytest.CaptureFixture[str], error: Exception, status: int
) -> None:
    ended = drive_failing(error)

    assert ended == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"tinyarmsctl: {error}\n"


def test_a_message_of_several_lines_keeps_them(capsys: pytest.CaptureFixture[str]) -> None:
    drive_failing(UsageError("config.yaml is wrong:\nline 1: no\nline 2: no"))

    assert capsys.readouterr().err == (
        "tinyarmsctl: config.yaml is wrong:\n  line 1: no\n  line 2: no\n"
    )


def test_an_internal_error_is_one_sentence_and_never_taken_for_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = drive_failing(ValueError("what now\x1b[31m"))

    assert ended == 70
    assert capsys.readouterr().err == (
        "tinyarmsctl: internal error: ValueError: what now\\x1b[31m;"
        " run again with -v for the traceback\n"
    )


def test_the_traceback_is_shown_with_v(capsys: pytest.CaptureFixture[str]) -> None:
    drive_failing(ValueError("what now"), "-v")

    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["export"],
            "Missing option '--format'. Choose from: sarif, json, csv, markdown, html, weekly.",
        ),
        (["status", "now"], "Got unexpected extra argument (now)."),
        (["staus"], "No such command 'staus'."),
        (["jobs", "show", "9" * 30], f"Invalid value for 'ID': {'9' * 30} is not in the range"),
        (["findings", "show", "9" * 30], f"Invalid value for 'ID': {'9' * 30} is not in the range"),
        (["why", "9" * 30], f"Invalid value for 'JOB': {'9' * 30} is not in the range"),
        (["export", "--format", "csv", "-o", ""], "'.' is a folder; name a file in it."),
    ],
)
def test_a_wrong_command_line_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert drive(FakeToolbox(), *arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"tinyarmsctl: {told}")
    assert error.count("\n") == 1


def test_an_error_of_the_operating_system_names_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = drive_failing(PermissionError(13, "Permission denied", "/home/me/state"))

    assert ended == 4
    assert capsys.readouterr().err == (
        "tinyarmsctl: '/home/me/state' cannot be used: Permission denied.\n"
    )


def test_a_current_folder_that_is_gone_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.rmdir()

    assert drive(FakeToolbox(), "--home", "state", "status") == 2
    assert capsys.readouterr().err == (
        "tinyarmsctl: The current folder is gone; change to one that is there.\n"
    )


def test_ctrl_c_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive_failing(KeyboardInterrupt())

    assert ended == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stats"], "'status'?"),
        (["findings", "--sevrity", "note"], "'--severity'"),
        (["findings", "--severity", "grave"], "'grave' is not one of"),
        (["findings", "--since", "yesterday"], "neither an age such as 7d nor a time"),
        (["findings", "--rule", "magic-number"], "did you mean 'magic-numbers'?"),
        (["findings", "--repo", "shp"], "did you mean 'shop'?"),
        (["findings", "--repo", ""], "no repository ''"),
        (["findings", "--path", ""], "it is empty"),
        (["findings", "--path", "/no/such/place"], "lies in no watched repository"),
        (["findings", "--since", ""], "neither an age"),
        (["findings", "show", "first"], "'first' is not a valid integer."),
        (["findings", "--limit", "few"], "'few' is not a valid integer."),
        (["findings", "dismiss", "17"], "Missing option '--reason'"),
        (["findings", "dismiss", "17", "--reason", " "], "at least one word"),
        (["jobs", "show", "99"], "no job 99"),
        (["pause", "--for", "soon"], "is no duration"),
        (["pause", "--for", "0h"], "is no duration"),
        (["pause", "--for", "99999999999999w"], "is no duration"),
        (["scan", "no-such-path"], "no file or folder 'no-such-path'"),
        (["scan", ""], "no file or folder ''"),
        (["scan", "--json", "--format", "sarif"], "exclude each other"),
        (["scan", "--changed", "--since", "main"], "exclude each other"),
        (["scan", "--deep", "--plan", "--format", "sarif"], "say --format json"),
        (["repo", "add", "no-such-path"], "no file or folder 'no-such-path'"),
        (["repo", "add", __file__], "is no folder"),
        (["repo", "remove", "shp"], "did you mean 'shop'?"),
        (["rules", "show", "magic"], "There is no rule 'magic'"),
        (["config", "check", "no-such-file"], "no file 'no-such-file'"),
        (
            ["--config", "/no/such.yaml", "status"],
            "/no/such.yaml: there is no such file; name another",
        ),
        (["--home", "", "status"], "it is empty"),
        (["--home", "~no-such-user-here/x", "status"], "home directory"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    ended = drive(FakeToolbox(), *arguments)

    captured = capsys.readouterr()
    assert ended == 2
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.startswith("tinyarmsctl: ")
    assert captured.err.count("\n") == 1


def test_nothing_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox())

    assert ended == 2
    assert "Usage: tinyarmsctl" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "--version")

    assert ended == 0
    assert capsys.readouterr().out.startswith("tinyarmsctl 0.")


class _Pipe(io.TextIOWrapper):
    """A stdout whose reader has gone away."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        super().__init__(os.fdopen(writing, "wb"), encoding="utf-8")


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"], ["--help"]])
def test_a_closed_pipe_is_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    pipe = _Pipe()
    monkeypatch.setattr(sys, "stdout", pipe)

    ended = drive(FakeToolbox(), *arguments)

    pipe.close()
    assert ended == 141
    assert capsys.readouterr().err == ""


def test_home_and_configuration_reach_the_toolbox_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[Path, Path | None]] = []

    def make(home: Path, configuration: Path | None, _: Callable[[str], None]) -> FakeToolbox:
        asked.append((home, configuration))
        return FakeToolbox()

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TINYARMS_CONFIG", "mine.yaml")
    Path("mine.yaml").touch()

    run(make, lambda: Path("/default"), ["status"])
    run(make, lambda: Path("/default"), ["--home", "state", "status"])

    assert asked == [
        (Path("/default"), tmp_path / "mine.yaml"),
        (tmp_path / "state", tmp_path / "mine.yaml"),
    ]
