"""What the measuring programme's commands are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from tinyarms_daemon.domain.model_benchmark import Benchmark
from tinyarms_daemon.domain.validation import Validation


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRequest:
    """Which models to measure (none: all configured ones) and how much."""

    tags: tuple[str, ...]
    repeats: int
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRequest:
    """Which labelled cases; None for the packaged ones."""

    dataset: Path | None


class Measuring(Protocol):
    """Built by the composition root, for one home and one configuration."""

    def benchmark(self, request: BenchmarkRequest, on_step: Callable[[str], None]) -> Benchmark:
        """Measure models one after the other; the results are kept in the home, and count before
        the packaged estimates from then on."""
        ...

    def validate(
        self, request: ValidationRequest, on_progress: Callable[[int, int], None]
    ) -> Validation:
        """Let the rules alone judge labelled cases."""
        ...
