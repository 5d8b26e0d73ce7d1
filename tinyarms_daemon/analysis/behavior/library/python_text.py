"""Texts and regular expressions of Python."""

import re
import string
from collections.abc import Callable

from tinyarms_daemon.analysis.behavior.library.patterns import (
    Match,
    Way,
    all_found,
    expanded,
    found,
    replaced,
    safe_pattern,
)
from tinyarms_daemon.analysis.behavior.library.shared import (
    failing,
    optional_whole,
    padding,
    replaced_text,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    Drawn,
    Failure,
    GlobalPattern,
    Unresolved,
    Value,
)

_LONGEST_DIGITS_OF_FORMAT = 2
"""A width or a precision of hundreds would make long texts."""


def formatted(machine: Machine, value: Value, specification: str) -> str:
    """`format(value, specification)` of a number or a text."""
    if not specification:
        return machine.written(value)
    value = machine.resolved(value)
    if isinstance(value, Drawn):
        value = machine.resolved(value, "number" if specification[-1] in "dfxeg%" else "text")
    if not isinstance(value, (str, int, float)):
        raise Unsupported(f"{type(value).__name__} formatted")
    if sum(map(str.isdigit, specification)) > _LONGEST_DIGITS_OF_FORMAT:
        raise Unsupported("a wide format")
    return str(failing(format, value, specification))


_PERCENT = re.compile(r"%(?:\((\w+)\))?([-+ #0]*\d?\d?(?:\.\d)?)([sdifFeEgGxX%])|%")


def _percent_formatted(machine: Machine, owner: str, values: Value) -> str:
    """`owner % values` of numbers and texts."""
    values = machine.resolved(values)
    waiting = list(values) if isinstance(values, tuple) else [values]

    def written(found: re.Match[str]) -> str:
        name, options, kind = found.groups()
        if kind is None:
            raise Unsupported("an unknown format")
        if kind == "%":
            return "%"
        if name is None and not waiting:
            raise Failure("a format without a value", "TypeError")
        value = waiting.pop(0) if name is None else machine.item(values, name)
        if kind != "s":
            number = machine.number(value)
            return str(failing(f"%{options}{kind}".__mod__, number))
        return f"%{options}s" % machine.written(value)

    text = capped(_PERCENT.sub(written, owner))
    if waiting and isinstance(values, tuple):
        raise Failure("a value without a format", "TypeError")
    return text


def _of_texts(function: Callable[..., Value]) -> LibraryMethod:
    """A method all of whose arguments are texts."""

    def method(machine: Machine, owner: str, *texts: Value) -> Value:
        return failing(function, owner, *(machine.text(text) for text in texts))

    return method


def _splitting(function: Callable[..., list[str]]) -> LibraryMethod:
    def method(machine: Machine, owner: str, sep: Value = None, maxsplit: Value = -1) -> Value:
        sep = machine.resolved(sep)
        separator = None if sep is None else machine.text(sep)
        return failing(function, owner, separator, whole(machine, maxsplit))

    return method


def _searching(function: Callable[..., int]) -> LibraryMethod:
    def method(
        machine: Machine, owner: str, wanted: Value, start: Value = 0, end: Value = None
    ) -> Value:
        bounds = whole(machine, start), optional_whole(machine, end)
        return failing(function, owner, machine.text(wanted), *bounds)

    return method


def _testing(function: Callable[..., bool]) -> LibraryMethod:
    """`startswith` and `endswith`, which take one text or a tuple of some."""

    def method(machine: Machine, owner: str, affix: Value, start: Value = 0) -> bool:
        affix = machine.resolved(affix)
        affixes = affix if isinstance(affix, tuple) else (affix,)
        return function(owner, tuple(map(machine.text, affixes)), whole(machine, start))

    return method


def _join(machine: Machine, owner: str, iterable: Value) -> str:
    made = ""
    for index, item in enumerate(machine.items(iterable)):
        machine.step()
        item = machine.resolved(item, "text")
        if not isinstance(item, str):
            raise Failure("only texts can be joined")
        made = capped(made + (owner if index else "") + item)
    return made


def _replace(machine: Machine, owner: str, old: Value, new: Value, count: Value = -1) -> str:
    return replaced_text(owner, machine.text(old), machine.text(new), whole(machine, count))


def _splitlines(machine: Machine, owner: str, keepends: Value = False) -> list[str]:
    return owner.splitlines(machine.is_true(keepends))


def _padding(machine: Machine, owner: str, width: Value, fillchar: Value) -> str:
    fill = machine.text(fillchar)
    if len(fill) != 1:
        raise Failure("not one character")
    return padding(machine, owner, width, fill)


def _ljust(machine: Machine, owner: str, width: Value, fillchar: Value = " ") -> str:
    return owner + _padding(machine, owner, width, fillchar)


def _rjust(machine: Machine, owner: str, width: Value, fillchar: Value = " ") -> str:
    return _padding(machine, owner, width, fillchar) + owner


def _center(machine: Machine, owner: str, width: Value, fillchar: Value = " ") -> str:
    missing = _padding(machine, owner, width, fillchar)
    return owner.center(len(owner) + len(missing), missing[:1] or " ")


def _zfill(machine: Machine, owner: str, width: Value) -> str:
    return owner.zfill(len(owner) + len(padding(machine, owner, width, "0")))


