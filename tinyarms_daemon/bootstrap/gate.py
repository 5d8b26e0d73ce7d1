"""The gate of a configuration."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy, is_night_hour
from tinyarms_daemon.bootstrap.where import configured_models

if TYPE_CHECKING:
    from tinyarms_daemon.application.guard_model_load import GuardModelLoad
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
    from tinyarms_daemon.application.guard_model_load import GuardModelLoad
    from tinyarms_daemon.application.runtime_residency import RuntimeResidency
    from tinyarms_daemon.settings.constants import load_constants

    constants = load_constants(measured=measured)
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
        usual_speeds=_planned_speeds(models.values(), constants),
        usual_bytes={
            tag: round(size)
            for tag, size in _measured("memory.resident_bytes", models.values(), constants).items()
        },
        measured_reading_speeds=_measured(
            "performance.prefill_tokens_per_second", models.values(), constants
        ),
    )


def _measured(
    path: str, tags: Iterable[str], constants: Mapping[str, "Constant"]
) -> dict[str, float]:
    """What a benchmark on this machine found of models. Estimates are left out: the formula of the
    architecture, and the ratio to a speed that is known, are better than they are."""
    from tinyarms_daemon.settings.constants import Status, model_key

    found = {tag: constants.get(f"{path}.{model_key(tag)}") for tag in tags}
    return {
        tag: float(constant.high)
        for tag, constant in found.items()
        if constant is not None and constant.status is Status.VALIDATED
    }


def _planned_speeds(tags: Iterable[str], constants: Mapping[str, "Constant"]) -> dict[str, float]:
    """Decode speeds to plan with: measured on this machine, else planned."""
    from tinyarms_daemon.settings.constants import model_key

    speeds = {}
    for tag in tags:
        constant = constants.get(f"performance.planned_decode_tokens_per_second.{model_key(tag)}")
        if constant is not None:
            speeds[tag] = float(constant.number)
    return speeds
