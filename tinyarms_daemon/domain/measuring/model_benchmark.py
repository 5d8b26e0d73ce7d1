"""What is measured of a model, and how it compares with what was claimed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.measuring.measurement import (
    Machine,
    SpeedSample,
    Spread,
    is_plausible,
    spread,
)

_SECONDS_A_MILLISECOND = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMeasurement:
    """Everything that one benchmark of one model brought; None is not known.

    `idle_bytes`, `loaded_bytes` and `busy_bytes` are the memory of the runtime's processes without
    the model, with it, and while it answers; `reported_bytes` is what the runtime says of it.
    """

    tag: str
    name: str
    size_bytes: int | None = None
    quantization: str | None = None
    prompt_tokens_per_second: Spread | None = None
    decode_tokens_per_second: Spread | None = None
    cold_start_seconds: Spread | None = None
    load_seconds: Spread | None = None
    file_seconds: Spread | None = None
    idle_bytes: int | None = None
    loaded_bytes: int | None = None
    busy_bytes: int | None = None
    reported_bytes: int | None = None
    sustained: tuple[SpeedSample, ...] = ()

    @property
    def resident_bytes(self) -> int | None:
        """What the model adds to the runtime's processes, and no less than the runtime says of it:
        processes come and go in between, and macOS does not count weights that lie in a file."""
        if self.loaded_bytes is None or self.idle_bytes is None:
            return self.reported_bytes
        return max(self.loaded_bytes - self.idle_bytes, self.reported_bytes or 0)


class Judged(StrEnum):
    """How a figure stands to a claim."""

    WITHIN = "within"
    BETTER = "better"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was said of a figure before it was measured: a range, its source and its status."""

    low: float
    high: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One row of the table: what was measured beside what was claimed and what physics allows.

    `ceiling` is the roofline of a speed on this machine, `claim_ceiling` on the one that the claim
    is about; None for other figures.
    """

    figure: str
    unit: str
    measured: Spread | None
    claim: Claim | None
    ceiling: float | None = None
    claim_ceiling: float | None = None
    larger_is_better: bool = False

    @property
    def judged(self) -> Judged:
        """The median against the claimed range."""
        if self.measured is None or self.claim is None:
            return Judged.UNKNOWN
        if self.measured.median < self.claim.low:
            return Judged.WORSE if self.larger_is_better else Judged.BETTER
        if self.measured.median > self.claim.high:
            return Judged.BETTER if self.larger_is_better else Judged.WORSE
        return Judged.WITHIN

    @property
    def is_claim_plausible(self) -> bool:
        """False for a claim above the roofline: no machine of this bandwidth reaches it."""
        return self.claim is None or is_plausible(self.claim.low, self.claim_ceiling)

    @property
    def is_measured_plausible(self) -> bool:
        """False for a measurement above the roofline: something else was measured."""
        return self.measured is None or is_plausible(self.measured.median, self.ceiling)


def compared(
    measured: ModelMeasurement,
    claims: Mapping[str, Claim],
    *,
    ceiling: float | None,
    claim_ceiling: float | None,
) -> tuple[Compared, ...]:
    """The rows of a model's table. `claims` are by the figure's key in the constants."""
    memory = measured.resident_bytes
    return (
        Compared(
            figure="Answering",
            unit="tok/s",
            measured=measured.decode_tokens_per_second,
            claim=claims.get("performance.decode_tokens_per_second"),
            ceiling=ceiling,
            claim_ceiling=claim_ceiling,
            larger_is_better=True,
        ),
        Compared(
            figure="Reading the prompt",
            unit="tok/s",
            measured=measured.prompt_tokens_per_second,
            claim=claims.get("performance.prefill_tokens_per_second"),
            larger_is_better=True,
        ),
        Compared(
            figure="One file, model loaded",
            unit="s",
            measured=measured.file_seconds,
            claim=_scaled(claims.get("performance.latency_range_ms"), _SECONDS_A_MILLISECOND),
        ),
        Compared(
            figure="First answer after unloading",
            unit="s",
            measured=measured.cold_start_seconds,
            claim=_up_to(_scaled(claims.get("performance.cold_start_ms"), _SECONDS_A_MILLISECOND)),
        ),
        Compared(
            figure="Loading, of that",
            unit="s",
            measured=measured.load_seconds,
            claim=_scaled(claims.get("performance.load_ms"), _SECONDS_A_MILLISECOND),
        ),
        Compared(
            figure="Memory while loaded",
            unit="GB",
            measured=None if memory is None else spread([memory / 1e9]),
            claim=_scaled(claims.get("memory.resident_bytes"), 1e-9),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFigure:
    """A figure for the home's own constants, under its path there."""

    path: str
    low: float
    high: float


def figures_of(measured: ModelMeasurement) -> tuple[MeasuredFigure, ...]:
    """What a benchmark puts in place of estimates: medians, ranges where the constant is one."""
    decode, prompt = measured.decode_tokens_per_second, measured.prompt_tokens_per_second
    files, cold = measured.file_seconds, measured.cold_start_seconds
    memory = measured.resident_bytes
    found: dict[str, tuple[float, float]] = {}
    if decode is not None:
        found["performance.decode_tokens_per_second"] = (decode.low, decode.high)
        found["performance.planned_decode_tokens_per_second"] = (decode.median,) * 2
    if prompt is not None:
        found["performance.prefill_tokens_per_second"] = (prompt.median,) * 2
    if files is not None:
        found["performance.latency_targets_ms"] = (1e3 * files.median,) * 2
        found["performance.latency_range_ms"] = (1e3 * files.low, 1e3 * files.high)
    if cold is not None:
        found["performance.cold_start_ms"] = (1e3 * cold.median,) * 2
    if measured.load_seconds is not None:
        found["performance.load_ms"] = (1e3 * measured.load_seconds.median,) * 2
    if memory is not None:
        found["memory.resident_bytes"] = (memory, memory)
    return tuple(
        MeasuredFigure(path=f"{path}.{measured.name}", low=round(low, 2), high=round(high, 2))
        for path, (low, high) in found.items()
    )


def _scaled(claim: Claim | None, factor: float) -> Claim | None:
    if claim is None:
        return None
    return replace(claim, low=claim.low * factor, high=claim.high * factor)


def _up_to(claim: Claim | None) -> Claim | None:
    """A claim that names the most that is accepted."""
    return None if claim is None else replace(claim, low=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarked:
    """One model's part of a benchmark: its rows, or the sentence that says why there are none."""

    tag: str
    measurement: ModelMeasurement | None = None
    rows: tuple[Compared, ...] = ()
    throttled_to: float | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What `bench models` brought on a machine."""

    machine: Machine
    at: datetime
    models: tuple[Benchmarked, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every model that was asked for could be measured."""
        return bool(self.models) and all(model.problem is None for model in self.models)
