"""What the measuring programme's commands are handed."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from tinyarms_daemon.domain.measuring.model_benchmark import Benchmark
from tinyarms_daemon.domain.measuring.validation import Validation
from tinyarms_daemon.domain.measuring.weekly_simulation import WeeklySimulation
from tinyarms_daemon.faces.measuring_report.assembled import Standing


class ResultKind(StrEnum):
    """What is kept of the programme: the newest result of each."""

    BENCHMARK = "benchmark"
    VALIDATION = "validation"
    SIMULATION = "simulation"


class Measuring(Protocol):
    """Built by the composition root, for one home and one configuration."""

    def benchmark(
        self,
        tags: Collection[str],
        *,
        repeats: int,
        duration: timedelta,
        on_step: Callable[[str], None],
    ) -> Benchmark:
        """Measure models (none: all configured ones) one after the other; the results are kept in
        the home, and count before the packaged estimates from then on."""

    def validate(
        self,
        dataset: Path | None,
        roles: Collection[str],
        on_progress: Callable[[int, int], None],
    ) -> Validation:
        """Let the rules, and the models of some roles (`fast`, `deep`) with them and alone, judge
        labelled cases (None: the packaged ones)."""

    def simulate(
        self, repository: Path | None, files: int, on_step: Callable[[str], None]
    ) -> WeeklySimulation:
        """The weekly scan in virtual time, by the speeds that were measured or else estimated, of a
        folder, or (None) so many files of installed libraries, which nobody here has written."""

    def standing(self, validation: Validation) -> Standing:
        """What stands now, with what a validation has brought."""

    def keep(self, kind: ResultKind, document: Mapping[str, object]) -> None:
        """Keep a result in the home, in place of the last of its kind."""

    def newest(self, kind: ResultKind) -> dict[str, Any] | None:
        """The last result of a kind; None where there is none."""
