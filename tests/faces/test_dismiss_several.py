"""Dismissing several findings at once."""

import json

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import finding_message, findings_message
from tests.fakes.control_service import FakeService


@pytest.fixture
def toolbox() -> FakeToolbox:
    answer = findings_message(finding_message(id=17), finding_message(id=18))
    return FakeToolbox(fake_service=FakeService(findings_answer=answer))


def dismissed(toolbox: FakeToolbox) -> list[int]:
    return [call[1] for call in toolbox.fake_service.calls if call[0] == "dismiss_finding"]


def test_by_id(toolbox: FakeToolbox) -> None:
    assert drive(toolbox, "findings", "dismiss", "17", "18", "--reason", "known") == 0
    assert dismissed(toolbox) == [17, 18]


def test_where_one_is_missing_none_is_dismissed(
    toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drive(toolbox, "findings", "dismiss", "17", "99", "--reason", "known") == 2
    assert dismissed(toolbox) == []
    assert "There is no finding 99" in capsys.readouterr().err


def test_by_rule_and_path(toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--rule", "magic-numbers", "--path", "no/such", "--reason", "old", "--yes"]

    status = drive(toolbox, "findings", "dismiss", *arguments)

    (_, query), *_ = [call for call in toolbox.fake_service.calls if call[0] == "findings"]
    assert status == 0
    assert (query["rules"], query["path"]) == (["magic-numbers"], "no/such")
    assert dismissed(toolbox) == [17, 18]
    assert "Dismissed 2 findings." in capsys.readouterr().out


def test_a_script_has_to_say_yes(toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str]) -> None:
    status = drive(toolbox, "findings", "dismiss", "--rule", "magic-numbers", "--reason", "old")

    assert status == 2
    assert "2 findings would be dismissed; say --yes." in capsys.readouterr().err
    assert dismissed(toolbox) == []


@pytest.mark.parametrize("arguments", [[], ["17", "--rule", "magic-numbers"]])
def test_ids_or_filters_are_said_and_not_both(toolbox: FakeToolbox, arguments: list[str]) -> None:
    assert drive(toolbox, "findings", "dismiss", *arguments, "--reason", "known") == 2


@pytest.mark.parametrize("ids", [["17"], ["17", "18"]])
def test_one_or_several_are_one_document_of_one_shape(
    toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str], ids: list[str]
) -> None:
    drive(toolbox, "findings", "dismiss", *ids, "--reason", "known", "--json")

    assert len(json.loads(capsys.readouterr().out)["findings"]) == len(ids)
