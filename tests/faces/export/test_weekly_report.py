"""The week in a page."""

from dataclasses import replace

from tests.faces.export.reporting import report_of
from tests.fakes.cli_toolbox import rule_description
from tests.fakes.control_messages import finding_message, repository_message
from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.faces.export.weekly_report import most_worthwhile, weekly_report

OLD, RECENT = "2026-11-01T02:00:00Z", "2026-11-22T02:00:00Z"
PLACE = {"path": "b.py", "start_line": 1, "end_line": 9, "note": "the same"}


def finding(path: str = "a.py", *, places: int = 1, **said: object) -> FindingMessage:
    return finding_message(
        path=path,
        rule="semantic-duplication",
        first_seen=OLD,
        related=[PLACE] * (places - 1),
        **said,
    )


def page(*findings: FindingMessage) -> str:
    deep = replace(rule_description(), id="semantic-duplication", skill=Skill.DEEP)
    return weekly_report(replace(report_of(*findings), rules=[rule_description(), deep]))


def test_what_came_and_went_in_the_week_is_counted_beside_what_is_there() -> None:
    said = page(
        finding(),
        finding(path="new.py") | {"first_seen": RECENT},
        finding(path="gone.py", status="fixed") | {"fixed_at": RECENT},
        finding(path="long-gone.py", status="fixed") | {"fixed_at": OLD},
    )

    assert "New: 1. Fixed: 1. Open: 2." in said
    assert "| semantic-duplication | 1 | 1 | 2 |" in said


def test_what_no_second_opinion_agreed_to_is_neither_new_nor_open() -> None:
    said = page(finding(status="unconfirmed") | {"first_seen": RECENT})

    assert "New: 0. Fixed: 0. Open: 0." in said


def test_what_share_of_the_deep_scans_questions_was_judged_is_told() -> None:
    shop = {"judged_percent": 62, "questions_waiting": 23}
    report = replace(report_of(finding()), repositories=[repository_message() | shop])

    assert (
        "- shop: a model judged 62 % of the worth of the deep scan's questions; 23 questions wait."
        in weekly_report(report)
    )
    assert "judged" not in page(finding())


def test_what_the_first_scan_of_a_repository_found_is_not_new() -> None:
    said = page(finding() | {"first_seen": RECENT, "baseline": "unchanged"})

    assert "New: 0. Fixed: 0. Open: 1." in said


def test_the_ten_most_worthwhile_come_best_first() -> None:
    findings = [finding(path=f"{n}.py", places=2) for n in range(12)]

    best = most_worthwhile([*findings, finding(path="z.py", places=4)], {"semantic-duplication"})

    assert len(best) == 10
    assert best[0]["path"] == "z.py"


def test_only_open_findings_of_the_deep_scan_are_worth_a_place() -> None:
    said = page(finding(path="done.py", status="dismissed"), finding_message(path="color.css"))

    assert "Most worth doing" not in said


def test_nothing_to_tell_is_one_line_of_noughts() -> None:
    assert "New: 0. Fixed: 0. Open: 0." in page()
