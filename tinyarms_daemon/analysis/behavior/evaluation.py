"""What each expression gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from tinyarms_daemon.analysis.behavior.library.python_text import formatted
from tinyarms_daemon.analysis.behavior.members import as_record, decorated
from tinyarms_daemon.analysis.behavior.operators import capped, compared
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Assigned,
    Augmented,
    Both,
    Call,
    Choice,
    Comparison,
    Comprehension,
    Constant,
    Either,
    Expression,
    Fallback,
    Fields,
    ForEach,
    Function,
    Item,
    ItemAndPresence,
    Items,
    Member,
    Name,
    Pairs,
    Slice,
    Spread,
    Stepped,
    Text,
    Unary,
    Unsupported,
    Yielded,
)
from tinyarms_daemon.analysis.behavior.translator import CAUGHT
from tinyarms_daemon.analysis.behavior.values import (
    ALL_NAMED,
    NOT_THERE,
    OF_A_RECORD,
    Closure,
    Drawn,
    DrawnMap,
    DrawnRecord,
    Failure,
    Instance,
    OrderedSet,
    Record,
    Scope,
    Unresolved,
    Value,
    ZeroMap,
)

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.machine import Machine

_NOTHING = Constant(None)
_LONGEST_TUPLE = 4

GIVEN = "*given"
"""The variable in which a generator collects."""


def _constant(machine: Machine, term: Constant, scope: Scope) -> Value:
    del machine, scope
    return term.value


def _name(machine: Machine, term: Name, scope: Scope) -> Value:
    return machine.named(term.name, scope)


def _arithmetic(machine: Machine, term: Arithmetic, scope: Scope) -> Value:
    left = machine.evaluate(term.left, scope)
    return machine.combined(term.operator, left, machine.evaluate(term.right, scope))


def _comparison(machine: Machine, term: Comparison, scope: Scope) -> Value:
    left = machine.evaluate(term.left, scope)
    right = machine.evaluate(term.right, scope)
    if term.relation in ("equal", "unequal") and _NOTHING in (term.left, term.right):
        value = left if term.right == _NOTHING else right
        return _is_none(machine, value, id(term)) == (term.relation == "equal")
    return compared(machine, term.relation, left, right)


def _both(machine: Machine, term: Both, scope: Scope) -> Value:
    left = machine.evaluate(term.left, scope)
    is_so = machine.is_true(left, id(term.left))
    return machine.evaluate(term.right, scope) if is_so else left


def _either(machine: Machine, term: Either, scope: Scope) -> Value:
    left = machine.evaluate(term.left, scope)
    is_so = machine.is_true(left, id(term.left))
    return left if is_so else machine.evaluate(term.right, scope)


def _fallback(machine: Machine, term: Fallback, scope: Scope) -> Value:
    left = machine.evaluate(term.left, scope)
    is_none = _is_none(machine, left, id(term))
    return machine.evaluate(term.right, scope) if is_none else left


def _unary(machine: Machine, term: Unary, scope: Scope) -> Value:
    operand = machine.evaluate(term.operand, scope)
    match term.operator:
        case "not":
            return not machine.is_true(operand, id(term.operand))
        case "negative":
            return -machine.number(operand)
        case "positive":
            return machine.as_number(operand)
        case "inverted":
            return ~int(machine.number(operand))


def _choice(machine: Machine, term: Choice, scope: Scope) -> Value:
    is_so = machine.is_true(machine.evaluate(term.condition, scope), id(term.condition))
    return machine.evaluate(term.then if is_so else term.otherwise, scope)


def _member(machine: Machine, term: Member, scope: Scope) -> Value:
    owner = machine.evaluate(term.owner, scope)
    if isinstance(owner, Unresolved) and isinstance(term.owner, Name | Member):
        return Unresolved(f"{owner.name}.{term.name}")
    if term.is_optional and _is_none(machine, owner, id(term)):
        return None
    return machine.member(owner, term.name)


def _is_none(machine: Machine, value: Value, site: int) -> bool:
    """Whether a value is None, which is asked at a site."""
    if value is None:
        machine.inputs.explain(site)
    value = machine.resolved(value)
    if isinstance(value, Drawn):
        return machine.inputs.is_none(value, asked=True, site=site)
    return value is None


def _item(machine: Machine, term: Item, scope: Scope) -> Value:
    owner = machine.evaluate(term.owner, scope)
    if _is_text([term.key]):
        owner = as_record(machine, owner)
    match term.key:
        case Constant(int() as number) if isinstance(owner, Drawn) and number < _LONGEST_TUPLE:
            if machine.inputs.is_tuple(owner):
                return machine.member(owner, machine.inputs.part_name(owner, number))
    return machine.item(owner, machine.evaluate(term.key, scope))


def _is_text(terms: Sequence[Expression]) -> bool:
    return any(isinstance(each, Constant) and isinstance(each.value, str) for each in terms)


def _item_and_presence(machine: Machine, term: ItemAndPresence, scope: Scope) -> Value:
    owner = machine.resolved(machine.evaluate(term.owner, scope), "map")
    if owner is None:
        return (None, False)
    if not isinstance(owner, dict):
        raise Unsupported("no map")
    key = machine.key(machine.evaluate(term.key, scope))
    if key in owner:
        return (owner[key], True)
    if isinstance(owner, DrawnMap):
        return (Drawn((*owner.path, *NOT_THERE)), False)
    zero = owner.zero if isinstance(owner, ZeroMap) else None
    return (None if zero is None else zero(), False)


def _slice(machine: Machine, term: Slice, scope: Scope) -> Value:
    owner = machine.resolved(machine.evaluate(term.owner, scope))
    if isinstance(owner, Drawn):
        owner = machine.resolved(owner, "list")
    start, end, step = (
        None if each is None else machine.resolved(machine.evaluate(each, scope), "number")
        for each in (term.start, term.end, term.step)
    )
    bounds = [None if each is None else int(machine.number(each)) for each in (start, end, step)]
    is_bytes = isinstance(owner, str) and machine.language == "go"
    if isinstance(owner, str) and is_bytes:
        owner = tuple(owner.encode("utf-8", "surrogatepass"))
    values = owner if isinstance(owner, str | tuple) else machine.items(owner)
    if machine.language == "go":
        first = bounds[0] or 0
        last = len(values) if bounds[1] is None else bounds[1]
        if not 0 <= first <= last <= len(values):
            raise Failure("beyond the end")
    if bounds[2] == 0:
        raise Failure("a step of zero")
    cut = values[slice(*bounds)]
    return bytes(cut).decode("utf-8", "replace") if is_bytes else cut  # type: ignore[arg-type]


def _spread(machine: Machine, term: Spread, scope: Scope) -> Value:
    del machine, term, scope
    raise Unsupported("values spread there")


def _call(machine: Machine, term: Call, scope: Scope) -> Value:
    function = term.function
    if isinstance(function, Member):
        try:
            owner = machine.evaluate(function.owner, scope)
        except Failure:
            handler = _handler_of_promise(machine, term, function.name, scope)
            if handler is None:
                raise
            given = machine.call(handler, [machine.evaluate(CAUGHT, machine.inner())])
            if function.name == "finally":
                raise
            return given
        if (function.is_optional or term.is_optional) and _is_none(machine, owner, id(term)):
            return None
        if function.name == "get" and _is_text(term.arguments[:1]):
            owner = as_record(machine, owner)
        arguments, named = _arguments(machine, term, scope)
        if isinstance(owner, Unresolved) and isinstance(function.owner, Name | Member):
            return machine.call_named(f"{owner.name}.{function.name}", arguments, named)
        return machine.call_method(owner, function.name, arguments, named)
    called = machine.evaluate(function, scope)
    arguments, named = _arguments(machine, term, scope)
    if term.is_optional and _is_none(machine, called, id(term)):
        return None
    return machine.call(called, arguments, named)


def _handler_of_promise(machine: Machine, term: Call, name: str, scope: Scope) -> Value:
    """What takes the failure of a promise: the argument of `catch` and of `finally`, and the second
    one of `then`; None where nothing does."""
    at = {"then": 1, "catch": 0, "finally": 0}.get(name)
    if machine.language != "script" or at is None or at >= len(term.arguments):
        return None
    return machine.evaluate(term.arguments[at], scope)


def _arguments(machine: Machine, term: Call, scope: Scope) -> tuple[list[Value], dict[str, Value]]:
    named: dict[str, Value] = {}
    for each in term.named:
        if isinstance(each, Spread):
            _name_all(machine, named, machine.evaluate(each.value, scope))
        else:
            named[each[0]] = machine.evaluate(each[1], scope)
    return _all(machine, term.arguments, scope), named


def _name_all(machine: Machine, named: dict[str, Value], spread: Value) -> None:
    """`**spread`. One that is drawn is passed on as a whole."""
    if isinstance(spread, Drawn) and ALL_NAMED not in named:
        named[ALL_NAMED] = spread
        return
    values = machine.resolved(spread, "map")
    if not isinstance(values, dict):
        raise Unsupported("arguments by unknown names")
    named.update({machine.text(name): value for name, value in values.items()})


def _all(machine: Machine, terms: Sequence[Expression], scope: Scope) -> list[Value]:
    values: list[Value] = []
    for term in terms:
        if isinstance(term, Spread):
            spread = machine.resolved(machine.evaluate(term.value, scope), "list")
            if machine.language == "script" and is_plain_map(spread):
                values.extend([key, value] for key, value in spread.items())
            else:
                values.extend(machine.items(spread))
        else:
            values.append(machine.evaluate(term, scope))
    return values


def is_plain_map(value: Value) -> TypeGuard[dict[Value, Value]]:
    """Whether a value is a map of JavaScript, which is gone through by its pairs."""
    return isinstance(value, dict) and not isinstance(value, Record | OrderedSet)


def _items(machine: Machine, term: Items, scope: Scope) -> Value:
    values = _all(machine, term.items, scope)
    match term.kind:
        case "list":
            return values
        case "tuple":
            return tuple(values)
        case "set":
            return set(map(machine.key, values))


def _pairs(machine: Machine, term: Pairs, scope: Scope) -> Value:
    made: dict[Value, Value] = ZeroMap() if machine.language == "go" else {}
    if isinstance(made, ZeroMap) and term.zero is not None:
        zero = term.zero
        made.zero = lambda: machine.evaluate(zero, machine.inner())
    for pair in term.pairs:
        if isinstance(pair, Spread):
            spread = machine.resolved(machine.evaluate(pair.value, scope), "map")
            if not isinstance(spread, dict):
                raise Unsupported("what is spread is no map")
            made.update(spread)
        else:
            key, value = pair
            made[machine.key(machine.evaluate(key, scope))] = machine.evaluate(value, scope)
    return made


def _fields(machine: Machine, term: Fields, scope: Scope) -> Value:
    type_ = machine.struct(term.type_name) if term.type_name else None
    made = Record() if type_ is None else Instance(type_)
    if type_ is not None:
        for name, zero in type_.fields.items():
            made[name] = None if zero is None else machine.evaluate(zero, machine.inner())
    for field in term.fields:
        if isinstance(field, Spread):
            _spread_into(made, machine.resolved(machine.evaluate(field.value, scope), "record"))
        else:
            name, value = field
            made[name] = machine.evaluate(value, scope)
    return made


def _spread_into(made: Record, spread: Value) -> None:
    match spread:
        case DrawnRecord():
            made[OF_A_RECORD] = spread
            made.update(spread.written)
        case dict():
            made.update(spread)
        case None:
            pass
        case _:
            raise Unsupported("what is spread is no record")


def _function(machine: Machine, term: Function, scope: Scope) -> Value:
    return decorated(machine, Closure(term, scope))


def _comprehension(machine: Machine, term: Comprehension, scope: Scope) -> Value:
    inner = machine.inner(scope)
    rounds = _rounds(machine, term.clauses, inner)
    if term.kind == "map":
        key = term.key
        if key is None:
            raise Unsupported("a map without keys")
        return {
            machine.key(machine.evaluate(key, inner)): machine.evaluate(term.item, inner)
            for _ in rounds
        }
    values = [machine.evaluate(term.item, inner) for _ in rounds]
    return capped(values) if term.kind == "list" else set(map(machine.key, values))


def _rounds(
    machine: Machine, clauses: Sequence[ForEach | Expression], scope: Scope
) -> Iterator[None]:
    if not clauses:
        yield
        return
    clause, *others = clauses
    if isinstance(clause, ForEach):
        for value in list(machine.items(machine.evaluate(clause.values, scope))):
            machine.bind(clause.target, value, scope, declares=True)
            yield from _rounds(machine, others, scope)
    elif machine.is_true(machine.evaluate(clause, scope), id(clause)):
        yield from _rounds(machine, others, scope)


def _text(machine: Machine, term: Text, scope: Scope) -> Value:
    parts = [
        part
        if isinstance(part, str)
        else formatted(machine, machine.evaluate(part[0], scope), part[1])
        for part in term.parts
    ]
    return capped("".join(parts))


def _assigned(machine: Machine, term: Assigned, scope: Scope) -> Value:
    value = machine.evaluate(term.value, scope)
    machine.bind(term.target, value, scope, declares=False)
    return value


_CHOOSING: dict[str, type[Both | Either | Fallback]] = {
    "both": Both,
    "either": Either,
    "fallback": Fallback,
}


def _augmented(machine: Machine, term: Augmented, scope: Scope) -> Value:
    target = term.target
    match term.operator:
        case "both" | "either" | "fallback" as choosing:
            value = machine.evaluate(_CHOOSING[choosing](target, term.value), scope)
        case operator:
            old = machine.resolved(machine.evaluate(target, scope))
            more = machine.evaluate(term.value, scope)
            if isinstance(old, list) and operator == "add" and machine.language == "python":
                old.extend(machine.items(more))  # the list itself grows, whoever holds it
                return capped(old)
            value = machine.combined(operator, old, more)
            if machine.language == "python" and _is_kept(old, value):
                return old
    machine.bind(target, value, scope, declares=False)
    return value


def _is_kept(old: Value, value: Value) -> bool:
    """A set or a map of Python takes in what is added, whoever holds it."""
    if isinstance(old, set) and isinstance(value, set):
        old.clear()
        old.update(value)
        return True
    if isinstance(old, dict) and isinstance(value, dict):
        old.update(value)
        return True
    return False


def _stepped(machine: Machine, term: Stepped, scope: Scope) -> Value:
    old = machine.number(machine.evaluate(term.target, scope))
    machine.bind(term.target, old + term.by, scope, declares=False)
    return old + term.by if term.gives_new else old


def _yielded(machine: Machine, term: Yielded, scope: Scope) -> Value:
    holder = scope.holding(GIVEN)
    given = holder.variables[GIVEN] if holder else None
    if not isinstance(given, list):
        raise Unsupported("a value is given outside a generator")
    value = machine.evaluate(term.value, scope)
    if term.gives_all:
        given.extend(machine.items(value))
    else:
        given.append(value)
    return None


EVALUATORS: dict[type, Callable[[Machine, Any, Scope], Value]] = {
    Constant: _constant,
    Name: _name,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Both: _both,
    Either: _either,
    Fallback: _fallback,
    Unary: _unary,
    Choice: _choice,
    Member: _member,
    Item: _item,
    ItemAndPresence: _item_and_presence,
    Slice: _slice,
    Spread: _spread,
    Call: _call,
    Items: _items,
    Pairs: _pairs,
    Fields: _fields,
    Function: _function,
    Comprehension: _comprehension,
    Text: _text,
    Assigned: _assigned,
    Augmented: _augmented,
    Stepped: _stepped,
    Yielded: _yielded,
}
