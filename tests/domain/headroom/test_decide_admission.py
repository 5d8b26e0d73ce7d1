"""Whether the machine can bear a model."""

from datetime import timedelta

import pytest

from tests.domain.headroom.making import DEEP, FAST, packaged_policy, reading, readings, request
from tests.fakes.clock import NOON
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    Admitted,
    Deferred,
    UseResident,
)
from tinyarms_daemon.domain.headroom.decide_admission import History, Residents, decide
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState
from tinyarms_daemon.domain.headroom.trend import Throttled, Trend

LONG_AGO = NOON - timedelta(hours=1)
STEADY = Trend(observed_at=NOON, steady_since=LONG_AGO, nominal_since=LONG_AGO)
SIZES = {FAST: 3_200_000_000, DEEP: 6_500_000_000}


def decided(
    tag: str,
    given: dict[str, Reading],
    residents: Residents | None = None,
    asked: bool = False,
    prompt_tokens: int | None = None,
    **history: object,
) -> AdmissionDecision:
    values = {"now": NOON, "trend": STEADY, "predicted_bytes": SIZES[tag], **history}
    return decide(
        request(tag, asked=asked, prompt_tokens=prompt_tokens),
        given,
        residents or Residents(loaded={}),
        packaged_policy(),
        History(**values),  # type: ignore[arg-type]
    )


def lacking(decision: AdmissionDecision) -> set[str]:
    assert isinstance(decision, Deferred)
    assert decision.retry_at > NOON
    assert all(each.needed for each in decision.shortfalls)
    return {str(each.resource) for each in decision.shortfalls}


@pytest.mark.parametrize("tag", [FAST, DEEP])
def test_a_machine_that_is_fit_admits(tag: str) -> None:
    assert decided(tag, readings()) == Admitted()


@pytest.mark.parametrize(
    ("said", "resource"),
    [
        ({"power_source": "battery"}, "power_source"),
        ({"thermal_level": 1}, "thermal_level"),
        ({"memory_pressure": 2}, "memory_pressure"),
        ({"owner_idle": 5}, "owner_idle"),
        ({"low_power_mode": "on"}, "low_power_mode"),
        ({"lid": "closed"}, "lid"),
        ({"memory_available": 8_000_000_000}, "memory_available"),
    ],
    ids=str,
)
def test_the_large_model_waits_for_each_of_its_conditions(
    said: dict[str, float | str], resource: str
) -> None:
    assert resource in lacking(decided(DEEP, readings(**said)))


def test_the_small_model_runs_on_battery_above_its_limit() -> None:
    on_battery = {"power_source": "battery", "owner_idle": 0}

    assert decided(FAST, readings(**on_battery, battery_percent=31)) == Admitted()
    assert lacking(decided(FAST, readings(**on_battery, battery_percent=29))) == {"battery_percent"}


@pytest.mark.parametrize("name", sorted(packaged_policy().roles["deep"].unknown_defers))
def test_what_cannot_be_read_defers_the_large_model_alone(name: str) -> None:
    unknown = {**readings(), name: reading(None)}

    assert name in lacking(decided(DEEP, unknown))
    assert decided(FAST, unknown) == Admitted()


def test_a_sensor_that_the_platform_lacks_never_defers() -> None:
    absent = {name: reading(None, ReadingState.UNSUPPORTED) for name in readings()}

    assert decided(DEEP, absent) == Admitted()


def test_between_the_two_thresholds_nothing_changes() -> None:
    between = readings(battery_percent=27)

    assert decided(FAST, between, going_on=True) == Admitted()
    assert lacking(decided(FAST, between, going_on=False)) == {"battery_percent"}


def test_a_loaded_model_costs_no_memory() -> None:
    full = readings(memory_available=2_000_000_000)

    assert decided(FAST, full, Residents(loaded={FAST: 1})) == Admitted()
    assert lacking(decided(FAST, full)) == {"memory_available"}


def test_a_model_that_somebody_else_loaded_is_not_pushed_out() -> None:
    foreign = Residents(loaded={"llama3:8b": 5_000_000_000})
    tight = readings(memory_available=9_000_000_000)

    assert "foreign_model" in lacking(decided(DEEP, tight, foreign, predicted_bytes=7_300_000_000))


@pytest.mark.parametrize(("seconds", "answer"), [(3.0, UseResident(DEEP)), (10.6, Admitted())])
def test_a_resident_model_answers_only_if_it_makes_the_timeout(
    seconds: float, answer: AdmissionDecision
) -> None:
    resident = Residents(loaded={DEEP: 1}, ours=frozenset({DEEP}))

    assert decided(FAST, readings(), resident, substitutes={DEEP: seconds}) == answer


def test_a_warm_machine_is_looked_at_again_after_a_rest() -> None:
    decision = decided(DEEP, readings(thermal_level=1))

    assert isinstance(decision, Deferred)
    assert decision.retry_at == NOON + packaged_policy().pace.hot_rest


def test_coolness_has_to_be_held_and_a_wake_to_last() -> None:
    just_now = Trend(observed_at=NOON, steady_since=NOON, nominal_since=NOON)

    decision = decided(DEEP, readings(), trend=just_now)

    assert lacking(decision) == {"thermal_hold", "awake_for"}
    assert isinstance(decision, Deferred)
    assert decision.retry_at == NOON + timedelta(minutes=2)


def test_who_asks_need_not_go_away() -> None:
    just_now = Trend(observed_at=NOON, steady_since=NOON, nominal_since=NOON)

    assert decided(DEEP, readings(owner_idle=0), asked=True, trend=just_now) == Admitted()


def test_a_slow_model_is_throttled_whatever_the_level_says() -> None:
    slow = Throttled(measured=9.0, needed=11.2)

    assert lacking(decided(DEEP, readings(), throttled=slow)) == {"decode_speed"}


def test_two_loads_of_a_model_are_ten_minutes_apart() -> None:
    decision = decided(FAST, readings(), loaded_at=NOON - timedelta(minutes=4))

    assert lacking(decision) == {"load_gap"}
    assert isinstance(decision, Deferred)
    assert decision.retry_at == NOON + timedelta(minutes=6)
