"""Lists, tuples, deques, sets and maps of Python."""
# ruff: noqa: ARG001, ARG005  (all are called with the machine, and with what the language gives)

from collections.abc import Callable, Iterable

from tinyarms_daemon.analysis.behavior.library.shared import (
    failing,
    optional_whole,
    ordered,
    pairs_of,
    position_of,
    shallow_copied,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.values import DefaultMap, Failure, Native, Record, Value

Items = list[Value]
Map = dict[Value, Value]
Keys = set[Value]


class BoundedDeque(Items):
    """A `deque` that forgets what was put into it first."""

    def __init__(self, items: Iterable[Value], most: int) -> None:
        super().__init__(items)
        self.most = most


def _changeable(owner: Value) -> Items:
    if not isinstance(owner, list):
        raise Failure("a tuple cannot be changed")
    return owner


def _put(machine: Machine, owner: Value, at: int, items: Items, *, at_front: bool = False) -> None:
    kept = _changeable(owner)
    kept[at:at] = items
    if isinstance(kept, BoundedDeque) and len(kept) > kept.most:
        del kept[slice(kept.most, None) if at_front else slice(len(kept) - kept.most)]
    capped(kept)


def _append(machine: Machine, owner: Items, item: Value) -> None:
    _put(machine, owner, len(owner), [item])


def _extend(machine: Machine, owner: Items, iterable: Value) -> None:
    _put(machine, owner, len(owner), list(machine.items(iterable)))


def _insert(machine: Machine, owner: Items, index: Value, item: Value) -> None:
    _put(machine, owner, whole(machine, index), [item])


def _pop(machine: Machine, owner: Items, index: Value = -1) -> Value:
    return failing(_changeable(owner).pop, whole(machine, index))


def _index(machine: Machine, owner: Items, value: Value) -> int:
    position = position_of(machine, owner, value)
    if position < 0:
        raise Failure("no such item")
    return position


def _remove(machine: Machine, owner: Items, value: Value) -> None:
    del _changeable(owner)[_index(machine, owner, value)]


def _sort(machine: Machine, owner: Items, *, key: Value = None, reverse: Value = False) -> None:
    _changeable(owner)[:] = ordered(machine, owner, key, machine.is_true(reverse))


def copy_(machine: Machine, owner: Value) -> Value:
    """`copy.copy(…)` and `.copy()`."""
    return shallow_copied(machine.resolved(owner))


def _clear(machine: Machine, owner: "Items | Map | Keys") -> None:
    owner.clear()


def made_deque(machine: Machine, iterable: Value = (), maxlen: Value = None) -> Items:
    """`deque(…)`."""
    most = optional_whole(machine, maxlen)
    items = list(machine.items(iterable))
    return items if most is None else BoundedDeque(items[max(0, len(items) - most) :], most)


LIST_METHODS: dict[str, LibraryMethod] = {
    "append": _append, "clear": _clear, "copy": copy_,
    "count": lambda machine, owner, value: sum(machine.equals(item, value) for item in owner),
    "extend": _extend, "index": _index, "insert": _insert, "pop": _pop,
    "popleft": lambda machine, owner: _pop(machine, owner, 0),
    "remove": _remove,
    "reverse": lambda machine, owner: _changeable(owner).reverse(),
    "sort": _sort,
}  # fmt: skip


# Sets.


def made_set(machine: Machine, iterable: Value = ()) -> Keys:
    """`set(…)`."""
    return {machine.key(value) for value in machine.items(iterable)}


def _with_sets(function: Callable[..., Value]) -> LibraryMethod:
    def method(machine: Machine, owner: Keys, *others: Value) -> Value:
        return function(owner, *(made_set(machine, other) for other in others))

    return method


_ALL_OF_SETS = (
    set.difference, set.difference_update, set.intersection, set.intersection_update,
    set.isdisjoint, set.issubset, set.issuperset, set.symmetric_difference, set.union, set.update,
)  # fmt: skip

SET_METHODS: dict[str, LibraryMethod] = {
    **{function.__name__: _with_sets(function) for function in _ALL_OF_SETS},
    "add": lambda machine, owner, item: owner.add(machine.key(item)),
    "clear": _clear,
    "copy": copy_,
    "discard": lambda machine, owner, item: owner.discard(machine.key(item)),
    "remove": lambda machine, owner, item: failing(owner.remove, machine.key(item)),
}


# Maps.


def _set_default(machine: Machine, owner: Map, key: Value, default: Value = None) -> Value:
    return owner.setdefault(machine.key(key), default)


def _take_last(machine: Machine, owner: Map, last: Value = True) -> Value:
    if not owner:
        raise Failure("nothing to take")
    pair = pairs_of(machine, owner)[-1 if machine.is_true(last) else 0]
    del owner[machine.key(pair[0])]
    return pair


def _put_all(machine: Machine, owner: Map, source: Value) -> None:
    """The pairs of a map, or of a list of them."""
    source = machine.resolved(source)
    if isinstance(source, dict):
        owner.update(source)
        return
    for pair in machine.items(source):
        machine.step()
        both = machine.items(pair)
        if len(both) != 2:
            raise Failure("no pair")
        owner[machine.key(both[0])] = both[1]


def _update(machine: Machine, owner: Map, source: Value = None, **named: Value) -> None:
    if isinstance(owner, DefaultMap) and not owner.keeps:
        _count_all(machine, owner, source)
    elif source is not None:
        _put_all(machine, owner, source)
    owner.update(named)


def _move_to_end(machine: Machine, owner: Map, key: Value) -> None:
    own_key = machine.key(key)
    owner[own_key] = failing(owner.pop, own_key)


def _count_all(machine: Machine, owner: Map, source: Value) -> None:
    source = machine.resolved(source)
    if isinstance(source, dict):
        counts = list(source.items())
    else:
        counts = [(machine.key(item), 1) for item in machine.items(source)]
    for key, count in counts:
        machine.step()
        owner[key] = machine.number(owner.get(key, 0)) + machine.number(count)


def _most_common(machine: Machine, owner: Map, n: Value = None) -> Items:
    counts = Native(lambda pair: machine.item(pair, 1))
    most = optional_whole(machine, n)
    pairs = ordered(machine, pairs_of(machine, owner), counts, True)
    return pairs if most is None else pairs[: max(0, most)]


def made_map(machine: Machine, source: Value = None, **named: Value) -> Value:
    """`dict(…)`, which is a record where all its keys are names."""
    if source is None:
        return Record(named) if named else {}
    made: Map = {}
    _put_all(machine, made, source)
    made.update(named)
    return made


def map_from_keys(machine: Machine, iterable: Value, value: Value = None) -> Map:
    """`dict.fromkeys(…)`."""
    return {machine.key(item): value for item in machine.items(iterable)}


def made_counter(machine: Machine, source: Value = ()) -> DefaultMap:
    """`Counter(…)`."""
    counter = DefaultMap(lambda: 0, keeps=False)
    _count_all(machine, counter, source)
    return counter


def made_default_map(machine: Machine, factory: Value) -> DefaultMap:
    """`defaultdict(…)`."""
    return DefaultMap(lambda: machine.call(factory, []), keeps=True)


MAP_METHODS: dict[str, LibraryMethod] = {
    "clear": _clear, "copy": copy_,
    "get": lambda machine, owner, key, default=None: owner.get(machine.key(key), default),
    "items": lambda machine, owner: list(pairs_of(machine, owner)),
    "keys": lambda machine, owner: list(machine.items(owner)),
    "most_common": _most_common, "move_to_end": _move_to_end,
    "pop": lambda machine, owner, key, *default: failing(owner.pop, machine.key(key), *default),
    "popitem": _take_last, "setdefault": _set_default, "update": _update,
    "values": lambda machine, owner: list(owner.values()),
}  # fmt: skip
