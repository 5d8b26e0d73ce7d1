"""A benchmark of models as a table and as a document."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.text import Text

from tinyarms_daemon.domain.measuring.measurement import Spread
from tinyarms_daemon.domain.measuring.model_benchmark import (
    Benchmark,
    Benchmarked,
    Claim,
    Compared,
    Judged,
    ModelMeasurement,
)
from tinyarms_daemon.faces.cli.rendering import styled

_HEAD = ("figure", "measured", "claimed", "roofline", "")
_STYLES = {Judged.WITHIN: "green", Judged.BETTER: "green", Judged.WORSE: "yellow"}


def benchmark_rows(model: Benchmarked) -> Sequence[Sequence[str | Text]]:
    """The table of a model that was measured: each figure beside its claim and its roofline."""
    rows: list[Sequence[str | Text]] = [[styled((name, "dim")) for name in _HEAD]]
    rows += [_row(row) for row in model.rows]
    measured = model.measurement
    if measured is not None:
        rows += [
            [figure, _gigabytes(value), "", "", ""]
            for figure, value in (
                ("The runtime's processes, idle", measured.idle_bytes),
                ("The same with the model loaded", measured.loaded_bytes),
                ("The same while it answers", measured.busy_bytes),
                ("What the runtime says of the model", measured.reported_bytes),
            )
        ]
    if model.throttled_to is not None:
        rows.append(
            ["Speed after the sustained run", f"{100 * model.throttled_to:.0f} %", "", "", ""]
        )
    levels = [
        sample.thermal_level
        for sample in (measured.sustained if measured is not None else ())
        if sample.thermal_level is not None
    ]
    if levels:
        rows.append(["Highest thermal level in it", str(max(levels)), "", "", ""])
    return rows


def _gigabytes(value: int | None) -> str:
    return "not measured" if value is None else f"{value / 1e9:.2f} GB"


def _row(row: Compared) -> list[str | Text]:
    return [
        row.figure,
        _spread(row.measured, row.unit),
        _claim(row.claim, row.unit),
        "" if row.ceiling is None else f"{row.ceiling:.0f} {row.unit}",
        styled(*_word(row)),
    ]


def _word(row: Compared) -> list[tuple[str, str]]:
    words = []
    if row.measured is not None and row.claim is not None:
        said = "within the claim" if row.judged is Judged.WITHIN else f"{row.judged} than claimed"
        words.append((said, _STYLES[row.judged]))
    if not row.is_claim_plausible:
        words.append(
            (f"{'; ' if words else ''}the claim is implausible: above the roofline", "dim")
        )
    if not row.is_measured_plausible:
        words.append(("; implausible: above the roofline", "bold red"))
    return words


def _spread(spread: Spread | None, unit: str) -> str:
    if spread is None:
        return "not measured"
    if spread.runs == 1:
        return f"{spread.median:.1f} {unit}"
    return f"{spread.median:.1f} {unit} ({spread.low:.1f}–{spread.high:.1f})"


def _claim(claim: Claim | None, unit: str) -> str:
    if claim is None:
        return ""
    if not claim.low:
        return f"up to {claim.high:g} {unit}"
    if claim.low == claim.high:
        return f"{claim.low:g} {unit}"
    return f"{claim.low:g}–{claim.high:g} {unit}"


def benchmark_document(benchmark: Benchmark) -> dict[str, object]:
    """The same as JSON."""
    return {
        "measured_at": benchmark.at.isoformat(),
        "machine": asdict(benchmark.machine),
        "models": [_model(model) for model in benchmark.models],
    }


def _model(model: Benchmarked) -> dict[str, object]:
    return {
        "name": model.tag,
        "problem": model.problem,
        **(_measurement(model.measurement) if model.measurement else {}),
        "figures": [_figure(row) for row in model.rows],
        "throttled_to": model.throttled_to,
    }


def _measurement(measured: ModelMeasurement) -> dict[str, object]:
    return {
        "size_bytes": measured.size_bytes,
        "quantization": measured.quantization,
        "idle_bytes": measured.idle_bytes,
        "loaded_bytes": measured.loaded_bytes,
        "inferring_bytes": measured.busy_bytes,
        "reported_bytes": measured.reported_bytes,
        "sustained": [
            {
                "seconds": round(sample.seconds, 1),
                "decode_tokens_per_second": round(sample.decode_tokens_per_second, 2),
                "thermal_level": sample.thermal_level,
            }
            for sample in measured.sustained
        ],
    }


def _figure(row: Compared) -> dict[str, object]:
    return {
        "figure": row.figure,
        "unit": row.unit,
        "measured": None if row.measured is None else asdict(row.measured),
        "claimed": None if row.claim is None else asdict(row.claim),
        "roofline": row.ceiling,
        "judged": row.judged.value,
        "claim_plausible": row.is_claim_plausible,
        "measured_plausible": row.is_measured_plausible,
    }
