"""The kinds of value that a key may have: what is allowed, in words, and how it is read."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from tinyarms_daemon.domain.work.schedule import read_schedule
from tinyarms_daemon.settings.problem import hint

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_BYTES = {
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "kib": 1 << 10,
    "mib": 1 << 20,
    "gib": 1 << 30,
}
_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,6})?)"
_DURATION_PART = re.compile(rf"{_NUMBER} ?(ms|s|m|h|d|w)")
_DURATION = re.compile(rf"(?:{_NUMBER} ?(?:ms|s|m|h|d|w) ?)+")
_SIZE = re.compile(rf"{_NUMBER} ?([kmg]i?b|b)", re.IGNORECASE)

_LONGEST_PATTERN = 256
_WILDCARDS_IN_A_NAME = 3  # a matcher that backtracks takes time to this power, and worse with more
_DEPTH_WILDCARDS = 4
_DURATION_UNITS = "a number with ms, s, m, h, d or w, such as 400ms or 1h30m"
_SIZE_UNITS = "a number with B, KB, MB, GB, KiB, MiB or GiB, such as 512KiB"
_TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def duration_of(value: object) -> timedelta:
    """A stretch of time; only 0 needs no unit. Raises ValueError for anything else."""
    if _is_nothing(value):
        return timedelta()
    if not isinstance(value, str) or not _DURATION.fullmatch(value.strip()):
        raise ValueError("no duration")
    parts = _DURATION_PART.findall(value)
    try:
        return timedelta(seconds=sum(float(number) * _SECONDS[unit] for number, unit in parts))
    except OverflowError:
        raise ValueError("longer than any time") from None


def bytes_of(value: object) -> int:
    """A size in bytes; only 0 needs no unit. Raises ValueError for anything else."""
    if _is_nothing(value):
        return 0
    if isinstance(value, str) and (match := _SIZE.fullmatch(value.strip())):
        return round(float(match[1]) * _BYTES[match[2].lower()])
    raise ValueError("no size")


def _is_nothing(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0


def read_pattern(value: object) -> str:
    """A line as in a .gitignore file, simple enough to be matched fast.

    A stranger's repository may hold such patterns; a dozen wildcards in a name would keep a
    matcher busy for years. Raises ValueError that says what must be.
    """
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a pattern in one line, as in .gitignore, such as 'vendor/**'.")
    if len(value) > _LONGEST_PATTERN:
        raise ValueError(f"must be at most {_LONGEST_PATTERN} characters long.")
    names = value.split("/")
    wildcards = max((name.count("*") for name in names if name != "**"), default=0)
    if wildcards > _WILDCARDS_IN_A_NAME or names.count("**") > _DEPTH_WILDCARDS:
        raise ValueError(
            f"must be simpler: at most {_WILDCARDS_IN_A_NAME} * between two slashes, "
            f"and {_DEPTH_WILDCARDS} ** in all."
        )
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value. `read` gives the value as the program wants it, or raises a ValueError
    whose text begins with `must` and says what is allowed. A list has the kind of its items."""

    read: Callable[[object], Any]
    item: "Kind | None" = None


def switch() -> Kind:
    """True or false."""

    def read(value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise ValueError("must be true or false.")

    return Kind(read)


def whole(at_least: float, at_most: float = math.inf) -> Kind:
    """A whole number."""
    allowed = f"a whole number{_range(at_least, at_most)}"
    return _bounded(_whole, at_least, at_most, allowed)


def number(at_least: float, at_most: float = math.inf) -> Kind:
    """A number, whole or not."""
    return _bounded(_number, at_least, at_most, f"a number{_range(at_least, at_most)}")


def duration(at_least: str, at_most: str) -> Kind:
    """A stretch of time."""
    allowed = f"a duration from {at_least} to {at_most} ({_DURATION_UNITS})"
    return _bounded(duration_of, duration_of(at_least), duration_of(at_most), allowed)


def size(at_least: str, at_most: str) -> Kind:
    """An amount of memory or disk, read as bytes."""
    allowed = f"a size from {at_least} to {at_most} ({_SIZE_UNITS})"
    return _bounded(bytes_of, bytes_of(at_least), bytes_of(at_most), allowed)


def read_time_of_day(value: object) -> time:
    """A time such as 21:00. ValueError."""
    if isinstance(value, str) and _TIME_OF_DAY.fullmatch(value):
        return time.fromisoformat(value)
    raise ValueError('must be a time of day in quotes, from "00:00" to "23:59".')


def read_cron(value: object) -> str:
    """A crontab line that comes at least once in some year, in lower case. ValueError."""
    read_schedule(value)
    return " ".join(str(value).lower().split())


def text() -> Kind:
    """Words; a number or a yes has to be quoted."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError("must be text (in quotes where it looks like a number or a yes).")
        return value

    return Kind(read)


def one_of(choices: Sequence[str]) -> Kind:
    """One of a few words."""

    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"must be one of a few words; {hint(str(value), choices)}")
        return str(value)

    return Kind(read)


def list_of(item: Kind) -> Kind:
    """A list, each item of one kind, read as a tuple."""

    def read(value: object) -> tuple[Any, ...]:
        if isinstance(value, list | tuple):
            return tuple(item.read(each) for each in value)
        raise ValueError("must be a list, such as [first, second].")

    return Kind(read, item)


def _bounded(read: Callable[[object], Any], at_least: Any, at_most: Any, allowed: str) -> Kind:
    def read_within(value: object) -> Any:
        try:
            result = read(value)
        except ValueError:
            raise ValueError(f"must be {allowed}.") from None
        if not at_least <= result <= at_most:
            raise ValueError(f"must be {allowed}.")
        return result

    return Kind(read_within)


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError("not a whole number")


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise ValueError("not a number")


def _range(at_least: float, at_most: float) -> str:
    if math.isfinite(at_most):
        return f" from {at_least:g} to {at_most:g}"
    return f", at least {at_least:g}" if math.isfinite(at_least) else ""
