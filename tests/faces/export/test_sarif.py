"""Findings as SARIF 2.1.0."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.fakes.cli_toolbox import rule_description
from tests.fakes.control_messages import finding_message, findings_message
from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.faces.export import sarif
from tinyarms_daemon.faces.export.sarif import MOST_LOCATIONS, sarif_log


def run_of(*findings: FindingMessage, **said: Any) -> Any:
    log: Any = sarif_log(findings_message(*findings, **said), [rule_description()], "0.1.0")
    (run,) = log["runs"]
    return run


def result_of(**said: Any) -> Any:
    (result,) = run_of(finding_message(**said))["results"]
    return result


def test_the_log_names_its_version_and_is_json() -> None:
    log = sarif_log(findings_message(finding_message()), [rule_description()], "0.1.0")

    assert log["version"] == "2.1.0"
    assert json.loads(json.dumps(log)) == log


def test_the_driver_has_every_rule_with_its_help() -> None:
    driver = run_of()["tool"]["driver"]

    (rule,) = driver["rules"]
    assert driver["semanticVersion"] == "0.1.0"
    assert rule["id"] == "hardcoded-colors"
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert "design token" in rule["help"]["text"]


def test_a_result_says_where_as_we_count() -> None:
    result = result_of()

    physical = result["locations"][0]["physicalLocation"]
    assert run_of()["columnKind"] == "unicodeCodePoints"
    assert physical["artifactLocation"] == {"uri": "src/Button.tsx", "uriBaseId": "%SRCROOT%"}
    assert physical["region"] == {
        "startLine": 12,
        "startColumn": 23,
        "endLine": 12,
        "endColumn": 35,
        "snippet": {"text": "bg-[#3B82F6]"},
    }


def test_a_result_can_be_matched_with_later_ones() -> None:
    result = result_of(baseline="unchanged")

    assert result["partialFingerprints"] == {
        "tinyarms/v1": "ta1:0123456789abcdef0123456789abcdef",
        "primaryLocationLineHash": "0123456789abcdef0123456789abcdef:1",
    }
    assert result["baselineState"] == "unchanged"


@pytest.mark.parametrize(
    ("said", "suppressions"),
    [
        ({"status": "open"}, []),
        ({"status": "suppressed"}, [{"kind": "inSource"}]),
        (
            {"status": "dismissed", "dismissal": {"reason": "known"}},
            [{"kind": "external", "status": "accepted", "justification": "known"}],
        ),
    ],
)
def test_suppressions_are_always_said(said: dict[str, Any], suppressions: list[Any]) -> None:
    assert result_of(**said)["suppressions"] == suppressions


def test_a_fixed_finding_is_absent() -> None:
    assert result_of(status="fixed")["baselineState"] == "absent"


def test_related_places_are_numbered() -> None:
    (related,) = result_of()["relatedLocations"]

    assert related["id"] == 1
    assert related["message"] == {"text": "the token"}
    assert related["physicalLocation"]["region"] == {"startLine": 4, "endLine": 4}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü#?.py", "a%20b/%C3%BC%23%3F.py"),
        ("git:0a1b2c", "git%3A0a1b2c"),
        ("new\nline\\xff.py", "new%0Aline%FF.py"),
        ("odd\udcff.py", "odd%FF.py"),
    ],
)
def test_paths_are_encoded_as_uris(path: str, uri: str) -> None:
    location = result_of(path=path)["locations"][0]

    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_the_root_is_a_folder_uri() -> None:
    bases = run_of(roots=["/home/me/my shop"])["originalUriBaseIds"]

    assert bases == {"%SRCROOT%": {"uri": "file:///home/me/my%20shop/"}}


def test_with_several_roots_no_location_claims_one() -> None:
    run = run_of(finding_message(), roots=["/a", "/"])

    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert run["originalUriBaseIds"] == {
        "ROOT1": {"uri": "file:///a/"},
        "ROOT2": {"uri": "file:///"},
    }
    assert artifact == {"uri": "src/Button.tsx"}


def test_with_several_roots_a_location_has_the_one_that_its_finding_says() -> None:
    run = run_of(finding_message(repository=None, root="/b"), roots=["/a", "/b"])

    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] == "ROOT2"


def test_with_several_roots_a_location_has_that_of_its_repository() -> None:
    message = findings_message(finding_message(repository="shop"), roots=["/a", "/b/shop"])

    log: Any = sarif_log(message, [rule_description()], "0.1.0", {"shop": "/b/shop", "gone": "/c"})

    (result,) = log["runs"][0]["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "src/Button.tsx", "uriBaseId": "ROOT2"}


def test_a_rule_that_is_not_known_any_more_is_there_by_its_id() -> None:
    run = run_of(finding_message(rule="retired"))

    index = run["results"][0]["ruleIndex"]
    assert run["tool"]["driver"]["rules"][index] == {"id": "retired"}


def test_skipped_files_are_notifications() -> None:
    run = run_of(skipped=[{"path": "x.js", "reason": "too large"}])

    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"] == {"text": "Skipped: too large"}


@cache
def schema() -> Draft4Validator:
    """The schema of SARIF 2.1.0 (errata 01), as its authors publish it."""
    path = Path(__file__).with_name("sarif-schema-2.1.0-rtm.5.json")
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")))


def test_every_kind_of_finding_fits_the_official_schema() -> None:
    findings = [
        finding_message(),
        finding_message(symbol=None, suggestion=None, related=[], evidence=""),
        finding_message(id=None, repository=None, first_seen=None, last_seen=None),
        finding_message(status="fixed", path="odd\udcff \n.py"),
        finding_message(status="suppressed", model="qwen2.5-coder:3b", confidence=0.5),
        finding_message(status="dismissed", dismissal={"reason": "known"}, severity="note"),
        finding_message(rule="retired", path="git:0a1b2c", severity="error"),
    ]
    message = findings_message(
        *findings, roots=["/a b", "/c"], skipped=[{"path": "x", "reason": "y"}]
    )

    log = sarif_log(message, [rule_description()], "0.1.0")

    assert [error.message for error in schema().iter_errors(json.loads(json.dumps(log)))] == []


def test_no_more_results_than_a_code_host_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)

    run = run_of(*[finding_message()] * 5)

    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert len(run["results"]) == 3
    assert notification["message"]["text"].startswith("2 findings")


def test_no_more_places_and_text_than_a_code_host_takes() -> None:
    place = {"path": "a.py", "start_line": 1, "end_line": 2, "note": "a copy"}

    result = result_of(related=[place] * 500, evidence="x" * 50_000)

    assert len(result["relatedLocations"]) + len(result["locations"]) == MOST_LOCATIONS
    assert len(json.dumps(result)) < 30_000
