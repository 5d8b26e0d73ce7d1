"""`tinyarmsctl top`."""

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import event_message, finding_message, job_message
from tests.fakes.control_service import FakeService


def test_one_view_is_printed_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = drive(FakeToolbox(), "top")

    shown = capsys.readouterr().out
    assert status == 0
    assert "tinyarms 0.1.0 is running" in shown
    assert "40 of 120" in shown
    assert "memory available" in shown


def test_what_is_found_comes_into_view(monkeypatch: pytest.MonkeyPatch) -> None:
    event = event_message(5, "finding_opened", finding=finding_message())
    toolbox = FakeToolbox(fake_service=FakeService(event_batches=[[event]]))

    shown = drive_on_terminal(monkeypatch, toolbox, "top", LINES="40")

    assert shown.status == 0
    assert "src/Button.tsx:12" in shown.out


def test_it_needs_the_daemon() -> None:
    assert drive(FakeToolbox(running=False), "top") == 3


def test_a_long_name_leaves_room_for_what_is_told_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    toolbox = FakeToolbox()
    toolbox.fake_service.job_answers = [job_message(repository="a-name-that-nobody-would-give")]

    shown = drive_on_terminal(monkeypatch, toolbox, "top", LINES="40", COLUMNS="80")

    assert "a-name-that-nob…" in shown.out
