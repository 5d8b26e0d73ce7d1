"""Functions that Python has built in."""

from collections.abc import Iterable

from tinyarms_daemon.analysis.behavior.library.python_collections import (
    made_map,
    made_set,
    map_from_keys,
)
from tinyarms_daemon.analysis.behavior.library.shared import (
    asked,
    bounded,
    extreme,
    failing,
    is_of_unknown_type,
    optional_whole,
    ordered,
    pairs_of,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import MOST_ITEMS, capped
from tinyarms_daemon.analysis.behavior.terms import Class, Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    Closure,
    Drawn,
    DrawnFunction,
    DrawnRecord,
    Failure,
    Instance,
    Native,
    Unresolved,
    Value,
)

_MOST_DIGITS = 30
_FUNCTIONS = (Closure, Native, DrawnFunction)
_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "float": (float,), "complex": (), "bool": (bool,),
    "list": (list,), "tuple": (tuple,), "set": (set,), "frozenset": (set,), "dict": (dict,),
    "bytes": (), "bytearray": (), "Mapping": (dict,), "Sequence": (list, tuple, str),
    "Iterable": (list, tuple, str, set, dict), "Callable": _FUNCTIONS,
}  # fmt: skip
_DRAWN_KINDS = {
    "str": "text", "int": "number", "float": "float", "bool": "truth", "list": "list",
    "tuple": "list", "set": "list", "dict": "map", "Mapping": "map", "Sequence": "list",
    "Iterable": "list", "Callable": "function",
}  # fmt: skip
_ABSENT = object()


class Taken(list[Value]):
    """An iterator, which whoever takes of it makes shorter."""


# What a value is.


def _isinstance(machine: Machine, value: Value, kinds: Value) -> bool:
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    return any(_is_of(machine, value, kind) for kind in kinds)


def _is_of(machine: Machine, value: Value, kind: Value) -> bool:
    name = kind.name.rpartition(".")[2] if isinstance(kind, (Unresolved, Class)) else ""
    value = asked(machine, value, _DRAWN_KINDS[name]) if name in _DRAWN_KINDS else value
    value = machine.resolved(value)
    if isinstance(value, (Drawn, DrawnRecord, Instance)) and name and name not in _KINDS:
        if isinstance(value, Instance) and value.type.name == name:
            return True
        return is_of_unknown_type(machine, value, name)
    if isinstance(kind, Class):
        return False
    if name not in _KINDS:
        raise Unsupported("an unknown type")
    return isinstance(value, _KINDS[name]) and not isinstance(value, Instance)


def _getattr(machine: Machine, owner: Value, name: Value, *default: Value) -> Value:
    owner, field = machine.resolved(owner), machine.text(name)
    if default and isinstance(owner, Instance) and not owner.path:
        return machine.member(owner, field) if owner.has(field) else default[0]
    value = machine.member(owner, field)
    if default and isinstance(value, Drawn) and machine.inputs.is_none(value, asked=True):
        return default[0]
    return value


# Numbers and texts.


def _round(machine: Machine, number: Value, ndigits: Value = None) -> Value:
    value = machine.number(number)
    digits = optional_whole(machine, ndigits)
    if abs(digits or 0) > _MOST_DIGITS:
        raise Unsupported("rounded to many digits")
    return failing(round, value, digits)


def _divmod(machine: Machine, a: Value, b: Value) -> Value:
    return machine.combined("divide down", a, b), machine.combined("remainder", a, b)


def _int(machine: Machine, x: Value = 0, base: Value = 10) -> Value:
    value = machine.resolved(x)
    if isinstance(value, str):
        number = failing(int, value, whole(machine, base))
    else:
        number = failing(int, machine.number(value))
    assert isinstance(number, int)
    return bounded(number)


def _float(machine: Machine, x: Value = 0) -> Value:
    value = machine.resolved(x)
    number = failing(float, value if isinstance(value, str) else machine.number(value))
    assert isinstance(number, float)
    return bounded(number)


def _str(machine: Machine, value: Value = "") -> str:
    value = machine.resolved(value)
    return value if isinstance(value, str) else _repr(machine, value)


def _repr(machine: Machine, value: Value) -> str:
    """For what has one that is written in a program."""
    value = machine.resolved(value)
    if isinstance(value, str):
        return repr(value)
    if type(value) not in (list, tuple, dict):
        return machine.written(value)
    if isinstance(value, dict):
        pairs = pairs_of(machine, value)
        inner = [f"{_repr(machine, key)}: {_repr(machine, item)}" for key, item in pairs]
        return capped("{" + ", ".join(inner) + "}")
    inner = [_repr(machine, item) for item in machine.items(value)]
    if isinstance(value, list):
        return capped("[" + ", ".join(inner) + "]")
    return capped("(" + ", ".join(inner) + (",)" if len(inner) == 1 else ")"))


