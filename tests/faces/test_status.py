"""`status`: how everything stands."""

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import status_message
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import NO_END, StatusMessage
from tinyarms_daemon.faces.cli.toolbox import Need


def toolbox_of(status: StatusMessage) -> FakeToolbox:
    return FakeToolbox(fake_service=FakeService(status_answer=status))


def stopped_daemon() -> dict[str, object]:
    return {
        **status_message()["daemon"],
        "running": False,
        "pid": None,
        "version": None,
        "uptime_seconds": None,
    }


def test_a_running_daemon_is_told_in_a_glance(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "status")

    assert ended == 0
    assert capsys.readouterr().out == (
        """\
tinyarms 0.1.0 is running (pid 4242, up 3 hours).

Found     14 open findings (2 errors, 9 warnings, 3 notes)
Now       shop: 40 of 120 done (job 12, asked for)
Waiting   1 on save, 80 asked for, 3 deferred
Headroom  memory available 3.25 GB, qwen2.5-coder:3b admitted, qwen2.5-coder:7b deferred
Home      /home/me/.local/state/tinyarms

Repositories
  shop   14 open  120 files  scanned 5 minutes ago, 2 skipped, deep scan Sunday 03:00
  tools   0 open     1 file  unavailable: the folder /home/me/tools is not there

Open findings
  hardcoded-colors  9
  magic-numbers     3
  file-size         2

Models
  quick  qwen2.5-coder:3b  installed, not loaded, admitted
  deep   qwen2.5-coder:7b  not installed, not admitted: 3.2 GB of 6.1 GB memory is free
"""
    )


def test_a_deep_scan_tells_what_it_has_left_while_it_rests(
    capsys: pytest.CaptureFixture[str],
) -> None:
    left = {"job": 7, "repository": "shop", "questions_left": 22, "seconds_left": 190.4}
    rests = left | {"estimated_end": "2026-11-23T12:09:00Z"}
    waits = left | {"estimated_end": None}

    drive(toolbox_of(status_message(current=None, deep_scans=[rests, waits])), "status")

    shown = " ".join(capsys.readouterr().out.split())
    said = "shop: 22 questions left, about 3 minutes of the model's time"
    assert f"{said}, with rests until today " in shown
    assert f"{said} (job 7)" in shown


def test_what_is_described_in_advance_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    described = {"definitions": 1_240, "cards": 61, "vectors": 0}

    drive(toolbox_of(status_message(described=described)), "status")

    shown = " ".join(capsys.readouterr().out.split())
    assert "61 of 1,240 definitions by a card, 0 by a vector, in idle time" in shown


def test_without_a_daemon_it_tells_what_is_known_and_ends_with_3(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = drive(toolbox_of(status_message(daemon=stopped_daemon(), current=None)), "status")

    shown = capsys.readouterr().out
    assert ended == 3
    assert shown.startswith("tinyarms is not running; this is what its database knows.")
    assert "14 open findings" in shown


def test_without_a_daemon_json_is_told_too_and_ends_with_3(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = drive(toolbox_of(status_message(daemon=stopped_daemon())), "status", "--json")

    assert ended == 3
    assert capsys.readouterr().out.startswith("{")


def test_alarms_and_a_pause_stand_at_the_top(capsys: pytest.CaptureFixture[str]) -> None:
    daemon = {**status_message()["daemon"], "paused_until": "2026-11-23T14:30:00Z"}

    drive(toolbox_of(status_message(daemon=daemon, alarms=["The disk is full."])), "status")

    first, second, *_rest = capsys.readouterr().out.splitlines()
    assert first.endswith("; model work is paused until today 14:30.")
    assert second == "! The disk is full."


def test_a_pause_for_good_names_no_moment(capsys: pytest.CaptureFixture[str]) -> None:
    daemon = {**status_message()["daemon"], "paused_until": NO_END}

    drive(toolbox_of(status_message(daemon=daemon)), "status")

    assert "; model work is paused until resumed." in capsys.readouterr().out


def test_nothing_watched_tells_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    empty = status_message(
        repositories=[], models=[], findings={"open": 0, "by_severity": {}, "by_rule": {}}
    )

    drive(toolbox_of(empty), "--home", "/x y", "status")

    assert "'tinyarmsctl --home '/x y' repo add PATH' adds one." in capsys.readouterr().out


def test_a_socket_outside_the_home_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    daemon = {**status_message()["daemon"], "socket": "/run/user/1000/tinyarms/1.sock"}

    drive(toolbox_of(status_message(daemon=daemon)), "status")

    assert "socket /run/user/1000/tinyarms/1.sock" in capsys.readouterr().out


def test_new_is_passed_on_and_reading_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    drive(toolbox, "status", "--new")

    assert toolbox.fake_service.calls == [("status", True)]
    assert toolbox.needs == [Need.READ]


def test_a_daemon_of_another_version_is_told_beside_the_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    message = status_message()
    message["daemon"]["version"] = "0.0.9"

    ended = drive(toolbox_of(message), "status", "--json")

    shown = capsys.readouterr()
    assert ended == 0
    assert shown.err == (
        "The daemon is version 0.0.9, this tinyarmsctl 0.1.0: 'tinyarmsctl restart' makes the "
        "daemon this one.\n"
    )


def test_what_is_true_of_every_model_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    status = status_message()
    for model in status["models"]:
        model["reasons"] = ["No Ollama answers."]

    drive(toolbox_of(status), "status")

    assert capsys.readouterr().out.count("No Ollama answers.") == 1


@pytest.mark.parametrize("columns", [80, 40])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    shown = drive_on_terminal(
        monkeypatch, FakeToolbox(), "status", COLUMNS=str(columns), NO_COLOR="1"
    )

    wider = [line for line in shown.out.splitlines() if len(line) > columns]
    assert wider == []
