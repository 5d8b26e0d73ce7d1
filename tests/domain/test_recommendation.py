"""The model study's three options."""

from dataclasses import replace

import pytest

from tinyarms_daemon.domain.recommendation import Choice, Figures, Limits, recommend

LIMITS = Limits(
    least_free_disk_bytes=10_000_000_000,
    least_memory_bytes=16 * 2**30,
    least_accuracy=0.95,
    least_gain=0.10,
    most_false_positives=0.05,
    most_scan_minutes=30,
    on_save_seconds=5,
)
GOOD = Figures(
    free_disk_bytes=50_000_000_000,
    memory_bytes=16 * 2**30,
    weekly_scan_wanted=True,
    large_accuracy=0.96,
    accuracy_gain=0.12,
    false_positive_rate=0.02,
    weekly_scan_minutes=24,
    large_seconds_per_file=11,
)


def test_a_large_model_that_earns_its_place_is_added_for_the_weekly_scan() -> None:
    advice = recommend(GOOD, LIMITS)

    assert advice.choice is Choice.ADD
    assert any("11.0 s" in reason for reason in advice.reasons)


def test_one_that_answers_a_save_in_time_may_replace_the_small_one() -> None:
    assert recommend(replace(GOOD, large_seconds_per_file=4), LIMITS).choice is Choice.REPLACE


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"free_disk_bytes": 9_000_000_000}, "disk"),
        ({"memory_bytes": 8 * 2**30}, "memory"),
        ({"weekly_scan_wanted": False}, "switched off"),
        ({"large_accuracy": 0.9}, "wanted"),
        ({"accuracy_gain": 0.04}, "gains"),
        ({"false_positive_rate": 0.2}, "false alarm"),
        ({"weekly_scan_minutes": 83.0}, "83 min"),
    ],
)
def test_any_lack_alone_keeps_the_small_model(changed: dict[str, float], word: str) -> None:
    advice = recommend(replace(GOOD, **changed), LIMITS)  # type: ignore[arg-type]

    assert advice.choice is Choice.KEEP
    assert len(advice.reasons) == 1
    assert word in advice.reasons[0]


def test_what_is_not_measured_is_not_decided() -> None:
    advice = recommend(replace(GOOD, large_accuracy=None, weekly_scan_minutes=None), LIMITS)

    assert advice.choice is Choice.UNDECIDED
    assert "accuracy" in advice.reasons[0]
    assert "weekly scan" in advice.reasons[0]


def test_a_lack_that_is_known_decides_whatever_else_is_not() -> None:
    unknown = replace(GOOD, large_accuracy=None, free_disk_bytes=1)

    assert recommend(unknown, LIMITS).choice is Choice.KEEP
