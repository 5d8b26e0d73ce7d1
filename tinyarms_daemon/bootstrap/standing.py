"""What is known of this machine and its models now, and what follows from it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.machine.this_machine import this_machine
from tinyarms_daemon.bootstrap.where import Where, model_specs
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.measuring.recommendation import Circumstances, Thresholds, recommended
from tinyarms_daemon.domain.measuring.validation import ALL, Validation
from tinyarms_daemon.faces.measuring_report.assembled import Standing, StatedFigure
from tinyarms_daemon.settings.constants import Constant, Status, load_constants, model_key

_LARGE = 1_000

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


def standing(where: Where, settings: "Settings", validation: Validation) -> Standing:
    """With what a validation has brought."""
    packaged, known = load_constants(), load_constants(measured=where.home.measured)
    machine = this_machine()
    large = model_key(model_specs(settings)[Skill.DEEP].tag)
    latency = known.get(f"performance.latency_targets_ms.{large}")
    measured = latency is not None and latency.status is Status.VALIDATED
    circumstances = Circumstances(
        free_disk_bytes=_free_bytes(),
        memory_bytes=machine.memory_bytes,
        wants_weekly_scan=settings.skill(Skill.DEEP).enabled,
        gain=validation.gain,
        save_seconds=latency.number / 1e3 if latency is not None and measured else None,
    )
    thresholds = Thresholds(
        least_free_disk_bytes=packaged["recommendation.least_free_disk_bytes"].number,
        least_memory_bytes=packaged["recommendation.least_memory_bytes"].number,
        gain=packaged["accuracy.gain_over_3b"].number,
        most_seconds_on_save=packaged["recommendation.most_seconds_on_save"].number,
    )
    return Standing(
        machine=machine.name,
        versions=f"tinyarms {machine.tinyarms}, Python {machine.python}, {_runtime(settings)}",
        figures=tuple(_figures(packaged, known, _accuracies(settings, validation))),
        recommendation=recommended(circumstances, thresholds),
    )


def _figures(
    packaged: Mapping[str, Constant], known: Mapping[str, Constant], accuracies: Mapping[str, str]
) -> Iterator[StatedFigure]:
    """The estimates of the study; and what was measured of models that it does not name."""
    for path, constant in known.items():
        stated = packaged.get(path)
        if stated is not None and stated.status is not Status.NEEDS_VALIDATION:
            continue
        measured = constant.status is Status.VALIDATED
        yield StatedFigure(
            name=path,
            stated="–" if stated is None else _range(stated),
            measured=f"{_range(constant)} ({constant.measured_on})"
            if measured
            else accuracies.get(path),
            source=constant.source,
        )


def _accuracies(settings: "Settings", validation: Validation) -> dict[str, str]:
    """What each model reaches on top of the rules, by the path of its target."""
    found = {}
    for model in model_specs(settings).values():
        examined = validation.used(model.role)
        if examined is not None:
            share = examined.tallies()[ALL].accuracy
            path = f"accuracy.targets.{model_key(model.tag)}"
            found[path] = f"{share:.2f}, with the rules ({validation.at:%Y-%m-%d})"
    return found


def _range(constant: Constant) -> str:
    ends = dict.fromkeys((constant.low, constant.high))
    return "–".join(f"{end:,.0f}" if end >= _LARGE else f"{end:g}" for end in ends)


def _free_bytes() -> int | None:
    from tinyarms_daemon.adapters.runtimes.ollama_installation import free_model_bytes

    try:
        return free_model_bytes()
    except OSError:
        return None


def _runtime(settings: "Settings") -> str:
    from tinyarms_daemon.adapters.runtimes.ollama_installation import ollama_version
    from tinyarms_daemon.bootstrap.models import model_runtime

    if settings.inference.runtime == "embedded":
        return "llama.cpp, embedded"
    if model_runtime(settings).state().problem is not None:
        return "no Ollama"
    return f"Ollama {ollama_version(settings.ollama.host) or 'of a version that it does not tell'}"