def _format(machine: Machine, owner: str, *arguments: Value, **named: Value) -> str:
    """`"{} {name:.2f}".format(…)` with plain names and numbers."""
    made = ""
    values = {**{str(at): value for at, value in enumerate(arguments)}, **named}
    following = 0
    parts = failing(list, string.Formatter().parse(owner))
    assert isinstance(parts, list)
    for text, name, specification, conversion in parts:
        machine.step()
        made += text
        if name is None:
            continue
        if conversion or "{" in specification:
            raise Unsupported("a conversion of a format")
        if name == "":
            name = str(following)
            following += 1
        if name not in values:
            raise Unsupported("a path in a format, or nothing for a place of it")
        made = capped(made + formatted(machine, values[name], specification))
    return made


_ALL_OF_TEXTS = (
    str.capitalize, str.casefold, str.isalnum, str.isalpha, str.isascii, str.isdigit, str.islower,
    str.isdecimal, str.isidentifier, str.isnumeric, str.isspace, str.isupper, str.lower,
    str.lstrip, str.partition, str.removeprefix,
    str.removesuffix, str.rpartition, str.rstrip, str.strip, str.swapcase, str.title, str.upper,
)  # fmt: skip

TEXT_METHODS: dict[str, LibraryMethod] = {
    **{function.__name__: _of_texts(function) for function in _ALL_OF_TEXTS},
    "center": _center, "count": _searching(str.count), "endswith": _testing(str.endswith),
    "find": _searching(str.find), "format": _format, "index": _searching(str.index), "join": _join,
    "ljust": _ljust, "replace": _replace, "rfind": _searching(str.rfind),
    "rindex": _searching(str.rindex), "rjust": _rjust,
    "rsplit": _splitting(str.rsplit), "split": _splitting(str.split), "splitlines": _splitlines,
    "%": _percent_formatted, "startswith": _testing(str.startswith), "zfill": _zfill,
}  # fmt: skip


# Regular expressions.

FLAGS: dict[str, Value] = {
    f"re.{name}": int(getattr(re, name)) for name in ("I", "IGNORECASE", "M", "MULTILINE")
}
_LETTERS = {0: "", int(re.IGNORECASE): "i", int(re.MULTILINE): "m"}


def _compile(machine: Machine, pattern: Value, flags: Value = 0) -> "re.Pattern[str]":
    pattern = machine.resolved(pattern)
    if isinstance(pattern, re.Pattern):
        return pattern
    number = whole(machine, flags)
    if number not in _LETTERS:
        raise Unsupported("unknown flags")
    made = safe_pattern(machine.text(pattern), _LETTERS[number], is_python=True)
    assert not isinstance(made, GlobalPattern)
    return made


def _finding(way: Way) -> LibraryMethod:
    def find(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
        return found(_compile(machine, pattern, flags), machine.text(string), way)

    return find


def _find_all(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
    """The whole of each match, its group where there is one, or all of its groups."""
    made: list[Value] = []
    for match in all_found(_compile(machine, pattern, flags), machine.text(string)):
        groups = match.match.groups("")
        made.append(groups if len(groups) > 1 else groups[0] if groups else match.match[0])
    return made


def _find_iter(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
    return list(all_found(_compile(machine, pattern, flags), machine.text(string)))


def _sub(
    machine: Machine,
    pattern: Value,
    repl: Value,
    string: Value,
    count: Value = 0,
    flags: Value = 0,
) -> str:
    repl = repl if isinstance(repl, Unresolved) else machine.resolved(repl)

    def replacement(match: Match) -> str:
        machine.step()
        if isinstance(repl, str):
            return expanded(match, repl, "python")
        return machine.text(machine.call(repl, [match]))

    compiled = _compile(machine, pattern, flags)
    return replaced(compiled, machine.text(string), replacement, whole(machine, count))


def _split(machine: Machine, pattern: Value, string: Value) -> Value:
    """What lies between matches, and their groups."""
    parts: list[Value] = []
    text, start = machine.text(string), 0
    for match in all_found(_compile(machine, pattern), text):
        parts += [text[start : match.match.start()], *match[1:]]
        start = match.match.end()
    return [*parts, text[start:]]


def _escape(machine: Machine, pattern: Value) -> str:
    return re.escape(machine.text(pattern))


def _of_match(name: str) -> LibraryMethod:
    """A method of a match that takes the names or numbers of groups."""

    def method(machine: Machine, owner: Value, *groups: Value) -> Value:
        if not isinstance(owner, Match):
            raise Failure("only a match has this method")
        wanted = map(machine.resolved, groups)
        known = (each if isinstance(each, str) else whole(machine, each) for each in wanted)
        return failing(getattr(owner.match, name), *known)

    return method


MATCH_METHODS: dict[str, LibraryMethod] = {
    name: _of_match(name) for name in ("end", "group", "groupdict", "groups", "span", "start")
}

PATTERN_METHODS: dict[str, LibraryMethod] = {
    "findall": _find_all, "finditer": _find_iter, "fullmatch": _finding("fullmatch"),
    "match": _finding("match"),
    "search": _finding("search"), "split": _split, "sub": _sub,
}  # fmt: skip

RE: dict[str, LibraryMethod] = {**PATTERN_METHODS, "compile": _compile, "escape": _escape}
