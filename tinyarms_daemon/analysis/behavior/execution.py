"""What each statement does, and where values go."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tinyarms_daemon.analysis.behavior.members import as_record, name_of_key
from tinyarms_daemon.analysis.behavior.places import plain
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Block,
    Break,
    Constant,
    Continue,
    Define,
    Evaluate,
    Expression,
    For,
    If,
    Ignored,
    Item,
    Member,
    Name,
    Raise,
    Rest,
    Return,
    Slice,
    Statement,
    Switch,
    Target,
    Try,
    Unpacked,
    UnpackedFields,
    Unsupported,
    While,
    WithDefault,
)
from tinyarms_daemon.analysis.behavior.values import (
    Closure,
    Drawn,
    DrawnRecord,
    Failure,
    Instance,
    OrderedSet,
    Raised,
    Record,
    Scope,
    Value,
)

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.machine import Machine

_ALL_ERRORS = frozenset({"Exception", "BaseException"})
_MOST_HOLES = 200  # that JavaScript may leave in a list
_SHORTEST_NAME = 3  # that says which part of a tuple it is


class Returned(Exception):
    """A function gives this."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class _Left(Exception):
    """`break`."""


class _Continued(Exception):
    """`continue`."""


def execute(machine: Machine, body: Sequence[Statement], scope: Scope) -> None:
    """Do what statements say."""
    for statement in body:
        machine.step()
        machine.reached.add(id(statement))
        _EXECUTORS[type(statement)](machine, statement, scope)


def _break(machine: Machine, statement: Break, scope: Scope) -> None:
    del machine, statement, scope
    raise _Left


def _continue(machine: Machine, statement: Continue, scope: Scope) -> None:
    del machine, statement, scope
    raise _Continued


def _raise(machine: Machine, statement: Raise, scope: Scope) -> None:
    del machine, scope
    raise Raised("raised", statement.name)


def _assign(machine: Machine, statement: Assign, scope: Scope) -> None:
    value = machine.evaluate(statement.value, scope)
    bind(machine, statement.target, value, scope, declares=statement.declares)


def _evaluate(machine: Machine, statement: Evaluate, scope: Scope) -> None:
    machine.evaluate(statement.expression, scope)


def _holds(machine: Machine, condition: Expression, scope: Scope) -> bool:
    return machine.is_true(machine.evaluate(condition, scope), id(condition))


def _if(machine: Machine, statement: If, scope: Scope) -> None:
    is_so = _holds(machine, statement.condition, scope)
    execute(machine, statement.then if is_so else statement.otherwise, scope)


def _while(machine: Machine, statement: While, scope: Scope) -> None:
    runs = statement.runs_first
    try:
        while runs or _holds(machine, statement.condition, scope):
            runs = False
            machine.step()
            with suppress(_Continued):
                execute(machine, statement.body, scope)
            execute(machine, statement.after, scope)
    except _Left:
        return
    execute(machine, statement.otherwise, scope)


def _for(machine: Machine, statement: For, scope: Scope) -> None:
    values = _looped(machine, machine.evaluate(statement.values, scope), statement.over)
    # A round of Go or JavaScript has variables of its own, which functions may keep.
    has_own = machine.language != "python"
    for value in values:
        machine.step()
        inner = machine.inner(scope) if has_own else scope
        bind(machine, statement.target, value, inner, declares=True)
        try:
            execute(machine, statement.body, inner)
        except _Continued:
            continue
        except _Left:
            return
    execute(machine, statement.otherwise, scope)


def _looped(machine: Machine, values: Value, over: str) -> list[Value]:
    values = machine.resolved(values)
    if over == "values":
        if machine.language == "script" and _is_map(values):
            return list(values.items())  # type: ignore[attr-defined]
        # A list that grows meanwhile is gone through to its new end, but in Go.
        return list(machine.items(values)) if machine.language == "go" else machine.items(values)
    if isinstance(values, Drawn):
        values = machine.resolved(values, "map" if over == "keys" else "list")
    if isinstance(values, dict):
        return list(values.items()) if over == "entries" else list(values)
    if over == "keys":
        return [str(number) for number in range(len(machine.items(values)))]
    if isinstance(values, int) and over == "indexes":
        return list(range(values))
    numbered: list[Value] = machine.items(values)
    if isinstance(values, str):  # Go loops over code points
        numbered = [ord(each) for each in values]
    return list(enumerate(numbered)) if over == "entries" else list(range(len(numbered)))


