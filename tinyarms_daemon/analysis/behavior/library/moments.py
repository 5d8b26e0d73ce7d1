"""Moments in time, which are numbers: those that an input draws lie as near to one another as its
other numbers do, and how long a unit of them is nobody asks."""
# ruff: noqa: ARG001  (all are called with the machine, and with what the language gives)

from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.values import Drawn, Value

_OF_A_DAY = {"days": 1, "hours": 24, "minutes": 1_440, "seconds": 86_400, "weeks": 1 / 7}


def _itself(machine: Machine, owner: Value) -> Value:
    return owner


def now(machine: Machine, *zone: Value) -> Value:
    """The moment of a call; the same one until an object is called again."""
    path = (" now()", machine.moment) if machine.moment else ("now()",)
    return machine.resolved(Drawn(path), "number")


def span(machine: Machine, days: Value = 0, **units: Value) -> float:
    """`timedelta(…)`, in days."""
    given = {"days": days, **units}
    return sum(machine.number(value) / _OF_A_DAY[unit] for unit, value in given.items())


def _compare(machine: Machine, owner: Value, other: Value) -> int:
    return machine.is_less(other, owner) - machine.is_less(owner, other)


GO_MOMENT_METHODS: dict[str, LibraryMethod] = {
    "Add": lambda machine, owner, span: machine.combined("add", owner, span),
    "After": lambda machine, owner, other: machine.is_less(other, owner),
    "Before": lambda machine, owner, other: machine.is_less(owner, other),
    "Compare": _compare,
    "Equal": lambda machine, owner, other: machine.equals(owner, other),
    "IsZero": lambda machine, owner: machine.equals(owner, 0),
    "Sub": lambda machine, owner, other: machine.combined("subtract", owner, other),
    "UTC": _itself, "Unix": _itself, "UnixMilli": _itself, "UnixNano": _itself,
}  # fmt: skip
PYTHON_MOMENT_METHODS: dict[str, LibraryMethod] = dict.fromkeys(
    ("timestamp", "toordinal", "total_seconds"), _itself
)
SCRIPT_MOMENT_METHODS: dict[str, LibraryMethod] = {"getTime": _itself}
