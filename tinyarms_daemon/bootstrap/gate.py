"""The gate of a configuration."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy, is_night_hour
from tinyarms_daemon.bootstrap.where import configured_models
from tinyarms_daemon.domain.models.model import UsualFigures

if TYPE_CHECKING:
    from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
    from tinyarms_daemon.ports.clock import Clock
    from tinyarms_daemon.ports.headroom_book import HeadroomBook
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.model_residency import ModelResidency
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.settings.constants import Constant
    from tinyarms_daemon.settings.schema import Settings


def gate(
    settings: "Settings",
    runtime: "ModelRuntime",
    probe: "HeadroomProbe",
    book: "HeadroomBook",
    clock: "Clock",
    measured: Path,
    residency: "ModelResidency | None" = None,
) -> "GuardModelLoad":
    """Readings in, decisions out, on the configured runtime, or on what `residency` says is loaded.
    What stands in `measured`, the figures of this machine, counts before the packaged ones."""
    from tinyarms_daemon.adapters.machine.runner_processes import runner_bytes
    from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
    from tinyarms_daemon.application.headroom.runtime_residency import RuntimeResidency

    models = {model.role: model.tag for model in configured_models(settings)}

    def is_night(at: datetime) -> bool:
        return is_night_hour(settings.headroom, at.astimezone().hour)

    return GuardModelLoad(
        probe=probe,
        residency=residency or RuntimeResidency(runtime, runner_bytes),
        book=book,
        policy=headroom_policy(settings),
        clock=clock,
        models=models,
        is_night=is_night,
        usual=FiguresInForce(tuple(models.values()), measured),
    )


class FiguresInForce:
    """The constants' figures of models, read anew when measured: a benchmark counts at once."""

    def __init__(self, tags: Sequence[str], measured: Path) -> None:
        self._tags = tags
        self._measured = measured
        self._read: tuple[object, UsualFigures] | None = None

    def __call__(self) -> UsualFigures:
        from tinyarms_daemon.settings.constants import constants_in_force

        state = self._state()
        if self._read is None or self._read[0] != state:
            self._read = state, _usual_figures(self._tags, constants_in_force(self._measured))
        return self._read[1]

    def _state(self) -> object:
        try:
            found = self._measured.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _usual_figures(tags: Sequence[str], constants: "Mapping[str, Constant]") -> UsualFigures:
    from tinyarms_daemon.settings.constants import Status, model_key

    def figures(path: str, *, measured_only: bool) -> "dict[str, Constant]":
        found = {tag: constants.get(f"{path}.{model_key(tag)}") for tag in tags}
        return {
            tag: constant
            for tag, constant in found.items()
            if constant is not None and (constant.status is Status.VALIDATED or not measured_only)
        }

    answering = figures("performance.planned_decode_tokens_per_second", measured_only=False)
    reading = figures("performance.prefill_tokens_per_second", measured_only=True)
    resident = figures("memory.resident_bytes", measured_only=True)
    return UsualFigures(
        answering_tokens_per_second={tag: each.number for tag, each in answering.items()},
        reading_tokens_per_second={tag: each.number for tag, each in reading.items()},
        resident_bytes={tag: round(each.high) for tag, each in resident.items()},
    )
