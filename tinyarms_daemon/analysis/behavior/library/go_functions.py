"""Functions that Go has built in, `math`, `sort`, `slices` and spans of time."""
# ruff: noqa: ARG001, ARG005  (all are called with the machine, and with what the language gives)

import math
import struct

from tinyarms_daemon.analysis.behavior.library.go_text import byte_length, character
from tinyarms_daemon.analysis.behavior.library.script_numbers import (
    logarithm,
    of_numbers,
    rounding,
)
from tinyarms_daemon.analysis.behavior.library.shared import (
    asked,
    bounded,
    copied,
    extreme,
    first_place,
    is_of_unknown_type,
    list_of,
    map_of,
    ordered,
    ordered_by_comparing,
    position_of,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import MOST_ITEMS, capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    Drawn,
    DrawnRecord,
    Failure,
    Instance,
    TextBuilder,
    Value,
)

_ITEMS_OF_A_STEP = 10  # to fill a list is not for nothing
_TYPES: dict[str, type | tuple[type, ...]] = {
    "number": int, "float": float, "text": str, "truth": bool, "list": list, "map": dict,
}  # fmt: skip


def _len(machine: Machine, value: Value) -> int:
    value = machine.resolved(value, "list")
    if isinstance(value, str):
        return byte_length(value)
    if isinstance(value, (list, tuple, dict, set)):
        return len(value)
    if value is None:
        return 0
    raise Unsupported(f"the length of {type(value).__name__}")


def _as_type(machine: Machine, value: Value, kind: str, name: str, zero: Value) -> Value:
    """A value that has a type, and whether it does."""
    value = asked(machine, value, kind) if kind else machine.resolved(value)
    if value is None:
        has = name == "nil"
    elif isinstance(value, Drawn | DrawnRecord | Instance):
        has = getattr(getattr(value, "type", None), "name", "") == name
        has = has or (not kind and is_of_unknown_type(machine, value, name))
    elif kind in _TYPES:
        has = isinstance(value, _TYPES[kind]) and (kind == "truth") == isinstance(value, bool)
    else:
        raise Unsupported("whether a value has a type")
    return (value if has else zero, has)


def _choosing(*, is_largest: bool) -> LibraryMethod:
    return lambda machine, *values: extreme(machine, values, is_largest=is_largest)


def _copy(machine: Machine, target: Value, source: Value) -> int:
    items = list_of(machine, target)
    count = min(len(items), len(machine.items(source)))
    items[:count] = machine.items(source)[:count]
    return count


def _delete(machine: Machine, values: Value, key: Value) -> None:
    map_of(machine, values).pop(machine.key(key), None)


def _panic(machine: Machine, value: Value) -> Value:
    raise Failure("panic")


def _string(machine: Machine, value: Value) -> str:
    """A text of runes, of one, or of another type of text."""
    value = machine.resolved(value)
    if isinstance(value, (list, tuple)):
        return capped("".join(character(machine, item) for item in value))
    return character(machine, value) if isinstance(value, (int, float)) else machine.text(value)


def _runes(machine: Machine, value: Value) -> Value:
    value = machine.resolved(value, "text")
    return list(value) if isinstance(value, list) else list(map(ord, machine.text(value)))


