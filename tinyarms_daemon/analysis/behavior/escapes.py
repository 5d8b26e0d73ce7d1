"""What the escapes in a string that is written in source stand for."""

import re

from tinyarms_daemon.analysis.behavior.terms import Unsupported

LONGEST_LITERAL = 4_000
"""Characters; longer ones are data, which nobody computes with."""

_ESCAPE = re.compile(
    r"\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a"}
_HEXADECIMAL = "xuU"
_SURROGATES = range(0xD800, 0xE000)
_LAST_CHARACTER = 0x10FFFF
_QUOTES = frozenset("\\'\"`")


def unescaped(text: str, *, keeps_unknown: bool) -> str:
    """The text that one with escapes stands for. A backslash before another sign stays in Python,
    and is left out in JavaScript."""
    if len(text) > LONGEST_LITERAL:
        raise Unsupported("a long string")
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _meant(match[1], keeps_unknown), text)


def _meant(escape: str, keeps_unknown: bool) -> str:
    if escape in _QUOTES:
        return escape
    if escape in _SIGNS:
        return _SIGNS[escape]
    if escape.endswith("\n"):  # a line that goes on
        return ""
    if escape[0] in _HEXADECIMAL and len(escape) > 1:
        return _character(int(escape[1:], 16))
    if escape[0] in "01234567":
        return _character(int(escape, 8))
    if escape == "N" or escape in _HEXADECIMAL:
        raise Unsupported(f"the escape {escape}")
    return f"\\{escape}" if keeps_unknown else escape


def _character(number: int) -> str:
    if number in _SURROGATES or number > _LAST_CHARACTER:
        raise Unsupported("half a character")
    return chr(number)
