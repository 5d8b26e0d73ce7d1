"""How far a model is believed about a rule, over the histories that people make."""

import random

import pytest

from tinyarms_daemon.domain.questions.trust import Trust

LIMIT, LEAST = 0.25, 5
HISTORIES = 300


def history(share_right: float, findings: int, seed: int) -> Trust:
    """What a person did with so many findings, of which such a share is right."""
    chance = random.Random(seed)
    accepted = sum(chance.random() < share_right for _ in range(findings))
    return Trust(accepted=accepted, dismissed=findings - accepted)


def muted(share_right: float, findings: int) -> float:
    """In which share of many histories a rule is mute at their end."""
    histories = (history(share_right, findings, seed) for seed in range(HISTORIES))
    return sum(each.is_muted(LIMIT, LEAST) for each in histories) / HISTORIES


@pytest.mark.parametrize(
    ("share_right", "findings", "least", "most"),
    [
        (0.9, 5, 0.0, 0.05),
        (0.9, 40, 0.0, 0.0),
        (0.6, 20, 0.0, 0.1),
        (0.5, 40, 0.0, 0.05),
        (0.2, 8, 0.9, 1.0),
        (0.2, 40, 0.9, 1.0),
        (0.05, 5, 0.98, 1.0),
    ],
)
def test_a_rule_that_is_mostly_right_speaks_and_one_that_is_mostly_wrong_falls_silent(
    share_right: float, findings: int, least: float, most: float
) -> None:
    assert least <= muted(share_right, findings) <= most


def test_a_muted_rule_speaks_again_when_the_weekly_scan_finds_what_is_mended() -> None:
    wrong = Trust(accepted=0, dismissed=5)
    later = next(
        mended
        for mended in range(50)
        if not Trust(accepted=mended, dismissed=5).is_muted(LIMIT, LEAST)
    )

    assert wrong.is_muted(LIMIT, LEAST)
    assert 3 <= later <= 6


def test_nothing_is_muted_before_a_few_answers() -> None:
    assert not Trust(dismissed=4).is_muted(LIMIT, LEAST)
    assert Trust(dismissed=5).is_muted(LIMIT, LEAST)


def test_the_bounds_are_those_of_the_posterior() -> None:
    assert Trust().mean == 0.5
    assert Trust(accepted=8).lower_bound == pytest.approx(0.751, abs=0.01)
    assert Trust(dismissed=100).lower_bound == 0.0
