"""`tinyarmsctl export`."""

import json
from pathlib import Path

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import finding_message, findings_message
from tests.fakes.control_service import FakeService


@pytest.fixture
def toolbox() -> FakeToolbox:
    answer = findings_message(finding_message())
    return FakeToolbox(fake_service=FakeService(findings_answer=answer))


@pytest.mark.parametrize(
    ("format_name", "beginning"),
    [
        ("sarif", "{"),
        ("json", "{"),
        ("csv", "id,"),
        ("markdown", "# Findings in shop"),
        ("html", "<!doctype html>"),
        ("weekly", "# Findings in shop: the week to"),
    ],
)
def test_each_format_goes_to_stdout_alone(
    toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str], format_name: str, beginning: str
) -> None:
    status = drive(toolbox, "export", "--format", format_name)

    shown = capsys.readouterr()
    assert status == 0
    assert shown.out.startswith(beginning)
    assert shown.err == ""


def test_json_is_the_shape_of_findings(
    toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str]
) -> None:
    drive(toolbox, "export", "--format", "json")

    assert json.loads(capsys.readouterr().out).keys() == {
        "schema", "roots", "findings", "summary", "skipped",
    }  # fmt: skip


def test_a_file_is_written_whole_and_told_beside(
    toolbox: FakeToolbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.md"
    file.write_text("an older one")

    drive(toolbox, "export", "--format", "markdown", "-o", str(file))

    shown = capsys.readouterr()
    assert file.read_text().startswith("# Findings in shop")
    assert list(tmp_path.iterdir()) == [file]
    assert shown.out == ""
    assert "Wrote 1 finding to" in shown.err


def test_a_folder_that_is_not_there_is_named(
    toolbox: FakeToolbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = drive(toolbox, "export", "--format", "csv", "-o", str(tmp_path / "no" / "f.csv"))

    assert status == 2
    assert "There is no folder" in capsys.readouterr().err


def test_sarif_tells_what_was_set_aside_too(toolbox: FakeToolbox) -> None:
    drive(toolbox, "export", "--format", "sarif", "--repo", "shop")

    (_, query), *_ = [call for call in toolbox.fake_service.calls if call[0] == "findings"]
    assert query["statuses"] == ["open", "dismissed", "suppressed"]
    assert query["repository"] == "shop"
