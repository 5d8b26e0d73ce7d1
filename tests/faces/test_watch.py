"""`watch`: the first scan's report, then a line for each thing that happens."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeDaemon, FakeToolbox
from tests.fakes.control_messages import (
    event_message,
    finding_message,
    findings_message,
    job_message,
)
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import EventMessage
from tinyarms_daemon.domain.errors import Unavailable, UsageError


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def watching(*batches: list[EventMessage], **said: Any) -> FakeToolbox:
    found = findings_message(
        finding_message(id=3, severity="error", rule="file-size", path="big.py"),
        finding_message(),
        **said,
    )
    return FakeToolbox(
        fake_service=FakeService(findings_answer=found, event_batches=list(batches)),
        notice_lines=["No Ollama answers."],
        running=False,
    )


def lines_after_scan(shown: str) -> list[str]:
    return shown.split("Ctrl-C ends.\n")[1].splitlines()


def test_once_reports_the_first_scan_and_ends(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching()

    ended = drive(toolbox, "watch", "--once", str(shop))

    assert ended == 0
    assert toolbox.daemon.stops == 1
    assert ("add_repository", str(shop), None) in toolbox.fake_service.calls
    assert capsys.readouterr().out == (
        """\
No Ollama answers.
120 files scanned in 3.0 s: 2 open findings (1 error, 1 warning).

                  error  warning  note
file-size             1        -     -
hardcoded-colors      -        1     -
all                   1        1     -

big.py:12:23: error file-size Color #3B82F6 is written in place; the token --color-primary has \
this value. [3]
     12 |     <p className="p-2 bg-[#3B82F6]" />
        |                       ^^^^^^^^^^^^
src/Button.tsx:12:23: warning hardcoded-colors Color #3B82F6 is written in place; the token \
--color-primary has this value. [17]
     12 |     <p className="p-2 bg-[#3B82F6]" />
        |                       ^^^^^^^^^^^^
