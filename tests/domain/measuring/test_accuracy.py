"""Labelled cases, counted and computed by hand."""

import pytest

from tinyarms_daemon.domain.measuring.accuracy import (
    CaseResult,
    LabelledCase,
    Tally,
    tally,
    wilson_interval,
)


def result(*, is_violation: bool, found: bool | None) -> CaseResult:
    case = LabelledCase(
        name="a", category="simple", rule="magic-numbers", is_violation=is_violation, why="so"
    )
    return CaseResult(case=case, found=found, seconds=1.0)


def test_every_case_is_counted_once() -> None:
    results = [
        *[result(is_violation=True, found=True)] * 7,
        *[result(is_violation=True, found=False)] * 2,
        result(is_violation=True, found=None),
        *[result(is_violation=False, found=True)] * 1,
        *[result(is_violation=False, found=False)] * 9,
    ]

    counted = tally(results)

    assert counted == Tally(
        true_positives=7, false_negatives=3, false_positives=1, true_negatives=9, unanswered=1
    )
    assert counted.accuracy == 16 / 20
    assert counted.precision == 7 / 8
    assert counted.recall == 7 / 10
    assert counted.false_positive_rate == 1 / 10


def test_what_cannot_be_computed_is_not_known() -> None:
    nothing = Tally()

    assert nothing.accuracy is None
    assert nothing.precision is None
    assert nothing.recall is None
    assert nothing.false_positive_rate is None
    assert nothing.accuracy_interval is None


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Computed by hand from the formula of the score interval.
    [
        (19, 20, 0.7639, 0.9911),
        (20, 20, 0.8389, 1.0),
        (0, 20, 0.0, 0.1611),
        (10, 20, 0.2993, 0.7007),
    ],
)
def test_few_cases_leave_a_wide_interval(
    successes: int, trials: int, low: float, high: float
) -> None:
    interval = wilson_interval(successes, trials)

    assert interval is not None
    assert (interval.low, interval.high) == (
        pytest.approx(low, abs=2e-4),
        pytest.approx(high, abs=2e-4),
    )
