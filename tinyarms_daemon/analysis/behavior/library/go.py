"""What Go brings along."""
# ruff: noqa: ARG001  (all are called with the machine, and with what the language gives)

from tinyarms_daemon.analysis.behavior.library.go_format import FORMAT_FUNCTIONS
from tinyarms_daemon.analysis.behavior.library.go_functions import (
    CONSTANTS,
    FUNCTIONS,
    SPAN_METHODS,
)
from tinyarms_daemon.analysis.behavior.library.go_text import (
    BUILDER_METHODS,
    PATTERN_METHODS,
    TEXT_FUNCTIONS,
)
from tinyarms_daemon.analysis.behavior.library.moments import GO_MOMENT_METHODS, now
from tinyarms_daemon.analysis.behavior.library.shared import functions_of
from tinyarms_daemon.analysis.behavior.machine import Library, Machine
from tinyarms_daemon.analysis.behavior.values import Value

_PRINTING = ("Print", "Printf", "Println")


def _message(machine: Machine, owner: Value) -> str:
    """What an error says, which nobody compares."""
    return "error"


def _lock(machine: Machine, owner: Value) -> None:
    """Nothing runs beside."""


GO = Library(
    functions=functions_of({**FUNCTIONS, **FORMAT_FUNCTIONS, **TEXT_FUNCTIONS, "time.Now": now}),
    methods={
        "builder": BUILDER_METHODS,
        "map": {
            "Error": _message,
            **dict.fromkeys(("Lock", "RLock", "RUnlock", "Unlock"), _lock),
        },
        "number": {**SPAN_METHODS, **GO_MOMENT_METHODS},
        "pattern": PATTERN_METHODS,
    },
    kind_by_method=dict.fromkeys(
        (*SPAN_METHODS, "After", "Before", "IsZero", "Unix", "UnixMilli", "UnixNano"), "number"
    ),
    ignored=frozenset(
        {"print", "println", *(f"{own}.{name}" for own in ("fmt", "log") for name in _PRINTING)}
    ),
    constants=CONSTANTS,
)
