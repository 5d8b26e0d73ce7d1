"""The model study's options, by its own rules."""

from dataclasses import replace

import pytest

from tinyarms_daemon.domain.measuring.recommendation import (
    Circumstances,
    Option,
    Thresholds,
    recommended,
)

ASKED = Thresholds(
    least_free_disk_bytes=10e9, least_memory_bytes=16e9, gain=0.10, most_seconds_on_save=5.0
)
FIT = Circumstances(
    free_disk_bytes=50_000_000_000,
    memory_bytes=17_179_869_184,
    wants_weekly_scan=True,
    gain=0.12,
    save_seconds=12.0,
)


def test_with_storage_memory_need_and_gain_the_large_model_is_added() -> None:
    said = recommended(FIT, ASKED)

    assert (said.option, said.is_provisional) == (Option.ADD, False)


@pytest.mark.parametrize(
    "lack",
    [
        {"free_disk_bytes": 9_000_000_000},
        {"memory_bytes": 8_000_000_000},
        {"wants_weekly_scan": False},
        {"gain": 0.05},
    ],
    ids=["storage", "memory", "need", "gain"],
)
def test_without_one_of_them_the_small_model_is_kept_alone(lack: dict[str, object]) -> None:
    said = recommended(replace(FIT, **lack), ASKED)

    assert (said.option, said.is_provisional) == (Option.KEEP, False)
    assert [ground.holds for ground in said.grounds].count(False) == 2  # and it is slow on saves


def test_what_was_not_measured_makes_it_provisional() -> None:
    said = recommended(replace(FIT, gain=None, save_seconds=None), ASKED)

    assert (said.option, said.is_provisional) == (Option.ADD, True)
    assert [ground.found for ground in said.grounds][3:] == ["not measured", "not measured"]


def test_only_one_that_is_fast_enough_for_a_save_takes_the_place_of_the_small_one() -> None:
    assert recommended(replace(FIT, save_seconds=4.0), ASKED).option is Option.REPLACE
