"""What must hold in every simulated week, whoever decides."""

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.weeks.week_record import RESERVE_BYTES, WeekRecord
from tinyarms_daemon.simulation.laptop import HOUR, MODELS

HEAVY_SECONDS_A_SCAN = 60.0
SAVE_WINDOW_SECONDS = 15 * 60.0
LOAD_GAP_SECONDS = 599.0  # moments are kept to the microsecond
# A case that warms to level 1 at one seventh of full load: work takes seven times its time, and
# what was in the way once counts for a few minutes.
_TIME_FACTOR = 10.0
_UNIT_SECONDS = 12.5
_SLACK_SECONDS = HOUR
_NAMES = (
    "memory kept in reserve",
    "level 2 by us at most a minute, 3 never",
    "no deferral without a reason",
    "saves judged in their window",
    "the weekly scan done in its week",
    "one load in ten minutes",
    "nothing beside an owner at work",
)


def names() -> tuple[str, ...]:
    """Every invariant in one phrase."""
    return _NAMES


def broken(record: WeekRecord) -> list[str]:
    """The invariants that a week broke."""
    kept = (
        all(load.available_bytes - load.needed_bytes >= RESERVE_BYTES for load in record.loads),
        record.heaviest_scan_seconds <= HEAVY_SECONDS_A_SCAN and not record.trapping_by_us_seconds,
        not record.unexplained,
        record.longest_fit_saves_seconds <= SAVE_WINDOW_SECONDS,
        not had_to_be_done(record) or not record.units_left,
        not any(_too_soon(record)),
        not record.beside_owner_seconds,
    )
    return [name for name, holds in zip(_NAMES, kept, strict=True) if not holds]


def had_to_be_done(record: WeekRecord) -> bool:
    """Whether the machine was idle long enough for the whole weekly scan."""
    work = record.weekly_units * _UNIT_SECONDS
    return record.weekly_due and record.fit_weekly_seconds >= work * _TIME_FACTOR + _SLACK_SECONDS


def _too_soon(record: WeekRecord) -> Iterator[float]:
    """Loads of a model less than ten minutes after the last one, unless pressure came between.

    Each load is unloaded once: who loads so rarely cannot unload more often.
    """
    for tag in MODELS:
        loads = [load.at for load in record.loads if load.tag == tag]
        pressed = [at for at, other, pressed in record.unloads if other == tag and pressed]
        for before, after in pairwise(loads):
            relieved = any(before <= at <= after for at in pressed)
            if after - before < LOAD_GAP_SECONDS and not relieved:
                yield after
