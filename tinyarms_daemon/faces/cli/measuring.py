"""What the measuring programme's commands are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from tinyarms_daemon.domain.model_benchmark import Benchmark


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRequest:
    """Which models to measure (none: all configured ones) and how much."""

    tags: tuple[str, ...]
    repeats: int
    duration: timedelta


class Measuring(Protocol):
    """Built by the composition root, for one home and one configuration."""

    def benchmark(self, request: BenchmarkRequest, on_step: Callable[[str], None]) -> Benchmark:
        """Measure models one after the other; the results are kept in the home, and count before
        the packaged estimates from then on."""
        ...
