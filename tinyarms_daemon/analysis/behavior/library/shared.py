"""What the libraries of all languages are made of."""

import copy
import functools
import inspect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from tinyarms_daemon.analysis.behavior.machine import LibraryFunction, LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import LARGEST_NUMBER, MOST_CHARACTERS
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    Closure,
    Drawn,
    DrawnRecord,
    Failure,
    Native,
    Unresolved,
    Value,
)

_DEEPEST_COPY = 8


def is_of_unknown_type(machine: Machine, value: Value, name: str) -> bool:
    """Whether a value has a type of which nothing is known: always the same for the same value."""
    return machine.is_true(machine.uninterpreted(f"is {name}", [value]))


def asked(machine: Machine, value: Value, kind: str) -> Value:
    """A value whose kind the program asks for; a drawn one may have it."""
    value = machine.resolved(value)
    return machine.inputs.ask(value, kind) if isinstance(value, Drawn) else value


def without_surplus(function: LibraryMethod) -> LibraryMethod:
    """The same function, which drops arguments that it has no parameters for, as in JavaScript."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return function
    most = len(parameters)
    return lambda machine, *arguments, **named: function(machine, *arguments[:most], **named)


def functions_of(table: Mapping[str, LibraryMethod]) -> dict[str, LibraryFunction]:
    """Functions that take `(machine, *arguments, **named)`, as the machine calls them."""

    def spread(function: LibraryMethod) -> LibraryFunction:
        return lambda machine, arguments, named: function(machine, *arguments, **named)

    return {name: spread(function) for name, function in table.items()}


def bounded(value: float) -> int | float:
    """The number, unless it is too large to be exact."""
    if abs(value) > LARGEST_NUMBER and value not in (math.inf, -math.inf):
        raise Unsupported("a large number")
    return value


def whole(machine: Machine, value: Value) -> int:
    """A count or an index. Python takes no fraction for one, JavaScript cuts it off."""
    number = machine.number(value)
    if isinstance(number, int):
        return int(bounded(number))
    if machine.language == "python":
        raise Failure("a fraction is no index")
    if math.isnan(number):
        return 0
    return int(max(-LARGEST_NUMBER, min(LARGEST_NUMBER, number)))


def optional_whole(machine: Machine, value: Value) -> int | None:
    """As `whole`, and None where nothing is given."""
    value = machine.resolved(value)
    return None if value is None else whole(machine, value)


def repeated_text(text: str, count: int) -> str:
    """`text * count`, unless that is too long."""
    if len(text) * count > MOST_CHARACTERS:
        raise Unsupported("a long text")
    return text * count


def replaced_text(text: str, old: str, new: str, count: int = -1) -> str:
    """`text.replace(old, new, count)`, unless that is too long."""
    if len(text) + text.count(old) * len(new) > MOST_CHARACTERS:
        raise Unsupported("a long text")
    return text.replace(old, new, count)


def padding(machine: Machine, text: str, width: Value, fill: str) -> str:
    """What is missing of a width."""
    missing = max(0, whole(machine, width) - len(text))
    return repeated_text(fill, missing)[:missing]


def failing(function: Callable[..., Value], *arguments: object) -> Value:
    """What Python's own function gives, where its errors are those of the program."""
    try:
        return function(*arguments)
    except OverflowError as error:
        raise Unsupported("a large number") from error
    except (ValueError, TypeError, LookupError, ZeroDivisionError) as error:
        raise Failure(str(error), type(error).__name__) from error


def map_of(machine: Machine, value: Value) -> dict[Value, Value]:
    """A map, or what takes the place of one."""
    value = machine.resolved(value, "map")
    if isinstance(value, dict):
        return value
    if value is None and machine.language == "go":
        return {}
    raise Unsupported("a map of unknown keys")


def list_of(machine: Machine, value: Value) -> list[Value]:
    """A list itself, to be changed in place."""
    value = machine.resolved(value, "list")
    if isinstance(value, list):
        return value
    if value is None and machine.language == "go":
        return []
    raise Unsupported("a list that cannot be changed")


