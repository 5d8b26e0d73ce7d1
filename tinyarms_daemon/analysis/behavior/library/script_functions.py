"""Functions of JavaScript that every file has, and those of its numbers."""
# ruff: noqa: ARG001  (all are called with the machine, and with what the language gives)

from urllib.parse import parse_qsl, quote, unquote

from tinyarms_daemon.analysis.behavior.library.moments import now
from tinyarms_daemon.analysis.behavior.library.script_collections import made_set
from tinyarms_daemon.analysis.behavior.library.script_numbers import NUMBER_FUNCTIONS
from tinyarms_daemon.analysis.behavior.library.script_text import from_codes, new_pattern
from tinyarms_daemon.analysis.behavior.library.shared import (
    asked,
    called_back,
    copied,
    is_of_unknown_type,
    map_of,
    pairs_of,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import MOST_ITEMS, capped
from tinyarms_daemon.analysis.behavior.terms import Class, Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    OF_A_RECORD,
    Closure,
    Drawn,
    DrawnFunction,
    DrawnRecord,
    Failure,
    Instance,
    Native,
    OrderedSet,
    Raised,
    Record,
    Unresolved,
    Value,
)

_KINDS: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("text", (str,)),
    "number": ("number", (int, float)),
    "boolean": ("truth", (bool,)),
    "function": ("function", (Closure, Native, DrawnFunction)),
    "object": ("record", (dict, list, tuple, set, DrawnRecord)),
}

# Arrays.


def _holes(machine: Machine, length: Value) -> list[Value]:
    count = whole(machine, length)
    if not 0 <= count <= MOST_ITEMS:
        raise Unsupported("a long list")
    return [None] * count


def _new_array(machine: Machine, *items: Value) -> list[Value]:
    if len(items) != 1:
        return list(items)
    length = machine.resolved(items[0], "number")
    return _holes(machine, length) if type(length) in (int, float) else [length]


def _array_from(machine: Machine, source: Value, function: Value = None) -> list[Value]:
    source = machine.resolved(source, "list")
    is_length = isinstance(source, dict) and list(source) == ["length"]
    if is_length:
        items = _holes(machine, map_of(machine, source)["length"])
    elif isinstance(source, Record):
        items = []
    elif isinstance(source, dict) and not isinstance(source, OrderedSet):
        items = [list(pair) for pair in pairs_of(machine, source)]
    else:
        items = list(machine.items(source))
    if function is None:
        return items
    return [
        called_back(machine, function, [item, index], 2 if is_length else 1)
        for index, item in enumerate(items)
    ]


def _array_of(machine: Machine, *items: Value) -> Value:
    return list(items)


def _is_array(machine: Machine, value: Value) -> bool:
    return isinstance(asked(machine, value, "list"), (list, tuple))


# What a value is.


def _is(machine: Machine, value: Value, name: str) -> bool:
    """Whether `typeof` gives a name."""
    if name not in _KINDS:
        raise Unsupported(f"the type {name}")
    kind, types = _KINDS[name]
    value = asked(machine, value, kind)
    if isinstance(value, Unresolved):
        raise Unsupported("the type of a name")
    return isinstance(value, types) and (name != "number" or not isinstance(value, bool))


def _instanceof(machine: Machine, value: Value, type_: Value) -> bool:
    name = type_.name if isinstance(type_, (Unresolved, Class)) else ""
    if name == "Array":
        return _is_array(machine, value)
    value = machine.resolved(value)
    if isinstance(value, Instance) and value.type.name == name:
        return True
    if name and isinstance(value, (Drawn, DrawnRecord, Instance)):
        return is_of_unknown_type(machine, value, name)
    if isinstance(value, (bool, int, float, str)) or value is None:
        return False
    raise Unsupported("an unknown type")


# Objects.


def _own_fields(machine: Machine, value: Value) -> dict[Value, Value]:
    fields = map_of(machine, value)
    if OF_A_RECORD in fields:
        raise Unsupported("a record of unknown fields")
    return fields


def _entries(machine: Machine, value: Value) -> list[Value]:
    value = machine.resolved(value, "map")
    if value is None:
        raise Failure("None has no fields")
    if isinstance(value, (list, tuple, str)):
        return [[str(index), item] for index, item in enumerate(value)]
    pairs = pairs_of(machine, _own_fields(machine, value))
    return [[machine.written(key), item] for key, item in pairs]


def _keys(machine: Machine, value: Value) -> list[Value]:
    return [machine.item(pair, 0) for pair in _entries(machine, value)]


def _values(machine: Machine, value: Value) -> list[Value]:
    return [machine.item(pair, 1) for pair in _entries(machine, value)]


def _new_map(machine: Machine, pairs: Value = None) -> Value:
    """`new Map(…)` and `Object.fromEntries(…)`."""
    source = machine.resolved(pairs)
    if isinstance(source, dict) and not isinstance(source, OrderedSet):
        return dict(source)
    made: dict[Value, Value] = {}
    for pair in [] if source is None else machine.items(source):
        machine.step()
        key, item = [*machine.items(pair), None, None][:2]
        made[machine.key(key)] = item
    return made


