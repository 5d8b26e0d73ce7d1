"""What operators give, where the languages do not agree as each of them has it."""

from __future__ import annotations

from math import copysign, fmod, inf, isinf, isnan, nan
from typing import TYPE_CHECKING, TypeVar

from tinyarms_daemon.analysis.behavior.terms import Operator, Relation, Unsupported
from tinyarms_daemon.analysis.behavior.values import Drawn, DrawnRecord, Failure, OrderedSet, Value

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.machine import Machine

LARGEST_NUMBER = 1e15
"""Beyond it JavaScript and the floats of all languages round, and work might grow without end."""
MOST_CHARACTERS = 4_000
MOST_ITEMS = 4_000
_OF_SETS = frozenset({"and", "or", "xor", "subtract"})
_MOST_BITS_SHIFTED = 63
_LARGEST_BASE = 1e6
_LARGEST_EXPONENT = 64
_MOST_REPEATED = 400  # days of a year, and a few


def combined(machine: Machine, operator: Operator, left: Value, right: Value) -> Value:
    """What an operator makes of two values."""
    left, right = machine.resolved(left), machine.resolved(right)
    if operator == "add":
        return _added(machine, left, right)
    if operator in _OF_SETS and any(isinstance(each, set | list) for each in (left, right)):
        return _of_sets(machine, operator, left, right)  # a list: the keys of a map of Python
    if operator == "or" and isinstance(left, dict) and isinstance(right, dict):
        return {**left, **right}
    if operator == "multiply" and machine.language == "python":
        if isinstance(left, str | list):
            return left * _times(machine, right)
        if isinstance(right, str | list):
            return right * _times(machine, left)
    if operator == "remainder" and isinstance(left, str):
        return machine.call_method(left, "%", [right], {})
    return _of_numbers(machine, operator, machine.number(left), machine.number(right))


def _times(machine: Machine, value: Value) -> int:
    times = int(machine.number(value))
    if times > _MOST_REPEATED:
        raise Unsupported("repeated too often")
    return times