def pairs_of(machine: Machine, owner: Mapping[Value, Value]) -> list[tuple[Value, Value]]:
    """The pairs of a map, with keys as the program sees them."""
    return list(zip(machine.items(owner), owner.values(), strict=True))


class _Ordered:
    """A value that Python's own sorting compares by the machine."""

    __slots__ = ("machine", "value")

    def __init__(self, machine: Machine, value: Value) -> None:
        self.machine = machine
        self.value = value

    def __lt__(self, other: "_Ordered") -> bool:
        self.machine.step()
        return self.machine.is_less(self.value, other.value)


def ordered(
    machine: Machine, values: Iterable[Value], key: Value = None, is_reversed: bool = False
) -> list[Value]:
    """The values in order of themselves, or of what a function makes of them; equal ones stay in
    order."""

    def order(value: Value) -> _Ordered:
        return _Ordered(machine, value if key is None else machine.call(key, [value]))

    return sorted(values, key=order, reverse=is_reversed)


def ordered_by_comparing(machine: Machine, values: Iterable[Value], compare: Value) -> list[Value]:
    """The values in the order that a function of two of them tells; equal ones stay in order."""

    def compared(left: Value, right: Value) -> int:
        machine.step()
        number = machine.number(machine.call(compare, [left, right]))
        return (number > 0) - (number < 0)

    return sorted(values, key=functools.cmp_to_key(compared))


def extreme(
    machine: Machine, values: Sequence[Value], *, is_largest: bool, key: Value = None
) -> Value:
    """The first of the least, or of the largest, values."""
    if not values:
        raise Failure("nothing to choose from")
    keys = values if key is None else [machine.call(key, [value]) for value in values]
    best = 0
    for index in range(1, len(keys)):
        machine.step()
        less, more = (best, index) if is_largest else (index, best)
        if machine.is_less(keys[less], keys[more]):
            best = index
    return values[best]


def first_place(machine: Machine, count: int, is_it: Callable[[int], bool]) -> int:
    """The first index of which something holds, as of all behind it."""
    start, end = 0, count
    while start < end:
        machine.step()
        middle = (start + end) // 2
        if is_it(middle):
            end = middle
        else:
            start = middle + 1
    return start


def position_of(machine: Machine, values: Iterable[Value], wanted: Value) -> int:
    """Where the first equal value is, or -1."""
    for index, value in enumerate(values):
        machine.step()
        if machine.equals(value, wanted):
            return index
    return -1


def copied(value: Value, depth: int = 0) -> Value:
    """A deep copy."""
    if depth > _DEEPEST_COPY:
        raise Unsupported("a deep value")
    made = shallow_copied(value)
    if isinstance(made, DrawnRecord):
        made.written.update({n: copied(field, depth + 1) for n, field in made.written.items()})
    elif isinstance(made, dict):
        made.update({key: copied(item, depth + 1) for key, item in made.items()})
    elif isinstance(made, list):
        made[:] = [copied(item, depth + 1) for item in made]
    elif isinstance(made, tuple):
        return tuple(copied(item, depth + 1) for item in made)
    return made


def shallow_copied(value: Value) -> Value:
    """A copy that holds the same values."""
    if isinstance(value, DrawnRecord):
        return DrawnRecord(value.path, dict(value.written))
    return copy.copy(value) if isinstance(value, (dict, list, set)) else value


def called_back(
    machine: Machine, function: Value, arguments: list[Value], essential: int = 1
) -> Value:
    """Calls with all arguments what can tell which of them it takes. A function of which nothing
    is known takes the essential ones: hardly one reads the index as well, and so `map(f)` is
    `map(x => f(x))`."""
    if isinstance(function, Unresolved) and function.name in machine.library.functions:
        return machine.call(function, arguments)
    is_known = isinstance(function, (Closure, Native))
    return machine.call(function, arguments if is_known else arguments[:essential])
