"""`strings`, `strings.Builder`, `unicode` and `regexp` of Go. Indexes count the bytes of UTF-8."""
# ruff: noqa: ARG001, ARG005  (all are called with the machine, and with what the language gives)

import itertools
import re
import unicodedata
from collections.abc import Callable

from tinyarms_daemon.analysis.behavior.library.patterns import (
    all_found,
    found,
    replaced,
    safe_pattern,
)
from tinyarms_daemon.analysis.behavior.library.shared import (
    failing,
    repeated_text,
    replaced_text,
    whole,
)
from tinyarms_daemon.analysis.behavior.machine import LibraryMethod, Machine
from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Failure, TextBuilder, Value

SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""`unicode.IsSpace`."""


def byte_length(text: str) -> int:
    """`len(text)`."""
    return len(text.encode("utf-8", "surrogatepass"))


def character(machine: Machine, value: Value) -> str:
    """A rune or byte as the text of it."""
    value = machine.resolved(value, "number")
    return value if isinstance(value, str) else str(failing(chr, whole(machine, value)))


def _upper(text: str) -> str:
    """Rune by rune: no letter becomes two."""
    return "".join(new if len(new := sign.upper()) == 1 else sign for sign in text)


def _lower(text: str) -> str:
    return "".join(new if len(new := sign.lower()) == 1 else sign for sign in text)


def _placed(text: str, at: int) -> int:
    return at if at < 0 else byte_length(text[:at])


def _index(text: str, wanted: str) -> int:
    return _placed(text, text.find(wanted))


def _last_index(text: str, wanted: str) -> int:
    return _placed(text, text.rfind(wanted))


def _index_any(text: str, characters: str) -> int:
    return _placed(text, min((at for at in map(text.find, characters) if at >= 0), default=-1))


def _compared(left: str, right: str) -> int:
    return (left > right) - (left < right)


def _contains_any(text: str, characters: str) -> bool:
    return not set(text).isdisjoint(characters)


def _contains(text: str, wanted: str) -> bool:
    return wanted in text


def _is_same_folded(left: str, right: str) -> bool:
    """Simple folding, rune by rune: `ß` is not `ss`."""
    return _lower(_upper(left)) == _lower(_upper(right))


def _cut(text: str, separator: str) -> Value:
    before, found_, after = text.partition(separator) if separator else ("", "x", text)
    return before, after, bool(found_)


def _cut_prefix(text: str, prefix: str) -> Value:
    return text.removeprefix(prefix), text.startswith(prefix)


def _cut_suffix(text: str, suffix: str) -> Value:
    return text.removesuffix(suffix), text.endswith(suffix)


def _fields(text: str) -> list[Value]:
    return [part for part in re.split(f"[{SPACES}]+", text) if part]


def _trim_space(text: str) -> str:
    return text.strip(SPACES)


def _split(text: str, separator: str) -> list[Value]:
    return list(text.split(separator)) if separator else list(text)


_OF_TEXTS: dict[str, Callable[..., Value]] = {
    "Compare": _compared, "Contains": _contains, "ContainsAny": _contains_any, "Count": str.count,
    "Cut": _cut,
    "CutPrefix": _cut_prefix, "CutSuffix": _cut_suffix, "EqualFold": _is_same_folded,
    "Fields": _fields, "HasPrefix": str.startswith, "HasSuffix": str.endswith, "Index": _index,
    "IndexAny": _index_any, "LastIndex": _last_index, "Split": _split, "ToLower": _lower,
    "ToUpper": _upper,
    "Trim": str.strip, "TrimLeft": str.lstrip, "TrimPrefix": str.removeprefix,
    "TrimRight": str.rstrip, "TrimSpace": _trim_space, "TrimSuffix": str.removesuffix,
}  # fmt: skip


def _of_texts(function: Callable[..., Value]) -> LibraryMethod:
    """A function all of whose arguments are texts."""
    return lambda machine, *texts: function(*(machine.text(text) for text in texts))


def _split_n(machine: Machine, s: Value, sep: Value, n: Value) -> Value:
    text, separator, most = machine.text(s), machine.text(sep), whole(machine, n)
    if most == 0 or not separator:
        raise Unsupported("a split by nothing")
    return list(text.split(separator, most - 1 if most > 0 else -1))


def _join(machine: Machine, elements: Value, separator: Value) -> str:
    sign = machine.text(separator)
    made = ""
    for index, element in enumerate(machine.items(elements)):
        machine.step()
        made = capped(made + (sign if index else "") + machine.text(element))
    return made


def _replace(machine: Machine, s: Value, old: Value, new: Value, n: Value = -1) -> str:
    return replaced_text(
        machine.text(s), machine.text(old), machine.text(new), max(-1, whole(machine, n))
    )


def _repeat(machine: Machine, s: Value, count: Value) -> str:
    times = whole(machine, count)
    if times < 0:
        raise Failure("repeated less than never")
    return repeated_text(machine.text(s), times)


def _map(machine: Machine, mapping: Value, s: Value) -> str:
    made: list[str] = []
    for sign in machine.text(s):
        new = machine.number(machine.call(mapping, [ord(sign)]))
        made.append("" if new < 0 else character(machine, new))
    return "".join(made)


def _places(machine: Machine, s: Value, function: Value) -> tuple[str, list[int]]:
    """A text, and where it has a rune for which a function holds."""
    text = machine.text(s)
    holds = (machine.is_true(machine.call(function, [ord(sign)])) for sign in text)
    return text, [at for at, is_so in enumerate(holds) if is_so]


def _fields_by(machine: Machine, s: Value, function: Value) -> Value:
    text, places = _places(machine, s, function)
    ends = [-1, *places, len(text)]
    parts = (text[one + 1 : other] for one, other in itertools.pairwise(ends))
    return [part for part in parts if part]


def _trim_by(*, start: bool, end: bool) -> LibraryMethod:
    def trim(machine: Machine, s: Value, function: Value) -> str:
        text, places = _places(machine, s, function)
        kept = sorted({*range(len(text))}.difference(places))
        if not kept:
            return ""
        return text[kept[0] if start else 0 : kept[-1] + 1 if end else None]

    return trim


def _index_by(machine: Machine, s: Value, function: Value) -> int:
    text, places = _places(machine, s, function)
    return byte_length(text[: places[0]]) if places else -1


def _index_rune(machine: Machine, s: Value, rune: Value) -> int:
    return _index(machine.text(s), character(machine, rune))


def _last_index_rune(machine: Machine, s: Value, rune: Value) -> int:
    text = machine.text(s)
    at = text.rfind(character(machine, rune))
    return at if at < 0 else byte_length(text[:at])


def _in_category(category: str) -> LibraryMethod:
    return lambda machine, rune: unicodedata.category(character(machine, rune)).startswith(category)


def _changing(change: Callable[[str], str]) -> LibraryMethod:
    return lambda machine, rune: ord(change(character(machine, rune)))


TEXT_FUNCTIONS: dict[str, LibraryMethod] = {
    **{f"strings.{name}": _of_texts(function) for name, function in _OF_TEXTS.items()},
    "regexp.MustCompile": lambda machine, expression: safe_pattern(machine.text(expression)),
    "strings.ContainsFunc": lambda machine, s, function: _index_by(machine, s, function) >= 0,
    "strings.FieldsFunc": _fields_by, "strings.IndexFunc": _index_by,
    "strings.TrimFunc": _trim_by(start=True, end=True),
    "strings.TrimLeftFunc": _trim_by(start=True, end=False),
    "strings.TrimRightFunc": _trim_by(start=False, end=True),
    "strings.ContainsRune": lambda machine, s, rune: character(machine, rune) in machine.text(s),
    "strings.IndexByte": _index_rune, "strings.IndexRune": _index_rune, "strings.Join": _join,
    "strings.LastIndexByte": _last_index_rune, "strings.Map": _map,
    "strings.Repeat": _repeat, "strings.Replace": _replace,
    "strings.ReplaceAll": _replace, "strings.SplitN": _split_n,
    "unicode.IsControl": _in_category("Cc"), "unicode.IsNumber": _in_category("N"),
    "unicode.IsPunct": _in_category("P"), "unicode.IsDigit": _in_category("Nd"),
    "unicode.IsLetter": _in_category("L"),
    "unicode.IsLower": _in_category("Ll"),
    "unicode.IsSpace": lambda machine, rune: character(machine, rune) in SPACES,
    "unicode.IsUpper": _in_category("Lu"), "unicode.ToLower": _changing(_lower),
    "unicode.ToUpper": _changing(_upper),
    "utf8.RuneCountInString": lambda machine, text: len(machine.text(text)),
}  # fmt: skip


# What compiles and builds.


def _replace_all(machine: Machine, owner: "re.Pattern[str]", s: Value, replacement: Value) -> str:
    new = machine.text(replacement)
    if "$" in new:
        raise Unsupported("a place in a replacement")
    return replaced(owner, machine.text(s), lambda _: new)


def _find(machine: Machine, owner: "re.Pattern[str]", s: Value) -> str:
    match = found(owner, machine.text(s))
    return "" if match is None else match.match[0]


def _find_groups(machine: Machine, owner: "re.Pattern[str]", s: Value) -> Value:
    match = found(owner, machine.text(s))
    return [] if match is None else [match.match[0], *match.match.groups("")]


def _find_all(machine: Machine, owner: "re.Pattern[str]", s: Value, n: Value) -> Value:
    most = whole(machine, n)
    matches: list[Value] = [match.match[0] for match in all_found(owner, machine.text(s))]
    return matches if most < 0 else matches[:most]


PATTERN_METHODS: dict[str, LibraryMethod] = {
    "FindAllString": _find_all,
    "FindString": _find,
    "FindStringSubmatch": _find_groups,
    "MatchString": lambda machine, owner, text: found(owner, machine.text(text)) is not None,
    "ReplaceAllString": _replace_all,
}


def write(machine: Machine, owner: TextBuilder, text: Value) -> None:
    """`WriteString`."""
    owner.parts[:] = [capped("".join(owner.parts) + machine.text(text))]


def _write_character(machine: Machine, owner: TextBuilder, rune: Value) -> None:
    write(machine, owner, character(machine, rune))


def _built(machine: Machine, owner: TextBuilder) -> str:
    return "".join(owner.parts)


BUILDER_METHODS: dict[str, LibraryMethod] = {
    "Grow": lambda machine, owner, n: None,
    "Len": lambda machine, owner: byte_length(_built(machine, owner)),
    "Reset": lambda machine, owner: owner.parts.clear(),
    "String": _built, "WriteByte": _write_character, "WriteRune": _write_character,
    "WriteString": write,
}  # fmt: skip
