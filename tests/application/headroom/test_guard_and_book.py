"""The gate on a real store, and what it learns and watches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.store.opened import Store
from tests.application.rig import Rig
from tests.domain.headroom.making import DEEP, FAST, packaged_policy, readings, request
from tests.fakes.clock import NOON
from tests.fakes.model_residency import DEEP_FACTS, QUICK_FACTS
from tinyarms_daemon.adapters.store.model_book import SqlModelBook
from tinyarms_daemon.application.headroom.load_memory import LoadMemory
from tinyarms_daemon.application.headroom.watch_residents import WatchResidents
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    Admitted,
    Deferred,
    UseResident,
)
from tinyarms_daemon.domain.headroom.footprint import predicted_bytes
from tinyarms_daemon.domain.headroom.reading import ReadingState
from tinyarms_daemon.domain.models.call import CallKind, ModelCall
from tinyarms_daemon.domain.models.model import UsualFigures
from tinyarms_daemon.domain.work.wakefulness import Wakefulness


@pytest.fixture
def rig(migrated_database: Path, tmp_path: Path) -> Iterator[Rig]:
    store = Store.copied(migrated_database, tmp_path / "tinyarms.db")
    rig = Rig(store)
    rig.probe.readings = readings()
    yield rig
    store.close()


def used(rig: Rig, speed: float | None, seconds: float = 1) -> None:
    """The large model works for so long, and ends."""
    began_at = rig.clock.now()
    rig.clock.advance(seconds)
    rig.gate.used(DEEP, 8192, began_at=began_at, decode_tokens_per_second=speed)


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
    loads = LoadMemory(gate.book, gate.residency, gate.policy, lambda: measured)

    formula = gate.loads.predicted(request(DEEP))

    assert loads.predicted(request(FAST)) == 5_000_000_000
    assert loads.predicted(request(DEEP)) == formula


@pytest.mark.parametrize(
    ("measured", "decision"), [({}, UseResident(DEEP)), ({DEEP: 100.0}, Admitted())]
)
def test_how_fast_a_model_reads_is_reckoned_with_as_measured_before_it_is_guessed(
    rig: Rig, measured: dict[str, float], decision: AdmissionDecision
) -> None:
    """It writes 60 tokens a second, so it should read 420; of 5 s, 700 tokens at 100 take 7."""
    rig.gate.usual = lambda: UsualFigures(
        answering_tokens_per_second={DEEP: 60.0}, reading_tokens_per_second=measured
    )

    assert rig.gate.decide(request(FAST, resident={DEEP: 5_000_000_000})) == decision


@pytest.mark.parametrize(("tokens", "decision"), [(500, UseResident(DEEP)), (4000, Admitted())])
def test_a_longer_question_takes_a_resident_model_longer(
    rig: Rig, tokens: int, decision: AdmissionDecision
) -> None:
    rig.gate.usual = lambda: UsualFigures(answering_tokens_per_second={DEEP: 60.0})
    asked = request(FAST, resident={DEEP: 5_000_000_000}, prompt_tokens=tokens)

    assert rig.gate.decide(asked) == decision


def test_what_a_load_took_corrects_the_next_prediction(rig: Rig) -> None:
    rig.gate.decide(request(FAST))
    before = rig.gate.loads.last_predicted[FAST]
    rig.residency.models = {FAST: 3_200_000_000}
    WatchResidents(guard=rig.gate)()

    rig.gate.loads.predicted(request(FAST))

    after = rig.gate.loads.last_predicted[FAST]
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


def test_a_large_model_that_answers_in_place_of_the_small_one_is_at_work(rig: Rig) -> None:
    assert rig.gate.decide(request(DEEP, asked=True)) == Admitted()
    rig.residency.models = {DEEP: 5_500_000_000}
    rig.gate.usual = lambda: UsualFigures(answering_tokens_per_second={DEEP: 60.0})
    rig.probe.readings = readings(owner_idle=1)

    decision = rig.gate.decide(request(FAST, resident=dict(rig.residency.models)))
    WatchResidents(guard=rig.gate)()

    assert decision == UseResident(DEEP)
    assert rig.residency.unloaded == []


@pytest.mark.parametrize(("display", "unloaded"), [("off", [FAST]), ("on", [])])
def test_a_closed_lid_unloads_what_is_idle_unless_another_display_is_used(
    rig: Rig, display: str, unloaded: list[str]
) -> None:
    assert rig.gate.decide(request(FAST)) == Admitted()
    rig.gate.used(FAST, 8192, began_at=rig.clock.now(), decode_tokens_per_second=None)
    rig.residency.models = {FAST: 2_500_000_000}
    rig.probe.readings = readings(lid="closed", display=display)

    WatchResidents(guard=rig.gate)()

    assert rig.residency.unloaded == unloaded


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


def test_an_answer_goes_on_for_moments_where_it_is_warm_and_ends_before_it_is_hot(rig: Rig) -> None:
    warm_seconds = int(rig.gate.policy.roles["deep"].thermal_warm.total_seconds())
    rig.gate.decide(request(DEEP, asked=True))
    rig.probe.readings = readings(thermal_level=1)

    stops = []
    for _ in range(warm_seconds + 1):
        stops.append(rig.gate.should_stop(request(DEEP)))
        rig.clock.advance(1)

    assert stops == [False] * warm_seconds + [True]


@pytest.mark.parametrize("between", [{"thermal_level": 0}, None], ids=["cool again", "asleep"])
def test_only_what_was_warm_in_a_row_counts(
    rig: Rig, between: dict[str, float | str] | None
) -> None:
    rig.gate.decide(request(DEEP, asked=True))
    rig.probe.readings = readings(thermal_level=1)
    rig.gate.should_stop(request(DEEP))
    rig.clock.advance(4)
    if between is None:
        rig.clock.advance(2 * rig.gate.policy.observation_gap.total_seconds())
    else:
        rig.probe.readings = readings(**between)
        rig.gate.should_stop(request(DEEP))
        rig.clock.advance(4)
        rig.probe.readings = readings(thermal_level=1)

    assert not rig.gate.should_stop(request(DEEP))


def test_what_was_warm_before_the_answer_does_not_count(rig: Rig) -> None:
    policy = rig.gate.policy
    anywhere = replace(policy.roles["deep"], limits=(), thermal_hold=timedelta(0))
    rig.gate.follow(replace(policy, roles={**policy.roles, "deep": anywhere}))
    rig.probe.readings = readings(thermal_level=1)
    for _ in range(10):
        rig.gate.observe()
        rig.clock.advance(2)

    decision = rig.gate.decide(request(DEEP, asked=True))

    assert decision == Admitted()
    assert not rig.gate.should_stop(request(DEEP))


def test_a_model_far_below_its_own_cold_speed_rests(rig: Rig) -> None:
    asked = request(DEEP, asked=True, resident={DEEP: 5_500_000_000})
    for speed in (20.0, 20.0, 20.0, 10.0):
        assert rig.gate.decide(asked) == Admitted()
        used(rig, speed)
        rig.clock.advance(120)

    decision = rig.gate.decide(asked)

    assert isinstance(decision, Deferred)
    assert {each.resource for each in decision.shortfalls} == {"decode_speed"}


def test_work_that_came_to_no_answer_has_warmed_the_machine_all_the_same(rig: Rig) -> None:
    asked = request(DEEP, asked=True, resident={DEEP: 5_500_000_000})
    before = rig.gate.pace
    assert rig.gate.decide(asked) == Admitted()
    rig.probe.readings = readings(thermal_level=1)
    used(rig, None, seconds=24)
    rig.probe.readings = readings()

    decision = rig.gate.decide(asked)

    assert isinstance(decision, Deferred)
    assert {each.resource for each in decision.shortfalls} == {"rest"}
    assert rig.gate.pace.burst_seconds < before.burst_seconds
    assert rig.headroom_book.speeds(DEEP, 8192, 10) == []


def test_a_question_that_takes_longer_than_what_is_left_of_a_burst_waits_for_a_rest(
    rig: Rig,
) -> None:
    resident = {DEEP: 5_500_000_000}
    rig.gate.usual = lambda: UsualFigures(answering_tokens_per_second={DEEP: 17.0})
    assert rig.gate.decide(request(DEEP, asked=True, resident=resident)) == Admitted()
    used(rig, None, seconds=8)

    def preview(tokens: int) -> AdmissionDecision:
        return rig.gate.preview(request(DEEP, asked=True, resident=resident, prompt_tokens=tokens))

    assert preview(500) == Admitted()
    assert isinstance(preview(3000), Deferred)


def test_a_model_whose_answer_was_broken_off_goes_when_its_owner_is_back(rig: Rig) -> None:
    assert rig.gate.decide(request(DEEP, asked=True)) == Admitted()
    rig.residency.models = {DEEP: 5_500_000_000}
    rig.probe.readings = readings(owner_idle=1)
    used(rig, None)

    WatchResidents(guard=rig.gate)()

    assert rig.residency.unloaded == [DEEP]


def test_the_formula_is_near_the_published_totals() -> None:
    policy = packaged_policy()
    quick = predicted_bytes(QUICK_FACTS, 8192, "fast", policy, with_prompt_cache=False)
    deep = predicted_bytes(DEEP_FACTS, 8192, "deep", policy, with_prompt_cache=False)

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
    assert told["calls"] == []
    assert rig.service.headroom()["models"][1]["decision"] == "deferred"


def test_why_tells_what_came_of_a_jobs_calls_nonsense_included(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    book = SqlModelBook(rig.store.database)
    for outcome, dropped, job_id in [
        ("answered", 2, 1),
        ("malformed", 0, 1),
        ("malformed", 0, 1),
        ("malformed", 0, 99),
    ]:
        book.record_call(
            ModelCall(
                at=rig.clock.now(),
                kind=CallKind.QUESTION,
                model=FAST,
                outcome=outcome,
                job_id=job_id,
                dropped=dropped,
            )
        )

    answered, malformed = rig.service.why(1)["calls"]

    assert (answered["outcome"], answered["calls"], answered["without_anchor"]) == (
        "answered",
        1,
        2,
    )
    assert (malformed["model"], malformed["kind"], malformed["outcome"], malformed["calls"]) == (
        *(FAST, "question", "malformed", 2),
    )
