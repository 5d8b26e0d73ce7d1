"""The numbers of a file, and what they are worth."""

import math
import re
from functools import lru_cache

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_JAVASCRIPT = "(number) @number"
_JAVA_KINDS = "decimal_integer hex_integer octal_integer binary_integer decimal_floating_point"
_QUERIES = {
    "python": "(integer) @number (float) @number",
    "javascript": _JAVASCRIPT,
    "typescript": _JAVASCRIPT,
    "tsx": _JAVASCRIPT,
    "go": "(int_literal) @number (float_literal) @number",
    "java": " ".join(f"({kind}_literal) @number" for kind in _JAVA_KINDS.split()),
    "cpp": "(number_literal) @number",
    "csharp": "(integer_literal) @number (real_literal) @number",
    "php": "(integer) @number (float) @number",
    "bash": "(number) @number",
    "rust": "(integer_literal) @number (float_literal) @number",
    "swift": """
        (integer_literal) @number (real_literal) @number (hex_literal) @number
        (oct_literal) @number (bin_literal) @number
    """,
}
NUMBER_KINDS = frozenset(re.findall(r"\((\w+)\)", " ".join(_QUERIES.values())))

_WIDTH = re.compile(r"[ui](?:8|16|32|64|128|size)$|f(?:32|64)$")
_INTEGER_SUFFIX = re.compile(r"(?:u?l{0,2}|l{1,2}u|n)$")
_FLOAT_SUFFIX = re.compile(r"[fdlmj]$")
_BASES = {"0x": 16, "0o": 8, "0b": 2}
_LONGEST = 64  # digits; Python refuses to read much longer ones


def numbers_of(tree: SyntaxTree) -> list[Node]:
    """Every number of a file in source order; none in a language without numbers."""
    pattern = _QUERIES.get(tree.language)
    return tree.find(pattern) if pattern else []


@lru_cache(maxsize=4096)
def number_value(text: str) -> float | None:
    """The value of a number as any of the languages writes it; None where it cannot be read."""
    digits = text.replace("_", "").replace("'", "").lower()
    if len(digits) > _LONGEST:
        return None
    base = _BASES.get(digits.lstrip("-")[:2], 10)
    if base == 16:
        digits = _INTEGER_SUFFIX.sub("", re.sub(r"[ui](?:8|16|32|64|128|size)$", "", digits))
    else:
        digits = _WIDTH.sub("", digits)
        digits = (
            _INTEGER_SUFFIX.sub("", digits)
            if base != 10
            else _FLOAT_SUFFIX.sub("", _INTEGER_SUFFIX.sub("", digits))
        )
    try:
        return int(digits, base) if base != 10 else _decimal(digits)
    except ValueError:
        return None


def significant_digits(text: str) -> int:
    """How many digits a number is exact to."""
    written = text.lower().partition("e")[0].replace("_", "")
    return len(re.sub(r"\D", "", written).strip("0"))


def is_octal(text: str) -> bool:
    """Whether a number is written in base eight, as file modes are, with the kind of file too."""
    return bool(re.fullmatch(r"0o?[0-7]{3,7}", text.lower()))


def _decimal(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is beyond what a number of any machine holds")
    return int(value) if value.is_integer() and "e" not in digits else value
