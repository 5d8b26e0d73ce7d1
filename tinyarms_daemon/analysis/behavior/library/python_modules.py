"""Modules that small functions of Python import."""

import itertools
import math
import statistics
import unicodedata
from collections.abc import Callable, Iterable, Sequence

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
from tinyarms_daemon.analysis.behavior.operators import MOST_ITEMS, capped, compared
from tinyarms_daemon.analysis.behavior.terms import Relation, Unsupported
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


def _chained(machine: Machine, iterables: Iterable[Value]) -> list[Value]:
    return capped([item for each in iterables for item in machine.items(each)])


def _chain(machine: Machine, *iterables: Value) -> Value:
    return Taken(_chained(machine, iterables))


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


def _rows_to_the_last(machine: Machine, *iterables: Value, fillvalue: Value = None) -> Value:
    columns = [machine.items(each) for each in iterables]
    return Taken(itertools.zip_longest(*columns, fillvalue=fillvalue))


def _while(machine: Machine, predicate: Value, iterable: Value) -> int:
    """How many items there are in front of the first one for which a function does not hold."""
    items = machine.items(iterable)
    held = (machine.is_true(machine.call(predicate, [item])) for item in items)
    return next((at for at, holds in enumerate(held) if not holds), len(items))


def _take_while(machine: Machine, predicate: Value, iterable: Value) -> Value:
    return Taken(machine.items(iterable)[: _while(machine, predicate, iterable)])


def _drop_while(machine: Machine, predicate: Value, iterable: Value) -> Value:
    return Taken(machine.items(iterable)[_while(machine, predicate, iterable) :])


def _filter_false(machine: Machine, predicate: Value, iterable: Value) -> Value:
    return Taken(
        item
        for item in machine.items(iterable)
        if not machine.is_true(item if predicate is None else machine.call(predicate, [item]))
    )


def _star_map(machine: Machine, function: Value, rows: Value) -> Value:
    return Taken(machine.call(function, machine.items(row)) for row in machine.items(rows))


def _product(machine: Machine, *iterables: Value, repeat: Value = 1) -> Value:
    columns = [machine.items(each) for each in iterables] * max(0, whole(machine, repeat))
    _check_count(math.prod(map(len, columns)))
    return Taken(itertools.product(*columns))


def _choices(
    chosen: Callable[[Sequence[Value], int], Iterable[Value]], count: Callable[[int, int], int]
) -> LibraryMethod:
    """`permutations` and `combinations`."""

    def call(machine: Machine, iterable: Value, r: Value = None) -> Value:
        items = machine.items(iterable)
        most = optional_whole(machine, r)
        size = len(items) if most is None else max(0, most)
        _check_count(count(len(items), size))
        return Taken(chosen(items, size))

    return call


def _check_count(count: int) -> None:
    if count > MOST_ITEMS:
        raise Unsupported("a long list")


def _repeat(machine: Machine, object_: Value, times: Value) -> Value:
    count = max(0, whole(machine, times))
    _check_count(count)
    return Taken([object_] * count)


def _pairwise(machine: Machine, iterable: Value) -> Value:
    return Taken(itertools.pairwise(machine.items(iterable)))


def _partial(machine: Machine, function: Value, *given: Value) -> Value:
    return Native(lambda *others: machine.call(function, [*given, *others]))


def _combined(operator: str) -> LibraryMethod:
    return lambda machine, left, right: machine.combined(operator, left, right)


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


_RELATIONS: dict[str, Relation] = {
    "eq": "equal", "ge": "at least", "gt": "more", "le": "at most", "lt": "less", "ne": "unequal",
}  # fmt: skip


def _compared(relation: Relation) -> LibraryMethod:
    return lambda machine, left, right: compared(machine, relation, left, right)


def _normalized(machine: Machine, form: Value, text: Value) -> str:
    return capped(str(failing(unicodedata.normalize, machine.text(form), machine.text(text))))


_MATH = (
    "acos", "asin", "asinh", "atan", "atan2", "cbrt", "ceil", "comb", "copysign", "cos", "degrees",
    "exp", "expm1", "fabs", "floor", "fmod", "gcd", "hypot", "isfinite", "isinf", "isnan", "isqrt",
    "lcm", "log", "log10", "log1p", "log2", "perm", "pow", "radians", "sin", "sqrt", "tan", "trunc",
)  # fmt: skip
_STATISTICS = ("fmean", "mean", "median", "pstdev", "pvariance", "stdev", "variance")

MODULES: dict[str, dict[str, LibraryMethod]] = {
    "math": {
        **{name: _of_numbers(getattr(math, name)) for name in _MATH},
        "fsum": _of_list(math.fsum),
        "prod": _of_list(math.prod),
    },
    "statistics": {name: _of_list(getattr(statistics, name)) for name in _STATISTICS},
    "itertools": {
        "accumulate": _accumulate,
        "chain": _chain,
        "chain.from_iterable": lambda machine, iterable: _chain(machine, *machine.items(iterable)),
        "combinations": _choices(itertools.combinations, math.comb),
        "dropwhile": _drop_while,
        "filterfalse": _filter_false,
        "groupby": _group_by,
        "islice": _islice,
        "pairwise": _pairwise,
        "permutations": _choices(itertools.permutations, math.perm),
        "product": _product,
        "repeat": _repeat,
        "starmap": _star_map,
        "takewhile": _take_while,
        "zip_longest": _rows_to_the_last,
    },
    "functools": {"partial": _partial, "reduce": _reduce},
    "operator": {
        "add": _combined("add"),
        "attrgetter": lambda machine, name: Native(
            lambda owner: machine.member(owner, machine.text(name))
        ),
        "itemgetter": lambda machine, key: Native(lambda owner: machine.item(owner, key)),
        "mul": _combined("multiply"),
        "sub": _combined("subtract"),
        **{name: _compared(relation) for name, relation in _RELATIONS.items()},
    },
    "unicodedata": {"normalize": _normalized},
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
        "insort_right": _insort,
    },
    "heapq": {
        "heapify": _heapify,
        "heappop": _heap_pop,
        "heappush": _insort,
        "heappushpop": _heap_push_pop,
        "heapreplace": _heap_replace,
        "merge": lambda machine, *iterables: Taken(ordered(machine, _chained(machine, iterables))),
        "nlargest": _some_of_order(is_largest=True),
        "nsmallest": _some_of_order(is_largest=False),
    },
    "copy": {"copy": copy_, "deepcopy": lambda machine, x: copied(machine.resolved(x))},
    "re": RE,
}
"""Functions by module and name."""

_OFTEN_OTHERS = {
    "add", "bisect", "copy", "log", "merge", "mul", "normalize", "pow", "prod", "product", "repeat",
    "sub", *RE,
}  # fmt: skip
"""Names that rather mean another function where they stand without their module."""

BARE: dict[str, LibraryMethod] = {
    name: function
    for table in MODULES.values()
    for name, function in table.items()
    if name not in _OFTEN_OTHERS
}
"""Functions that are imported by their names."""
