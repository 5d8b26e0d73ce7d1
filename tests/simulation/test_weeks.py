"""Simulated weeks under the daemon's own decisions."""

import pytest

from benchmarks.weeks.compare import tally
from benchmarks.weeks.invariants import broken
from benchmarks.weeks.keepers import RIVALS, DaemonKeeper, Keeper, Place
from benchmarks.weeks.run_week import run_week
from benchmarks.weeks.scenario import make_scenario
from benchmarks.weeks.thermal_fit import PUBLISHED, fitted
from tests.domain.headroom.making import packaged_policy


def ours(place: Place) -> Keeper:
    return DaemonKeeper(place, packaged_policy())


@pytest.mark.parametrize("seed", range(6))
def test_a_week_keeps_every_invariant(seed: int) -> None:
    assert broken(run_week(make_scenario(seed), ours)) == []


def test_a_seed_is_the_same_week_each_time() -> None:
    assert run_week(make_scenario(3), ours) == run_week(make_scenario(3), ours)


@pytest.mark.parametrize(
    "name",
    [pytest.param("always run", marks=pytest.mark.long), "6 GB of memory free", "mains only"],
)
def test_simpler_rules_break_what_ours_keeps(name: str) -> None:
    assert not tally(range(6), RIVALS[name]).keeps_limits


@pytest.mark.long
def test_ours_answers_more_than_fixed_numbers_that_are_careful_enough() -> None:
    mine, timid = tally(range(6), ours), tally(range(6), RIVALS["timid fixed numbers"])

    assert mine.units_done > timid.units_done
    assert mine.judged > timid.judged


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_thermal_model_is_near_what_was_published(name: str) -> None:
    assert fitted()[name] == pytest.approx(PUBLISHED[name], rel=0.15)
