"""Whether a repository's weekly scan is due: by the wall's clock, and by what the store remembers.

A scan belongs to a time of the schedule as the wall showed it (`2026-11-29 03:00`, whatever the
zone). A time is done once, so neither a flight nor the hour that comes twice in autumn runs it
again; and it is due from then on, so neither sleep nor a restart skips it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from tinyarms_daemon.domain.work.schedule import Schedule

# No two places' walls differ by more: UTC-12 to UTC+14. A mark beyond that is of a wrong clock.
_WIDEST_ZONES = timedelta(hours=26)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyMark:
    """What the store remembers: the newest time of the schedule that was taken up, as a wall time.

    `doubted` is a mark that a clock set a day or more ahead has left; it counts again if the clock
    gets there after all.
    """

    taken: datetime
    doubted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyDecision:
    """`due` is the time of the schedule to take up now, None where there is none; `mark` is what
    the store is to remember when nothing is taken up, equal to the old mark where nothing changed.
    """

    due: datetime | None
    mark: WeeklyMark

    @property
    def mark_when_taken(self) -> WeeklyMark:
        """What the store is to remember once the due scan stands in the ledger."""
        return self.mark if self.due is None else replace(self.mark, taken=self.due)


def decide_weekly(
    schedule: Schedule, mark: WeeklyMark | None, now: datetime, zone: tzinfo
) -> WeeklyDecision:
    """Decide at a moment (aware), on a wall of that zone.

    Without a mark nothing is due: what is new to the schedule begins with its next time.
    """
    wall = on_wall(now, zone)
    newest = schedule.last_until(wall) or wall
    if mark is None:
        return WeeklyDecision(due=None, mark=WeeklyMark(taken=newest))
    mark = _believed(mark, wall, newest)
    return WeeklyDecision(due=newest if newest > mark.taken else None, mark=mark)


def next_weekly(
    schedule: Schedule, mark: WeeklyMark | None, now: datetime, zone: tzinfo
) -> datetime | None:
    """When the next scan begins (aware, UTC): now, where one is due. None: never."""
    decision = decide_weekly(schedule, mark, now, zone)
    if decision.due is not None:
        return now.astimezone(UTC)
    coming = schedule.first_after(max(on_wall(now, zone), decision.mark.taken))
    return None if coming is None else at_wall(coming, zone)


def overdue_since(
    schedule: Schedule, finished_at: datetime, now: datetime, zone: tzinfo
) -> datetime | None:
    """The time (aware, UTC) at which the first scan should have begun that has not finished since
    `finished_at`; None where none is missing."""
    missed = schedule.first_after(on_wall(finished_at, zone))
    if missed is None:
        return None
    missed_at = at_wall(missed, zone)
    return missed_at if missed_at <= now else None


def on_wall(moment: datetime, zone: tzinfo) -> datetime:
    """What a wall of that zone shows at a moment (naive)."""
    return moment.astimezone(zone).replace(tzinfo=None)


def at_wall(wall: datetime, zone: tzinfo) -> datetime:
    """The moment (UTC) of a wall time: the first of two in autumn; one that spring leaves out is
    as long after midnight as it would have been."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _believed(mark: WeeklyMark, wall: datetime, newest: datetime) -> WeeklyMark:
    if mark.taken > wall + _WIDEST_ZONES:
        doubted = max(mark.taken, mark.doubted or mark.taken)
        return WeeklyMark(taken=newest, doubted=doubted)
    if mark.doubted is not None and mark.doubted <= wall + _WIDEST_ZONES:
        return WeeklyMark(taken=max(mark.taken, mark.doubted))
    return mark
