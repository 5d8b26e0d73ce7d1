"""Keeping a log readable when the same trouble comes again and again: told once, then counted."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

# Whoever looks at a log that is minutes old sees that the trouble goes on, and how often it came.
_QUIET_SECONDS = 600.0
_MOST_KINDS = 200
# What tells two records apart; numbers that count something do not.
_SAYING = ("event", "error", "reason", "repository", "path", "exc_info")


@dataclass(slots=True)
class _Told:
    at: float
    record: logging.LogRecord
    repeats: int = 0


class RepeatedRecords(logging.Filter):
    """Passes the first of equal warnings and errors, and after some minutes the next one, with how
    many came in between as `repeated`.

    One filter serves several handlers: a record has the same answer for each of them.
    """

    def __init__(self, *, quiet_seconds: float = _QUIET_SECONDS) -> None:
        super().__init__()
        self._quiet_seconds = quiet_seconds
        self._told: dict[tuple[object, ...], _Told] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        if record.levelno < logging.WARNING:
            return True
        with self._lock:
            answer = getattr(record, "tinyarms_passes", None)
            if answer is None:
                answer = self._passes(record)
                record.tinyarms_passes = answer
        return bool(answer)

    def tell_rest(self, write: Callable[[logging.LogRecord], object]) -> None:
        """Write the last of each kind that was counted and not told yet."""
        with self._lock:
            for told in self._told.values():
                if told.repeats:
                    _say_repeats(told.record, told.repeats)
                    write(told.record)
            self._told.clear()

    def _passes(self, record: logging.LogRecord) -> bool:
        key = _key(record)
        told = self._told.get(key)
        if told is None:
            if len(self._told) >= _MOST_KINDS:
                del self._told[min(self._told, key=lambda each: self._told[each].at)]
            self._told[key] = _Told(record.created, record)
            return True
        if 0 <= record.created - told.at < self._quiet_seconds:
            told.record, told.repeats = record, told.repeats + 1
            return False
        if told.repeats:
            _say_repeats(record, told.repeats)
        self._told[key] = _Told(record.created, record)
        return True


def _key(record: logging.LogRecord) -> tuple[object, ...]:
    said = record.msg
    if isinstance(said, dict):  # an event of structlog
        parts = tuple(_plain(said.get(name)) for name in _SAYING)
    else:
        parts = (record.getMessage(), _plain(record.exc_info))
    return (record.name, record.levelno, *parts)


def _plain(value: object) -> str | None:
    """What stays equal when the same thing happens again: of an exception its type and words."""
    if isinstance(value, tuple):  # exc_info
        value = value[1]
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    return None if value is None else str(value)


def _say_repeats(record: logging.LogRecord, repeats: int) -> None:
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, "repeated": repeats}
    else:
        record.msg, record.args = f"{record.getMessage()} (repeated: {repeats})", ()
