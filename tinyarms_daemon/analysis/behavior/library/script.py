"""What JavaScript and TypeScript bring along."""

from tinyarms_daemon.analysis.behavior.library.script_collections import (
    LIST_METHODS,
    MAP_METHODS,
    METHODS_OF_ITEMS,
    SET_METHODS,
)
from tinyarms_daemon.analysis.behavior.library.script_functions import FUNCTIONS
from tinyarms_daemon.analysis.behavior.library.script_numbers import CONSTANTS, NUMBER_METHODS
from tinyarms_daemon.analysis.behavior.library.script_text import PATTERN_METHODS, TEXT_METHODS
from tinyarms_daemon.analysis.behavior.library.shared import functions_of, without_surplus
from tinyarms_daemon.analysis.behavior.machine import Library

# Where a value is only seen to have what several kinds have, arrays have it by far more often.
_RATHER_OF_MAPS = frozenset({"clear", "delete", "entries", "get", "has", "keys", "set", "values"})
_METHODS = {
    "list": {**LIST_METHODS, **METHODS_OF_ITEMS},
    "map": MAP_METHODS,
    "number": NUMBER_METHODS,
    "pattern": PATTERN_METHODS,
    "set": SET_METHODS,
    "text": TEXT_METHODS,
}

SCRIPT = Library(
    functions=functions_of({name: without_surplus(each) for name, each in FUNCTIONS.items()}),
    methods={
        kind: {name: without_surplus(each) for name, each in methods.items()}
        for kind, methods in _METHODS.items()
    },
    kind_by_method={
        **dict.fromkeys(TEXT_METHODS, "text"),
        **dict.fromkeys(LIST_METHODS, "list"),
        **dict.fromkeys(_RATHER_OF_MAPS, "map"),
        **dict.fromkeys(NUMBER_METHODS, "number"),
    },
    ignored=frozenset(
        f"console.{name}"
        for name in ("debug", "error", "group", "groupEnd", "info", "log", "table", "trace", "warn")
    ),
    constants=CONSTANTS,
)