def _zeros(machine: Machine, length: Value, zero: Value) -> Value:
    count = whole(machine, length)
    if count < 0:
        raise Failure("a list of less than nothing")
    if count > MOST_ITEMS:
        raise Unsupported("a long list")
    for _ in range(count // _ITEMS_OF_A_STEP):
        machine.step()
    return [copied(zero) for _ in range(count)]


def _whole_of(bits: int, *, has_sign: bool) -> LibraryMethod:
    """A conversion, which cuts fractions off and wraps around."""

    def convert(machine: Machine, value: Value) -> int:
        wrapped = whole(machine, value) & ((1 << bits) - 1)
        if has_sign and wrapped >> (bits - 1):
            wrapped -= 1 << bits
        return int(bounded(wrapped))

    return convert


def _short_float(machine: Machine, value: Value) -> float:
    made: float = struct.unpack("f", struct.pack("f", bounded(machine.number(value))))[0]
    return made


# math


def _half_away(number: float) -> int:
    below = math.floor(abs(number))
    nearest = below + (abs(number) - below >= 0.5)
    return -nearest if number < 0 else nearest


def _power(base: float, exponent: float) -> float:
    return math.inf if base == 0 and exponent < 0 else math.pow(base, exponent)


def _max(left: float, right: float) -> float:
    return max(left, right)


def _min(left: float, right: float) -> float:
    return min(left, right)


def _floating(function: LibraryMethod) -> LibraryMethod:
    return lambda machine, *values: float(function(machine, *values))  # type: ignore[arg-type]


_SAME_IN_PYTHON = ("acos", "asin", "atan", "cos", "exp", "sin", "sqrt", "tan")
_MATH: dict[str, LibraryMethod] = {
    **{name.capitalize(): of_numbers(getattr(math, name)) for name in _SAME_IN_PYTHON},
    "Abs": of_numbers(abs), "Atan2": of_numbers(math.atan2, 2), "Ceil": rounding(math.ceil),
    "Floor": rounding(math.floor), "Hypot": of_numbers(math.hypot, 2), "Log": logarithm(math.log),
    "Log10": logarithm(math.log10), "Log2": logarithm(math.log2), "Max": of_numbers(_max, 2),
    "Min": of_numbers(_min, 2), "Mod": of_numbers(math.fmod, 2), "Pow": of_numbers(_power, 2),
    "Round": rounding(_half_away), "Trunc": rounding(math.trunc),
}  # fmt: skip


# sort and slices


def _sort(machine: Machine, values: Value) -> None:
    items = list_of(machine, values)
    items[:] = ordered(machine, items)


def _sort_by_places(machine: Machine, values: Value, less: Value) -> None:
    """`sort.Slice`, whose function reads the list itself at two places: by insertion, as Go sorts
    up to 12 items. What it does with equal ones of more is left open."""
    items = list_of(machine, values)
    for end in range(1, len(items)):
        at = end
        while at > 0 and machine.is_true(machine.call(less, [at, at - 1])):
            machine.step()
            items[at - 1], items[at] = items[at], items[at - 1]
            at -= 1


def _sort_by_comparing(machine: Machine, values: Value, compare: Value) -> None:
    items = list_of(machine, values)
    items[:] = ordered_by_comparing(machine, items, compare)


def _compare(machine: Machine, left: Value, right: Value) -> int:
    return machine.is_less(right, left) - machine.is_less(left, right)


def _sort_by_itself(machine: Machine, values: Value) -> Value:
    raise Unsupported("an order of its own, in which a list is put")


def _compact(machine: Machine, values: Value) -> Value:
    kept: list[Value] = []
    for item in machine.items(values):
        machine.step()
        if not kept or not machine.equals(kept[-1], item):
            kept.append(item)
    return kept


def _insert(machine: Machine, values: Value, at: Value, *items: Value) -> Value:
    known, place = list(machine.items(values)), whole(machine, at)
    if not 0 <= place <= len(known):
        raise Failure("beyond the end")
    return capped([*known[:place], *items, *known[place:]])


def _delete_part(machine: Machine, values: Value, start: Value, end: Value) -> Value:
    known, first, last = list(machine.items(values)), whole(machine, start), whole(machine, end)
    if not 0 <= first <= last <= len(known):
        raise Failure("beyond the end")
    return known[:first] + known[last:]


def _search_ordered(machine: Machine, values: Value, wanted: Value) -> int:
    items = machine.items(values)
    return first_place(machine, len(items), lambda at: not machine.is_less(items[at], wanted))


def _binary_search(machine: Machine, values: Value, wanted: Value) -> Value:
    at, items = _search_ordered(machine, values, wanted), machine.items(values)
    return at, at < len(items) and machine.equals(items[at], wanted)


def _concat(machine: Machine, *lists: Value) -> Value:
    return capped([item for each in lists for item in machine.items(each)])


def _copy_map(machine: Machine, target: Value, source: Value) -> None:
    map_of(machine, target).update(map_of(machine, source))


def _search(machine: Machine, n: Value, function: Value) -> int:
    return first_place(
        machine, whole(machine, n), lambda at: machine.is_true(machine.call(function, [at]))
    )


def _index(machine: Machine, values: Value, wanted: Value) -> int:
    return position_of(machine, machine.items(values), wanted)


def _index_by(machine: Machine, values: Value, function: Value) -> int:
    items = list(machine.items(values))
    wanted = (
        at for at, item in enumerate(items) if machine.is_true(machine.call(function, [item]))
    )
    return next(wanted, -1)


def _ones(machine: Machine, value: Value) -> int:
    return (whole(machine, value) & ((1 << 64) - 1)).bit_count()


def _are_equal(machine: Machine, left: Value, right: Value) -> bool:
    """`reflect.DeepEqual` and the like; lists are looked into."""
    left, right = machine.resolved(left), machine.resolved(right)
    if isinstance(left, list) and isinstance(right, list):
        pairs = zip(left, right, strict=False)
        return len(left) == len(right) and all(machine.equals(*pair) for pair in pairs)
    return machine.equals(left, right)


# Spans of time count nanoseconds.

_UNITS = {
    "Nanosecond": 1, "Microsecond": 10**3, "Millisecond": 10**6, "Second": 10**9,
    "Minute": 60 * 10**9, "Hour": 3_600 * 10**9,
}  # fmt: skip


def _in_units(nanoseconds: int) -> LibraryMethod:
    return lambda machine, owner: machine.number(owner) / nanoseconds


def _milliseconds(machine: Machine, owner: Value) -> int:
    return math.trunc(bounded(machine.number(owner)) / _UNITS["Millisecond"])


SPAN_METHODS: dict[str, LibraryMethod] = {
    "Hours": _in_units(_UNITS["Hour"]), "Milliseconds": _milliseconds,
    "Minutes": _in_units(_UNITS["Minute"]), "Seconds": _in_units(_UNITS["Second"]),
}  # fmt: skip

FUNCTIONS: dict[str, LibraryMethod] = {
    **{f"math.{name}": _floating(function) for name, function in _MATH.items()},
    **{f"int{bits}": _whole_of(bits, has_sign=True) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": _whole_of(bits, has_sign=False) for bits in (8, 16, 32, 64)},
    "*as type": _as_type, "*builder": lambda machine: TextBuilder(),
    "*runes": _runes, "*zeros": _zeros,
    "append": lambda machine, values, *items: capped([*machine.items(values), *items]),
    "byte": _whole_of(8, has_sign=False), "cap": _len, "cmp.Compare": _compare, "copy": _copy,
    "delete": _delete, "float32": _short_float,
    "float64": lambda machine, value: float(machine.number(value)),
    "int": _whole_of(64, has_sign=True), "len": _len,
    "math.Inf": lambda machine, sign: math.inf if machine.number(sign) >= 0 else -math.inf,
    "math.IsNaN": lambda machine, value: math.isnan(machine.number(value)),
    "math.NaN": lambda machine: math.nan,
    "max": _choosing(is_largest=True), "min": _choosing(is_largest=False), "panic": _panic,
    "rune": _whole_of(32, has_sign=True),
    **dict.fromkeys(("bits.OnesCount", "bits.OnesCount32", "bits.OnesCount64"), _ones),
    **dict.fromkeys(("reflect.DeepEqual", "slices.Equal"), _are_equal),
    **dict.fromkeys(("sort.SearchInts", "sort.SearchStrings"), _search_ordered),
    "maps.Clone": lambda machine, values: dict(map_of(machine, values)), "maps.Copy": _copy_map,
    "slices.BinarySearch": _binary_search, "slices.Compact": _compact, "slices.Concat": _concat,
    "slices.Delete": _delete_part, "slices.Insert": _insert,
    "slices.Clone": lambda machine, values: list(machine.items(values)),
    "slices.Contains": lambda machine, values, wanted: _index(machine, values, wanted) >= 0,
    "slices.ContainsFunc": lambda machine, values, wanted: _index_by(machine, values, wanted) >= 0,
    "slices.Index": _index, "slices.IndexFunc": _index_by,
    "slices.Max": lambda machine, values: extreme(machine, machine.items(values), is_largest=True),
    "slices.Min": lambda machine, values: extreme(machine, machine.items(values), is_largest=False),
    "slices.Reverse": lambda machine, values: list_of(machine, values).reverse(),
    "slices.Sort": _sort, "slices.SortFunc": _sort_by_comparing,
    "slices.SortStableFunc": _sort_by_comparing, "sort.Float64s": _sort, "sort.Ints": _sort,
    "sort.Search": _search, "sort.Slice": _sort_by_places, "sort.SliceStable": _sort_by_places,
    "sort.Sort": _sort_by_itself, "sort.Stable": _sort_by_itself,
    "sort.Strings": _sort, "string": _string, "time.Duration": _whole_of(64, has_sign=True),
    "uint": _whole_of(64, has_sign=False),
}  # fmt: skip

CONSTANTS: dict[str, Value] = {
    **{f"time.{name}": nanoseconds for name, nanoseconds in _UNITS.items()},
    **{f"math.MaxInt{bits}": 2 ** (bits - 1) - 1 for bits in (8, 16, 32, 64)},
    **{f"math.MinInt{bits}": -(2 ** (bits - 1)) for bits in (8, 16, 32, 64)},
    "math.MaxFloat64": 1.7976931348623157e308, "math.MaxInt": 2**63 - 1, "math.MinInt": -(2**63),
    "math.Pi": math.pi,
}  # fmt: skip