def _is_map(value: Value) -> bool:
    return isinstance(value, dict) and not isinstance(value, Record | OrderedSet)


def _return(machine: Machine, statement: Return, scope: Scope) -> None:
    value = statement.value
    raise Returned(None if value is None else machine.evaluate(value, scope))


def _try(machine: Machine, statement: Try, scope: Scope) -> None:
    try:
        try:
            execute(machine, statement.body, scope)
        except Failure as failure:
            handler = statement.handler
            if handler is None and statement.handlers:
                handler = _handler_of(failure.name, statement.handlers)
            if handler is None:
                raise
            execute(machine, handler, scope)
        else:
            execute(machine, statement.otherwise, scope)
    finally:
        execute(machine, statement.final, scope)


def _handler_of(
    name: str, handlers: Sequence[tuple[Sequence[str], Sequence[Statement]]]
) -> Sequence[Statement] | None:
    """The first one that takes an error of that name. Unsupported where that is not known."""
    raised = getattr(builtins, name, None)
    for names, body in handlers:
        if not names or name in names or not _ALL_ERRORS.isdisjoint(names):
            return body
        found = [getattr(builtins, each, None) for each in names]
        taken = [each for each in found if isinstance(each, type)]
        if not isinstance(raised, type) or len(taken) < len(found):
            raise Unsupported("which handler takes an error")
        if issubclass(raised, tuple(taken)):
            return body
    return None


def _switch(machine: Machine, statement: Switch, scope: Scope) -> None:
    subject = True if statement.subject is None else machine.evaluate(statement.subject, scope)
    is_in = False
    try:
        for tests, body in statement.cases:
            is_in = is_in or any(
                machine.equals(subject, machine.evaluate(test, scope)) for test in tests
            )
            if is_in:
                execute(machine, body, scope)
                if not statement.falls_through:
                    return
        execute(machine, statement.default or (), scope)
    except _Left:
        return


def _define(machine: Machine, statement: Define, scope: Scope) -> None:
    scope.variables[statement.name] = machine.evaluate(statement.function, scope)


def _block(machine: Machine, statement: Block, scope: Scope) -> None:
    execute(machine, statement.body, scope)


_EXECUTORS: dict[type, Callable[[Machine, Any, Scope], None]] = {
    Assign: _assign,
    Evaluate: _evaluate,
    If: _if,
    While: _while,
    For: _for,
    Return: _return,
    Try: _try,
    Switch: _switch,
    Define: _define,
    Block: _block,
    Break: _break,
    Continue: _continue,
    Raise: _raise,
}


def bind(machine: Machine, target: Target, value: Value, scope: Scope, *, declares: bool) -> None:
    """Put a value where it goes."""
    match target:
        case Name(name):
            _bind_name(machine, name, value, scope, declares=declares)
        case Unpacked():
            _unpack(machine, target, value, scope, declares=declares)
        case UnpackedFields():
            _unpack_fields(machine, target, value, scope, declares=declares)
        case WithDefault(inner, default):
            if machine.resolved(value) is None:
                value = machine.evaluate(default, scope)
            bind(machine, inner, value, scope, declares=declares)
        case Item():
            _store_item(machine, target, value, scope)
        case Member():
            _store_member(machine, target, value, scope)
        case Slice():
            _store_slice(machine, target, value, scope)
        case Ignored():
            pass
        case Rest():
            raise Unsupported("a rest of nothing")


def _bind_name(machine: Machine, name: str, value: Value, scope: Scope, *, declares: bool) -> None:
    holder = scope if declares else scope.holding(name)
    if holder is None:
        if machine.at_top(name) is not None:
            raise Unsupported("changes what the file has")
        holder = scope
    holder.variables[name] = value


