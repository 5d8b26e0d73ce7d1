"""Arrays, sets and maps of JavaScript."""
# ruff: noqa: ARG001, ARG005  (all are called with the machine, and with what the language gives)

import math
import operator
from collections.abc import Callable, Iterable, KeysView

from tinyarms_daemon.analysis.behavior.library.shared import (
    called_back,
    optional_whole,
    ordered_by_comparing,
    pairs_of,
    position_of,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Failure, OrderedSet, Value

Items = list[Value]
Map = dict[Value, Value]

_DEEPEST = 20
_ABSENT = object()


def _bounds(machine: Machine, start: Value, end: Value = None) -> slice:
    return slice(optional_whole(machine, start) or 0, optional_whole(machine, end))


# What changes an array.


def _push(machine: Machine, owner: Items, *items: Value) -> int:
    owner.extend(items)
    return len(capped(owner))


def _unshift(machine: Machine, owner: Items, *items: Value) -> int:
    owner[:0] = items
    return len(capped(owner))


def _splice(machine: Machine, owner: Items, at: Value, *arguments: Value) -> Items:
    start = range(len(owner))[_bounds(machine, at)].start
    count = optional_whole(machine, arguments[0]) or 0 if arguments else len(owner)
    end = start + max(0, min(count, len(owner) - start))
    removed = owner[start:end]
    owner[start:end] = arguments[1:]
    capped(owner)
    return removed


def _fill(machine: Machine, owner: Items, value: Value = None) -> Items:
    owner[:] = [value] * len(owner)
    return owner


def _reverse(machine: Machine, owner: Items) -> Items:
    owner.reverse()
    return owner


def _sort(machine: Machine, owner: Items, compare: Value = None) -> Items:
    owner[:] = _to_sorted(machine, owner, compare)
    return owner


def _to_sorted(machine: Machine, owner: Items, compare: Value = None) -> Items:
    """Without a function, by what is written of the items: 10 before 9."""
    if compare is not None:
        return ordered_by_comparing(machine, owner, compare)
    items = [machine.resolved(item) for item in owner]
    if None in items:
        raise Unsupported("null and undefined sort differently")
    return sorted(items, key=machine.written)


# What calls a function for each item.


def _map(machine: Machine, owner: Items, function: Value) -> Items:
    return [
        called_back(machine, function, [item, index, owner])
        for index, item in enumerate(list(owner))
    ]


def _wanted(machine: Machine, owner: Items, function: Value) -> Iterable[int]:
    """The indexes for which a function says so, as far as one asks."""
    for index, item in enumerate(list(owner)):
        if machine.is_true(called_back(machine, function, [item, index, owner])):
            yield index


def _filter(machine: Machine, owner: Items, function: Value) -> Items:
    items = list(owner)
    return [items[index] for index in _wanted(machine, owner, function)]


def _find_last_index(machine: Machine, owner: Items, function: Value) -> int:
    items = list(owner)
    for index in range(len(items) - 1, -1, -1):
        if machine.is_true(called_back(machine, function, [items[index], index, owner])):
            return index
    return -1


def _find_last(machine: Machine, owner: Items, function: Value) -> Value:
    index = _find_last_index(machine, owner, function)
    return owner[index] if index >= 0 else None


def _find_index(machine: Machine, owner: Items, function: Value) -> int:
    return next(iter(_wanted(machine, owner, function)), -1)


def _find(machine: Machine, owner: Items, function: Value) -> Value:
    index = _find_index(machine, owner, function)
    return owner[index] if index >= 0 else None


def _every(machine: Machine, owner: Items, function: Value) -> bool:
    return all(
        machine.is_true(called_back(machine, function, [item, index, owner]))
        for index, item in enumerate(list(owner))
    )


def _reducing(*, from_the_end: bool = False) -> LibraryMethod:
    """`reduce` and `reduceRight`."""

    def reduce(machine: Machine, owner: Items, function: Value, *initial: Value) -> Value:
        if not initial and not owner:
            raise Failure("nothing to reduce")
        items = list(enumerate(owner))
        if from_the_end:
            items.reverse()
        made = initial[0] if initial else items.pop(0)[1]
        for index, item in items:
            made = called_back(machine, function, [made, item, index, owner], 2)
        return made

    return reduce


def _for_each(machine: Machine, owner: Items, function: Value) -> None:
    _map(machine, owner, function)


# What reads an array.


def _flat(machine: Machine, owner: Items, depth: Value = 1) -> Items:
    return capped(_flattened(machine, owner, machine.number(depth), 0))


def _flattened(machine: Machine, owner: Iterable[Value], depth: float, level: int) -> Items:
    if level > _DEEPEST:
        raise Unsupported("a deep list")
    made: Items = []
    for item in owner:
        machine.step()
        item = machine.resolved(item)
        if isinstance(item, (list, tuple)) and level < depth:
            made += _flattened(machine, item, depth, level + 1)
        else:
            made.append(item)
    return made


def _concat(machine: Machine, owner: Items, *others: Value) -> Items:
    made = list(owner)
    for other in others:
        other = machine.resolved(other, "list")
        made += other if isinstance(other, (list, tuple)) else [other]
    return capped(made)


def _includes(machine: Machine, owner: Items, value: Value) -> bool:
    value = machine.resolved(value)
    if isinstance(value, float) and math.isnan(value):
        raise Unsupported("NaN is found here, and is not the same elsewhere")
    return position_of(machine, owner, value) >= 0


def _index_of(machine: Machine, owner: Items, value: Value, start: Value = None) -> int:
    first = range(len(owner))[_bounds(machine, start)].start
    position = position_of(machine, owner[first:], value)
    return position if position < 0 else first + position


def _last_index_of(machine: Machine, owner: Items, value: Value) -> int:
    position = position_of(machine, owner[::-1], value)
    return position if position < 0 else len(owner) - 1 - position


def _at(machine: Machine, owner: Items, index: Value) -> Value:
    at = optional_whole(machine, index) or 0
    return owner[at] if -len(owner) <= at < len(owner) else None


def _with(machine: Machine, owner: Items, index: Value, value: Value) -> Items:
    made, at = list(owner), optional_whole(machine, index) or 0
    if not -len(made) <= at < len(made):
        raise Failure("no such place")
    made[at] = value
    return made


def _join(machine: Machine, owner: Items, separator: Value = ",") -> str:
    sign = machine.written(separator)
    made = ""
    for index, item in enumerate(owner):
        machine.step()
        made = capped(made + (sign if index else "") + _written(machine, item))
    return made


def _written(machine: Machine, value: Value) -> str:
    """An item within a text that joins several, where nothing is written of None."""
    value = machine.resolved(value)
    if isinstance(value, (list, tuple)):
        return _join(machine, list(value))
    return "" if value is None else machine.written(value)


LIST_METHODS: dict[str, LibraryMethod] = {
    "at": _at, "concat": _concat, "every": _every, "fill": _fill, "filter": _filter, "find": _find,
    "findIndex": _find_index, "findLast": _find_last, "findLastIndex": _find_last_index,
    "flat": _flat,
    "flatMap": lambda machine, owner, function: _flat(machine, _map(machine, owner, function)),
    "entries": lambda machine, owner: [[index, item] for index, item in enumerate(owner)],
    "forEach": _for_each, "includes": _includes, "indexOf": _index_of, "join": _join,
    "keys": lambda machine, owner: list(range(len(owner))),
    "lastIndexOf": _last_index_of, "map": _map,
    "pop": lambda machine, owner: owner.pop() if owner else None,
    "push": _push, "reduce": _reducing(), "reduceRight": _reducing(from_the_end=True),
    "reverse": _reverse,
    "shift": lambda machine, owner: owner.pop(0) if owner else None,
    "slice": lambda machine, owner, start=None, end=None: list(owner[_bounds(machine, start, end)]),
    "some": lambda machine, owner, function: _find_index(machine, owner, function) >= 0,
    "sort": _sort, "splice": _splice,
    "toReversed": lambda machine, owner: owner[::-1],
    "toSorted": _to_sorted, "unshift": _unshift,
    "values": lambda machine, owner: list(owner), "with": _with,
}  # fmt: skip


# Sets and maps.


def made_set(machine: Machine, values: Value = None) -> OrderedSet:
    """`new Set(…)`."""
    values = machine.resolved(values)
    items = [] if values is None else machine.items(values)
    return OrderedSet((machine.key(item), True) for item in items)


def _items(machine: Machine, owner: Value) -> Items:
    return list(machine.items(owner))


def _add(machine: Machine, owner: OrderedSet, value: Value) -> OrderedSet:
    owner[machine.key(value)] = True
    return owner


def _has(machine: Machine, owner: Map, key: Value) -> bool:
    return machine.key(key) in owner


def _delete(machine: Machine, owner: Map, key: Value) -> bool:
    return owner.pop(machine.key(key), _ABSENT) is not _ABSENT


def _clear(machine: Machine, owner: Map) -> None:
    owner.clear()


def _put(machine: Machine, owner: Map, key: Value, value: Value) -> Map:
    owner[machine.key(key)] = value
    return owner


def _each_pair(machine: Machine, owner: Map, function: Value) -> None:
    for key, value in pairs_of(machine, owner):
        item = key if isinstance(owner, OrderedSet) else value
        called_back(machine, function, [item, key, owner])


def _united(machine: Machine, owner: OrderedSet, other: Value) -> OrderedSet:
    return OrderedSet({**owner, **made_set(machine, other)})


def _chosen(*, are_in_other: bool) -> LibraryMethod:
    """`intersection` and `difference`."""

    def method(machine: Machine, owner: OrderedSet, other: Value) -> OrderedSet:
        others = made_set(machine, other)
        return OrderedSet((key, True) for key in owner if (key in others) == are_in_other)

    return method


def _related(function: Callable[[KeysView[Value], KeysView[Value]], bool]) -> LibraryMethod:
    return lambda machine, owner, other: function(owner.keys(), made_set(machine, other).keys())


def _add_item(machine: Machine, owner: Items, value: Value) -> Items:
    if not _includes(machine, owner, value):
        owner.append(value)
    return owner


METHODS_OF_ITEMS: dict[str, LibraryMethod] = {"add": _add_item, "has": _includes}
"""Those of a set that is drawn as its items."""

SET_METHODS: dict[str, LibraryMethod] = {
    "add": _add, "clear": _clear, "delete": _delete, "difference": _chosen(are_in_other=False),
    "forEach": _each_pair, "has": _has, "intersection": _chosen(are_in_other=True),
    "isDisjointFrom": _related(KeysView.isdisjoint), "isSubsetOf": _related(operator.le),
    "isSupersetOf": _related(operator.ge), "keys": _items, "union": _united, "values": _items,
}  # fmt: skip

MAP_METHODS: dict[str, LibraryMethod] = {
    "clear": _clear, "delete": _delete,
    "entries": lambda machine, owner: [list(pair) for pair in pairs_of(machine, owner)],
    "forEach": _each_pair,
    "get": lambda machine, owner, key: owner.get(machine.key(key)),
    "has": _has, "hasOwnProperty": _has, "keys": _items, "set": _put,
    "values": lambda machine, owner: list(owner.values()),
}  # fmt: skip
