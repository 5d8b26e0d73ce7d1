"""The measuring programme on the real runtime, probe and home."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.bootstrap.where import Where, model_specs
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.measuring.measurement import (
    Machine,
    is_plausible,
    roofline_tokens_per_second,
    throttled_share,
)
from tinyarms_daemon.domain.measuring.model_benchmark import (
    Benchmark,
    Benchmarked,
    Claim,
    ModelMeasurement,
    compared,
    figures_of,
)
from tinyarms_daemon.domain.measuring.validation import (
    Examined,
    Targets,
    Validation,
    Way,
    criteria_of,
)
from tinyarms_daemon.domain.measuring.weekly_simulation import WeeklySimulation
from tinyarms_daemon.faces.cli.measuring import ResultKind
from tinyarms_daemon.faces.measuring_report.assembled import Standing
from tinyarms_daemon.settings.constants import (
    Constant,
    Status,
    constants_in_force,
    load_constants,
    model_key,
)

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.kept_measurements import ResultsBook
    from tinyarms_daemon.application.measuring.measure_model import MeasureModel
    from tinyarms_daemon.settings.schema import Settings

_BANDWIDTH = "machine.memory_bandwidth_bytes_per_second"
_BANDWIDTHS = "machine.memory_bandwidths_bytes_per_second"
_LARGE = "qwen2_5_coder_7b"
_COLD_ANSWERS = 3  # of a sustained run
_HARD_CATEGORY = "complex-duplication"  # of the packaged cases
_SAMPLE_FILES = (
    "simple/unexplained-numbers/delivery.py",
    "simple/colors-in-markup/Banner.tsx",
    "simple/block-copied/invoice.go",
    "complex-duplication/retry-recursion-and-loop/fetch.ts",
    "complex-duplication/cache-class-and-closure/cache.py",
)


class Programme:
    """The Measuring protocol."""

    def __init__(self, where: Where, settings: "Settings") -> None:
        self._where = where
        self._settings = settings
        self._clock = SystemClock()

    def benchmark(
        self,
        tags: Collection[str],
        *,
        repeats: int,
        duration: timedelta,
        on_step: Callable[[str], None],
    ) -> Benchmark:
        from tinyarms_daemon.adapters.machine.this_machine import this_machine

        machine = this_machine()
        now = self._clock.now()
        measure = self._measure(repeats, duration, on_step)
        packaged = load_constants()
        bandwidth = memory_bandwidth(constants_in_force(self._where.home.measured), machine)
        wanted = tags or [spec.tag for spec in model_specs(self._settings).values()]
        models = tuple(
            _benchmarked(measure, tag, packaged, bandwidth) for tag in dict.fromkeys(wanted)
        )
        for model in models:
            if model.measurement is not None:
                self._record(model.measurement, machine, now, bandwidth)
        return Benchmark(machine=machine, at=now, models=models)

    def validate(
        self,
        dataset: Path | None,
        roles: Collection[str],
        on_progress: Callable[[int, int], None],
    ) -> Validation:
        from tinyarms_daemon.adapters.machine.this_machine import this_machine
        from tinyarms_daemon.adapters.validation_dataset import read_dataset
        from tinyarms_daemon.application.measuring.validate import Validate
        from tinyarms_daemon.bootstrap.case_scan import case_scans
        from tinyarms_daemon.bootstrap.examinees import examinees

        root = dataset or bundled("config/validation")
        cases = read_dataset(root)
        with case_scans(self._settings, {each.case.name: each.folder for each in cases}) as scan:
            examined = Validate(clock=self._clock, on_progress=on_progress)(
                list(examinees(self._settings, scan, self._clock, roles)),
                [each.case for each in cases],
            )
        if dataset is None:
            self._record_recall(examined)
        return Validation(
            machine=this_machine(),
            at=self._clock.now(),
            dataset="the package" if dataset is None else str(root),
            cases=len(cases),
            examined=examined,
            criteria=tuple(criteria_of(examined, _targets())),
        )

    def _record_recall(self, examined: Sequence[Examined]) -> None:
        """What a model finds of what only a model can tell, by the packaged cases."""
        from tinyarms_daemon.adapters.kept_measurements import record_measured

        today = self._clock.now().astimezone().date()
        figures = {}
        for each in examined:
            if each.way is not Way.ALONE or each.model is None or not each.results:
                continue
            counted = each.tallies()[_HARD_CATEGORY]
            if counted.recall is not None:
                figures[f"accuracy.recall.{model_key(each.model)}"] = Constant(
                    low=round(counted.recall, 3),
                    high=round(counted.recall, 3),
                    source="measured by `tinyarmsctl validate`, "
                    f"{_HARD_CATEGORY}, {counted.labelled} cases",
                    status=Status.VALIDATED,
                    measured_on=today,
                )
        if figures:
            record_measured(self._where.home.measured, figures)

    def simulate(
        self, repository: Path | None, files: int, on_step: Callable[[str], None]
    ) -> WeeklySimulation:
        from tinyarms_daemon.bootstrap.simulating import simulated

        return simulated(
            self._where, self._settings, repository, files, clock=self._clock, on_step=on_step
        )

    def standing(self, validation: Validation) -> Standing:
        from tinyarms_daemon.bootstrap.standing import standing

        return standing(self._where, self._settings, validation)

    def keep(self, kind: ResultKind, document: Mapping[str, object]) -> None:
        self._book().keep(kind, document)

    def newest(self, kind: ResultKind) -> dict[str, Any] | None:
        return self._book().newest(kind)

    def _book(self) -> "ResultsBook":
        from tinyarms_daemon.adapters.kept_measurements import ResultsBook

        return ResultsBook(self._where.home.measurements)

    def _measure(
        self, repeats: int, duration: timedelta, on_step: Callable[[str], None]
    ) -> "MeasureModel":
        from tinyarms_daemon.adapters.machine.platform_probe import platform_probe
        from tinyarms_daemon.adapters.machine.runner_processes import runtime_bytes
        from tinyarms_daemon.application.measuring.measure_model import (
            BenchmarkPlan,
            MeasureModel,
            SampleFile,
        )
        from tinyarms_daemon.bootstrap.models import model_runtime

        measuring = self._settings.measuring
        waiting = threading.Event()
        return MeasureModel(
            runtime=model_runtime(self._settings),
            clock=self._clock,
            probe=platform_probe(
                self._clock, self._where.home.path, self._settings.headroom.slow_interval
            ),
            runtime_bytes=runtime_bytes,
            plan=BenchmarkPlan(
                repeats=repeats,
                duration=duration,
                context_tokens=measuring.context_tokens,
                most_reply_tokens=measuring.reply_tokens,
                keep_alive_seconds=round(measuring.keep_alive.total_seconds()),
                timeout_seconds=measuring.timeout.total_seconds(),
                unload_wait_seconds=measuring.unload_wait.total_seconds(),
            ),
            files=[
                SampleFile(name=path.name, text=path.read_text(encoding="utf-8"))
                for path in map(bundled("config/validation").joinpath, _SAMPLE_FILES)
            ],
            pause=waiting.wait,
            on_step=on_step,
        )

    def _record(
        self, measured: ModelMeasurement, machine: Machine, at: datetime, bandwidth: float
    ) -> None:
        """What is above its roofline was something else, and is not kept."""
        from tinyarms_daemon.adapters.kept_measurements import record_measured

        ceiling = _ceiling(measured, bandwidth)
        speed = measured.decode_tokens_per_second
        if speed is not None and not is_plausible(speed.median, ceiling):
            return
        figures = {
            figure.path: Constant(
                low=figure.low,
                high=figure.high,
                source=f"measured by `tinyarmsctl bench models` on {machine.name}",
                status=Status.VALIDATED,
                measured_on=at.astimezone().date(),
            )
            for figure in figures_of(measured)
        }
        record_measured(self._where.home.measured, figures)


def _benchmarked(
    measure: "MeasureModel", tag: str, packaged: Mapping[str, Constant], bandwidth: float
) -> Benchmarked:
    from tinyarms_daemon.ports.model_runtime import RuntimeTrouble

    name = model_key(tag)
    try:
        measured = measure(tag, name)
    except RuntimeTrouble as trouble:
        return Benchmarked(tag=tag, problem=str(trouble))
    claims = {
        path.removesuffix(f".{name}"): Claim(
            low=constant.low, high=constant.high, status=constant.status.value
        )
        for path, constant in packaged.items()
        if path.endswith(f".{name}")
    }
    return Benchmarked(
        tag=tag,
        measurement=measured,
        rows=compared(
            measured,
            claims,
            ceiling=_ceiling(measured, bandwidth),
            claim_ceiling=_ceiling(measured, packaged[_BANDWIDTH].high),
        ),
        throttled_to=throttled_share(measured.sustained, _COLD_ANSWERS),
    )


def _targets() -> Targets:
    """What the model study asks of its large model, whichever is configured in its place."""
    packaged = load_constants()
    return Targets(
        accuracy=packaged[f"accuracy.targets.{_LARGE}"].number,
        gain=packaged["accuracy.gain_over_3b"].number,
        false_positives=packaged["weekly_scan.false_positives_at_most"].number,
        most_seconds=packaged[f"performance.latency_range_ms.{_LARGE}"].high / 1e3,
    )


def memory_bandwidth(constants: Mapping[str, Constant], machine: Machine) -> float:
    """Of this machine's memory, in bytes a second: as somebody has stated in the home's own
    figures, as published for its chip, else that of the machine that is planned for."""
    planned = constants[_BANDWIDTH]
    of_chip = constants.get(f"{_BANDWIDTHS}.{model_key(machine.processor)}")
    is_stated = planned.measured_on is not None
    return planned.high if of_chip is None or is_stated else of_chip.high


def _ceiling(measured: ModelMeasurement, bandwidth: float) -> float | None:
    return roofline_tokens_per_second(bandwidth, measured.size_bytes or 0)
