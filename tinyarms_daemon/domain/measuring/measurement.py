"""Figures that were measured, and what physics lets a model do."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_PARTS = 3  # of a long run: its last third is compared with its beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Repeated measurements of one figure: median, least and greatest, and how many."""

    median: float
    low: float
    high: float
    runs: int


def spread(values: Sequence[float]) -> Spread | None:
    """The spread of some measurements; None without any."""
    if not values:
        return None
    return Spread(
        median=statistics.median(values), low=min(values), high=max(values), runs=len(values)
    )


def roofline_tokens_per_second(
    memory_bandwidth_bytes_per_second: float, model_bytes: int
) -> float | None:
    """The fastest that a dense model can answer: every token reads all weights once (S. Williams,
    A. Waterman, D. Patterson, 2009). None where the size is not known."""
    return memory_bandwidth_bytes_per_second / model_bytes if model_bytes > 0 else None


def is_plausible(tokens_per_second: float, roofline: float | None) -> bool:
    """False for a speed above its roofline, whoever claims it."""
    return roofline is None or tokens_per_second <= roofline


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedSample:
    """How fast a model answered at a moment of a long run, and how hot the machine was.

    `thermal_level` is None where the machine does not tell.
    """

    seconds: float
    decode_tokens_per_second: float
    thermal_level: int | None


def throttled_share(samples: Sequence[SpeedSample], cold_samples: int) -> float | None:
    """The median speed of the last third over that of the first `cold_samples`: 1 is no
    throttling. None where the run was too short to tell."""
    if len(samples) < max(2 * cold_samples, _PARTS):
        return None
    cold = statistics.median(each.decode_tokens_per_second for each in samples[:cold_samples])
    late = samples[-max(len(samples) // _PARTS, 1) :]
    hot = statistics.median(each.decode_tokens_per_second for each in late)
    return hot / cold if cold else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where something was measured; None is not known."""

    system: str
    processor: str
    cores: int | None
    memory_bytes: int | None
    python: str
    tinyarms: str

    @property
    def name(self) -> str:
        """One line for a table's head."""
        memory = "" if self.memory_bytes is None else f", {self.memory_bytes / 2**30:.0f} GiB"
        cores = "" if self.cores is None else f", {self.cores} cores"
        return f"{self.system}, {self.processor}{cores}{memory}, Python {self.python}"
