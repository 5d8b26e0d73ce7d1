"""A form of values in which what is the same in any language is equal."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING

from tinyarms_daemon.analysis.behavior.operators import alike
from tinyarms_daemon.analysis.behavior.places import plain
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    OF_A_RECORD,
    Closure,
    Drawn,
    DrawnFunction,
    DrawnRecord,
    Failure,
    OrderedSet,
    Record,
    RecordKey,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tinyarms_daemon.analysis.behavior.machine import Machine

_DEEPEST = 8
_LONGEST_RECORD = 4
NOT_A_NUMBER = "NaN"
_DIGITS = 9
"""Sums in another order agree in so many."""
_LONGER = 10**_DIGITS  # than that: no digit of a whole number below it is left out


def canonical_form(machine: Machine, value: Value, depth: int = 0) -> Value:
    """Numbers without their types, records without the names of their fields, which differ from
    language to language; sets and maps in order. Unsupported for patterns and the like."""
    machine.step()
    if depth > _DEEPEST:
        raise Unsupported("nested too deeply")
    value = _settled(machine, value)
    if value is None or isinstance(value, str | int | float):
        return _plain_form(value)

    def inner(values: Iterable[Value]) -> list[Value]:
        # What is called on the way, to know it, may write into them.
        return [canonical_form(machine, each, depth + 1) for each in [*values]]

    match value:
        case list() | tuple():
            return _of_items(inner(value))
        case Record() if OF_A_RECORD in value:
            return _changed(machine, value[OF_A_RECORD], value, depth)
        case Record():
            return ("record", *sorted(inner(value.values()), key=repr))
        case OrderedSet() | set() | frozenset():
            return ("set", *sorted(inner(value), key=repr))
        case dict() if value and all(map(_is_presence, value.values())):  # a set of Go
            return ("set", *sorted(inner(value), key=repr))
        case dict():
            pairs = zip(inner(value), inner(value.values()), strict=True)
            return ("map", *sorted(pairs, key=repr))
        case RecordKey():
            return value.canonical
        case DrawnRecord():
            return _changed(machine, value, value.written, depth)
        case Drawn() | DrawnFunction():
            return ("drawn", *machine.inputs.place(value.path))
        case Closure():
            return ("function", _given_by(machine, value, depth))
        case _:
            raise Unsupported(f"{type(value).__name__} compared")


def _plain_form(value: float | str | None) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int) and -_LONGER < value < _LONGER:
        return float(value)
    return _number(value)


def _settled(machine: Machine, value: Value) -> Value:
    """A value, of the kind that was guessed where nothing more is known, and without a trace of it
    having been looked at; as it is where it is only handed on."""
    if not isinstance(value, Drawn):
        return machine.resolved(value)
    if machine.inputs.is_only_handed_on(value):
        return value
    seen = machine.inputs.peek(value)
    is_guess = isinstance(seen, Drawn) and machine.inputs.kind(seen) is not None
    return machine.guessed(seen, "") if is_guess else seen


def _given_by(machine: Machine, function: Closure, depth: int) -> Value:
    """A function is known by what it gives and does when whoever takes it calls it once."""
    parameters = function.function.parameters
    arguments = [Drawn((f"argument {number}",)) for number in range(len(parameters))]
    try:
        return canonical_form(machine, machine.call(function, arguments), depth + 1)
    except Failure:
        return "fails"


def _of_items(items: list[Value]) -> Value:
    """A few values of several kinds are a record without names, as tuples are; else a list."""
    kinds = {each[0] if isinstance(each, tuple) else type(each) for each in items}
    if len(kinds) > 1 and len(items) <= _LONGEST_RECORD:
        return ("record", *sorted(items, key=repr))
    return ("list", *items)


def _changed(
    machine: Machine, drawn: Value, fields: Mapping[str, Value], depth: int
) -> tuple[Value, ...]:
    """A drawn record with what was written into it, or into a copy of it."""
    written = [
        (machine.inputs.name(name), canonical_form(machine, value, depth + 1))
        for name, value in [*fields.items()]  # written into, as above
        if name != OF_A_RECORD and not _is_there(drawn, name, value)
    ]
    place = machine.inputs.place(drawn.path) if isinstance(drawn, DrawnRecord) else ()
    return ("drawn", *place, *sorted(written, key=repr))


def _is_there(drawn: Value, name: str, value: Value) -> bool:
    """Whether a field is what it was before it was written."""
    path = drawn.path if isinstance(drawn, DrawnRecord) else ()
    return isinstance(value, Drawn) and value.path == (*path, f".{plain(name)}")


def _number(value: float) -> Value:
    if isnan(value):
        return NOT_A_NUMBER
    if isinf(value):
        return "infinite"
    return float(f"{value:.{_DIGITS}g}") + 0.0  # no zero below zero


def _is_presence(value: Value) -> bool:
    return value is True or (isinstance(value, Record) and not value)


def equal(machine: Machine, left: Value, right: Value) -> bool:
    """Whether two values are the same. A drawn one that is compared with None may be None."""
    left, right = machine.resolved(left), machine.resolved(right)
    if isinstance(left, Closure) or isinstance(right, Closure):
        return left is right
    if left is None or right is None:
        other = right if left is None else left
        if isinstance(other, Drawn):
            return machine.inputs.is_none(other, asked=True)
        return left is right
    if isinstance(left, Drawn) and left == right:
        return True
    left, right = alike(machine, left, right, "number")
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if isinstance(left, int | float | str) and isinstance(right, int | float | str):
        return left == right
    return machine.canonical(left) == machine.canonical(right)
