"""What was measured of a model beside what was claimed."""

from dataclasses import replace

import pytest

from tinyarms_daemon.domain.measuring.measurement import Spread
from tinyarms_daemon.domain.measuring.model_benchmark import (
    Claim,
    Judged,
    ModelMeasurement,
    compared,
    figures_of,
)


def steady(value: float) -> Spread:
    return Spread(median=value, low=value, high=value, runs=3)


MEASURED = ModelMeasurement(
    tag="qwen2.5-coder:7b",
    name="qwen2_5_coder_7b",
    size_bytes=4_700_000_000,
    decode_tokens_per_second=Spread(median=17.0, low=16.0, high=18.0, runs=3),
    prompt_tokens_per_second=steady(120.0),
    cold_start_seconds=steady(8.0),
    load_seconds=steady(5.0),
    file_seconds=Spread(median=12.0, low=9.0, high=16.0, runs=5),
    idle_bytes=100_000_000,
    loaded_bytes=6_100_000_000,
    reported_bytes=5_500_000_000,
)
CLAIMS = {
    "performance.decode_tokens_per_second": Claim(low=30, high=50, status="NEEDS_VALIDATION"),
    "performance.latency_range_ms": Claim(low=10_000, high=15_000, status="NEEDS_VALIDATION"),
    "performance.cold_start_ms": Claim(low=10_000, high=10_000, status="NEEDS_VALIDATION"),
    "memory.resident_bytes": Claim(low=6e9, high=8e9, status="NEEDS_VALIDATION"),
}


def test_each_figure_stands_beside_its_claim() -> None:
    rows = {row.figure: row for row in compared(MEASURED, CLAIMS, ceiling=21.3, claim_ceiling=21.3)}

    assert rows["Answering"].judged is Judged.WORSE
    assert not rows["Answering"].is_claim_plausible
    assert rows["Answering"].is_measured_plausible
    assert rows["One file, model loaded"].judged is Judged.WITHIN
    assert rows["First answer after unloading"].judged is Judged.WITHIN
    assert rows["Memory while loaded"].judged is Judged.WITHIN
    assert rows["Reading the prompt"].judged is Judged.UNKNOWN


def test_a_measurement_above_its_roofline_is_not_believed() -> None:
    (answering, *_) = compared(MEASURED, CLAIMS, ceiling=10.0, claim_ceiling=21.3)

    assert not answering.is_measured_plausible


def test_a_claim_is_held_against_the_machine_that_it_is_about() -> None:
    (answering, *_) = compared(MEASURED, CLAIMS, ceiling=85.1, claim_ceiling=21.3)

    assert answering.is_measured_plausible
    assert not answering.is_claim_plausible


def test_the_memory_is_what_the_model_adds_to_the_runtime() -> None:
    unread = ModelMeasurement(tag="a", name="a", reported_bytes=7)
    less_than_said = replace(unread, idle_bytes=30, loaded_bytes=20)

    assert MEASURED.resident_bytes == 6_000_000_000
    assert unread.resident_bytes == less_than_said.resident_bytes == 7


def test_medians_take_the_place_of_estimates() -> None:
    figures = {figure.path: (figure.low, figure.high) for figure in figures_of(MEASURED)}

    assert figures == {
        "performance.decode_tokens_per_second.qwen2_5_coder_7b": (16.0, 18.0),
        "performance.planned_decode_tokens_per_second.qwen2_5_coder_7b": (17.0, 17.0),
        "performance.prefill_tokens_per_second.qwen2_5_coder_7b": (120.0, 120.0),
        "performance.latency_targets_ms.qwen2_5_coder_7b": (12_000.0, 12_000.0),
        "performance.latency_range_ms.qwen2_5_coder_7b": (9_000.0, 16_000.0),
        "performance.cold_start_ms.qwen2_5_coder_7b": (8_000.0, 8_000.0),
        "performance.load_ms.qwen2_5_coder_7b": (5_000.0, 5_000.0),
        "memory.resident_bytes.qwen2_5_coder_7b": (6e9, 6e9),
    }


def test_what_was_not_measured_replaces_nothing() -> None:
    assert figures_of(ModelMeasurement(tag="a", name="a")) == ()


@pytest.mark.parametrize(("median", "judged"), [(55.0, Judged.BETTER), (40.0, Judged.WITHIN)])
def test_a_larger_speed_is_better(median: float, judged: Judged) -> None:
    fast = ModelMeasurement(tag="a", name="a", decode_tokens_per_second=steady(median))

    assert compared(fast, CLAIMS, ceiling=None, claim_ceiling=None)[0].judged is judged
