"""The log: JSON lines in the home's logs/, rotated by size; on stderr as well at a terminal.

Never source text, prompts or quotes: names of rules, hashes and counts.
"""

import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from tinyarms_daemon.adapters.logs.repeated_records import RepeatedRecords


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
