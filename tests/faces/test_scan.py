"""`scan`: paths in watched repositories, paths elsewhere, and both at once."""

import json
from pathlib import Path

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import (
    finding_message,
    findings_message,
    job_message,
    repository_message,
)
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import FindingMessage, QuestionMessage
from tinyarms_daemon.faces.cli.toolbox import LooseScan, Need


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").touch()
    return folder


def watching(root: Path, *findings: FindingMessage) -> FakeToolbox:
    service = FakeService(
        findings_answer=findings_message(
            *findings, skipped=[{"path": "dist/x.js", "reason": "too large"}]
        ),
        repository_answers=[repository_message(root=str(root))],
    )
    return FakeToolbox(fake_service=service, watched_roots=(str(root),))


def loose(*findings: FindingMessage) -> FakeToolbox:
    return FakeToolbox(loose_answer=findings_message(*findings))


def scanned_json(capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    document: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return document


def test_a_watched_repository_is_scanned_by_the_service(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop, finding_message())

    ended = drive(toolbox, "scan", str(shop))

    assert ended == 1
    assert toolbox.needs == [Need.WRITE]
    assert toolbox.fake_service.calls == [
        ("request_scan", {"paths": [str(shop)]}),
        ("findings", {"repository": "shop", "statuses": ["open"]}),
    ]
    captured = capsys.readouterr()
    assert captured.out.endswith("1 open finding (1 warning).\n")
    assert captured.err == "skipped dist/x.js: too large\n"


def test_without_a_path_the_current_directory_is_scanned(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shop)
    toolbox = loose()

    drive(toolbox, "scan")

    assert toolbox.loose_scans == [LooseScan(paths=(shop,))]


def test_only_findings_of_the_scanned_paths_are_told(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(
        shop,
        finding_message(path="src/a.py"),
        finding_message(path="src/deep/b.py"),
        finding_message(path="src2/c.py"),
        finding_message(path="d.py"),
    )

    drive(toolbox, "scan", str(shop / "src"), "--json")

    assert ("findings", {"repository": "shop", "statuses": ["open"], "counted": ["src"]}) in (
        toolbox.fake_service.calls
    )
    document = scanned_json(capsys)
    assert [finding["path"] for finding in document["findings"]] == ["src/a.py", "src/deep/b.py"]
    assert document["skipped"] == []
    assert document["roots"] == [str(shop)]


def test_what_is_watched_by_itself_below_a_path_is_scanned_with_it(shop: Path) -> None:
    toolbox = watching(shop)
    toolbox.fake_service.repository_answers.append(
        repository_message(name="src", root=str(shop / "src"))
    )
    toolbox.fake_service.repository_answers.append(
        repository_message(name="gone", root=str(shop / "gone"))
    )

    drive(toolbox, "scan", str(shop))

    assert ("request_scan", {"paths": [str(shop), str(shop / "src")]}) in toolbox.fake_service.calls


def test_one_file_is_no_folder_prefix(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = watching(shop, finding_message(path="src/a.py"), finding_message(path="src/a.pyi"))

    drive(toolbox, "scan", str(shop / "src" / "a.py"), "--json")

    assert [each["path"] for each in scanned_json(capsys)["findings"]] == ["src/a.py"]


def test_a_path_in_no_watched_repository_is_not_stored(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose(finding_message(id=None, repository=None))

    ended = drive(toolbox, "scan", str(shop), "--rule", "magic-numbers", "--since", "main")

    assert ended == 1
    assert toolbox.needs == []
    assert toolbox.loose_scans == [LooseScan(paths=(shop,), rules=("magic-numbers",), since="main")]
    assert "[" not in capsys.readouterr().out


def test_store_watches_what_was_not_watched(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    drive(toolbox, "scan", str(shop), "--store")

    assert ("add_repository", str(shop), None) in toolbox.fake_service.calls
    assert toolbox.loose_scans == []


def test_a_scan_that_looked_at_nothing_says_so(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = findings_message()
    nothing["summary"]["files"] = 0

    assert drive(FakeToolbox(loose_answer=nothing), "scan", str(shop)) == 0
    assert "Nothing was looked at" in capsys.readouterr().err

    assert drive(FakeToolbox(loose_answer=nothing), "scan", "--staged", str(shop)) == 0
    assert "Nothing was looked at" not in capsys.readouterr().err


def test_store_of_a_file_is_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "scan", str(shop / "src" / "a.py"), "--store")

    assert ended == 2


def test_watched_and_other_paths_become_one_document_the_most_serious_first(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop, finding_message(severity="note"))
    toolbox.loose_answer = findings_message(
        finding_message(id=None, severity="error"), roots=[str(tmp_path)]
    )

    drive(toolbox, "scan", str(shop), str(tmp_path), "--json")

    document = scanned_json(capsys)
    assert document["roots"] == [str(shop), str(tmp_path)]
    assert [each["severity"] for each in document["findings"]] == ["error", "note"]
    assert [each["root"] for each in document["findings"]] == [str(tmp_path), str(shop)]
    assert document["summary"]["by_severity"] == {"error": 1, "warning": 0, "note": 1}  # type: ignore[call-overload]


def test_changed_scans_what_differs_and_tells_of_that_alone(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop, finding_message(path="src/a.py"), finding_message(path="src/b.py"))
    toolbox.changed = [shop / "src" / "a.py"]

    drive(toolbox, "scan", str(shop), "--changed", "--json")

    assert toolbox.fake_service.calls[0] == (
        "request_scan",
        {"paths": [str(shop / "src" / "a.py")]},
    )
    assert [each["path"] for each in scanned_json(capsys)["findings"]] == ["src/a.py"]


def test_a_group_is_told_of_each_file_that_has_a_place_of_it(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [{"path": "src/a.py", "start_line": 3, "end_line": 9, "note": "the same"}]
    toolbox = watching(
        shop,
        finding_message(path="src/first.py", rule="simple-dry", related=places),
        finding_message(path="src/b.css", rule="hardcoded-colors", related=places),
    )
    toolbox.changed = [shop / "src" / "a.py"]

    drive(toolbox, "scan", str(shop), "--changed", "--json")

    assert [each["path"] for each in scanned_json(capsys)["findings"]] == ["src/first.py"]


def test_what_the_first_scan_found_is_not_new_where_it_is_staged(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose(finding_message(fingerprint="ta1:1"), finding_message(fingerprint="ta1:2"))
    toolbox.stored = (finding_message(fingerprint="ta1:1", baseline="unchanged"),)

    drive(toolbox, "scan", str(shop), "--staged", "--new", "--json")

    assert [each["fingerprint"] for each in scanned_json(capsys)["findings"]] == ["ta1:2"]


def test_nothing_changed_requests_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = watching(shop, finding_message())

    ended = drive(toolbox, "scan", str(shop), "--changed")

    assert ended == 0
    assert toolbox.fake_service.calls == []
    assert capsys.readouterr().out == "No open findings.\n"


def test_two_repositories_are_one_request(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    service = FakeService(
        repository_answers=[
            repository_message(root=str(shop)),
            repository_message(name="tools", root=str(tools)),
        ],
        job_answers=[job_message(), job_message(id=2, repository="tools")],
    )
    toolbox = FakeToolbox(fake_service=service, watched_roots=(str(shop), str(tools)))

    drive(toolbox, "scan", str(shop), str(tools), "--json")

    requests = [call for call in service.calls if call[0] == "request_scan"]
    assert requests == [("request_scan", {"paths": [str(shop), str(tools)]})]
    assert scanned_json(capsys)["roots"] == [str(shop), str(tools)]


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        ("error", "warning", 1),
        ("warning", "warning", 1),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("warning", "error", 0),
        ("error", "never", 0),
    ],
)
def test_the_exit_status_follows_fail_on(
    shop: Path, capsys: pytest.CaptureFixture[str], severity: str, fail_on: str, status: int
) -> None:
    toolbox = loose(finding_message(severity=severity))

    assert drive(toolbox, "scan", str(shop), "--fail-on", fail_on) == status


@pytest.mark.parametrize("status", ["suppressed", "dismissed", "fixed"])
def test_what_is_not_open_neither_fails_nor_is_told(
    shop: Path, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    ended = drive(loose(finding_message(status=status)), "scan", str(shop))

    assert ended == 0
    assert capsys.readouterr().out == "No open findings.\n"


def test_new_leaves_out_what_was_there_at_the_first_scan(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop)

    drive(toolbox, "scan", str(shop), "--new")

    assert toolbox.fake_service.calls[1][1]["new"] is True


def test_sarif_holds_what_is_suppressed_too(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = loose(finding_message(status="suppressed"))

    ended = drive(toolbox, "scan", str(shop), "--format", "sarif")

    (run,) = scanned_json(capsys)["runs"]
    assert ended == 0
    assert run["results"][0]["suppressions"] == [{"kind": "inSource"}]  # type: ignore[index]


QUESTION: QuestionMessage = {
    "rule": "semantic-duplication",
    "worth": 1.5,
    "estimated_seconds": 4.5,
    "second_opinion": False,
    "places": [
        {"path": "a.py", "start_line": 1, "end_line": 9},
        {"path": "b.go", "start_line": 3, "end_line": 7},
    ],
}


def test_a_deep_scan_without_a_model_says_so_beside_the_result(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = drive(loose(), "scan", str(shop), "--deep", "--no-model")

    captured = capsys.readouterr()
    assert ended == 0
    assert "No model is asked" in captured.err
    assert captured.out == "No open findings.\n"


def test_a_deep_scan_says_how_much_waits_for_a_second_opinion(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose()
    toolbox.loose_answer["roots"] = [str(shop)]
    toolbox.stored = (finding_message(), finding_message(status="unconfirmed"))

    drive(toolbox, "scan", str(shop), "--deep", "--no-model")

    assert "1 finding more waits for a model's second opinion" in capsys.readouterr().err


def test_a_deep_scan_tells_why_its_model_is_not_there(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose()
    toolbox.deep_notice_lines = ["No Ollama answers."]

    drive(toolbox, "scan", str(shop), "--deep", "--store")

    assert "No Ollama answers." in capsys.readouterr().err


def test_a_deep_scan_of_what_is_not_watched_says_that_no_model_is_asked(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose()
    toolbox.deep_notice_lines = ["No Ollama answers."]

    drive(toolbox, "scan", str(shop), "--deep", "--budget", "30m")

    said = capsys.readouterr().err
    assert said.startswith("Of what is not watched no model is asked: ")
    assert "No Ollama answers." not in said


def test_no_more_files_are_told_as_checked_than_there_are(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop)
    toolbox.fake_service.findings_answer["summary"]["files"] = 3

    drive(toolbox, "scan", str(shop), "--json")

    assert json.loads(capsys.readouterr().out)["summary"]["checked"] == 3


def test_a_deep_scan_that_is_stored_is_deep_as_well(shop: Path) -> None:
    toolbox = loose()

    drive(toolbox, "scan", str(shop), "--deep", "--no-model", "--store")

    assert ("add_repository", str(shop), None) in toolbox.fake_service.calls
    assert (
        "request_scan",
        {"paths": [str(shop)], "deep": True, "no_model": True},
    ) in toolbox.fake_service.calls


def test_a_deep_scan_of_a_path_that_is_not_there_says_nothing_of_models(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose()
    toolbox.deep_notice_lines = ["No Ollama answers."]

    ended = drive(toolbox, "scan", str(shop / "nowhere"), "--deep")

    said = capsys.readouterr().err
    assert ended == 2
    assert "nowhere" in said
    assert "Ollama" not in said


def test_a_plan_of_a_watched_repository_asks_no_model_and_lists_the_questions(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = watching(shop)
    toolbox.fake_service.plan_answer = [QUESTION]

    ended = drive(toolbox, "scan", str(shop), "--deep", "--plan")

    captured = capsys.readouterr()
    assert ended == 0
    assert toolbox.needs == [Need.WORKERS]
    assert "1 question, about" in captured.out
    assert "a.py:1-9" in captured.out
    assert "b.go:3-7" in captured.out
    (request,) = [call[1] for call in toolbox.fake_service.calls if call[0] == "request_scan"]
    assert request["deep"] is True
    assert request["no_model"] is True


def test_a_plan_in_json_is_the_document_with_its_questions(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toolbox = loose()
    toolbox.loose_answer = {**toolbox.loose_answer, "questions": [QUESTION]}

    drive(toolbox, "scan", str(shop), "--deep", "--plan", "--json")

    assert scanned_json(capsys)["questions"] == [QUESTION]
    assert toolbox.loose_scans[0].plan


def test_a_budget_is_handed_on_in_seconds(shop: Path) -> None:
    toolbox = watching(shop)

    drive(toolbox, "scan", str(shop), "--deep", "--budget", "30m")

    (request,) = [call[1] for call in toolbox.fake_service.calls if call[0] == "request_scan"]
    assert request["budget_seconds"] == 1800


@pytest.mark.parametrize("option", [("--plan",), ("--budget", "5m")])
def test_options_of_a_deep_scan_without_one_are_a_usage_error(
    shop: Path, option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    ended = drive(loose(), "scan", str(shop), *option)

    assert ended == 2
    assert "--deep" in capsys.readouterr().err


@pytest.mark.parametrize("other", ["--deep", "--store", "--changed"])
def test_what_cannot_be_said_of_what_is_staged_is_refused(
    capsys: pytest.CaptureFixture[str], other: str
) -> None:
    toolbox = FakeToolbox()

    assert drive(toolbox, "scan", "--staged", other) == 2
    assert other in capsys.readouterr().err
    assert toolbox.staged_scans == []


def test_a_plan_without_questions_says_so(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drive(loose(), "scan", str(shop), "--deep", "--plan") == 0

    assert capsys.readouterr().out == "Nothing is left to ask a model.\n"
