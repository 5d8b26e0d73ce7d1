"""Modules that small functions of Python import."""

import itertools
import math
import statistics
from collections.abc import Callable

from tinyarms_daemon.analysis.behavior.library.python_collections import (
    copy_,
    made_counter,
    made_default_map,
    made_deque,
    made_map,
)
from tinyarms_daemon.analysis.behavior.library.python_functions import Taken
from tinyarms_daemon.analysis.behavior.library.python_text import RE
from tinyarms_daemon.analysis.behavior.library.shared import (
    bounded,
    copied,
    failing,
    first_place,
    list_of,
    optional_whole,
    ordered,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Failure, Native, Value


def _of_numbers(function: Callable[..., Value]) -> LibraryMethod:
    def call(machine: Machine, *numbers: Value) -> Value:
        value = failing(function, *(bounded(machine.number(number)) for number in numbers))
        assert isinstance(value, (int, float))
        return value if isinstance(value, bool) else bounded(value)

    return call


def _of_list(function: Callable[..., Value]) -> LibraryMethod:
    def call(machine: Machine, data: Value) -> Value:
        numbers = [machine.number(item) for item in machine.items(data)]
        if not all(map(math.isfinite, numbers)):
            raise Unsupported("a number that is none")
        return failing(function, numbers)

    return call


def _chain(machine: Machine, *iterables: Value) -> Value:
    return capped(Taken(item for each in iterables for item in machine.items(each)))


def _accumulate(
    machine: Machine, iterable: Value, func: Value = None, *, initial: Value = None
) -> Value:
    def step(total: Value, item: Value) -> Value:
        if func is None:
            return machine.combined("add", total, item)
        return machine.call(func, [total, item])

    return Taken(itertools.accumulate(machine.items(iterable), step, initial=initial))


def _islice(machine: Machine, iterable: Value, *bounds: Value) -> Value:
    numbers = [optional_whole(machine, bound) for bound in bounds]
    if any(number is not None and number < 0 for number in numbers):
        raise Failure("counted from the end")
    items = machine.items(iterable)
    made = Taken(items[slice(*numbers)])
    if isinstance(iterable, Taken):
        del items[: numbers[0] if len(numbers) == 1 else numbers[1]]
    return made


def _group_by(machine: Machine, iterable: Value, key: Value = None) -> Value:
    groups = Taken()
    last: list[Value] = []
    last_key: Value = None
    for item in machine.items(iterable):
        own_key = item if key is None else machine.call(key, [item])
        if not groups or not machine.equals(last_key, own_key):
            last, last_key = [], own_key
            groups.append((own_key, last))
        last.append(item)
    return groups


def _reduce(machine: Machine, function: Value, iterable: Value, *initial: Value) -> Value:
    items = [*initial, *machine.items(iterable)]
    if not items:
        raise Failure("nothing to reduce")
    made = items[0]
    for item in items[1:]:
        made = machine.call(function, [made, item])
    return made


def _some_of_order(*, is_largest: bool) -> LibraryMethod:
    def call(machine: Machine, n: Value, iterable: Value, key: Value = None) -> Value:
        most = max(0, whole(machine, n))
        return ordered(machine, machine.items(iterable), key, is_largest)[:most]

    return call


def _bisect_left(machine: Machine, a: Value, x: Value) -> int:
    items = machine.items(a)
    return first_place(machine, len(items), lambda at: not machine.is_less(items[at], x))


def _bisect_right(machine: Machine, a: Value, x: Value) -> int:
    items = machine.items(a)
    return first_place(machine, len(items), lambda at: machine.is_less(x, items[at]))


def _insort(machine: Machine, a: Value, x: Value) -> None:
    list_of(machine, a).insert(_bisect_right(machine, a, x), x)


def _heapify(machine: Machine, heap: Value) -> None:
    """A list in order is a heap."""
    items = list_of(machine, heap)
    items[:] = ordered(machine, items)


def _heap_pop(machine: Machine, heap: Value) -> Value:
    return failing(list_of(machine, heap).pop, 0)


def _heap_push_pop(machine: Machine, heap: Value, item: Value) -> Value:
    _insort(machine, heap, item)
    return _heap_pop(machine, heap)


def _heap_replace(machine: Machine, heap: Value, item: Value) -> Value:
    taken = _heap_pop(machine, heap)
    _insort(machine, heap, item)
    return taken


_MATH = (
    "acos", "asin", "asinh", "atan", "atan2", "ceil", "cos", "degrees", "exp", "fabs", "floor",
    "fmod", "gcd", "hypot", "isfinite", "isinf", "isnan", "isqrt", "log", "log10", "log2", "pow",
    "radians", "sin", "sqrt", "tan", "trunc",
)  # fmt: skip
_STATISTICS = ("fmean", "mean", "median", "pstdev", "pvariance", "stdev", "variance")

MODULES: dict[str, dict[str, LibraryMethod]] = {
    "math": {name: _of_numbers(getattr(math, name)) for name in _MATH},
    "statistics": {name: _of_list(getattr(statistics, name)) for name in _STATISTICS},
    "itertools": {
        "accumulate": _accumulate,
        "chain": _chain,
        "chain.from_iterable": lambda machine, iterable: _chain(machine, *machine.items(iterable)),
        "groupby": _group_by,
        "islice": _islice,
    },
    "functools": {"reduce": _reduce},
    "operator": {"itemgetter": lambda machine, key: Native(lambda owner: machine.item(owner, key))},
    "collections": {
        "Counter": made_counter,
        "OrderedDict": made_map,
        "defaultdict": made_default_map,
        "deque": made_deque,
    },
    "bisect": {
        "bisect": _bisect_right,
        "bisect_left": _bisect_left,
        "bisect_right": _bisect_right,
        "insort": _insort,
    },
    "heapq": {
        "heapify": _heapify,
        "heappop": _heap_pop,
        "heappush": _insort,
        "heappushpop": _heap_push_pop,
        "heapreplace": _heap_replace,
        "nlargest": _some_of_order(is_largest=True),
        "nsmallest": _some_of_order(is_largest=False),
    },
    "copy": {"copy": copy_, "deepcopy": lambda machine, x: copied(machine.resolved(x))},
    "re": RE,
}
"""Functions by module and name."""

_OFTEN_OTHERS = frozenset({"bisect", "copy", "log", "pow", *RE})
"""Names that rather mean another function where they stand without their module."""

BARE: dict[str, LibraryMethod] = {
    name: function
    for table in MODULES.values()
    for name, function in table.items()
    if name not in _OFTEN_OTHERS
}
"""Functions that are imported by their names."""
