"""What Python brings along."""

import math
import string

from tinyarms_daemon.analysis.behavior.library.moments import PYTHON_MOMENT_METHODS, now, span
from tinyarms_daemon.analysis.behavior.library.python_collections import (
    LIST_METHODS,
    MAP_METHODS,
    SET_METHODS,
)
from tinyarms_daemon.analysis.behavior.library.python_functions import BUILT_IN
from tinyarms_daemon.analysis.behavior.library.python_modules import BARE, MODULES
from tinyarms_daemon.analysis.behavior.library.python_text import (
    FLAGS,
    MATCH_METHODS,
    PATTERN_METHODS,
    TEXT_METHODS,
)
from tinyarms_daemon.analysis.behavior.library.shared import functions_of
from tinyarms_daemon.analysis.behavior.machine import Library, LibraryMethod

# What values of several kinds have is left open; `pop` and `clear` are rather of lists.
_OF_SEVERAL = frozenset({"copy", "count", "index"})
_LOGGERS = ("LOG", "LOGGER", "_LOGGER", "_logger", "log", "logger", "logging")
_LEVELS = ("critical", "debug", "error", "exception", "info", "log", "warn", "warning")

_NOW = (
    "date.today", "datetime.date.today", "datetime.datetime.now", "datetime.now", "datetime.utcnow",
    "monotonic", "perf_counter", "time.monotonic", "time.perf_counter", "time.time",
)  # fmt: skip
_FUNCTIONS: dict[str, LibraryMethod] = {
    **dict.fromkeys(_NOW, now),
    **dict.fromkeys(("timedelta", "datetime.timedelta"), span),
    **BARE,
    **{
        f"{module}.{name}": each
        for module, table in MODULES.items()
        for name, each in table.items()
    },
    **BUILT_IN,
}
_KINDS = {
    **dict.fromkeys(MAP_METHODS, "map"),
    **dict.fromkeys(LIST_METHODS, "list"),
    **dict.fromkeys(TEXT_METHODS, "text"),
    **dict.fromkeys(PYTHON_MOMENT_METHODS, "number"),
    "encode": "text",
}

PYTHON = Library(
    functions=functions_of(_FUNCTIONS),
    methods={
        "list": {**LIST_METHODS, **MATCH_METHODS},
        "map": MAP_METHODS,
        "number": PYTHON_MOMENT_METHODS,
        "pattern": PATTERN_METHODS,
        "set": SET_METHODS,
        "text": TEXT_METHODS,
    },
    kind_by_method={name: kind for name, kind in _KINDS.items() if name not in _OF_SEVERAL},
    ignored=frozenset(
        {"print", "warnings.warn", *(f"{own}.{level}" for own in _LOGGERS for level in _LEVELS)}
    ),
    constants={
        **FLAGS,
        **{f"math.{name}": getattr(math, name) for name in ("e", "inf", "nan", "pi")},
        **{
            f"string.{name}": getattr(string, name)
            for name in ("ascii_letters", "ascii_lowercase", "digits", "punctuation")
        },
    },
)