def _unpack(
    machine: Machine, target: Unpacked, value: Value, scope: Scope, *, declares: bool
) -> None:
    targets = target.targets
    value = machine.resolved(value)
    starred = [number for number, each in enumerate(targets) if isinstance(each, Rest)]
    if isinstance(value, Drawn | DrawnRecord) and not starred:
        names = [_part_name(each, number) for number, each in enumerate(targets)]
        values = machine.inputs.unpack(value, names)
    else:
        values = machine.items(value)
    if starred:
        values = _with_rest(values, starred[0], len(targets), machine)
    elif len(values) != len(targets) and machine.language != "script":
        raise Failure("another number of values")
    for number, each in enumerate(targets):
        part = values[number] if number < len(values) else None
        inner = each.target if isinstance(each, Rest) else each
        bind(machine, inner, part, scope, declares=declares)


def _part_name(target: Target, number: int) -> str:
    if isinstance(target, Name) and len(target.name) >= _SHORTEST_NAME:
        return plain(target.name)
    return str(number)


def _with_rest(values: list[Value], at: int, targets: int, machine: Machine) -> list[Value]:
    """The values with those that a rest takes as one list."""
    behind = targets - at - 1
    if len(values) < targets - 1:
        if machine.language != "script":
            raise Failure("too few values")
        values = [*values, *[None] * (targets - 1 - len(values))]
    end = len(values) - behind
    return [*values[:at], values[at:end], *values[end:]]


def _unpack_fields(
    machine: Machine, target: UnpackedFields, value: Value, scope: Scope, *, declares: bool
) -> None:
    value = machine.resolved(value, "record" if isinstance(value, Drawn) else None)
    for name, inner in target.fields:
        bind(machine, inner, machine.member(value, name), scope, declares=declares)
    if target.rest is not None:
        if not isinstance(value, dict):
            raise Unsupported("a rest of fields that are drawn")
        used = {name for name, _ in target.fields}
        rest = Record({name: each for name, each in value.items() if name not in used})
        bind(machine, target.rest, rest, scope, declares=declares)


def _store_item(machine: Machine, target: Item, value: Value, scope: Scope) -> None:
    owner = machine.resolved(machine.evaluate(target.owner, scope))
    if isinstance(target.key, Constant) and isinstance(target.key.value, str):
        owner = as_record(machine, owner)
    key = machine.resolved(machine.evaluate(target.key, scope))
    if isinstance(owner, Drawn) and isinstance(key, int) and machine.inputs.is_tuple(owner):
        owner = machine.resolved(owner, "record")
    elif isinstance(owner, Drawn):
        owner = machine.resolved(owner, "list" if isinstance(key, int | float) else "map")
    match owner:
        case list():
            _store_at(machine, owner, int(machine.number(key)), value)
        case dict():
            owner[machine.key(key)] = value
        case DrawnRecord():
            owner.written[plain(name_of_key(machine, owner, key))] = value
        case None:
            raise Failure("None has no items")
        case _:
            raise Unsupported(f"an item of {type(owner).__name__} is changed")


def _store_at(machine: Machine, values: list[Value], at: int, value: Value) -> None:
    missing = at + 1 - len(values)
    if missing > 0 and machine.language == "script":
        if missing > _MOST_HOLES:
            raise Unsupported("a list with holes")
        values.extend([None] * missing)
    if not -len(values) <= at < len(values) or (at < 0 and machine.language != "python"):
        raise Failure("beyond the end")
    values[at] = value


def _store_slice(machine: Machine, target: Slice, value: Value, scope: Scope) -> None:
    owner = machine.items(machine.evaluate(target.owner, scope))
    bounds = (
        None if each is None else int(machine.number(machine.evaluate(each, scope)))
        for each in (target.start, target.end)
    )
    owner[slice(*bounds)] = machine.items(value)


def _store_member(machine: Machine, target: Member, value: Value, scope: Scope) -> None:
    owner = machine.evaluate(target.owner, scope)
    owner = machine.resolved(owner, "record" if isinstance(owner, Drawn) else None)
    match owner:
        case DrawnRecord():
            owner.written[plain(target.name)] = value
        case Instance() | dict():
            owner[target.name] = value
        case None:
            raise Failure("None has no fields")
        case Closure() | _:
            raise Unsupported(f"a field of {type(owner).__name__} is changed")
