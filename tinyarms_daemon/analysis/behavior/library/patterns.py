"""Regular expressions, which a repository might write so that Python's `re` runs for ever."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tinyarms_daemon.analysis.behavior.operators import capped
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.values import Failure, GlobalPattern, Value

MOST_CHARACTERS_OF_PATTERN = 60
MOST_CHARACTERS_SEARCHED = 200
_MOST_UNBOUNDED = 3
_MOST_WAYS = 10_000_000
"""How many ways a pattern may have to match, from each place of a text: `re` tries them all where
none does. The bound is never reached by a wide margin, since counts share the same characters."""

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_IGNORED_FLAGS = frozenset("uv")  # Unicode, which changes nothing here
_TOKEN = re.compile(
    r"(?P<opening>\((?:\?(?:[:=!]|P?<[A-Za-z_]\w*>))?(?!\?))"
    r"|(?P<closing>\))"
    r"|(?P<quantifier>(?:[*+?]|\{\d{1,2}(?:,\d{0,2})?\})\??)"
    r"|(?P<anchor>[\^$]|\\[bBZ])"
    r"|(?P<alternative>\|)"
    r"|(?P<one>\[\^?(?:\\[^pPkQE]|[^\\\]])+\]|\\(?:[dDsSwWfnrtv\W_]|u[\da-fA-F]{4})"
    r"|\{(?![\d,])|[^\\\[({])",
    re.DOTALL,
)
_COUNT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_WARNED_OF = re.compile(r"\\.|[\[&|~]", re.DOTALL)
"""Signs of which Python warns within a class."""


@dataclass
class _Ways:
    """In how many ways a group can match: as many, times the characters for each unbounded one."""

    bounded: int = 1
    unbounded: int = 0

    def repeat(self, quantifier: str) -> None:
        count = _COUNT.match(quantifier)
        if quantifier[0] in "*+" or (count is not None and count[2] and not count[3]):
            self.unbounded += 1
        elif count is None:
            self.bounded *= 2
        elif count[3]:
            self.bounded *= max(1, int(count[3]) - int(count[1]) + 1)


@lru_cache(maxsize=256)
def _read(text: str, end: str) -> tuple[str, _Ways]:
    """A pattern as Python writes it, with what `$` means, and in how many ways it matches."""
    written = ""
    groups = [_Ways()]
    last: _Ways | None = None  # what a quantifier would repeat
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Unsupported("a pattern that refers elsewhere, or is not known")
        at, sign, repeated, last = token.end(), token[0], last, None
        match token.lastgroup:
            case "opening":
                groups.append(_Ways())
                sign = sign.replace("(?<", "(?P<")
            case "closing":
                last = groups.pop()
                if not groups:
                    raise Failure("a group is not open")
                groups[-1].bounded *= last.bounded
                groups[-1].unbounded += last.unbounded
            case "quantifier":
                # Repeating a group that matches in several ways multiplies them each time.
                if repeated is None or (repeated != _Ways() and sign != "?"):
                    raise Unsupported("a quantifier of nothing, or of what matches in several ways")
                groups[-1].repeat(sign)
            case "alternative":
                groups[-1].bounded *= 2
            case "anchor":
                sign = end if sign == "$" else sign
            case _:
                last = _Ways()
                if sign[0] == "[":
                    if "--" in sign:
                        raise Unsupported("a class made of others")
                    sign = "[" + _WARNED_OF.sub(_escaped, sign[1:-1]) + "]"
        written += sign
    if len(groups) != 1:
        raise Failure("a group is open")
    return written, groups[0]


def _escaped(sign: "re.Match[str]") -> str:
    return sign[0] if len(sign[0]) > 1 else f"\\{sign[0]}"


@lru_cache(maxsize=256)
def safe_pattern(
    text: str, flags: str = "", *, is_python: bool = False
) -> "re.Pattern[str] | GlobalPattern":
    """A pattern whose work is bounded, with flags by their letters. Unsupported for others.

    A group with a quantifier must match in one way only, there is no looking behind and no
    referring back, so that the ways to match are at most the product of those of the quantifiers
    and alternatives. JavaScript and Go count only ASCII as `\\d` and `\\w`.
    """
    letters = set(flags) - {"g"} - _IGNORED_FLAGS
    if len(text) > MOST_CHARACTERS_OF_PATTERN or not letters <= _FLAGS.keys():
        raise Unsupported("a long pattern, or flags that are not known")
    written, ways = _read(text, "$" if is_python or "m" in letters else r"\Z")
    if ways.unbounded > _MOST_UNBOUNDED:
        raise Unsupported("a pattern with many quantifiers")
    options = re.RegexFlag(0) if is_python else re.ASCII
    for letter in letters:
        options |= _FLAGS[letter]
    try:
        compiled = re.compile(written, options)
    except (re.error, OverflowError, RecursionError) as error:
        raise Unsupported("no pattern of Python") from error
    return GlobalPattern(compiled) if "g" in flags else compiled


def _check_work(pattern: "re.Pattern[str]", text: str) -> None:
    """Unsupported where matching might take long."""
    _, ways = _read(pattern.pattern, "$")
    most = ways.bounded * (len(text) + 1) ** (ways.unbounded + 1)
    if len(text) > MOST_CHARACTERS_SEARCHED or most > _MOST_WAYS:
        raise Unsupported("a pattern that might search for long")


class Match(list[Value]):
    """What was found: the whole of it and its groups, as JavaScript gives them."""

    def __init__(self, match: "re.Match[str]") -> None:
        super().__init__([match[0], *match.groups()])
        self.match = match


Way = Literal["search", "match", "fullmatch"]
"""Anywhere, from the beginning, or all."""


def found(pattern: "re.Pattern[str]", text: str, way: Way = "search") -> "Match | None":
    """The first match, or None."""
    _check_work(pattern, text)
    match_: re.Match[str] | None = getattr(pattern, way)(text)
    return None if match_ is None else Match(match_)


def all_found(pattern: "re.Pattern[str]", text: str) -> list[Match]:
    """All matches that do not overlap."""
    _check_work(pattern, text)
    return [Match(match) for match in pattern.finditer(text)]


def replaced(
    pattern: "re.Pattern[str]", text: str, replacement: Callable[[Match], str], most: int = 0
) -> str:
    """The text with what the replacement makes of each match, or of the first ones."""
    _check_work(pattern, text)
    return capped(pattern.sub(lambda match: replacement(Match(match)), text, count=most))


_PLACE = {"python": re.compile(r"\\([1-9])(?!\d)"), "script": re.compile(r"\$([$&]|[1-9](?!\d))")}
"""Where a group goes in a replacement, or a sign of its own."""
_OTHER_PLACE = {"python": re.compile(r"\\"), "script": re.compile(r"\$[\d<`']")}


def expanded(match: Match, template: str, language: Literal["python", "script"]) -> str:
    """A replacement with the groups that it names."""

    def put(place: "re.Match[str]") -> str:
        if place[1] in "$&":
            return "$" if place[1] == "$" else match.match[0]
        if int(place[1]) > match.match.re.groups:
            raise Unsupported("no such group")
        return match.match[int(place[1])] or ""

    if _OTHER_PLACE[language].search(_PLACE[language].sub("", template)):
        raise Unsupported("a place in a replacement")
    return capped(_PLACE[language].sub(put, template))


def split_between(pattern: "re.Pattern[str]", text: str) -> list[Value]:
    """What lies between matches, and their groups, as JavaScript has it: nothing before and after
    all is not a match."""
    _check_work(pattern, text)
    if not text:
        return [] if pattern.match(text) else [text]
    parts: list[Value] = []
    start = at = 0
    while (match := pattern.search(text, at)) is not None and match.start() < len(text):
        if match.end() == start:
            at = match.start() + 1
            continue
        parts += [text[start : match.start()], *match.groups()]
        start = at = match.end()
    return [*parts, text[start:]]
