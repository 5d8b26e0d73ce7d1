"""`fmt`, `strconv` and `errors` of Go."""
# ruff: noqa: ARG001  (all are called with the machine, and with what the language gives)

import math
import re
from collections.abc import Iterator

from tinyarms_daemon.analysis.behavior.library.go_text import character, write
from tinyarms_daemon.analysis.behavior.library.script_numbers import in_radix
from tinyarms_daemon.analysis.behavior.library.shared import bounded, whole
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Drawn, Record, TextBuilder, Value

_VERB = re.compile(r"%([-+0]*)(\d{0,2})(?:\.(\d{0,2}))?([a-zA-Z%])|%")
_TRUTHS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LEAST_AND_LARGEST_WRITTEN_OUT = (1e-4, 1e6)
_MOST_DIGITS = 50  # behind the point; who asks for more is no definition to compare


def _written(machine: Machine, value: Value) -> str:
    """`%v` of numbers, texts and lists. What is nil is written as its type says."""
    value = machine.resolved(value)
    match value:
        case float():
            return _written_float(value)
        case dict() | None:
            raise Unsupported("a map or a record written")
        case list() | tuple():
            return capped("[" + " ".join(_written(machine, item) for item in value) + "]")
        case _:
            return machine.written(value)


def _written_float(number: float) -> str:
    least, largest = _LEAST_AND_LARGEST_WRITTEN_OUT
    if number and not least <= abs(number) < largest:
        raise Unsupported("an exponent")
    return str(int(number)) if number == int(number) else repr(number)


def _sprintf(machine: Machine, format_: Value, *arguments: Value) -> str:
    template = machine.text(format_)
    values = iter(arguments)
    made = ""
    end = 0
    for verb in _VERB.finditer(template):
        machine.step()
        made = capped(made + template[end : verb.start()] + _put(machine, verb, values))
        end = verb.end()
    if next(values, values) is not values:
        raise Unsupported("a value without a verb")
    return capped(made + template[end:])


def _sprint(machine: Machine, *values: Value) -> str:
    """Of two that are no texts, a blank lies between."""
    known = [machine.resolved(value) for value in values]
    made = ""
    for index, value in enumerate(known):
        is_apart = index and not isinstance(value, str) and not isinstance(known[index - 1], str)
        made = capped(made + (" " if is_apart else "") + _written(machine, value))
    return made


def _sprintln(machine: Machine, *values: Value) -> str:
    return capped(" ".join(_written(machine, value) for value in values) + "\n")


def _parse_bool(machine: Machine, s: Value) -> Value:
    truth = _TRUTHS.get(machine.text(s))
    return (False, Record()) if truth is None else (truth, None)


def _put(machine: Machine, verb: "re.Match[str]", values: Iterator[Value]) -> str:
    flags, width, precision, kind = verb.groups()
    if kind == "%":
        return "%"
    value = next(values, values)
    if kind is None or value is values:
        raise Unsupported("a verb without a value")
    text = _formatted(machine, kind, precision, value)
    if "+" in flags and kind in "df" and text[0] != "-":
        text = f"+{text}"
    if "-" in flags:
        return text.ljust(int(width or 0))
    return text.zfill(int(width or 0)) if "0" in flags else text.rjust(int(width or 0))


def _formatted(machine: Machine, kind: str, precision: str | None, value: Value) -> str:
    match kind:
        case "v":
            return _written(machine, value)
        case "s":
            value = machine.resolved(value, "text" if isinstance(value, Drawn) else None)
            if isinstance(value, (bool, int, float)):
                raise Unsupported("a number written as a text")
            return _written(machine, value)[: None if precision is None else int(precision or 0)]
        case "t":
            return "true" if machine.is_true(value) else "false"
        case "c":
            return character(machine, value)
        case "d":
            return str(_whole_of(machine, value))
        case "x":
            return in_radix(_whole_of(machine, value), 16)
        case "f":
            return f"{machine.number(value):.{6 if precision is None else int(precision or 0)}f}"
        case _:
            raise Unsupported("an unknown verb")


def _whole_of(machine: Machine, value: Value) -> int:
    number = machine.number(value)
    if not math.isfinite(number) or number != int(number):
        raise Unsupported("a fraction written as a whole number")
    return int(number)


def _fprintf(machine: Machine, writer: Value, format_: Value, *values: Value) -> None:
    writer = machine.resolved(writer)
    if not isinstance(writer, TextBuilder):
        raise Unsupported("a writer to elsewhere")
    write(machine, writer, _sprintf(machine, format_, *values))


def _error(machine: Machine, *arguments: Value) -> Record:
    """An error; nobody compares what it says."""
    return Record()


def _is_error(machine: Machine, err: Value, target: Value) -> bool:
    err, target = machine.resolved(err), machine.resolved(target)
    if err is None or target is None or err is target:
        return err is target
    raise Unsupported("which error it is")


def _parse_int(machine: Machine, s: Value, base: Value = 10, bits: Value = 64) -> Value:
    if whole(machine, base) != 10:
        raise Unsupported("another base")
    text = machine.text(s)
    if not _WHOLE.fullmatch(text):
        return 0, Record()
    return int(text), None


def _parse_float(machine: Machine, s: Value, bits: Value = 64) -> Value:
    text = machine.text(s)
    if not _DECIMAL.fullmatch(text):
        return 0.0, Record()
    return bounded(float(text)), None


def _format_int(machine: Machine, number: Value, base: Value) -> str:
    return in_radix(_whole_of(machine, number), whole(machine, base))


def _format_float(
    machine: Machine, number: Value, kind: Value, precision: Value, bits: Value
) -> str:
    value, digits = float(bounded(machine.number(number))), whole(machine, precision)
    if character(machine, kind) != "f" or digits > _MOST_DIGITS:
        raise Unsupported("an unknown format")
    return f"{value:.{digits}f}" if digits >= 0 else _written_float(value)


FORMAT_FUNCTIONS: dict[str, LibraryMethod] = {
    "errors.Is": _is_error, "errors.New": _error, "fmt.Errorf": _error, "fmt.Fprintf": _fprintf,
    "fmt.Sprint": _sprint, "fmt.Sprintf": _sprintf, "fmt.Sprintln": _sprintln,
    "strconv.Atoi": _parse_int, "strconv.FormatFloat": _format_float,
    "strconv.FormatBool": lambda machine, truth: "true" if machine.is_true(truth) else "false",
    "strconv.FormatInt": _format_int,
    "strconv.Itoa": lambda machine, number: str(_whole_of(machine, number)),
    "strconv.ParseBool": _parse_bool, "strconv.ParseFloat": _parse_float,
    "strconv.ParseInt": _parse_int,
}  # fmt: skip
