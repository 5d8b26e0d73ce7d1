"""Names, messages and sources may hold anything; a terminal is never driven by them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tests.faces.driving import HOSTILE, control_characters, drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import (
    event_message,
    finding_message,
    findings_message,
    job_message,
    repository_message,
    status_message,
)
from tests.fakes.control_service import FakeService
from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.faces.cli.finding_text import finding_line
from tinyarms_daemon.faces.cli.source_excerpt import source_excerpt

COMMANDS = [
    ["status"],
    ["repo", "list"],
    ["repo", "add", "."],
    ["scan", "."],
    ["findings"],
    ["findings", "show", "17"],
    ["findings", "dismiss", "17", "--reason", "known"],
    ["jobs"],
    ["jobs", "show", "1"],
    ["config", "check"],
    ["doctor"],
    ["watch", "."],
]


def hostile_toolbox() -> FakeToolbox:
    finding = finding_message(
        path=HOSTILE,
        message=HOSTILE,
        symbol=HOSTILE,
        suggestion=HOSTILE,
        related=[{"path": HOSTILE, "start_line": 1, "end_line": 2, "note": HOSTILE}],
        dismissal={"reason": HOSTILE, "at": None, "expires_at": None},
    )
    found = findings_message(finding, skipped=[{"path": HOSTILE, "reason": HOSTILE}])
    repository = repository_message(name=HOSTILE, root=f"/{HOSTILE}", unavailable=HOSTILE)
    job = job_message(repository=HOSTILE, paths=[HOSTILE], reasons=[HOSTILE], error=HOSTILE)
    service = FakeService(
        status_answer=status_message(repositories=[repository], alarms=[HOSTILE]),
        repository_answers=[repository],
        findings_answer=found,
        job_answers=[job],
        source=[{"number": 12, "text": HOSTILE}],
        event_batches=[
            [
                event_message(1, "finding_opened", finding=finding, repository=HOSTILE),
                event_message(2, "check_finished", path=HOSTILE, job=9, repository=HOSTILE),
            ]
        ],
    )
    return FakeToolbox(
        fake_service=service,
        loose_answer=found,
        problems=[HOSTILE],
        checks=[Check(HOSTILE, False, False, HOSTILE, HOSTILE)],
        notice_lines=[HOSTILE],
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_plain_output_holds_nothing_that_drives_a_terminal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    drive(hostile_toolbox(), *arguments)

    captured = capsys.readouterr()
    shown = captured.out + captured.err
    assert control_characters(shown) <= {"\t"}
    assert "a\\n\\x1b[31m\\x9b2J\\x0d\\x07[bold]b[/bold]" in shown


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_terminal_sees_our_own_styles_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    shown = drive_on_terminal(monkeypatch, hostile_toolbox(), *arguments).out

    without_styles = Text.from_ansi(shown).plain
    assert "\x1b[31m" not in shown.replace("\x1b[31m!", "")
    assert not control_characters(without_styles)
    assert ":smile:" in without_styles.replace("\n", "").replace(" ", "")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_finding_is_always_one_line(text: str) -> None:
    line = finding_line(finding_message(path=text, message=text, rule=text)).plain

    assert "\n" not in line
    assert not control_characters(line) & {"\x1b", "\x9b", "\r", "\x07", "\x08"}


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    start=st.integers(1, 300),
    length=st.integers(0, 300),
    width=st.integers(40, 100),
)
def test_an_excerpt_never_grows_wider_than_the_terminal(
    text: str, start: int, length: int, width: int
) -> None:
    finding = finding_message(
        start_line=1, end_line=1, start_column=start, end_column=start + length
    )

    lines = list(source_excerpt(finding, [{"number": 1, "text": text}], width=width))

    assert all(cell_len(line.plain) <= width for line in lines)
