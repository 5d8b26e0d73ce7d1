"""The weekly scan on the planned machine, with this machine's figures where there are any."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.bootstrap.where import Where, model_specs
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.measuring.weekly_simulation import (
    PlannedFigure,
    WeeklySimulation,
    weekly_criteria,
)
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.settings.constants import Constant, Status, load_constants, model_key
from tinyarms_daemon.simulation.laptop import DEEP_TAG, FAST_TAG, MODELS, SimulatedModel

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings

# Whose figures stand for a model of which nothing is known.
_PLANNED = {Skill.FAST: FAST_TAG, Skill.DEEP: DEEP_TAG}
_DECODE = "performance.planned_decode_tokens_per_second"
_PREFILL = "performance.prefill_tokens_per_second"
_LATENCY = "performance.latency_targets_ms"
_LOAD = "performance.load_ms"
_RECALL = "accuracy.recall"
_MEMORY = "memory.resident_bytes"


def simulated(
    where: Where,
    settings: "Settings",
    repository: Path | None,
    files: int,
    *,
    clock: Clock,
    on_step: Callable[[str], None],
) -> WeeklySimulation:
    """The scan by the large model, by the small one alone, and the naive one."""
    from tinyarms_daemon.adapters.machine.this_machine import this_machine
    from tinyarms_daemon.bootstrap.simulated_scan import SimulatedScans

    constants = load_constants(measured=where.home.measured)
    figures = _Figures(constants)
    tags = {Skill(skill): spec.tag for skill, spec in model_specs(settings).items()}
    models = {tag: figures.model(tag, skill) for skill, tag in tags.items()}
    scans = SimulatedScans(
        settings=settings,
        models=models,
        measured=where.home.measured,
        memory_bytes=constants["machine.memory_bytes"].number,
        on_step=on_step,
    )
    study_files = constants["weekly_scan.files"].number
    most_minutes = constants["weekly_scan.total_minutes_at_most"].number
    with _code(repository, files) as root, scans.prepared(root) as prepared:
        most_minutes *= max(1.0, prepared.files / study_files)
        courses = {
            skill: prepared.scanned(
                _with_deep_model(settings, skill),
                tag,
                figures.of(_RECALL, tag, skill, "share"),
                most_minutes * 60,
            )
            for skill, tag in tags.items()
        }
        latency = figures.of(_LATENCY, tags[Skill.DEEP], Skill.DEEP, "ms")
        on_step(f"{tags[Skill.DEEP]}: every file, one after the other")
        simulation = WeeklySimulation(
            machine=this_machine(),
            at=clock.now(),
            repository="installed libraries" if repository is None else root,
            files=prepared.files,
            budget_minutes=settings.deep.budget_minutes,
            certain_findings=prepared.certain_findings,
            figures=tuple(figures.used),
            large=courses[Skill.DEEP],
            small=courses[Skill.FAST],
            naive=scans.naive(prepared.files, latency.value / 1e3),
        )
    gain = constants["weekly_scan.gain_over_3b"].number
    criteria = tuple(weekly_criteria(simulation, most_minutes=most_minutes, gain=gain))
    return replace(simulation, criteria=criteria)


class _Figures:
    """The constants by model; what was looked up is kept, to be told."""

    def __init__(self, constants: Mapping[str, Constant]) -> None:
        self._constants = constants
        self.used: list[PlannedFigure] = []

    def of(self, path: str, tag: str, skill: Skill, unit: str) -> PlannedFigure:
        """A model's figure; of one that nobody knows, that of the study's model in its place."""
        found = self._constants.get(f"{path}.{model_key(tag)}")
        known = found or self._constants[f"{path}.{model_key(_PLANNED[skill])}"]
        source = known.source if found else f"as {_PLANNED[skill]}: {known.source}"
        figure = PlannedFigure(
            name=f"{path}.{tag}",
            value=float(known.number),
            unit=unit,
            status=known.status.value if found else Status.ESTIMATED.value,
            source=source,
        )
        if figure not in self.used:
            self.used.append(figure)
        return figure

    def model(self, tag: str, skill: Skill) -> SimulatedModel:
        """A model as the simulated machine bears it; its memory as measured, else as modelled."""
        base = MODELS[_PLANNED[skill]]
        memory = self._constants.get(f"{_MEMORY}.{model_key(tag)}")
        measured = memory is not None and memory.status is Status.VALIDATED
        return replace(
            base,
            tag=tag,
            prefill_tokens_per_second=self.of(_PREFILL, tag, skill, "tokens/s").value,
            decode_tokens_per_second=self.of(_DECODE, tag, skill, "tokens/s").value,
            load_seconds=self.of(_LOAD, tag, skill, "ms").value / 1e3,
            loaded_bytes=memory.number if memory is not None and measured else base.loaded_bytes,
        )


@contextmanager
def _code(repository: Path | None, files: int) -> Iterator[str]:
    from tinyarms_daemon.adapters.sample_repository import copy_installed_code

    if repository is not None:
        yield str(repository.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="tinyarms-sample-") as folder:
        copy_installed_code(Path(folder), files)
        yield folder


def _with_deep_model(settings: "Settings", skill: Skill) -> "Settings":
    """The same settings, with the deep scan done by the model of this skill."""
    name = settings.skill(skill).model
    deep = settings.skill(Skill.DEEP).but(model=name)
    return settings.but(skills=settings.skills.but(code_linting_deep=deep))
