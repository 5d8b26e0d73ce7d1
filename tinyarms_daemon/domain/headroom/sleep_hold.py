"""When idle sleep may be held off for the weekly scan."""

from tinyarms_daemon.domain.headroom.reading import (
    MAINS,
    ON,
    OPEN,
    Readings,
    Resource,
    number_of,
    word_of,
)

_WARM = 2


def may_hold_off_sleep(readings: Readings) -> bool:
    """On mains, with the lid open, at full power, and not while the machine is hot.

    What is not known counts against it: a machine that sleeps is never wrong.
    """
    level = number_of(readings, Resource.THERMAL_LEVEL)
    return (
        word_of(readings, Resource.POWER_SOURCE) == MAINS
        and word_of(readings, Resource.LID) == OPEN
        and word_of(readings, Resource.LOW_POWER_MODE) != ON
        and (level is None or level < _WARM)
    )
