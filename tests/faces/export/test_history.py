"""Findings over time."""

from datetime import timedelta

from tests.fakes.clock import NOON
from tests.fakes.control_messages import finding_message
from tinyarms_daemon.faces.export.history import history_of


def day(number: int) -> str:
    return (NOON - timedelta(days=number)).isoformat()


def test_a_finding_counts_from_its_first_day_until_it_is_fixed() -> None:
    findings = [
        finding_message(first_seen=day(4)),
        finding_message(first_seen=day(3), status="fixed", fixed_at=day(1), rule="file-size"),
    ]

    history = history_of(findings, NOON, samples=5)

    assert history.moments == [NOON - timedelta(days=number) for number in (4, 3, 2, 1, 0)]
    assert history.counts == {"hardcoded-colors": [1, 1, 1, 1, 1], "file-size": [0, 1, 1, 1, 0]}


def test_what_was_set_aside_or_has_no_date_is_left_out() -> None:
    findings = [
        finding_message(status="dismissed"),
        finding_message(status="unconfirmed"),
        finding_message(first_seen=None),
    ]

    assert history_of(findings, NOON, samples=5).moments == []
