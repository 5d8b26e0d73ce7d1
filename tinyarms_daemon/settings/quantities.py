"""Durations and sizes as people write them: 400ms, 1h30m, 90d; 512KiB, 1MB."""

import re
from datetime import timedelta

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
