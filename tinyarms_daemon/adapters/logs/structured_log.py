"""The log: JSON lines in the home's logs/, rotated by size; on stderr as well at a terminal.

Never source text, prompts or quotes: names of rules, hashes and counts.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

# Whoever looks at a log that is minutes old sees that the trouble goes on, and how often it came.
_QUIET_SECONDS = 600.0
_MOST_KINDS = 200
# What tells two records apart; numbers that count something do not.
_SAYING = ("event", "error", "reason", "repository", "path", "exc_info")


class _PrivateRotatingFileHandler(RotatingFileHandler):
    """Each file it opens is its owner's alone."""

    def _open(self) -> Any:
        descriptor = os.open(
            self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A disk that takes no line is told by `status`; nobody reads our stderr."""


def set_up_log(file: Path, *, level: str, max_bytes: int, kept_files: int) -> None:
    """Send everything that is logged, by us or by a library, to the file."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.setLevel(level.upper())
    to_file = _PrivateRotatingFileHandler(file, maxBytes=max_bytes, backupCount=kept_files)
    to_file.setFormatter(_formatter(shared, structlog.processors.JSONRenderer()))
    repeated = RepeatedRecords()
    to_file.addFilter(repeated)
    root.addHandler(to_file)
    if sys.stderr.isatty():
        to_terminal = logging.StreamHandler()
        to_terminal.setFormatter(_formatter(shared, structlog.dev.ConsoleRenderer()))
        to_terminal.addFilter(repeated)
        root.addHandler(to_terminal)
    for name in ("alembic", "httpx", "httpcore"):  # each request
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each wake-up that waits for one that still runs, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    threading.excepthook = _thread_died


def close_log() -> None:
    """Close every file of the log."""
    root = logging.getLogger()
    threading.excepthook = threading.__excepthook__
    for handler in list(root.handlers):
        root.removeHandler(handler)
        for repeated in handler.filters:
            if isinstance(repeated, RepeatedRecords):
                repeated.tell_rest(handler.emit)
        handler.close()


def _thread_died(died: threading.ExceptHookArgs) -> None:
    """A thread that ends by an error says so in the log, not on a stderr that nobody reads."""
    structlog.get_logger(__name__).error(
        "thread_died",
        thread=None if died.thread is None else died.thread.name,
        exc_info=died.exc_value,
    )


def _formatter(shared: list[Any], renderer: Any) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


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
