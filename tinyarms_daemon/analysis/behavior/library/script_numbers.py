"""Numbers of JavaScript, and what reads and writes them."""

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from tinyarms_daemon.analysis.behavior.library.moments import SCRIPT_MOMENT_METHODS
from tinyarms_daemon.analysis.behavior.library.script_text import SPACES
from tinyarms_daemon.analysis.behavior.library.shared import bounded, optional_whole
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Drawn, Failure, Value

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_DIGITS = 100


def _decimal(text: str) -> int | float:
    number = bounded(float(text))
    return int(number) if math.isfinite(number) and number == int(number) else number


def _as_number(machine: Machine, value: Value) -> int | float:
    """A value where a number is wanted."""
    value = machine.resolved(value, "number")
    if isinstance(value, (list, tuple, dict, set)):
        raise Unsupported("a list as a number")
    if not isinstance(value, str):
        return machine.number(value)
    text = value.strip(SPACES)
    if _DECIMAL.fullmatch(text):
        return _decimal(text)
    if text[:1] == "0" or "Infinity" in text:
        raise Unsupported("a number of another kind")
    return math.nan if text else 0


def _number(machine: Machine, value: Value = 0) -> Value:
    value = machine.resolved(value)
    if isinstance(value, Drawn):
        value = machine.resolved(value, "text")
    return _as_number(machine, value)


def _parse_int(machine: Machine, value: Value, radix: Value = None) -> Value:
    text = machine.written(value).lstrip(SPACES).lower()
    base = optional_whole(machine, radix) or 10
    sign = -1 if text.startswith("-") else 1
    text = text[1:] if text[:1] in ("+", "-") else text
    if text[:2] == "0x":
        raise Unsupported("another base")
    if not 2 <= base <= 36:
        return math.nan
    digits = text[: len(text) - len(text.lstrip(_DIGITS[:base]))]
    return sign * bounded(int(digits, base)) if digits else math.nan


def _parse_float(machine: Machine, value: Value) -> Value:
    found = _DECIMAL.match(machine.written(value).lstrip(SPACES))
    return math.nan if found is None else _decimal(found[0])


def _to_fixed(machine: Machine, owner: float, digits: Value = None) -> str:
    """By the exact value, so that `1.005` gives `1.00`."""
    places = optional_whole(machine, digits) or 0
    if not 0 <= places <= _MOST_DIGITS:
        raise Failure("so many digits")
    if not math.isfinite(owner):
        return machine.written(owner)
    with localcontext() as context:
        context.prec = 400
        rounded = Decimal(bounded(owner)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}" if owner < 0 else f"{rounded:f}".lstrip("-")


def in_radix(number: int, radix: int) -> str:
    """A whole number with another base."""
    if not 2 <= radix <= 36:
        raise Failure("no such base")
    digits = ""
    rest = abs(number)
    while rest:
        rest, digit = divmod(rest, radix)
        digits = _DIGITS[digit] + digits
    return ("-" if number < 0 else "") + (digits or "0")


def _to_string(machine: Machine, owner: float, radix: Value = None) -> str:
    base = optional_whole(machine, radix) or 10
    if base == 10 or not math.isfinite(owner):
        return machine.written(owner)
    if owner != int(owner):
        raise Unsupported("a fraction in another base")
    return in_radix(int(bounded(owner)), base)


NUMBER_METHODS: dict[str, LibraryMethod] = {
    **SCRIPT_MOMENT_METHODS,
    "toFixed": _to_fixed,
    "toString": _to_string,
}


def of_numbers(function: Callable[..., float], count: int | None = 1) -> LibraryMethod:
    """A function of so many numbers, or of all, which gives NaN where it has no value."""

    def call(machine: Machine, *values: Value) -> Value:
        numbers = [_as_number(machine, value) for value in values[:count]]
        if any(map(math.isnan, numbers)) or len(numbers) < (count or 0):
            return math.nan
        try:
            return bounded(function(*numbers))
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return call


def rounding(function: Callable[[float], int]) -> LibraryMethod:
    """A function that makes a number whole, and leaves what is not finite."""
    return of_numbers(lambda number: function(number) if math.isfinite(number) else number)


def _half_up(number: float) -> int:
    below = math.floor(number)
    return below + (number - below >= 0.5)


def logarithm(function: Callable[[float], float]) -> LibraryMethod:
    """One that Python fails to give of 0."""
    return of_numbers(lambda number: -math.inf if number == 0 else function(number))


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _extreme(choose: Callable[..., float], without: float) -> LibraryMethod:
    return of_numbers(lambda *numbers: choose(numbers, default=without), count=None)


def _pow(machine: Machine, base: Value, exponent: Value) -> Value:
    return machine.combined("power", _as_number(machine, base), _as_number(machine, exponent))


def _looking(test: Callable[[float], bool]) -> LibraryMethod:
    """A function of `Number`, which is false for what is none."""

    def call(machine: Machine, value: Value = None) -> bool:
        value = machine.resolved(value, "number")
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and test(machine.number(value))

    return call


def _is_whole(number: float) -> bool:
    return math.isfinite(number) and number == int(number)


_SAME_IN_PYTHON = ("acos", "asin", "atan", "cos", "exp", "sin", "sqrt", "tan")

NUMBER_FUNCTIONS: dict[str, LibraryMethod] = {
    **{f"Math.{name}": of_numbers(getattr(math, name)) for name in _SAME_IN_PYTHON},
    "Math.abs": of_numbers(abs), "Math.atan2": of_numbers(math.atan2, count=2),
    "Math.ceil": rounding(math.ceil), "Math.floor": rounding(math.floor),
    "Math.hypot": of_numbers(math.hypot, count=None), "Math.log": logarithm(math.log),
    "Math.log10": logarithm(math.log10), "Math.log2": logarithm(math.log2),
    "Math.max": _extreme(max, -math.inf), "Math.min": _extreme(min, math.inf), "Math.pow": _pow,
    "Math.round": rounding(_half_up), "Math.sign": of_numbers(_sign),
    "Math.trunc": rounding(math.trunc), "Number": _number,
    "Number.isFinite": _looking(math.isfinite), "Number.isInteger": _looking(_is_whole),
    "Number.isNaN": _looking(math.isnan), "Number.parseFloat": _parse_float,
    "Number.parseInt": _parse_int,
    "isFinite": lambda machine, value: math.isfinite(_as_number(machine, value)),
    "isNaN": lambda machine, value: math.isnan(_as_number(machine, value)),
    "parseFloat": _parse_float, "parseInt": _parse_int,
}  # fmt: skip

CONSTANTS: dict[str, Value] = {
    "Infinity": math.inf, "Math.E": math.e, "Math.PI": math.pi, "NaN": math.nan,
    "Number.EPSILON": 2.0**-52, "Number.MAX_SAFE_INTEGER": 2**53 - 1,
    "Number.POSITIVE_INFINITY": math.inf,
}  # fmt: skip
