"""The configuration's headroom section as the values that decisions are made by."""

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import (
        FootprintSettings,
        HeadroomSettings,
        PaceSettings,
        RoleHeadroomSettings,
        Settings,
    )

_NORMAL_PRESSURE = 1


def headroom_policy(settings: "Settings") -> HeadroomPolicy:
    """All of it, as domain values."""
    said = settings.headroom
    return HeadroomPolicy(
        roles={
            Skill.FAST.value: _role(said.fast, settings, Skill.FAST),
            Skill.DEEP.value: _role(said.deep, settings, Skill.DEEP),
        },
        pace=_pace(said.pace),
        footprint=footprint_policy(said.footprint),
        retry_after=said.retry_after,
        reclaim_wait=said.reclaim_wait,
        load_gap=said.load_gap,
        pressure_watch=said.pressure_watch,
        swap_growth_bytes_per_minute=said.swap_growth_bytes,
        swap_stop_bytes_per_minute=said.swap_stop_bytes,
        observation_gap=said.observation_gap,
        owner_idle=said.owner_idle,
        owner_back=said.owner_back,
        night_idle=said.night_idle,
        throttled_percent=said.throttled_percent,
        baseline_runs=said.baseline_runs,
        least_baseline_runs=said.least_baseline_runs,
        thermometer_expires=said.thermometer_expires,
        linger=said.linger,
        runner_excess_bytes=said.runner_excess_bytes,
        prompt_cache_bytes=said.prompt_cache_bytes,
        reply_tokens=said.reply_tokens,
        prompt_tokens=said.prompt_tokens,
        prefill_ratio=said.prefill_ratio,
        eviction_percent=said.eviction_percent,
        overdue_after=said.overdue_after,
        watch_interval=said.watch_interval,
    )


def is_night_hour(said: "HeadroomSettings", hour: int) -> bool:
    """Whether a local hour lies in the configured night, which may go beyond midnight."""
    begins, ends = said.night_begins, said.night_ends
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def _pace(said: "PaceSettings") -> PacePolicy:
    return PacePolicy(
        burst_seconds=said.burst.total_seconds(),
        least_burst_seconds=said.least_burst.total_seconds(),
        cooling=said.cooling,
        least_cooling=said.least_cooling,
        most_cooling=said.most_cooling,
        lower_factor=said.lower_factor,
        raise_factor=said.raise_factor,
        hot_rest=said.hot_rest,
        rested_seconds=said.rested.total_seconds(),
    )


def footprint_policy(said: "FootprintSettings") -> FootprintPolicy:
    """What the memory of models is predicted with."""
    return FootprintPolicy(
        weights_factor=said.weights_factor,
        process_bytes=said.process_bytes,
        unknown_cache_percent=said.unknown_cache_percent,
        measurements=said.measurements,
        least_correction=said.least_correction,
        most_correction=said.most_correction,
        believable_factor=said.believable_factor,
    )


def _role(said: "RoleHeadroomSettings", settings: "Settings", skill: Skill) -> RolePolicy:
    required = {
        **({Resource.POWER_SOURCE.value: MAINS} if said.mains else {}),
        **({Resource.LOW_POWER_MODE.value: OFF} if said.full_power else {}),
        **({Resource.LID.value: OPEN} if said.owner_away else {}),
    }
    return RolePolicy(
        limits=_limits(said),
        required=required,
        unknown_defers=frozenset(said.unknown_defers),
        memory_reserve_bytes=said.memory_reserve_bytes,
        memory_floor_bytes=said.memory_floor_bytes,
        thermal_hold=said.thermal_hold,
        settle_after_wake=said.settle_after_wake,
        owner_away=said.owner_away,
        thermal_stop_level=said.thermal_stop,
        thermal_warm=said.thermal_warm,
        compute_allowance_bytes=said.compute_allowance_bytes,
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
