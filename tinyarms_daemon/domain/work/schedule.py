"""Times that come again, in crontab's five fields, on whatever clock the wall shows.

Days of the week are named, never numbered: 0 is Sunday to cron and Monday to others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(
    r"(?P<first>\*|[a-z]{3}|[0-9]{1,2})(?:-(?P<last>[a-z]{3}|[0-9]{1,2}))?(?:/(?P<step>[0-9]{1,2}))?"
)
# The 29th of February is at most eight years away: 1896 to 1904, 2096 to 2104.
_FARTHEST_DAYS = 8 * 366 + 1
_CHARACTERS_SHOWN = 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The values of each field. Where day and weekday are both limited, either will do, as
    crontab(5) has it."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def last_until(self, at: datetime) -> datetime | None:
        """The newest time of the schedule that is not after a wall time (naive, as is `at`)."""
        for each in _dates(at.date(), -_DAY):
            found = [moment for moment in self._times_of(each) if moment <= at]
            if found:
                return max(found)
        return None

    def first_after(self, at: datetime) -> datetime | None:
        """The next time of the schedule after a wall time (naive, as is `at`)."""
        for each in _dates(at.date(), _DAY):
            found = [moment for moment in self._times_of(each) if moment > at]
            if found:
                return min(found)
        return None

    def _times_of(self, day: date) -> Iterator[datetime]:
        if self._has(day):
            for hour in self.hours:
                for minute in self.minutes:
                    yield datetime.combine(day, time(hour, minute))

    def _has(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_date, by_name = day.day in self.days, day.weekday() in self.weekdays
        return by_date or by_name if self.either_day else by_date and by_name


def _dates(first: date, step: timedelta) -> Iterator[date]:
    try:
        for number in range(_FARTHEST_DAYS):
            yield first + number * step
    except OverflowError:  # before the year 1 or after 9999
        return


def read_schedule(text: object) -> Schedule:
    """A crontab line that comes at least once in some year. ValueError that says what must be."""
    fields = text.lower().split() if isinstance(text, str) else []
    if len(fields) != 5:
        raise ValueError(
            "must be five fields, minute hour day month weekday, such as '0 3 * * sun'."
        )
    minute, hour, day, month, weekday = fields
    minutes = _numbers("minute", minute, range(60))
    hours = _numbers("hour", hour, range(24))
    days = _numbers("day", day, range(1, 32))
    months = _numbers("month", month, range(1, 13), _MONTHS)
    weekdays = _weekdays(weekday)
    if min(days) > max(_LONGEST_MONTHS[each - 1] for each in months):
        raise ValueError("must name a day that its months have; this one would never come.")
    return Schedule(
        minutes=frozenset(minutes),
        hours=frozenset(hours),
        days=frozenset(days),
        months=frozenset(months),
        weekdays=frozenset(weekdays),
        either_day=not (day.startswith("*") or weekday.startswith("*")),
    )


def _weekdays(field: str) -> set[int]:
    if re.search("[0-9]", field.split("/")[0]):
        raise ValueError(
            "must name the weekday (mon to sun): numbers mean different days to different programs."
        )
    return _numbers("weekday", field, range(7), _WEEKDAYS)


def _numbers(name: str, field: str, allowed: range, words: Sequence[str] = ()) -> set[int]:
    chosen: set[int] = set()
    for part in field.split(","):
        numbers = _part(part, allowed, words)
        if not numbers:
            spoken = f"{words[0]} to {words[-1]}" if words else f"{allowed[0]} to {allowed[-1]}"
            raise ValueError(
                f"must have as its {name} *, values from {spoken}, ranges such as "
                "a-b, or steps such as */2, with commas between; "
                f"{field[:_CHARACTERS_SHOWN]!r} is none."
            )
        chosen.update(numbers)
    return chosen


def _part(part: str, allowed: range, words: Sequence[str]) -> range | None:
    """The numbers that one part of a field means; nothing where it is wrong."""
    match = _PART.fullmatch(part)
    if match is None:
        return None
    everything = match["first"] == "*"
    if (everything and match["last"]) or (match["step"] and not (everything or match["last"])):
        return None
    first = allowed[0] if everything else _number(match["first"], allowed, words)
    last = allowed[-1] if everything else _number(match["last"] or match["first"], allowed, words)
    step = int(match["step"] or 1)
    if first is None or last is None or not 1 <= step <= len(allowed):
        return None
    return range(first, last + 1, step)


def _number(word: str, allowed: range, words: Sequence[str]) -> int | None:
    number = (
        allowed[0] + words.index(word) if word in words else int(word) if word.isdigit() else -1
    )
    return number if number in allowed else None
