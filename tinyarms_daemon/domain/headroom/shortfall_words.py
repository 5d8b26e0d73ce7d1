"""What a machine lacks, as a person reads it."""

from tinyarms_daemon.domain.headroom.admission import Lack, Shortfall
from tinyarms_daemon.domain.headroom.reading import Resource

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


def in_words(shortfall: Shortfall) -> str:
    """One clause: what is, and what would have to be."""
    name = shortfall.resource.replace("_", " ")
    if shortfall.measured is None:
        return f"{name} is not known, needed is {shortfall.needed}"
    form = _FORMS.get(shortfall.resource, f"{name} is {{measured}}{_NEEDED}")
    return form.format(measured=shortfall.measured, needed=shortfall.needed)
