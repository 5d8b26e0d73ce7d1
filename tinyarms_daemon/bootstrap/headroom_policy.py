"""What decisions about models are made by: the configuration's headroom section, and the figures of
models that are in force."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.policy import (
    Bound,
    FootprintPolicy,
    HeadroomPolicy,
    Limit,
    PacePolicy,
    RolePolicy,
)
from tinyarms_daemon.domain.headroom.reading import MAINS, OFF, OPEN, Resource
from tinyarms_daemon.domain.models.model import UsualFigures
from tinyarms_daemon.domain.records import made_of

if TYPE_CHECKING:
    from tinyarms_daemon.settings.constants import Constant
    from tinyarms_daemon.settings.schema import HeadroomSettings, RoleHeadroomSettings, Settings
    from tinyarms_daemon.settings.section import Section

_NORMAL_PRESSURE = 1
_Policy = TypeVar("_Policy", HeadroomPolicy, RolePolicy, PacePolicy, FootprintPolicy)


def headroom_policy(settings: "Settings") -> HeadroomPolicy:
    """All of it, as domain values."""
    said = settings.headroom
    return _made(
        HeadroomPolicy,
        said,
        roles={
            Skill.FAST.value: _role(said.fast, settings, Skill.FAST),
            Skill.DEEP.value: _role(said.deep, settings, Skill.DEEP),
        },
        pace=_made(
            PacePolicy,
            said.pace,
            burst_seconds=said.pace.burst.total_seconds(),
            least_burst_seconds=said.pace.least_burst.total_seconds(),
            rested_seconds=said.pace.rested.total_seconds(),
        ),
        footprint=_made(FootprintPolicy, said.footprint),
        swap_growth_bytes_per_minute=said.swap_growth_bytes,
        swap_stop_bytes_per_minute=said.swap_stop_bytes,
    )


def _made(kind: type[_Policy], said: "Section", **others: Any) -> _Policy:
    """A policy whose fields are the settings of the same name, but for `others`."""
    return made_of(kind, vars(said), **others)


def is_night_hour(said: "HeadroomSettings", hour: int) -> bool:
    """Whether a local hour lies in the configured night, which may go beyond midnight."""
    begins, ends = said.night_begins, said.night_ends
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def _role(said: "RoleHeadroomSettings", settings: "Settings", skill: Skill) -> RolePolicy:
    required = {
        **({Resource.POWER_SOURCE.value: MAINS} if said.mains else {}),
        **({Resource.LOW_POWER_MODE.value: OFF} if said.full_power else {}),
        **({Resource.LID.value: OPEN} if said.owner_away else {}),
    }
    return _made(
        RolePolicy,
        said,
        limits=_limits(said),
        required=required,
        unknown_defers=frozenset(said.unknown_defers),
        thermal_stop_level=said.thermal_stop,
        timeout=settings.skill(skill).timeout,
    )


def _limits(said: "RoleHeadroomSettings") -> tuple[Limit, ...]:
    most, least = Bound.AT_MOST, Bound.AT_LEAST
    rows = (
        (Resource.THERMAL_LEVEL, most, said.thermal_level, said.thermal_level_going_on),
        (Resource.TEMPERATURE, most, said.temperature, said.temperature_going_on),
        (Resource.MEMORY_PRESSURE, most, _NORMAL_PRESSURE, _NORMAL_PRESSURE),
        (Resource.MEMORY_STALL, most, said.memory_stall, said.memory_stall_going_on),
        (Resource.COMPRESSOR_SHARE, most, said.compressor, said.compressor_going_on),
        (Resource.CPU_LOAD, most, said.cpu_load, said.cpu_load_going_on),
        (Resource.BATTERY_PERCENT, least, said.battery, said.battery_going_on),
        (Resource.DISK_FREE, least, said.disk_free_bytes, said.disk_free_going_on_bytes),
    )
    return tuple(
        Limit(resource=resource, bound=bound, begin=begin, go_on=go_on)
        for resource, bound, begin, go_on in rows
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
