"""What a check means for what is known."""

from typing import Any

import pytest

from tests.fakes.clock import NOON
from tests.making import finding, observation
from tinyarms_daemon.domain.findings.finding import Dismissal, Finding
from tinyarms_daemon.domain.findings.lifecycle import Change, FindingChange, reconcile
from tinyarms_daemon.domain.findings.rule import Observation

RULES = frozenset({"magic-numbers"})
DISMISSAL = Dismissal(reason="it must be so", at=NOON)
NONE: frozenset[str] = frozenset()


def changes(
    known: list[Finding], observed: list[Observation], rules: frozenset[str] = RULES
) -> list[FindingChange]:
    return reconcile("a.py", known, {each.fingerprint: each for each in observed}, rules, NOON)


@pytest.mark.parametrize(
    ("known", "observed", "rules", "change"),
    [
        ([], [], RULES, None),
        ([], [observation()], RULES, Change.OPENED),
        ([finding()], [observation()], RULES, Change.SEEN_AGAIN),
        ([finding(present=False)], [observation()], RULES, Change.REOPENED),
        ([finding(present=False, dismissal=DISMISSAL)], [observation()], RULES, Change.SEEN_AGAIN),
        ([finding()], [], RULES, Change.FIXED),
        ([finding(present=False)], [], RULES, None),
        ([finding()], [], NONE, None),
        ([finding()], [observation()], NONE, Change.SEEN_AGAIN),
        ([finding(suppressed=True)], [], RULES, Change.FIXED),
        ([finding()], [observation(suppressed=True)], RULES, Change.SEEN_AGAIN),
        ([finding(rule="file-size")], [], RULES, None),
    ],
    ids=[
        "nothing known, nothing seen",
        "seen for the first time",
        "seen again",
        "back after a fix",
        "back after a fix, but dismissed",
        "no longer seen",
        "fixed already",
        "no longer seen by a rule that did not run",
        "seen by a rule that then failed",
        "suppressed and no longer seen",
        "seen, and now suppressed",
        "another rule's finding",
    ],
)
def test_a_check_brings_one_change_at_most(
    known: list[Finding],
    observed: list[Observation],
    rules: frozenset[str],
    change: Change | None,
) -> None:
    found = [each.change for each in changes(known, observed, rules)]

    assert found == ([] if change is None else [change])


@pytest.mark.parametrize(
    ("rules", "said", "change"),
    [
        (RULES, {"is_unchanged": True}, [Change.WITHDRAWN]),
        (NONE, {"is_unchanged": True}, []),
        (NONE, {"switched_off": RULES}, [Change.WITHDRAWN]),
        (RULES, {"switched_off": {"file-size"}}, [Change.FIXED]),
    ],
    ids=["same code, other options", "did not run", "switched off", "another one switched off"],
)
def test_what_is_absent_though_nobody_mended_it_is_withdrawn(
    rules: frozenset[str], said: dict[str, Any], change: list[Change]
) -> None:
    found = reconcile("a.py", [finding()], {}, rules, NOON, **said)

    assert [each.change for each in found] == change


def test_a_finding_keeps_its_id_and_takes_the_new_observation() -> None:
    moved = observation(message="43 stands here unexplained.")

    found = changes([finding(id=7)], [moved])

    assert found == [FindingChange(Change.SEEN_AGAIN, "a.py", 7, moved)]


def test_a_new_finding_has_no_id_and_a_fixed_one_no_observation() -> None:
    found = changes([finding("ta1:old", id=7)], [observation("ta1:new")])

    assert found == [
        FindingChange(Change.OPENED, "a.py", None, observation("ta1:new")),
        FindingChange(Change.FIXED, "a.py", 7, None),
    ]


def test_one_of_two_identical_findings_is_fixed_alone() -> None:
    known = [finding("ta1:first", id=1), finding("ta1:second", id=2)]

    found = changes(known, [observation("ta1:first")])

    assert [(each.change, each.known_id) for each in found] == [
        (Change.SEEN_AGAIN, 1),
        (Change.FIXED, 2),
    ]