def _assign(machine: Machine, target: Value, *sources: Value) -> Value:
    owner = map_of(machine, target)
    was_empty = not owner
    for source in sources:
        source = machine.resolved(source, "record")
        if isinstance(source, DrawnRecord):
            owner[OF_A_RECORD] = source  # as a spread within an object leaves it
            owner.update(source.written)
        elif source is not None:
            owner.update(map_of(machine, source))
    if was_empty and OF_A_RECORD in owner:
        return Record((str(key), item) for key, item in owner.items())
    return owner


def _grouped(machine: Machine, items: Value, function: Value) -> Value:
    """`Object.groupBy(…)` and `Map.groupBy(…)`."""
    made: dict[Value, Value] = {}
    for index, item in enumerate(machine.items(items)):
        key = machine.key(called_back(machine, function, [item, index]))
        group = made.setdefault(key, [])
        assert isinstance(group, list)
        group.append(item)
    return made


def _itself(machine: Machine, value: Value = None) -> Value:
    return value


def _has_own(machine: Machine, owner: Value, key: Value) -> bool:
    return machine.key(key) in _own_fields(machine, owner)


def _created(machine: Machine, prototype: Value) -> Value:
    """`Object.create(null)`: a map."""
    if machine.resolved(prototype) is not None:
        raise Unsupported("an object with a prototype")
    return {}


# Promises are what they are kept with, and timers fire at once: nothing here takes time.


def _new_promise(machine: Machine, function: Value) -> Value:
    kept: list[Value] = []

    def keep(value: Value = None, *surplus: Value) -> None:
        kept.append(value)

    def break_(*reasons: Value) -> None:
        if not kept:
            raise Raised("a broken promise")

    machine.call(function, [Native(keep), Native(break_)])
    if not kept:
        raise Unsupported("a promise that is kept later")
    return kept[0]


def _broken(machine: Machine, reason: Value = None) -> Value:
    raise Raised("a broken promise")


def _all_settled(machine: Machine, promises: Value) -> Value:
    return [Record(status="fulfilled", value=value) for value in machine.items(promises)]


def _timer(machine: Machine, function: Value, delay: Value = 0, *arguments: Value) -> Value:
    """Fires at once, and is remembered as a call, so that what waits differs from what does not."""
    timer = machine.uninterpreted("sleep", [delay])
    machine.call(function, list(arguments))
    return timer


# Errors, texts and truth values.


def _error(machine: Machine, message: Value = None) -> Value:
    return Record()


def _encoded(machine: Machine, value: Value) -> str:
    return capped(quote(machine.written(value), safe="!'()*-._~"))


def _decoded(machine: Machine, value: Value) -> str:
    try:
        return unquote(machine.written(value), errors="strict")
    except UnicodeDecodeError as error:
        raise Failure("no encoded text") from error


def _search_params(machine: Machine, given: Value = "") -> Value:
    """`new URLSearchParams(…)`, as a map: of a key that comes again it has both values, and nobody
    knows which one is meant."""
    source = machine.resolved(given)
    if isinstance(source, dict):
        return {key: machine.written(value) for key, value in source.items()}
    written = machine.text(source).removeprefix("?")
    pairs = parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_ITEMS)
    if len({key for key, _ in pairs}) < len(pairs):
        raise Unsupported("a key that comes again")
    return dict(pairs)


def _now(machine: Machine, *given: Value) -> Value:
    return machine.uninterpreted("date", given) if given else now(machine)


FUNCTIONS: dict[str, LibraryMethod] = {
    **NUMBER_FUNCTIONS,
    **dict.fromkeys(("Error", "RangeError", "TypeError"), _error),
    **dict.fromkeys(("new Error", "new RangeError", "new TypeError"), _error),
    "*instanceof": _instanceof, "*is": _is,
    "Array": _new_array, "Array.from": _array_from, "Array.isArray": _is_array,
    "Array.of": _array_of,
    **dict.fromkeys(("Date.now", "new Date", "performance.now"), _now),
    "Boolean": lambda machine, value=None: machine.is_true(value),
    "Object.assign": _assign, "Object.create": _created, "Object.entries": _entries,
    "Object.freeze": _itself, "Object.fromEntries": _new_map,
    **dict.fromkeys(("Map.groupBy", "Object.groupBy"), _grouped), "Object.hasOwn": _has_own,
    "Object.keys": _keys, "Object.prototype.hasOwnProperty.call": _has_own,
    "Object.values": _values,
    "Object.is": lambda machine, left, right: machine.equals(left, right),
    "Promise.allSettled": _all_settled,
    "Promise.all": lambda machine, promises: list(machine.items(promises)),
    "Promise.reject": _broken, "Promise.resolve": _itself,
    "String": lambda machine, value="": machine.written(value),
    "String.fromCharCode": from_codes, "String.fromCodePoint": from_codes,
    "decodeURIComponent": _decoded,
    "encodeURIComponent": _encoded, "new Array": _new_array, "new Map": _new_map,
    "new Promise": _new_promise, "new RegExp": new_pattern, "new Set": made_set,
    "new URLSearchParams": _search_params,
    "new WeakMap": _new_map, "new WeakSet": made_set, "setTimeout": _timer,
    "structuredClone": lambda machine, value: copied(machine.resolved(value)),
    "window.setTimeout": _timer,
}  # fmt: skip
