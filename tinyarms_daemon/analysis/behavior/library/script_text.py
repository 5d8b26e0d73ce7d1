"""Texts and regular expressions of JavaScript."""
# ruff: noqa: ARG001  (all are called with the machine, and with what the language gives)

import re
import unicodedata
from collections.abc import Callable
from math import nan

from tinyarms_daemon.analysis.behavior.library.patterns import (
    Match,
    all_found,
    expanded,
    found,
    replaced,
    safe_pattern,
    split_between,
)
from tinyarms_daemon.analysis.behavior.library.shared import (
    called_back,
    failing,
    optional_whole,
    padding,
    repeated_text,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import MOST_CHARACTERS, capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Failure, GlobalPattern, Value

Pattern = re.Pattern[str] | GlobalPattern

SPACES = (
    "\t\n\v\f\r \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What `trim` removes and `Number` passes over (ECMA-262, 12.2 and 12.3)."""

_ORDER_OF_SIGNS = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
"""As the Unicode collation has them, which puts them before digits, and those before letters."""


def _of_itself(function: Callable[..., str], *arguments: str) -> LibraryMethod:
    def method(machine: Machine, owner: str) -> str:
        return capped(function(owner, *arguments))

    return method


def _position(machine: Machine, owner: str, position: Value, otherwise: int = 0) -> int:
    given = optional_whole(machine, position)
    return otherwise if given is None else max(0, min(given, len(owner)))


def _plain(machine: Machine, value: Value) -> str:
    """What is searched for, which is no pattern."""
    value = machine.resolved(value)
    if isinstance(value, (re.Pattern, GlobalPattern)):
        raise Failure("a pattern instead of a text")
    return machine.written(value)


def _starts_with(machine: Machine, owner: str, search: Value, position: Value = None) -> bool:
    return owner.startswith(_plain(machine, search), _position(machine, owner, position))


def _index_of(machine: Machine, owner: str, search: Value, position: Value = None) -> int:
    return owner.find(machine.written(search), _position(machine, owner, position))


def _slice(machine: Machine, owner: str, start: Value = None, end: Value = None) -> str:
    return owner[optional_whole(machine, start) or 0 : optional_whole(machine, end)]


def _substring(machine: Machine, owner: str, start: Value = None, end: Value = None) -> str:
    first = _position(machine, owner, start)
    last = _position(machine, owner, end, len(owner))
    return owner[min(first, last) : max(first, last)]


def _substr(machine: Machine, owner: str, start: Value = None, length: Value = None) -> str:
    rest = owner[optional_whole(machine, start) or 0 :]
    return rest[: _position(machine, rest, length, len(rest))]


def _char_at(machine: Machine, owner: str, position: Value = None) -> str:
    at = optional_whole(machine, position) or 0
    return owner[at] if 0 <= at < len(owner) else ""


def _char_code_at(machine: Machine, owner: str, position: Value = None) -> Value:
    character = _char_at(machine, owner, position)
    return ord(character) if character else nan


def _pad_start(machine: Machine, owner: str, length: Value, fill: Value = " ") -> str:
    return padding(machine, owner, length, machine.written(fill)) + owner


def _pad_end(machine: Machine, owner: str, length: Value, fill: Value = " ") -> str:
    return owner + padding(machine, owner, length, machine.written(fill))


def _repeat(machine: Machine, owner: str, count: Value = None) -> str:
    times = optional_whole(machine, count) or 0
    if times < 0:
        raise Failure("repeated less than never")
    return repeated_text(owner, times)


def _split(machine: Machine, owner: str, separator: Value, limit: Value = None) -> list[Value]:
    pattern = _pattern_of(machine, separator)
    parts: list[Value]
    if pattern is not None:
        parts = split_between(_once(pattern), owner)
    else:
        sign = machine.text(separator)
        parts = list(owner.split(sign)) if sign else list(owner)
    return parts[: _position(machine, owner + " ", limit, len(parts))]


def _replace_with(
    machine: Machine, owner: str, pattern: "re.Pattern[str]", new: Value, most: int
) -> str:
    def replacement(match: Match) -> str:
        machine.step()
        if isinstance(template, str):
            return expanded(match, template, "script")
        return machine.written(called_back(machine, new, [*match, match.match.start(), owner]))

    template = machine.resolved(new)
    return replaced(pattern, owner, replacement, most)


def _pattern_of(machine: Machine, value: Value) -> Pattern | None:
    """The pattern, or None where it is a text."""
    value = machine.resolved(value, "text")
    return value if isinstance(value, (re.Pattern, GlobalPattern)) else None


def _once(pattern: Pattern) -> "re.Pattern[str]":
    return pattern.pattern if isinstance(pattern, GlobalPattern) else pattern


def _literally(machine: Machine, text: Value) -> "re.Pattern[str]":
    return re.compile(re.escape(machine.written(text)))


def _replace(machine: Machine, owner: str, old: Value, new: Value) -> str:
    pattern = _pattern_of(machine, old) or _literally(machine, old)
    most = 0 if isinstance(pattern, GlobalPattern) else 1
    return _replace_with(machine, owner, _once(pattern), new, most)


def _replace_all(machine: Machine, owner: str, old: Value, new: Value) -> str:
    pattern = _pattern_of(machine, old)
    if isinstance(pattern, re.Pattern):
        raise Failure("a pattern for one match")
    return _replace_with(machine, owner, _once(pattern or _literally(machine, old)), new, 0)


def new_pattern(machine: Machine, source: Value, flags: Value = "") -> Pattern:
    """`new RegExp(…)`."""
    pattern = _pattern_of(machine, source)
    return pattern or safe_pattern(machine.written(source), machine.text(flags))


def _match(machine: Machine, owner: str, pattern: Value) -> Value:
    """All matches where the pattern is global, otherwise the first one with its groups."""
    compiled = new_pattern(machine, pattern)
    if isinstance(compiled, re.Pattern):
        return found(compiled, owner)
    return [match[0] for match in all_found(compiled.pattern, owner)] or None


def _normalize(machine: Machine, owner: str, form: Value = "NFC") -> str:
    return capped(str(failing(unicodedata.normalize, machine.text(form), owner)))


def _collated(text: str) -> tuple[list[tuple[int, str]], list[bool]]:
    """Letters first, then their cases, as the Unicode collation compares."""
    bases: list[tuple[int, str]] = []
    for character in text:
        if character == " ":
            bases.append((0, character))
        elif character in _ORDER_OF_SIGNS:
            bases.append((1, chr(_ORDER_OF_SIGNS.index(character))))
        elif character.isascii() and character.isalnum():
            bases.append((3 if character.isalpha() else 2, character.lower()))
        else:
            raise Unsupported("the order of other scripts")
    return bases, [character.isupper() for character in text]


def _locale_compare(machine: Machine, owner: str, other: Value) -> int:
    left, right = _collated(owner), _collated(machine.written(other))
    return (left > right) - (left < right)


def _at(machine: Machine, owner: str, position: Value = None) -> Value:
    at = optional_whole(machine, position) or 0
    return owner[at] if -len(owner) <= at < len(owner) else None


def _match_all(machine: Machine, owner: str, pattern: Value) -> list[Value]:
    compiled = new_pattern(machine, pattern)
    if isinstance(compiled, re.Pattern):
        raise Failure("a pattern for one match")
    return list(all_found(compiled.pattern, owner))


def _search(machine: Machine, owner: str, pattern: Value) -> int:
    match = found(_once(new_pattern(machine, pattern)), owner)
    return -1 if match is None else match.match.start()


def _concat(machine: Machine, owner: str, *others: Value) -> str:
    return capped(owner + "".join(map(machine.written, others)))


TEXT_METHODS: dict[str, LibraryMethod] = {
    "at": _at, "charAt": _char_at, "charCodeAt": _char_code_at, "concat": _concat,
    "endsWith": lambda machine, owner, search: owner.endswith(_plain(machine, search)),
    "includes": lambda machine, owner, search: _plain(machine, search) in owner,
    "indexOf": _index_of,
    "lastIndexOf": lambda machine, owner, search: owner.rfind(machine.written(search)),
    "localeCompare": _locale_compare, "match": _match, "matchAll": _match_all,
    "normalize": _normalize, "padEnd": _pad_end,
    "padStart": _pad_start,
    "repeat": _repeat, "replace": _replace, "replaceAll": _replace_all,
    "search": _search, "slice": _slice,
    "split": _split, "startsWith": _starts_with, "substr": _substr, "substring": _substring,
    "toLowerCase": _of_itself(str.lower), "toUpperCase": _of_itself(str.upper),
    "trim": _of_itself(str.strip, SPACES), "trimEnd": _of_itself(str.rstrip, SPACES),
    "trimStart": _of_itself(str.lstrip, SPACES),
}  # fmt: skip


def _test(machine: Machine, owner: Pattern, text: Value) -> bool:
    return found(_once(owner), machine.written(text)) is not None


def _exec(machine: Machine, owner: Pattern, text: Value) -> Value:
    if isinstance(owner, GlobalPattern):
        raise Unsupported("a pattern that remembers where it was")
    return found(owner, machine.written(text))


PATTERN_METHODS: dict[str, LibraryMethod] = {"exec": _exec, "test": _test}


def from_codes(machine: Machine, *codes: Value) -> str:
    """`String.fromCharCode(…)`, of characters that take one unit."""
    numbers = [whole(machine, code) for code in codes[:MOST_CHARACTERS]]
    if any(not 0 <= number < 0xD800 for number in numbers):
        raise Unsupported("a character of two units")
    return "".join(map(chr, numbers))
