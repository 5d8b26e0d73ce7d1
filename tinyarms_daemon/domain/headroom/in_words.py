"""Amounts, times and what is lacking, as a person reads them in a reason."""

from datetime import timedelta
from math import ceil

from tinyarms_daemon.domain.headroom.admission import Lack, Shortfall
from tinyarms_daemon.domain.headroom.reading import Resource

_GIGABYTE = 1e9
_MEGABYTE = 1e6
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_BYTES = {Resource.MEMORY_AVAILABLE, Resource.SWAP_USED, Resource.DISK_FREE}
_PERCENT = {Resource.BATTERY_PERCENT, Resource.COMPRESSOR_SHARE, Resource.MEMORY_STALL}
_LEVELS = {Resource.THERMAL_LEVEL, Resource.MEMORY_PRESSURE}
_NEEDED = ", needed is {needed}"
_FORMS: dict[str, str] = {
    Resource.MEMORY_AVAILABLE: "{measured} of memory is available" + _NEEDED,
    Resource.MEMORY_PRESSURE: "memory pressure is at {measured}" + _NEEDED,
    Resource.THERMAL_LEVEL: "the machine's heat is at {measured}" + _NEEDED,
    Resource.POWER_SOURCE: "the machine runs on {measured}" + _NEEDED,
    Resource.BATTERY_PERCENT: "the battery is at {measured}" + _NEEDED,
    Resource.LOW_POWER_MODE: "Low Power Mode is {measured}" + _NEEDED,
    Resource.OWNER_IDLE: "the last input was {measured} ago" + _NEEDED,
    Resource.LID: "the lid is {measured}" + _NEEDED,
    Resource.DISK_FREE: "{measured} of disk is free" + _NEEDED,
    Lack.SWAP_GROWTH: "swap grows by {measured}" + _NEEDED,
    Lack.LOAD_GAP: "the model was {measured}" + _NEEDED,
    Lack.FOREIGN_MODEL: "{measured}" + _NEEDED,
    Lack.DECODE_SPEED: "the model writes {measured}" + _NEEDED,
    Lack.REST: "the machine has just worked, and rests for {needed}",
    Lack.THERMAL_HOLD: "the machine was {measured}" + _NEEDED,
    Lack.AWAKE_FOR: "the machine is {measured}" + _NEEDED,
}


def amount(resource: str, value: float) -> str:
    """A value of a resource with its unit."""
    if resource in _BYTES:
        return bytes_in_words(value)
    if resource in _PERCENT:
        return f"{value:.0f} %"
    if resource in _LEVELS:
        return f"level {value:.0f}"
    if resource == Resource.TEMPERATURE:
        return f"{value:.0f} °C"
    if resource == Resource.OWNER_IDLE:
        return seconds_in_words(timedelta(seconds=value))
    return f"{value:g} per core" if resource == Resource.CPU_LOAD else f"{value:g}"


def bytes_in_words(value: float) -> str:
    """An amount of memory: 3.2 GB, or 250 MB where it is less than one."""
    if abs(value) < _GIGABYTE:
        return f"{value / _MEGABYTE:.0f} MB"
    return f"{value / _GIGABYTE:.1f} GB"


def seconds_in_words(span: timedelta) -> str:
    """A time in its largest unit: 40 s, 10 min, 3 h, 2 days. Less than a second is one."""
    seconds = span.total_seconds()
    if seconds < 2 * _MINUTE:
        return f"{ceil(seconds)} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.0f} h" if seconds < 2 * _DAY else f"{seconds / _DAY:.0f} days"


def share_in_words(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{100 * share:.0f} %"


def figure_in_words(value: float | None, unit: str) -> str:
    """A figure with its unit; a `share` in per cent."""
    if value is None:
        return "–"
    return share_in_words(value) if unit == "share" else f"{value:.1f} {unit}"


def bound_in_words(least: float | None, most: float | None, unit: str) -> str:
    """What a figure must not go below, or else beyond."""
    if least is not None:
        return f"at least {figure_in_words(least, unit)}"
    return f"at most {figure_in_words(most, unit)}"


def shortfall_in_words(shortfall: Shortfall) -> str:
    """What the machine lacks, in one clause: what is, and what would have to be."""
    name = shortfall.resource.replace("_", " ")
    if shortfall.measured is None:
        return f"{name} is not known, needed is {shortfall.needed}"
    form = _FORMS.get(shortfall.resource, f"{name} is {{measured}}{_NEEDED}")
    return form.format(measured=shortfall.measured, needed=shortfall.needed)
