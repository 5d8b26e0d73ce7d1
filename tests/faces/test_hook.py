"""`tinyarmsctl hook`."""

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import finding_message, findings_message


@pytest.mark.parametrize(
    ("said", "fail_on", "status"),
    [
        ({}, "warning", 1),
        ({}, "error", 0),
        ({"severity": "note"}, "warning", 0),
        ({"status": "suppressed"}, "note", 0),
    ],
)
def test_open_findings_that_weigh_enough_stop_the_commit(
    said: dict[str, str], fail_on: str, status: int
) -> None:
    toolbox = FakeToolbox(loose_answer=findings_message(finding_message(**said)))

    assert drive(toolbox, "hook", "run", "--fail-on", fail_on) == status
    assert toolbox.needs == []


def test_what_was_dismissed_does_not() -> None:
    finding = finding_message()
    toolbox = FakeToolbox(
        loose_answer=findings_message(finding), stored=(finding_message(status="dismissed"),)
    )

    assert drive(toolbox, "hook", "run") == 0


def test_a_file_that_was_not_checked_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = [{"path": "a.py", "reason": "there was no time to check it"}]
    toolbox = FakeToolbox(loose_answer=findings_message(skipped=skipped))

    assert drive(toolbox, "hook", "run") == 0
    assert "a.py was not checked" in capsys.readouterr().err


def test_the_hook_is_told_which_home_and_when_to_fail(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    drive(toolbox, "--home", "/my/home", "hook", "install", "--fail-on", "error")

    assert toolbox.hook_arguments == [
        *("--home", "/my/home", "hook", "run", "--fail-on", "error"),
        *("--within", "5s"),
    ]
    assert "Installed" in capsys.readouterr().out
