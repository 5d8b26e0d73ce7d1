"""`repo`: which repositories are watched."""

from pathlib import Path

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import (
    finding_message,
    findings_message,
    job_message,
    repository_message,
    status_message,
)
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import NO_END
from tinyarms_daemon.faces.cli.toolbox import Need


@pytest.fixture
def git_folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_adding_tells_what_the_first_scan_found(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service = FakeService(findings_answer=findings_message(finding_message()))
    toolbox = FakeToolbox(fake_service=service)

    ended = drive(toolbox, "-q", "repo", "add", str(git_folder), "--name", "shop")

    assert ended == 0
    assert toolbox.needs == [Need.WRITE]
    assert ("add_repository", str(git_folder), "shop") in service.calls
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out == (
        f"Added shop ({git_folder}): 118 files checked in 3.0 s,"
        " 1 open finding (1 warning), 2 skipped.\n"
    )


@pytest.mark.parametrize("command", [["repo", "add"], ["watch", "--once"], ["scan", "--store"]])
def test_a_wrong_file_of_the_repository_is_told_when_it_is_added(
    git_folder: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    wrong = ".tinyarms.yaml:1: `rulez` is no key."
    service = FakeService(repository_answers=[repository_message(configuration_problem=wrong)])

    drive(FakeToolbox(fake_service=service), *command, str(git_folder))

    captured = capsys.readouterr()
    assert (captured.out + captured.err).count(wrong) == 1


def test_a_folder_without_a_file_that_is_read_is_told(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = findings_message()
    nothing["summary"]["files"] = 0

    drive(
        FakeToolbox(fake_service=FakeService(findings_answer=nothing)),
        "repo",
        "add",
        str(git_folder),
    )

    assert (
        "Nothing was looked at: no rule reads what is there, or it is ignored.\n"
        in capsys.readouterr().err
    )


def test_messages_of_commits_are_not_counted_as_files(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = job_message(units_total=123, units_done=121)
    service = FakeService(findings_answer=findings_message(), progress=[ended])

    drive(FakeToolbox(fake_service=service), "-q", "repo", "add", str(git_folder))

    assert "118 files checked" in capsys.readouterr().out


def test_what_is_wrong_is_told_once_where_a_scan_makes_no_progress(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service = FakeService(
        status_answer=status_message(
            alarms=["The disk is full."],
            daemon=status_message()["daemon"] | {"paused_until": NO_END},
        ),
        progress=[job_message(state="queued", units_done=0, units_skipped=0)] * 200,
    )

    drive(FakeToolbox(fake_service=service), "repo", "add", str(git_folder))

    told = capsys.readouterr().err
    assert told.count("The disk is full.\n") == 1
    assert told.count("Model work is paused until `tinyarmsctl resume`;") == 1


def test_without_a_terminal_progress_is_a_few_lines_on_stderr(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = [
        job_message(state="running", units_done=done, units_skipped=0) for done in range(120)
    ]
    toolbox = FakeToolbox(fake_service=FakeService(progress=progress))

    drive(toolbox, "repo", "add", str(git_folder))

    assert capsys.readouterr().err.splitlines() == [
        f"Scanning shop: {done} of 120" for done in (0, 30, 60, 90, 120)
    ]


def test_on_a_terminal_progress_is_a_bar_that_goes_away(
    git_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = drive_on_terminal(monkeypatch, FakeToolbox(), "repo", "add", str(git_folder))

    assert "120/120" in shown.err
    assert shown.err.endswith("\x1b[2K")
    assert shown.out.startswith("Added shop")


def test_a_folder_that_is_no_git_repository_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = drive(FakeToolbox(), "repo", "add", str(tmp_path))

    assert ended == 0
    assert f"{tmp_path} is no git repository" in capsys.readouterr().err


def test_a_bare_repository_has_no_files_to_watch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "objects").mkdir()
    (tmp_path / "refs").mkdir()
    toolbox = FakeToolbox()

    assert drive(toolbox, "repo", "add", str(tmp_path)) == 2
    assert "is a bare git repository, in which no files" in capsys.readouterr().err
    assert toolbox.needs == []


def test_a_folder_inside_a_git_repository_is_told(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (git_folder / "sub").mkdir()

    drive(FakeToolbox(), "repo", "add", str(git_folder / "sub"))

    assert f"is a folder of the git repository {git_folder}" in capsys.readouterr().err


def test_a_folder_inside_a_watched_one_is_told(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (git_folder / "sub").mkdir()
    toolbox = FakeToolbox(watched_roots=(str(git_folder),))

    drive(toolbox, "repo", "add", str(git_folder / "sub"))

    assert f"lies inside {git_folder}, which is watched too" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("state", "said"), [("failed", "failed: the disk is full"), ("cancelled", "was cancelled")]
)
def test_a_scan_that_did_not_succeed_ends_with_4(
    git_folder: Path, capsys: pytest.CaptureFixture[str], state: str, said: str
) -> None:
    job = job_message(state=state, error="the disk is full")
    toolbox = FakeToolbox(fake_service=FakeService(job_answers=[job]))

    ended = drive(toolbox, "repo", "add", str(git_folder))

    assert ended == 4
    assert said in capsys.readouterr().err


def test_a_deferred_scan_is_told_and_is_no_failure(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = job_message(state="deferred", reasons=["the battery is low"])
    toolbox = FakeToolbox(fake_service=FakeService(job_answers=[job]))

    ended = drive(toolbox, "repo", "add", str(git_folder))

    assert ended == 0
    assert "(job 1) waits: the battery is low" in capsys.readouterr().err


def test_a_scan_that_will_be_tried_again_is_told_and_is_no_failure(
    git_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = job_message(state="running", error="comparing the files took too much memory")
    toolbox = FakeToolbox(fake_service=FakeService(job_answers=[job]))

    ended = drive(toolbox, "repo", "add", str(git_folder))

    assert ended == 0
    assert (
        "The scan of shop (job 1) is not done, and will be tried again: comparing the files took "
        "too much memory.\n"
    ) in capsys.readouterr().err


def test_the_list_tells_name_and_folder(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "repo", "list")

    assert ended == 0
    assert capsys.readouterr().out == (
        "Repositories\n"
        "  shop  14 open  120 files  scanned 5 minutes ago, 2 skipped,"
        " deep scan Sunday 03:00\n"
        "    /home/me/shop\n"
    )


def test_the_list_tells_the_folder_of_a_repository_that_cannot_be_read_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    why = "/home/me/shop cannot be read (No such file or directory): moved?"
    service = FakeService(repository_answers=[repository_message(unavailable=why)])

    drive(FakeToolbox(fake_service=service), "repo", "list")

    assert capsys.readouterr().out.count("/home/me/shop") == 1


@pytest.mark.parametrize(
    ("options", "purge", "said"), [([], False, "are kept"), (["--purge"], True, "are gone too")]
)
def test_removing_tells_what_becomes_of_the_findings(
    capsys: pytest.CaptureFixture[str], options: list[str], purge: bool, said: str
) -> None:
    toolbox = FakeToolbox()

    ended = drive(toolbox, "repo", "remove", "shop", *options)

    assert ended == 0
    assert toolbox.fake_service.calls == [("remove_repository", "shop", purge)]
    assert said in capsys.readouterr().out