# Lists and iterators.


def _len(machine: Machine, value: Value) -> int:
    value = machine.resolved(value, "list")
    if isinstance(value, (list, tuple, str, dict, set)) and not isinstance(value, Instance):
        return len(value)
    if value is None or isinstance(value, (bool, int, float)):
        raise Failure("what has no length")
    raise Unsupported(f"the length of {type(value).__name__}")


def _sum(machine: Machine, iterable: Value, start: Value = 0) -> Value:
    for item in machine.items(iterable):
        machine.step()
        start = machine.combined("add", start, item)
    return start


def _choosing(*, is_largest: bool) -> LibraryMethod:
    def choose(machine: Machine, *values: Value, key: Value = None, **default: Value) -> Value:
        choices = list(values) if len(values) > 1 else machine.items(*values)
        if not choices and default:
            return default["default"]
        return extreme(machine, choices, is_largest=is_largest, key=key)

    return choose


def _sorted(
    machine: Machine, iterable: Value, *, key: Value = None, reverse: Value = False
) -> Value:
    return ordered(machine, machine.items(iterable), key, machine.is_true(reverse))


def _enumerate(machine: Machine, iterable: Value, start: Value = 0) -> Value:
    return Taken(enumerate(machine.items(iterable), whole(machine, start)))


def _rows(machine: Machine, iterables: Iterable[Value]) -> list[Value]:
    """Rows, as long as all have an item. One iterator that is given several times gives them in
    turn."""
    columns = [machine.items(each) for each in iterables]
    iterators = {id(column): iter(column) for column in columns if isinstance(column, Taken)}
    rows = [iterators.get(id(column)) or iter(column) for column in columns]
    return list(zip(*rows, strict=False))


def _zip(machine: Machine, *iterables: Value, strict: Value = False) -> Value:
    if machine.is_true(strict) and len({len(machine.items(each)) for each in iterables}) > 1:
        raise Failure("lists of different lengths")
    return Taken(_rows(machine, iterables))


def _range(machine: Machine, *bounds: Value) -> Value:
    numbers = failing(range, *(whole(machine, bound) for bound in bounds))
    assert isinstance(numbers, range)
    if len(numbers) > MOST_ITEMS:
        raise Unsupported("a long list")
    return list(numbers)


def _map(machine: Machine, function: Value, *iterables: Value) -> Value:
    return Taken(machine.call(function, machine.items(row)) for row in _rows(machine, iterables))


def _filter(machine: Machine, function: Value, iterable: Value) -> Value:
    """Without a function, what is true."""
    return Taken(
        item
        for item in machine.items(iterable)
        if machine.is_true(item if function is None else machine.call(function, [item]))
    )


def _iter(machine: Machine, iterable: Value) -> Value:
    iterable = machine.resolved(iterable)
    return iterable if isinstance(iterable, Taken) else Taken(machine.items(iterable))


def _next(machine: Machine, iterator: Value, *default: Value) -> Value:
    items = machine.items(iterator)
    if not items and default:
        return default[0]
    return failing(items.pop, 0)


BUILT_IN: dict[str, LibraryMethod] = {
    "abs": lambda machine, x: abs(machine.number(x)),
    "all": lambda machine, iterable: all(machine.is_true(item) for item in machine.items(iterable)),
    "any": lambda machine, iterable: any(machine.is_true(item) for item in machine.items(iterable)),
    "bin": lambda machine, number: bin(whole(machine, number)),
    "bool": lambda machine, value=False: machine.is_true(value),
    "chr": lambda machine, number: failing(chr, whole(machine, number)),
    "dict": made_map, "dict.fromkeys": map_from_keys, "divmod": _divmod, "enumerate": _enumerate,
    "filter": _filter, "float": _float, "frozenset": made_set,
    "getattr": _getattr,
    "hasattr": lambda machine, owner, name: _getattr(machine, owner, name, _ABSENT) is not _ABSENT,
    "hex": lambda machine, number: hex(whole(machine, number)),
    "int": _int, "isinstance": _isinstance, "iter": _iter, "len": _len,
    "list": lambda machine, iterable=(): list(machine.items(iterable)),
    "map": _map, "max": _choosing(is_largest=True), "min": _choosing(is_largest=False),
    "next": _next,
    "ord": lambda machine, character: failing(ord, machine.text(character)),
    "range": _range, "repr": _repr,
    "reversed": lambda machine, sequence: Taken(machine.items(sequence)[::-1]),
    "round": _round, "set": made_set, "sorted": _sorted, "str": _str, "sum": _sum,
    "tuple": lambda machine, iterable=(): tuple(machine.items(iterable)),
    "zip": _zip,
}  # fmt: skip
