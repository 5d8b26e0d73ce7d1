"""What items, fields and methods of a value give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tinyarms_daemon.analysis.behavior.draws import hashed
from tinyarms_daemon.analysis.behavior.places import plain
from tinyarms_daemon.analysis.behavior.terms import INITIAL, OVERRIDDEN, Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    NOT_THERE,
    OF_A_RECORD,
    Closure,
    DefaultMap,
    Drawn,
    DrawnFunction,
    DrawnMap,
    DrawnRecord,
    Failure,
    GlobalPattern,
    Instance,
    Native,
    OrderedSet,
    Path,
    Record,
    TextBuilder,
    Unresolved,
    Value,
    ZeroMap,
)

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.machine import Machine

_ASKED_OF_SIGNS = frozenset(
    {"isalnum", "isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "isupper"}
)
_LENGTHS = frozenset({"length", "size"})
# Parts of a span between two moments, which are drawn as numbers.
_PARTS_OF_SPANS = frozenset({"days", "seconds"})
_STEPS_OF_PROMISES = frozenset({"then", "catch", "finally"})


def as_record(machine: Machine, owner: Value) -> Value:
    """An owner whose fields are read by texts that are written out: of unknown kind, a record."""
    if isinstance(owner, Drawn) and isinstance(machine.resolved(owner), Drawn | DrawnRecord):
        return machine.resolved(owner, "record")
    return owner


def item_of(machine: Machine, owner: Value, key: Value) -> Value:
    """`owner[key]`: an index, or a key."""
    owner = machine.resolved(owner)
    if isinstance(owner, Drawn):
        key = machine.resolved(key)
        if isinstance(key, Drawn):
            key = machine.resolved(key, "text")
        owner = machine.resolved(owner, "list" if isinstance(key, int | float) else "map")
    match owner:
        case str() if machine.language == "go":
            return _at(machine, owner.encode("utf-8", "surrogatepass"), machine.number(key))
        case list() | tuple() | str():
            return _at(machine, owner, machine.number(key))
        case dict():
            return _value_at(machine, owner, machine.key(key))
        case DrawnRecord():
            return machine.member(owner, name_of_key(machine, owner, machine.resolved(key)))
        case None:
            raise Failure("None has no items")
        case _:
            raise Unsupported(f"an item of {type(owner).__name__}")


def name_of_key(machine: Machine, owner: DrawnRecord, key: Value) -> str:
    """What a field is called by its key: a name, or the number of a part of a tuple."""
    return machine.inputs.part_name(owner, key) if isinstance(key, int) else machine.text(key)


def _at(machine: Machine, owner: list[Value] | tuple[Value, ...] | str | bytes, at: float) -> Value:
    is_there = at == at and -len(owner) <= int(at) < len(owner)  # noqa: PLR0124  (NaN is not)
    if not is_there or (at < 0 and machine.language != "python"):
        if machine.language == "script":
            return None
        raise Failure("beyond the end", "IndexError")
    return owner[int(at)]


def _value_at(machine: Machine, owner: dict[Value, Value], key: Value) -> Value:
    if key in owner:
        return owner[key]
    if machine.language == "script":
        return None
    if isinstance(owner, DefaultMap):
        made = owner.make()
        if owner.keeps:
            owner[key] = made
        return made
    if machine.language == "go":
        if isinstance(owner, ZeroMap) and owner.zero is not None:
            return owner.zero()
        if isinstance(owner, DrawnMap):
            return Drawn((*owner.path, *NOT_THERE))
        raise Unsupported("an unknown zero")
    raise Failure("no such key", "KeyError")


def member_of(machine: Machine, owner: Value, name: str) -> Value:
    """`owner.name`: a field, a method as a value, or the length."""
    machine.step()
    owner = _in_order(machine, machine.resolved(owner))
    if isinstance(owner, Drawn):
        is_length = name == "length" and machine.language == "script"
        owner = machine.resolved(owner, "list" if is_length else "record")
    match owner:
        case None:
            raise Failure("None has no fields")
        case DrawnRecord():
            return owner.written.get(plain(name), Drawn((*owner.path, f".{plain(name)}")))
        case Instance():
            return _member_of_instance(machine, owner, name)
        case _ if machine.language == "script" and name in _LENGTHS and _has_length(owner, name):
            return len(owner)  # type: ignore[arg-type]
        case dict():
            return _field(machine, owner, name)
        case int() | float() if name in _PARTS_OF_SPANS:
            return owner
        case str() | int() | float() if not isinstance(owner, bool):
            return Drawn((f"{plain(name)} of", hashed(owner)))
        case _:
            raise Unsupported(f"a field of {type(owner).__name__}")


def _in_order(machine: Machine, owner: Value) -> Value:
    """What has an order is a number, whatever fields and methods it has: dates."""
    if isinstance(owner, Drawn) and machine.inputs.kind(owner) == "number":
        return machine.guessed(owner, "number")
    return owner


def _has_length(owner: Value, name: str) -> bool:
    is_record_with_it = isinstance(owner, Record) and name in owner
    return isinstance(owner, list | tuple | str | dict | set) and not is_record_with_it


def _field(machine: Machine, owner: Mapping[str, Value], name: str) -> Value:
    if name in owner:
        return owner[name]
    for key, value in owner.items():
        if isinstance(key, str) and plain(key) == plain(name):
            return value
    if OF_A_RECORD in owner:
        return machine.member(owner[OF_A_RECORD], name)
    if machine.language == "script":
        return None
    raise Unsupported("an unknown field")


def _member_of_instance(machine: Machine, owner: Instance, name: str) -> Value:
    type_ = owner.type
    if name in owner:
        return owner[name]
    if name in type_.getters:
        return machine.call(Closure(type_.getters[name], machine.inner(), owner), ())
    if name in type_.methods:
        return decorated(machine, Closure(type_.methods[name], machine.inner(), owner))
    if owner.path:
        return owner.setdefault(name, Drawn((*owner.path, f".{plain(name)}")))
    if machine.language == "script":
        return None
    default = type_.fields.get(name)
    if default is None:
        raise Failure("no such field")
    return owner.setdefault(name, machine.evaluate(default, machine.inner()))


def decorated(machine: Machine, function: Closure) -> Value:
    """A function, or what decorators make of it of which nothing is known."""
    names = function.function.decorators
    return machine.uninterpreted(f"@{' @'.join(names)}", [function]) if names else function


def method_called(
    machine: Machine, owner: Value, name: str, arguments: list[Value], named: dict[str, Value]
) -> Value:
    """What a method gives: one of the language's own, of an object, or of what nothing is known."""
    drawn = owner
    owner = machine.resolved(owner) if not isinstance(owner, Unresolved) else owner
    if machine.language == "script" and name in _STEPS_OF_PROMISES and not _has(owner, name):
        return _step_of_promise(machine, owner, name, arguments)
    if isinstance(drawn, Drawn) and name in _ASKED_OF_SIGNS:
        machine.inputs.note_sign(drawn)
    methods = machine.library.methods
    wanted = machine.library.kind_by_method.get(name)
    is_known = name in methods.get(_kind_of_owner(owner), {}) or _has(owner, name)
    if isinstance(drawn, Drawn) and owner is not None and wanted is not None and not is_known:
        owner = machine.resolved(drawn, wanted)
    if owner is None:
        raise Failure("None has no methods")
    if isinstance(owner, Instance) and owner.path and not owner.has(name):
        if name.startswith(OVERRIDDEN) and name.endswith(INITIAL):
            owner.give(machine.canonical([*arguments, *named.values()]))
            return None
        return _unknown_method(machine, owner.path, name, [*arguments, *named.values()])
    if isinstance(owner, Instance) or _has(owner, name):
        return machine.call(machine.member(owner, name), arguments, named)
    if isinstance(owner, DrawnRecord) and name == "get" and machine.language == "python":
        return _field_or_default(machine, owner, *arguments)
    known = methods.get(_kind_of_owner(owner), {}).get(name)
    if known is not None:
        return known(machine, owner, *arguments, **named)
    owner = _in_order(machine, owner)
    if isinstance(owner, Drawn):
        owner = machine.resolved(owner, "record")
    match owner:
        case DrawnRecord() | DrawnFunction():
            return _unknown_method(machine, owner.path, name, [*arguments, *named.values()])
        case bool() | set() | dict() | list() | tuple() | re.Pattern():
            raise Unsupported(f"{name} of {type(owner).__name__}")
        case str() | int() | float():
            return machine.uninterpreted(name, [owner, *arguments])
        case _:
            raise Unsupported(f"{name} of {type(owner).__name__}")


