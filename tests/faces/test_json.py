"""With --json a command prints one document on stdout, and nothing else there."""

import json
import threading
from pathlib import Path

import pytest

from tests.faces.driving import HOSTILE, control_characters, drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import finding_message, findings_message, job_message
from tests.fakes.control_service import FakeService
from tinyarms_daemon.domain.system.check import Check


@pytest.fixture
def toolbox() -> FakeToolbox:
    findings = findings_message(finding_message(path=HOSTILE, message=HOSTILE))
    return FakeToolbox(
        fake_service=FakeService(
            findings_answer=findings, job_answers=[job_message(paths=[HOSTILE])]
        ),
        loose_answer=findings,
        problems=["a problem"],
        checks=[Check(HOSTILE, False, True, HOSTILE, HOSTILE)],
    )


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["status"], {"daemon", "current", "queue", "repositories", "findings", "alarms"}),
        (["repo", "list"], {"repositories"}),
        (["repo", "add", "."], {"id", "state", "units_total"}),
        (["scan", "."], {"schema", "roots", "findings", "summary", "skipped"}),
        (["findings"], {"schema", "roots", "findings", "summary", "skipped"}),
        (["findings", "show", "17"], {"id", "source", "root"}),
        (["findings", "dismiss", "17", "--reason", "known"], {"findings"}),
        (["findings", "reopen", "17"], {"id", "status"}),
        (["jobs"], {"jobs"}),
        (["jobs", "show", "1"], {"id", "state"}),
        (["jobs", "cancel", "1"], {"id", "state"}),
        (["jobs", "retry", "1"], {"id", "state"}),
        (["db", "check"], {"path", "ok", "problems", "size_bytes", "backups"}),
        (["db", "backup"], {"path", "made_at", "size_bytes", "ok"}),
        (["db", "prune"], {"forgotten"}),
        (["rules"], {"rules"}),
        (["rules", "show", "magic-numbers"], {"id", "rationale", "options"}),
        (["config", "show"], {"configuration"}),
        (["config", "check"], {"problems"}),
        (["config", "path"], {"paths"}),
        (["doctor"], {"checks"}),
        (["logs"], {"entries"}),
        (["headroom"], {"readings", "models", "receipt"}),
        (["why", "1"], {"job", "decisions", "calls", "forecast"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_one_document_that_drives_no_terminal(
    toolbox: FakeToolbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    keys: set[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    drive(toolbox, *arguments, "--json")

    shown = capsys.readouterr().out
    assert keys <= json.loads(shown).keys()
    assert not control_characters(shown)


def test_what_was_found_is_told_whole(
    toolbox: FakeToolbox, capsys: pytest.CaptureFixture[str]
) -> None:
    drive(toolbox, "findings", "--json")

    assert json.loads(capsys.readouterr().out)["findings"][0]["path"] == HOSTILE


def test_looked_at_again_and_again_each_look_is_a_line(
    toolbox: FakeToolbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = iter(range(2))

    def wait(*_: object) -> None:
        if next(looks, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(threading.Event, "wait", wait)

    assert drive(toolbox, "headroom", "--watch", "--json") == 0

    shown = capsys.readouterr().out.splitlines()
    assert [json.loads(line).keys() >= {"readings", "models"} for line in shown] == [True] * 3