def _added(machine: Machine, left: Value, right: Value) -> Value:
    left, right = alike(machine, left, right, "number")
    if isinstance(left, str) and isinstance(right, str):
        return capped(left + right)
    if machine.language == "script" and (isinstance(left, str) or isinstance(right, str)):
        return capped(machine.written(left) + machine.written(right))
    if isinstance(left, list) and isinstance(right, list):
        return capped(left + right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return capped(left + right)
    return _of_numbers(machine, "add", machine.number(left), machine.number(right))


_Grown = TypeVar("_Grown", str, list[Value], tuple[Value, ...])


def capped(value: _Grown) -> _Grown:
    """The value, unless it grows beyond what a sample needs."""
    if len(value) > (MOST_CHARACTERS if isinstance(value, str) else MOST_ITEMS):
        raise Unsupported("too long")
    return value


def alike(machine: Machine, left: Value, right: Value, otherwise: str) -> tuple[Value, Value]:
    """Both, each drawn as what the other one is; as `otherwise` where that is open of both."""
    one, other = left, right
    left, right = machine.resolved(left), machine.resolved(right)
    for each, sign in ((one, right), (other, left)):
        if isinstance(each, Drawn) and isinstance(sign, str) and len(sign) == 1:
            machine.inputs.note_sign(each)
    if isinstance(left, Drawn) and isinstance(right, Drawn):
        return machine.inputs.guess(left, otherwise), machine.inputs.guess(right, otherwise)
    if isinstance(left, Drawn):
        return machine.resolved(left, kind_of(right)), right
    if isinstance(right, Drawn):
        return left, machine.resolved(right, kind_of(left))
    return left, right


def kind_of(value: Value) -> str | None:
    """Of what kind an input is that is used beside such a value."""
    match value:
        case bool():
            return "truth"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list() | tuple():
            return "list"
        case dict():
            return "map"
        case _:
            return None


def _of_sets(machine: Machine, operator: Operator, left: Value, right: Value) -> Value:
    one = {machine.key(item) for item in machine.items(left)}
    other = {machine.key(item) for item in machine.items(right)}
    match operator:
        case "or":
            return one | other
        case "and":
            return one & other
        case "subtract":
            return one - other
        case _:
            return one ^ other


def _of_numbers(machine: Machine, operator: Operator, left: float, right: float) -> int | float:
    is_odd = any(isnan(each) or isinf(each) for each in (left, right))
    if is_odd and operator not in ("add", "subtract", "multiply", "divide"):
        raise Unsupported("no number")
    if not is_odd and max(abs(left), abs(right)) > LARGEST_NUMBER:
        raise Unsupported("too large")
    match operator:
        case "add":
            return left + right
        case "subtract":
            return left - right
        case "multiply":
            return left * right
        case "divide":
            return _divided(machine, left, right)
        case "divide down":
            if right == 0:
                raise Failure("division by zero", "ZeroDivisionError")
            return left // right
        case "remainder":
            return _remainder(machine, left, right)
        case "power":
            return _power(left, right)
        case _:
            return _of_bits(operator, int(left), int(right))


def _divided(machine: Machine, left: float, right: float) -> float:
    if machine.language == "go" and isinstance(left, int) and isinstance(right, int):
        if right == 0:
            raise Failure("division by zero", "ZeroDivisionError")
        return int(copysign(abs(left) // abs(right), left * right))
    if right != 0:
        return left / right
    if machine.language == "python":
        raise Failure("division by zero", "ZeroDivisionError")
    return nan if left == 0 or isnan(left) else copysign(inf, left)


def _remainder(machine: Machine, left: float, right: float) -> float:
    if right == 0:
        if machine.language == "script":
            return nan
        raise Failure("division by zero", "ZeroDivisionError")
    if machine.language == "python":
        return left % right
    rest = fmod(left, right)
    return int(rest) if isinstance(left, int) and isinstance(right, int) else rest


def _power(left: float, right: float) -> float:
    if abs(left) > _LARGEST_BASE or abs(right) > _LARGEST_EXPONENT:
        raise Unsupported("too large")
    try:
        result = left**right
    except ZeroDivisionError:
        raise Failure("zero to a negative power") from None
    if isinstance(result, complex):
        raise Unsupported("a complex number")
    return float(result) if isinstance(result, float) else int(result)


def _of_bits(operator: Operator, left: int, right: int) -> int:
    if operator.startswith("shift") and not 0 <= right <= _MOST_BITS_SHIFTED:
        raise Unsupported("a shift beyond the word")
    match operator:
        case "and":
            return left & right
        case "or":
            return left | right
        case "xor":
            return left ^ right
        case "shift left":
            return left << right
        case _:
            return left >> right


def compared(machine: Machine, relation: Relation, left: Value, right: Value) -> bool:
    """Whether two values stand in a relation."""
    match relation:
        case "equal":
            return machine.equals(left, right)
        case "unequal":
            return not machine.equals(left, right)
        case "in":
            return machine.contains(right, left)
        case "not in":
            return not machine.contains(right, left)
    left, right = machine.resolved(left), machine.resolved(right)
    if machine.language == "python" and (left is None or right is None):
        raise Failure("None has no order")
    if isinstance(left, set) and isinstance(right, set):
        return _is_subset(relation, left, right)
    if _is_number(left) and _is_number(right):  # NaN is neither less nor not less
        return _ordered(relation, machine.number(left), machine.number(right))
    if relation == "less":
        return machine.is_less(left, right)
    if relation == "more":
        return machine.is_less(right, left)
    if relation == "at most":
        return not machine.is_less(right, left)
    return not machine.is_less(left, right)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _ordered(relation: Relation, left: float, right: float) -> bool:
    match relation:
        case "less":
            return left < right
        case "at most":
            return left <= right
        case "more":
            return left > right
        case _:
            return left >= right


def _is_subset(relation: Relation, left: set[Value], right: set[Value]) -> bool:
    match relation:
        case "less":
            return left < right
        case "at most":
            return left <= right
        case "more":
            return left > right
        case _:
            return left >= right


def contains(machine: Machine, owner: Value, value: Value) -> bool:
    """Whether a text, list, set or map has a value, or a map that key."""
    owner = machine.resolved(owner)
    if isinstance(owner, str) and isinstance(value, Drawn):
        machine.inputs.note_sign(value)
    value = machine.resolved(value)
    if isinstance(owner, Drawn):
        owner = machine.resolved(owner, "list")
    match owner:
        case str():
            return machine.text(value) in owner
        case dict() | set() | OrderedSet():
            return machine.key(value) in owner
        case DrawnRecord():
            field = machine.member(owner, machine.text(value))
            return not (isinstance(field, Drawn) and machine.inputs.is_none(field, asked=True))
        case list() | tuple():
            return any(machine.equals(value, item) for item in owner)
        case None:
            raise Failure("None has no items")
        case _:
            raise Unsupported(f"in {type(owner).__name__}")
