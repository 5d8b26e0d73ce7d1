"""Times that come again, in crontab's five fields.

Days of the week are named, never numbered: 0 is Sunday to cron and Monday to APScheduler.
"""

import re
from collections.abc import Sequence

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(
    r"(?P<first>\*|[a-z]{3}|[0-9]{1,2})(?:-(?P<last>[a-z]{3}|[0-9]{1,2}))?(?:/(?P<step>[0-9]{1,2}))?"
)


def read_cron(value: object) -> str:
    """A crontab line that comes at least once in some year, in lower case.

    Raises ValueError that says what must be.
    """
    fields = value.lower().split() if isinstance(value, str) else []
    if len(fields) != 5:
        raise ValueError(
            "must be five fields, minute hour day month weekday, such as '0 3 * * sun'."
        )
    minute, hour, day, month, weekday = fields
    _numbers("minute", minute, range(60))
    _numbers("hour", hour, range(24))
    days = _numbers("day", day, range(1, 32))
    months = _numbers("month", month, range(1, 13), _MONTHS)
    _weekdays(weekday)
    if min(days) > max(_LONGEST_MONTHS[each - 1] for each in months):
        raise ValueError("must name a day that its months have; this one would never come.")
    return " ".join(fields)


def _weekdays(field: str) -> None:
    if re.search("[0-9]", field.split("/")[0]):
        raise ValueError(
            "must name the weekday (mon to sun): numbers mean different days to different programs."
        )
    _numbers("weekday", field, range(7), _WEEKDAYS)


def _numbers(name: str, field: str, allowed: range, words: Sequence[str] = ()) -> set[int]:
    chosen: set[int] = set()
    for part in field.split(","):
        numbers = _part(part, allowed, words)
        if not numbers:
            spoken = f"{words[0]} to {words[-1]}" if words else f"{allowed[0]} to {allowed[-1]}"
            raise ValueError(
                f"must have as its {name} *, values from {spoken}, ranges such as "
                f"a-b, or steps such as */2, with commas between; {field[:40]!r} is none."
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
