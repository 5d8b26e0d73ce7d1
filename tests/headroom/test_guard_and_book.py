"""The gate on a real store, and what it learns and watches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.application.rig import Rig
from tests.fakes.clock import NOON
from tests.fakes.model_residency import DEEP_FACTS, QUICK_FACTS
from tests.headroom.making import DEEP, FAST, readings, request
from tests.store.opened import Store
from tinyarms_daemon.application.load_memory import LoadMemory
from tinyarms_daemon.application.watch_residents import WatchResidents
from tinyarms_daemon.domain.admission import Admitted, Deferred
from tinyarms_daemon.domain.footprint import predicted_bytes
from tinyarms_daemon.domain.headroom import ReadingState
from tinyarms_daemon.domain.wakefulness import Wakefulness


@pytest.fixture
def rig(migrated_database: Path, tmp_path: Path) -> Iterator[Rig]:
    store = Store.copied(migrated_database, tmp_path / "tinyarms.db")
    rig = Rig(store)
    rig.probe.readings = readings()
    yield rig
    store.close()


def test_every_decision_is_kept_with_its_inputs(rig: Rig) -> None:
    rig.probe.readings = readings(power_source="battery")

    decision = rig.gate.decide(request(DEEP, job_id=7))

    (record,) = rig.headroom_book.decisions(7, 10)
    assert record.decision == decision
    assert isinstance(decision, Deferred)
    assert record.readings["power_source"].value == "battery"
    assert record.predicted_bytes


def test_what_was_read_before_the_machine_slept_is_not_known(rig: Rig) -> None:
    rig.gate.wakefulness = lambda: Wakefulness(woke_at=NOON + timedelta(seconds=1))
    rig.clock.advance(5)
    fresh = replace(readings()["power_source"], taken_at=rig.clock.now())
    rig.probe.readings = {**readings(), "power_source": fresh}

    seen = rig.gate.observe()

    assert (seen["lid"].value, seen["lid"].state) == (None, ReadingState.UNKNOWN)
    assert seen["power_source"].value == "mains"
    assert isinstance(rig.gate.decide(request(DEEP)), Deferred)


def test_a_preview_is_not_kept_and_begins_nothing(rig: Rig) -> None:
    rig.gate.preview(request(FAST, job_id=7))

    assert rig.headroom_book.decisions(7, 10) == []
    assert not rig.gate.loads.ours


def test_before_the_first_load_no_less_is_predicted_than_a_benchmark_has_measured(
    rig: Rig,
) -> None:
    gate = rig.gate
    measured = {FAST: 5_000_000_000, DEEP: 1_000_000}
    loads = LoadMemory(gate.book, gate.residency, gate.policy, measured)

    formula = gate.loads.predicted(request(DEEP))

    assert loads.predicted(request(FAST)) == 5_000_000_000
    assert loads.predicted(request(DEEP)) == formula


def test_what_a_load_took_corrects_the_next_prediction(rig: Rig) -> None:
    rig.gate.decide(request(FAST))
    before = rig.gate.loads.last_prediction(FAST)
    rig.residency.models = {FAST: 3_200_000_000}
    WatchResidents(guard=rig.gate)()

    rig.gate.loads.predicted(request(FAST))

    after = rig.gate.loads.last_prediction(FAST)
    assert before is not None
    assert after is not None
    assert after > before


def test_pressure_after_a_load_unloads_it_at_once(rig: Rig) -> None:
    watch = WatchResidents(guard=rig.gate)
    assert rig.gate.decide(request(FAST)) == Admitted()
    rig.residency.models = {FAST: 2_500_000_000}
    rig.clock.advance(3)
    rig.probe.readings = readings(memory_pressure=2)

    again = watch()

    assert rig.residency.unloaded == [FAST]
    assert again is None


def test_what_somebody_else_loaded_is_never_unloaded(rig: Rig) -> None:
    rig.residency.models = {"llama3:8b": 5_000_000_000}
    rig.gate.decide(request(FAST, resident=dict(rig.residency.models)))
    rig.probe.readings = readings(memory_pressure=4)

    WatchResidents(guard=rig.gate)()

    assert "llama3:8b" not in rig.residency.unloaded


def test_a_runner_full_of_old_prompts_is_unloaded(rig: Rig) -> None:
    rig.gate.decide(request(FAST))
    rig.residency.models = {FAST: 2_500_000_000}
    rig.residency.runners = 6_000_000_000

    WatchResidents(guard=rig.gate)()

    assert rig.residency.unloaded == [FAST]


@pytest.mark.parametrize(
    "said", [{"owner_idle": 1}, {"power_source": "battery"}, {"thermal_level": 2}], ids=str
)
def test_an_answer_ends_when_the_owner_or_the_heat_is_there(
    rig: Rig, said: dict[str, float | str]
) -> None:
    assert not rig.gate.should_stop(request(DEEP))
    rig.clock.advance(1)
    rig.probe.readings = readings(**said)

    assert rig.gate.should_stop(request(DEEP))


def test_a_model_far_below_its_own_cold_speed_rests(rig: Rig) -> None:
    asked = request(DEEP, asked=True, resident={DEEP: 5_500_000_000})
    for speed in (20.0, 20.0, 20.0, 10.0):
        assert rig.gate.decide(asked) == Admitted()
        rig.clock.advance(1)
        rig.gate.used(DEEP, speed, 8192)
        rig.clock.advance(120)

    decision = rig.gate.decide(asked)

    assert isinstance(decision, Deferred)
    assert {each.resource for each in decision.shortfalls} == {"decode_speed"}


def test_the_formula_is_near_the_published_totals() -> None:
    quick = predicted_bytes(
        QUICK_FACTS, 8192, compute_allowance_bytes=300 * 1024**2, prompt_cache_bytes=0
    )
    deep = predicted_bytes(
        DEEP_FACTS, 8192, compute_allowance_bytes=512 * 1024**2, prompt_cache_bytes=0
    )

    assert quick / 1024**2 == pytest.approx(2300 + 256, rel=0.1)
    assert deep / 1024**2 == pytest.approx(5202 + 256, rel=0.1)


def test_why_tells_the_ledger_and_the_forecast(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    rig.probe.readings = readings(power_source="battery", battery_percent=41)
    rig.gate.decide(request(DEEP, job_id=1))

    told = rig.service.why(1)

    assert [each["decision"] for each in told["decisions"]] == ["deferred"]
    assert told["forecast"]
    assert rig.service.headroom()["models"][1]["decision"] == "deferred"
