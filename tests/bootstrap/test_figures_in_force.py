"""What the gate knows of models before it has seen them at work."""

from pathlib import Path

from tinyarms_daemon.bootstrap.headroom_policy import FiguresInForce
from tinyarms_daemon.domain.models.model import UsualFigures

QUICK = "qwen2.5-coder:3b"
PLANNED = UsualFigures(answering_tokens_per_second={QUICK: 45})
MEASURED = """
performance:
  planned_decode_tokens_per_second: {{qwen2_5_coder_3b: {{value: {speed}, {how}}}}}
  prefill_tokens_per_second: {{qwen2_5_coder_3b: {{value: 280, {how}}}}}
memory:
  resident_bytes: {{qwen2_5_coder_3b: {{value: 2500000000, {how}}}}}
"""
HOW = "source: here, status: VALIDATED, date: 2026-11-23"


def test_what_is_measured_while_the_daemon_runs_counts_at_once(tmp_path: Path) -> None:
    measured = tmp_path / "measured.yaml"
    figures = FiguresInForce([QUICK, "unknown:1b"], measured)
    before = figures()

    measured.write_text(MEASURED.format(speed=30, how=HOW))
    once = figures()
    measured.write_text(MEASURED.format(speed=31.5, how=HOW))

    assert before == PLANNED
    assert once == UsualFigures(
        answering_tokens_per_second={QUICK: 30},
        reading_tokens_per_second={QUICK: 280},
        resident_bytes={QUICK: 2_500_000_000},
    )
    assert figures().answering_tokens_per_second == {QUICK: 31.5}


def test_a_broken_file_of_figures_counts_for_nothing(tmp_path: Path) -> None:
    measured = tmp_path / "measured.yaml"
    measured.write_text("performance: 3")

    assert FiguresInForce([QUICK], measured)() == PLANNED
