"""What is asked and said of findings, answered from the store."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.application.rig import Rig
from tests.making import checked, observation, skipped
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.work.repository import Repository

ROOT = "/home/me/shop"


def test_findings_come_with_their_summary(rig: Rig, shop: Repository) -> None:
    rig.store.check(shop, skipped("big.py", "too large"), checked("c.py", observation("ta1:3")))

    message = rig.service.findings({})

    assert message["schema"] == 1
    assert message["roots"] == [ROOT]
    assert [each["path"] for each in message["findings"]] == ["src/a.py", "c.py", "src/a.py"]
    assert message["summary"]["by_severity"] == {"error": 0, "warning": 1, "note": 2}
    assert message["summary"]["by_rule"] == {"hardcoded-colors": 1, "magic-numbers": 2}
    assert message["summary"]["files"] == 4
    assert message["skipped"] == [{"path": "big.py", "reason": "too large"}]


@pytest.mark.parametrize(
    ("counted", "files"),
    [
        (["src"], 1),
        (["src/a.py"], 1),
        (["clean.py", "src", "src/a.py"], 2),
        (["big.py", "none.py"], 1),
    ],
)
def test_the_files_of_a_part_are_counted_changed_or_not(
    rig: Rig, shop: Repository, counted: list[str], files: int
) -> None:
    rig.store.check(shop, skipped("big.py", "too large"), checked("c.py"))

    message = rig.service.findings({"repository": "shop", "counted": counted})

    assert message["summary"]["files"] == files


def test_questions_that_wait_are_those_of_the_repositories_asked_for(
    rig: Rig, shop: Repository
) -> None:
    tools = rig.watch("tools")
    rig.store.check(tools, checked("a.py", observation(question="Is this a color?")))

    waiting = [
        rig.service.findings({"repository": name})["summary"]["deferred"]
        for name in ("shop", "tools")
    ]

    assert waiting == [0, 1]


@pytest.mark.parametrize(
    ("query", "fingerprints"),
    [
        ({}, ["ta1:1", "ta1:2"]),
        ({"repository": "shop"}, ["ta1:1", "ta1:2"]),
        ({"repository": ROOT}, ["ta1:1", "ta1:2"]),
        ({"rules": ["magic-numbers"]}, ["ta1:2"]),
        ({"severity": "warning"}, ["ta1:1"]),
        ({"statuses": ["fixed"]}, []),
        ({"path": "src"}, ["ta1:1", "ta1:2"]),
        ({"path": "lib"}, []),
        ({"since": "2026-11-23T11:00:00Z"}, ["ta1:1", "ta1:2"]),
        ({"since": "2026-11-23T13:30:00+00:00"}, []),
        ({"new": True}, []),
        ({"limit": 1}, ["ta1:1"]),
    ],
)
def test_each_filter_of_a_query_counts(
    rig: Rig, shop: Repository, query: Any, fingerprints: list[str]
) -> None:
    message = rig.service.findings(query)

    assert [each["fingerprint"] for each in message["findings"]] == fingerprints


@pytest.mark.parametrize(
    "query", [{"severity": "fatal"}, {"statuses": ["closed"]}, {"since": "yesterday"}]
)
def test_a_query_that_means_nothing_is_a_wrong_value(
    rig: Rig, shop: Repository, query: Any
) -> None:
    with pytest.raises(ValueError, match=r"fatal|closed|yesterday"):
        rig.service.findings(query)


def test_one_finding_comes_with_its_source_lines(rig: Rig, shop: Repository) -> None:
    rig.tree.texts[ROOT, "src/a.py"] = "".join(f"line {number}\r\n" for number in range(1, 9))

    detail = rig.service.finding(2)

    assert (detail["root"], detail["start_line"]) == (ROOT, 4)
    assert detail["source"] == [
        {"number": number, "text": f"line {number}"} for number in range(2, 7)
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (None, []),
        ("", [1]),
        ("one\ntwo", [1, 2]),
        ("one\n", [1]),
        ("a\x0cb\u2028c\n" * 9, [1, 2, 3]),
    ],
    ids=[
        "no file",
        "an empty file",
        "a short file",
        "a short file that ends its line",
        "lines as rules count them",
    ],
)
def test_source_lines_are_those_that_are_there(
    rig: Rig, shop: Repository, text: str | None, numbers: list[int]
) -> None:
    if text is not None:
        rig.tree.texts[ROOT, "src/a.py"] = text

    lines = rig.service.finding(1)["source"]

    assert [line["number"] for line in lines] == numbers


def test_a_finding_names_its_related_places(rig: Rig) -> None:
    repository = rig.watch("shop")
    related = (Place("src/theme.css", 4, 4, "the token"), Place(None, 2, 3, "above"))
    rig.store.check(repository, checked("a\udcff.py", observation(related=related)))

    (message,) = rig.service.findings({})["findings"]

    assert message["path"] == "a\\xff.py"
    assert message["related"] == [
        {"path": "src/theme.css", "start_line": 4, "end_line": 4, "note": "the token"},
        {"path": "a\\xff.py", "start_line": 2, "end_line": 3, "note": "above"},
    ]


def test_a_finding_is_dismissed_for_a_time_and_comes_back(rig: Rig, shop: Repository) -> None:
    now = rig.clock.now()

    dismissed = rig.service.dismiss_finding(1, reason="  later ", expires_seconds=3600)

    assert dismissed["status"] == "dismissed"
    assert dismissed["dismissal"]["reason"] == "later"
    assert datetime.fromisoformat(str(dismissed["dismissal"]["expires_at"])) == now + timedelta(
        hours=1
    )
    assert [each["id"] for each in rig.service.findings({})["findings"]] == [2]
    rig.clock.advance(3600)
    assert [each["id"] for each in rig.service.findings({})["findings"]] == [1, 2]


def test_a_finding_is_dismissed_for_good_and_reopened(rig: Rig, shop: Repository) -> None:
    rung = rig.bell.rung

    dismissed = rig.service.dismiss_finding(1, reason="on purpose", expires_seconds=None)
    reopened = rig.service.reopen_finding(1)

    assert dismissed["dismissal"]["expires_at"] is None
    assert (dismissed["status"], reopened["status"]) == ("dismissed", "open")
    assert "dismissal" not in reopened
    assert rig.bell.rung == rung + 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_dismissal_needs_a_reason(rig: Rig, shop: Repository, reason: str) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        rig.service.dismiss_finding(1, reason=reason, expires_seconds=None)

    assert rig.service.finding(1)["status"] == "open"


@pytest.mark.parametrize("seconds", [1e12, 1e300])
def test_a_dismissal_beyond_the_end_of_time_holds_for_good(
    rig: Rig, shop: Repository, seconds: float
) -> None:
    dismissed = rig.service.dismiss_finding(1, reason="on purpose", expires_seconds=seconds)

    assert dismissed["status"] == "dismissed"