"""
    )


def test_a_repository_that_is_already_watched_is_scanned_again(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching()
    toolbox.watched_roots = (str(shop),)

    drive(toolbox, "watch", "--once", str(shop))

    assert ("request_scan", {"paths": [str(shop)]}) in toolbox.fake_service.calls


def test_each_save_tells_what_came_and_what_was_fixed(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(
        [
            event_message(1, "finding_opened", finding=finding_message()),
            event_message(2, "finding_fixed", finding=finding_message(start_line=3)),
            event_message(2, "finding_withdrawn", finding=finding_message(start_line=4)),
            event_message(3, "check_finished", path="src/Button.tsx"),
        ],
        [],
        [event_message(4, "finding_reopened", finding=finding_message(severity="note"), job=5)],
    )

    ended = drive(toolbox, "watch", str(shop))

    message = "Color #3B82F6 is written in place; the token --color-primary has this value."
    assert ended == 0
    assert lines_after_scan(capsys.readouterr().out) == [
        f"12:00:01 warning src/Button.tsx:12:23 hardcoded-colors {message}",
        "12:00:01 fixed src/Button.tsx:3 hardcoded-colors",
        "12:00:01 no longer told src/Button.tsx:4 hardcoded-colors",
        f"12:00:01 note src/Button.tsx:12:23 hardcoded-colors {message}",
        "",
        "Ended.",
    ]


def test_a_check_with_many_changes_tells_the_first_and_how_many_more_there_are(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = [event_message(1, "finding_opened", finding=finding_message()) for _ in range(300)]
    toolbox = watching([*opened, event_message(2, "check_finished", detail={"files": 7})])

    drive(toolbox, "watch", str(shop))

    *told, rest, _, _ = lines_after_scan(capsys.readouterr().out)
    assert len(told) == 20
    assert rest == "12:00:01 and 280 changes more"


def test_each_event_is_asked_for_once(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = watching([event_message(7, "scan_started")], [])

    drive(toolbox, "watch", str(shop))

    polls = [call[1] for call in toolbox.fake_service.calls if call[0] == "events"]
    assert polls == [-1, 0, 7, 7]


def test_a_check_that_changed_nothing_is_one_quiet_line(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(
        [
            event_message(1, "check_finished", path="src/a.py"),
            event_message(2, "check_finished", detail={"files": 7}),
        ]
    )

    drive(toolbox, "watch", str(shop))

    assert lines_after_scan(capsys.readouterr().out)[:2] == [
        "12:00:01 src/a.py: nothing changed",
        "12:00:01 7 files: nothing changed",
    ]


def test_other_repositories_are_not_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = watching([event_message(1, "check_finished", path="x.py", repository="tools")])

    drive(toolbox, "watch", str(shop))

    assert "x.py" not in capsys.readouterr().out


def test_a_repository_that_goes_away_is_told(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = event_message(1, "repository_unavailable", detail={"reason": "it was moved"})

    drive(watching([gone]), "watch", str(shop))

    assert "12:00:01 unavailable it was moved" in capsys.readouterr().out


def test_ctrl_c_in_the_first_scan_stops_the_daemon(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(FakeService):
        def add_repository(self, path: str, name: str | None) -> Any:
            os.kill(os.getpid(), signal.SIGINT)
            return super().add_repository(path, name)

    toolbox = FakeToolbox(fake_service=Interrupted(), running=False)

    ended = drive(toolbox, "watch", str(shop))

    assert ended == 130
    assert toolbox.daemon.stops == 1


def test_sigterm_ends_it_as_ctrl_c_does(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminated(FakeService):
        def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
            if after != -1:
                os.kill(os.getpid(), signal.SIGTERM)
            return []

    toolbox = FakeToolbox(fake_service=Terminated(), running=False)
    handler_before = signal.getsignal(signal.SIGTERM)

    ended = drive(toolbox, "watch", str(shop))

    assert ended == 0
    assert toolbox.daemon.stops == 1
    assert signal.getsignal(signal.SIGTERM) is handler_before


def test_a_daemon_that_dies_is_told_with_its_log(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Dying(FakeService):
        def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
            if after == -1:
                return []
            toolbox.daemon.alive = False
            raise Unavailable("The connection was lost.")

    toolbox = FakeToolbox(fake_service=Dying(), running=False)

    ended = drive(toolbox, "watch", str(shop))

    assert ended == 4
    assert f"{toolbox.home}/logs may tell why" in capsys.readouterr().err


def test_a_daemon_that_was_faster_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Taken(FakeToolbox):
        def start_daemon(self) -> FakeDaemon:
            raise UsageError("A daemon runs on this home already (pid 4242).")

    ended = drive(Taken(running=False), "watch", str(shop))

    assert ended == 2
    assert "pid 4242" in capsys.readouterr().err


def test_a_daemon_that_runs_already_is_left_as_it_is(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching([event_message(1, "finding_opened", finding=finding_message())])
    toolbox.running = True

    ended = drive(toolbox, "watch", str(shop))

    assert ended == 0
    assert "Ctrl-C ends. The daemon goes on.\n" in capsys.readouterr().out
    assert toolbox.daemon.stops == 0


def test_skipped_files_are_counted_and_the_rest_is_pointed_to(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skipped = [{"path": f"{number}.js", "reason": "too large"} for number in range(5)]

    drive(watching(skipped=skipped), "--home", "/x", "watch", "--once", str(shop))

    shown = capsys.readouterr().out
    assert "Not checked: 5 files\n  0.js: too large\n" in shown
    assert "'tinyarmsctl --home /x -v findings' lists them all with the reason." in shown


def test_without_findings_there_is_no_table(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(), "watch", "--once", str(shop))

    assert capsys.readouterr().out == "120 files scanned in 3.0 s: no open findings.\n"


def test_without_a_terminal_no_control_code_is_written(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = [job_message(state="running", units_done=0, units_skipped=0)]
    toolbox = watching()
    toolbox.fake_service.progress = progress

    drive(toolbox, "watch", str(shop))

    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "Scanning shop: 0 of 120" in captured.err


def test_on_a_terminal_it_is_in_color_and_within_80_columns(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.text import Text

    shown = drive_on_terminal(monkeypatch, watching(), "watch", str(shop))

    assert "\x1b[1;31merror" in shown.out
    assert max(Text.from_ansi(line).cell_len for line in shown.out.splitlines()) <= 80


def test_no_color_is_obeyed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = drive_on_terminal(monkeypatch, watching(), "watch", str(shop), NO_COLOR="1")

    assert "\x1b" not in shown.out
