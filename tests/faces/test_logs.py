"""`logs`: a line for people, and the line as it is."""

import json

import pytest

from tests.faces.driving import HOSTILE, control_characters, drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox

ENTRY = {
    "slept_seconds": 28800,
    "event": "machine_woke",
    "level": "info",
    "logger": "tinyarms_daemon.daemon",
    "timestamp": "2026-11-23T12:00:00.5Z",
}


def test_a_line_tells_when_how_serious_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(logged=[json.dumps(ENTRY), "no JSON"]), "logs")

    time, rest = capsys.readouterr().out.split(" info ", 1)
    assert ended == 0
    assert len(time) == len("2026-11-23 12:00:00")
    assert rest == "   machine_woke  slept_seconds=28800\nno JSON\n"


def test_a_log_without_a_line_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(logged=[]), "logs")

    said = capsys.readouterr()
    assert (ended, said.out, said.err) == (0, "", "The daemon has logged nothing yet.\n")


LOGGED = ["no JSON", json.dumps(ENTRY), "[1]"]
ENTRIES = [{"event": "no JSON"}, ENTRY, {"event": "[1]"}]


def test_with_json_all_lines_are_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(logged=LOGGED), "logs", "--json")

    assert (ended, json.loads(capsys.readouterr().out)) == (0, {"entries": ENTRIES})


def test_followed_with_json_each_line_is_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(logged=[*LOGGED, HOSTILE]), "logs", "--follow", "--json")

    said = capsys.readouterr().out
    assert [json.loads(line) for line in said.splitlines()] == [*ENTRIES, {"event": HOSTILE}]
    assert control_characters(said) == set()


@pytest.mark.parametrize("line", [HOSTILE, json.dumps({**ENTRY, "path": HOSTILE}), "[1]", "7"])
def test_no_line_can_drive_a_terminal(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    shown = drive_on_terminal(monkeypatch, FakeToolbox(logged=[line]), "logs", NO_COLOR="1")

    assert shown.status == 0
    assert control_characters(shown.out) == set()


def test_ctrl_c_ends_it_well(monkeypatch: pytest.MonkeyPatch) -> None:
    toolbox = FakeToolbox()

    def interrupted(last: int, *, follow: bool) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(toolbox, "log_lines", interrupted)

    assert drive(toolbox, "logs", "-f") == 0


def test_a_dry_run_prints_the_description_alone(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "install", "--dry-run", "--format", "systemd")

    assert (ended, capsys.readouterr().out) == (0, "an agent for systemd\n")
    assert drive(FakeToolbox(), "install") == 4
