"""What becomes of a model that is loaded: when to stop it, unload it, and how long to keep it; and
whether the machine may be kept awake for it."""

from collections.abc import Iterator
from datetime import timedelta

from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.admission import AdmissionRequest, Lack, Shortfall
from tinyarms_daemon.domain.headroom.in_words import amount, bytes_in_words, seconds_in_words
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import (
    CLOSED,
    MAINS,
    ON,
    OPEN,
    Readings,
    Resource,
    number_of,
    word_of,
)
from tinyarms_daemon.domain.headroom.trend import Trend

_NORMAL_PRESSURE = 1
_WARM = 2


def stop_reasons(
    request: AdmissionRequest, readings: Readings, policy: HeadroomPolicy, *, warm_for: timedelta
) -> Iterator[Shortfall]:
    """Why an answer that is being written must end now, within one token. `warm_for` is how long of
    it the thermal level was above 0.

    Only what is known counts: a sensor that fails for a moment ends nothing.
    """
    role = policy.roles[request.role]
    level = number_of(readings, Resource.THERMAL_LEVEL)
    if level is not None and level >= role.thermal_stop_level:
        needed = f"below level {role.thermal_stop_level:.0f}"
        measured = amount(Resource.THERMAL_LEVEL, level)
        yield Shortfall(resource=Resource.THERMAL_LEVEL, measured=measured, needed=needed)
    elif level and warm_for >= role.thermal_warm:  # soon it would be hot
        needed = f"level 0 again within {seconds_in_words(role.thermal_warm)}"
        measured = amount(Resource.THERMAL_LEVEL, level)
        yield Shortfall(resource=Resource.THERMAL_LEVEL, measured=measured, needed=needed)
    yield from _pressure(readings)
    if request.asked:
        return
    for name, wanted in role.required.items():
        word = word_of(readings, name)
        if word not in (None, wanted):
            yield Shortfall(resource=name, measured=word, needed=wanted)
    idle = number_of(readings, Resource.OWNER_IDLE)
    if role.owner_away and idle is not None and idle < policy.owner_back.total_seconds():
        needed = f"{seconds_in_words(policy.owner_back)} without input"
        measured = amount(Resource.OWNER_IDLE, idle)
        yield Shortfall(resource=Resource.OWNER_IDLE, measured=measured, needed=needed)


def unload_reasons(
    readings: Readings, trend: Trend, policy: HeadroomPolicy, *, since_load: timedelta | None
) -> Iterator[Shortfall]:
    """Why a loaded model's memory is to be given back at once, whatever it is doing.

    Right after its load (`since_load`) less is borne: then it is this load that brought it about.
    """
    yield from _pressure(readings)
    fresh = since_load is not None and since_load <= policy.pressure_watch
    most = policy.swap_growth_bytes_per_minute if fresh else policy.swap_stop_bytes_per_minute
    growth = trend.swap_growth_per_minute
    if growth is not None and growth > most:
        yield Shortfall(
            resource=Lack.SWAP_GROWTH,
            measured=f"{bytes_in_words(growth)} a minute",
            needed=f"at most {bytes_in_words(most)} a minute",
        )
    available = number_of(readings, Resource.MEMORY_AVAILABLE)
    floor = min(role.memory_floor_bytes for role in policy.roles.values())
    if available is not None and available < floor:
        measured, needed = bytes_in_words(available), f"at least {bytes_in_words(floor)}"
        yield Shortfall(resource=Resource.MEMORY_AVAILABLE, measured=measured, needed=needed)


def idle_unload_reasons(
    role: str, readings: Readings, policy: HeadroomPolicy
) -> Iterator[Shortfall]:
    """Why a loaded model that answers nothing at the moment is to go before its time is over.

    A closed lid ends the day, unless its owner works at another display.
    """
    has_display = word_of(readings, Resource.DISPLAY) == ON
    if word_of(readings, Resource.LID) == CLOSED and not has_display:
        yield Shortfall(resource=Resource.LID, measured=CLOSED, needed="an open lid")
    idle = number_of(readings, Resource.OWNER_IDLE)
    back = idle is not None and idle < policy.owner_back.total_seconds()
    if policy.roles[role].owner_away and back:
        yield Shortfall(resource=Resource.OWNER_IDLE, measured="is back", needed="an idle owner")


def runner_excess(
    runner_bytes: int | None, predicted: int, policy: HeadroomPolicy
) -> Iterator[Shortfall]:
    """A runner whose old prompts have grown beyond what was admitted."""
    bound = predicted + policy.runner_excess_bytes
    if runner_bytes is not None and runner_bytes > bound:
        measured, needed = bytes_in_words(runner_bytes), f"at most {bytes_in_words(bound)}"
        yield Shortfall(resource=Lack.RUNNER_FOOTPRINT, measured=measured, needed=needed)


def keep_alive(
    role: str, policy: HeadroomPolicy, *, next_due_in: timedelta | None, since_load: timedelta
) -> timedelta:
    """How long a model stays after an answer: until the next question for it, and a little.

    With nothing due a deep model goes at once. A quick one waits for the next save until it could
    be loaded anew, so that a row of saves costs one load.
    """
    if next_due_in is not None and next_due_in < policy.load_gap:
        return next_due_in + policy.linger
    if role == Skill.DEEP:
        return timedelta(0)
    return max(policy.linger, policy.load_gap - since_load)


def _pressure(readings: Readings) -> Iterator[Shortfall]:
    level = number_of(readings, Resource.MEMORY_PRESSURE)
    if level is not None and level > _NORMAL_PRESSURE:
        name = Resource.MEMORY_PRESSURE
        needed = amount(name, _NORMAL_PRESSURE)
        yield Shortfall(resource=name, measured=amount(name, level), needed=needed)


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
