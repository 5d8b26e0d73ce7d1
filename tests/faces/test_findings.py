"""`findings`: the list, one of them, and the person's word on it."""

from pathlib import Path

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import (
    finding_detail,
    finding_message,
    findings_message,
    repository_message,
)
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import FindingDetailMessage, FindingMessage
from tinyarms_daemon.faces.cli.toolbox import Need


def toolbox_with(*findings: FindingMessage, **said: object) -> FakeToolbox:
    return FakeToolbox(
        fake_service=FakeService(findings_answer=findings_message(*findings, **said))
    )


def test_a_finding_is_one_line_as_compilers_write_it(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(toolbox_with(finding_message()), "findings")

    assert ended == 0
    assert capsys.readouterr().out == (
        "src/Button.tsx:12:23: warning hardcoded-colors Color #3B82F6 is written in place;"
        " the token --color-primary has this value. [17]\n"
        "1 open finding (1 warning).\n"
    )


def test_findings_of_a_file_stand_together_from_top_to_bottom(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = toolbox_with(
        finding_message(path="b.py", start_line=9, severity="error"),
        finding_message(path="a.py", start_line=5),
        finding_message(path="b.py", start_line=2, severity="note"),
    )

    drive(toolbox, "findings")

    places = [line.split(":")[:2] for line in capsys.readouterr().out.splitlines()[:3]]
    assert places == [["b.py", "2"], ["b.py", "9"], ["a.py", "5"]]


@pytest.mark.parametrize("found_in", [["shop", "tools"], ["tools"]])
def test_of_several_repositories_each_that_is_told_of_has_a_heading(
    capsys: pytest.CaptureFixture[str], found_in: list[str]
) -> None:
    found = [finding_message(repository=name) for name in found_in]
    toolbox = toolbox_with(*found, roots=["/home/me/shop", "/home/me/tools"])

    drive(toolbox, "findings")

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in ("shop", "tools")] == found_in


def test_a_limit_tells_how_many_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    found = findings_message(finding_message())
    found["summary"] |= {"findings": 341, "by_severity": {"warning": 341}}
    toolbox = FakeToolbox(fake_service=FakeService(findings_answer=found))

    drive(toolbox, "findings", "--limit", "1")

    assert capsys.readouterr().out.endswith("1 of 341 open findings (341 warnings).\n")


def test_a_limit_of_none_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    drive(toolbox, "findings", "--limit", "0")

    assert toolbox.fake_service.calls == [("findings", {"limit": 0})]
    capsys.readouterr()


def test_every_filter_reaches_the_service(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    drive(
        toolbox, "findings", "--repo", "shop", "--rule", "magic-numbers", "--severity", "warning",
        "--status", "fixed", "--status", "dismissed", "--path", "src/", "--since", "7d",
        "--new", "--limit", "5",
    )  # fmt: skip

    assert toolbox.needs == [Need.READ]
    assert toolbox.fake_service.calls == [
        (
            "findings",
            {
                "repository": "shop",
                "rules": ["magic-numbers"],
                "severity": "warning",
                "statuses": ["fixed", "dismissed"],
                "path": "src",
                "since": "2026-11-16T12:00:00Z",
                "new": True,
                "limit": 5,
            },
        )
    ]


def test_a_path_of_the_file_system_becomes_one_within_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    toolbox = watching(("shop", tmp_path), ("tools", tmp_path.parent / "tools"))

    drive(toolbox, "findings", "--path", ".")

    assert toolbox.fake_service.calls == [("findings", {"repository": "shop", "path": "src"})]


def test_a_path_that_is_gone_is_one_of_the_repository_that_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    toolbox = watching(("shop", tmp_path), ("tools", tmp_path.parent / "tools"))

    drive(toolbox, "findings", "--path", "src/gone.py")
    drive(toolbox, "findings", "--path", "src/gone.py", "--repo", "tools")

    assert toolbox.fake_service.calls == [
        ("findings", {"repository": "shop", "path": "src/gone.py"}),
        ("findings", {"repository": "tools", "path": "src/gone.py"}),
    ]


def test_a_path_in_two_repositories_is_of_the_inner_one_or_of_the_one_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "inner" / "src").mkdir(parents=True)
    toolbox = watching(("outer", tmp_path), ("inner", tmp_path / "inner"))
    path = str(tmp_path / "inner" / "src")

    drive(toolbox, "findings", "--path", path)
    drive(toolbox, "findings", "--path", path, "--repo", "outer")

    assert toolbox.fake_service.calls == [
        ("findings", {"repository": "inner", "path": "src"}),
        ("findings", {"repository": "outer", "path": "inner/src"}),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--path", "/"], "'/' lies in no watched repository."),
        (["--path", ".."], "'..' lies in no watched repository."),
        (["--path", "/", "--repo", "shop"], "'/' lies outside of shop."),
        (["--path", ""], "Invalid value for '--path': it is empty."),
    ],
)
def test_a_path_outside_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert drive(watching(("shop", tmp_path)), "findings", *arguments) == 2
    assert capsys.readouterr().err.startswith(f"tinyarmsctl: {told}")


def watching(*repositories: tuple[str, Path]) -> FakeToolbox:
    answers = [repository_message(name=name, root=str(root)) for name, root in repositories]
    return FakeToolbox(fake_service=FakeService(repository_answers=answers))


