"""What happens to a simulated machine from outside."""

from dataclasses import dataclass

HOUR, DAY = 3600.0, 86400.0
WEEK = 7 * DAY
GB = 1e9


@dataclass(frozen=True, slots=True)
class Happening:
    """One change at a moment (seconds into the week): a field of the laptop, or a save."""

    at: float
    what: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A week. `sleeps_after` is how long the machine stays awake without its owner and its lid
    open; None: until something else ends it."""

    seed: int
    happenings: tuple[Happening, ...]
    sleeps_after_on_mains: float | None
    sleeps_after_on_battery: float
    weekly_units: int
    footprint_factor: float
    memory_total: float = 16 * 1024**3