def _step_of_promise(
    machine: Machine, owner: Value, name: str, arguments: Sequence[Value]
) -> Value:
    """A promise is what it is kept with, so that its steps are calls."""
    if name == "finally" and arguments:
        machine.call(arguments[0], ())
    return machine.call(arguments[0], [owner]) if name == "then" and arguments else owner


def _unknown_method(machine: Machine, path: Path, name: str, arguments: list[Value]) -> Value:
    if name.startswith(OVERRIDDEN):  # of whichever class
        name = OVERRIDDEN + name.rpartition(".")[2]
    return machine.uninterpreted(f".{name}", arguments, path)


def _field_or_default(
    machine: Machine, owner: DrawnRecord, key: Value, default: Value = None
) -> Value:
    value = machine.member(owner, machine.text(key))
    is_none = isinstance(value, Drawn) and machine.inputs.is_none(value, asked=True)
    return default if is_none else value


def _has(owner: Value, name: str) -> bool:
    """Whether a record keeps a function under a name."""
    if isinstance(owner, DrawnRecord):
        return plain(name) in owner.written
    return isinstance(owner, Record) and name in owner


def _kind_of_owner(owner: Value) -> str:
    match owner:
        case str():
            return "text"
        case bool():
            return "truth"
        case int() | float():
            return "number"
        case list() | tuple():
            return "list"
        case set() | OrderedSet():
            return "set"
        case dict():
            return "map"
        case TextBuilder():
            return "builder"
        case re.Pattern() | GlobalPattern():
            return "pattern"
        case Closure() | Native() | DrawnFunction():
            return "function"
        case _:
            return ""