def test_one_finding_shows_source_related_suggestion_and_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drive(toolbox_with(finding_message()), "findings", "show", "17")

    assert capsys.readouterr().out == (
        """\
[17] warning hardcoded-colors (open, new)
Color #3B82F6 is written in place; the token --color-primary has this value.

src/Button.tsx:12:23 in Button (/home/me/shop)
 11 |   return (
 12 |     <p className="p-2 bg-[#3B82F6]" />
    |                       ^^^^^^^^^^^^
 13 |   )

Suggestion
  bg-primary

Related
  src/theme.css:4 the token

Why
  A literal color cannot follow the theme, and drifts from the palette unseen.

History
  first seen 2026-11-23 02:00, 10 hours ago
  last seen 2026-11-23 11:58, 2 minutes ago
"""
    )


def test_a_finding_of_what_is_no_longer_watched_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Removed(FakeService):
        def finding(self, finding_id: int) -> FindingDetailMessage:
            return finding_detail(finding_message(id=finding_id), root="", source=[])

    drive(FakeToolbox(fake_service=Removed()), "findings", "show", "17")

    shown = capsys.readouterr().out
    assert "  Its repository is no longer watched.\n" in shown
    assert "any more" not in shown


def test_source_that_is_gone_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = toolbox_with(finding_message())
    toolbox.fake_service.source = []

    drive(toolbox, "findings", "show", "17")

    assert "does not show this source any more" in capsys.readouterr().out


def test_a_dismissal_is_told_with_its_reason_and_end(capsys: pytest.CaptureFixture[str]) -> None:
    dismissal = {
        "reason": "a brand color",
        "at": "2026-11-23T11:00:00Z",
        "expires_at": "2027-02-21T11:00:00Z",
    }
    toolbox = toolbox_with(finding_message(status="dismissed", dismissal=dismissal))

    drive(toolbox, "findings", "show", "17")

    assert "dismissed: a brand color, until 2027-02-21 11:00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("expires_at", "said"),
    [
        (None, "dismissed: two are enough; it has more places now than it had then\n"),
        ("2026-11-01T11:00:00Z", "dismissed: two are enough, until 2026-11-01 11:00\n"),
    ],
)
def test_a_dismissal_that_holds_no_longer_is_told_with_the_cause(
    capsys: pytest.CaptureFixture[str], expires_at: str | None, said: str
) -> None:
    dismissal = {
        "reason": "two are enough",
        "at": "2026-10-01T11:00:00Z",
        "expires_at": expires_at,
    }
    toolbox = toolbox_with(finding_message(status="open", dismissal=dismissal))

    drive(toolbox, "findings", "show", "17")

    assert said in capsys.readouterr().out


def test_dismissing_passes_reason_and_expiry_on(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = toolbox_with(finding_message())

    ended = drive(toolbox, "findings", "dismiss", "17", "--reason", "known", "--expires", "90d")

    assert ended == 0
    assert ("dismiss_finding", 17, "known", 90 * 86400.0) in toolbox.fake_service.calls
    assert capsys.readouterr().out.startswith("Dismissed until 2027-02-21 12:00:\n")
    assert toolbox.needs == [Need.WRITE]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"dismissal": {"reason": "known", "at": "2026-11-22T12:00:00Z"}}, "Reopened:\n"),
        ({}, "It was not dismissed:\n"),
    ],
)
def test_reopening_takes_a_dismissal_back_where_there_is_one(
    known: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = toolbox_with(finding_message(**known))

    ended = drive(toolbox, "findings", "reopen", "17")

    assert ended == 0
    assert ("reopen_finding", 17) in toolbox.fake_service.calls
    assert capsys.readouterr().out.startswith(said)


def test_on_a_terminal_long_lines_are_folded_with_an_indent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = drive_on_terminal(
        monkeypatch, toolbox_with(finding_message()), "findings", NO_COLOR="1"
    )

    assert shown.out.splitlines()[:2] == [
        "src/Button.tsx:12:23: warning hardcoded-colors Color #3B82F6 is written in",
        "    place; the token --color-primary has this value. [17]",
    ]


def test_skipped_files_are_listed_with_v_beside_the_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    skipped = [{"path": f"{number}.py", "reason": "too large"} for number in range(9)]

    drive(toolbox_with(skipped=skipped), "-v", "findings")

    captured = capsys.readouterr()
    assert captured.err.count("too large") == 9
    assert captured.out == "No open findings.\n"


def test_a_path_that_is_no_utf_8_is_asked_for_by_its_own_bytes() -> None:
    toolbox = toolbox_with()

    drive(toolbox, "findings", "--path", "bad\udcff.py")

    ((_, query),) = [call for call in toolbox.fake_service.calls if call[0] == "findings"]
    assert query["path"] == "bad\udcff.py"


def test_what_was_fixed_is_told_with_when(capsys: pytest.CaptureFixture[str]) -> None:
    fixed_at = "2026-11-23T11:59:00Z"
    toolbox = toolbox_with(finding_message(status="fixed", fixed_at=fixed_at))

    drive(toolbox, "findings", "show", "17")

    assert "  fixed 2026-11-23 11:59, 1 minute ago\n" in capsys.readouterr().out


def test_what_was_withdrawn_is_not_told_as_fixed_by_anybody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = toolbox_with(finding_message(status="fixed", fixed_at=None))

    drive(toolbox, "findings", "show", "17")

    said = capsys.readouterr().out
    assert "(no longer told, new)" in said and "(fixed" not in said
    assert "nobody mended it\n" in said and "its model" not in said


def test_what_a_model_took_back_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = toolbox_with(finding_message(status="fixed", fixed_at=None, origin="model"))

    drive(toolbox, "findings", "show", "17")

    assert "no longer told: its model takes it back, or its file" in capsys.readouterr().out
