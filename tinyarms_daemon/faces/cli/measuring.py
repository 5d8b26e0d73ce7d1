"""What the measuring programme's commands are handed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from tinyarms_daemon.domain.measuring.model_benchmark import Benchmark
from tinyarms_daemon.domain.measuring.recommendation import Recommendation
from tinyarms_daemon.domain.measuring.validation import Validation
from tinyarms_daemon.domain.measuring.weekly_simulation import WeeklySimulation
from tinyarms_daemon.faces.measuring_report.assembled import StatedFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRequest:
    """Which models to measure (none: all configured ones) and how much."""

    tags: tuple[str, ...]
    repeats: int
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRequest:
    """Which labelled cases (None: the packaged ones), and the models of which roles (`fast`,
    `deep`) are examined beside the rules."""

    dataset: Path | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationRequest:
    """Which code the scan is simulated on: a folder, or (None) so many files of installed
    libraries, code that nobody here has written."""

    repository: Path | None
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a report says beside the results: versions, the study's figures, and the recommendation
    that follows from what is known."""

    machine: str
    versions: str
    figures: tuple[StatedFigure, ...]
    recommendation: Recommendation


class ResultKind(StrEnum):
    """What is kept of the programme: the newest result of each."""

    BENCHMARK = "benchmark"
    VALIDATION = "validation"
    SIMULATION = "simulation"


class Measuring(Protocol):
    """Built by the composition root, for one home and one configuration."""

    def benchmark(self, request: BenchmarkRequest, on_step: Callable[[str], None]) -> Benchmark:
        """Measure models one after the other; the results are kept in the home, and count before
        the packaged estimates from then on."""

    def validate(
        self, request: ValidationRequest, on_progress: Callable[[int, int], None]
    ) -> Validation:
        """Let the rules, and the models with them and alone, judge labelled cases."""

    def simulate(
        self, request: SimulationRequest, on_step: Callable[[str], None]
    ) -> WeeklySimulation:
        """The weekly scan in virtual time, by the speeds that were measured or else estimated."""

    def standing(self, validation: Validation) -> Standing:
        """What stands now, with what a validation has brought."""

    def keep(self, kind: ResultKind, document: Mapping[str, object]) -> None:
        """Keep a result in the home, in place of the last of its kind."""

    def newest(self, kind: ResultKind) -> dict[str, Any] | None:
        """The last result of a kind; None where there is none."""
