"""What questions cost on this machine."""

from pathlib import Path

from tests.fakes.question_costs import QUESTION_COSTS
from tests.settings.loading import load
from tinyarms_daemon.bootstrap.models import question_costs

SPEED = "performance: {prefill_tokens_per_second: {qwen2_5_coder_7b: {value: 88, "
HOW = "source: here, status: measured, date: 2026-01-31}}}"


def test_the_packaged_figures_count_until_a_machine_is_measured(tmp_path: Path) -> None:
    assert question_costs(load(), tmp_path / "none.yaml") == QUESTION_COSTS


def test_what_was_measured_on_this_machine_counts_before_them(tmp_path: Path) -> None:
    measured = tmp_path / "measured.yaml"
    measured.write_text(SPEED + HOW)

    assert question_costs(load(), measured).prefill_tokens_per_second == 88
