"""Names and source fragments as a terminal may safely show them."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LAST_OF_TWO_DIGITS = 0xFF


def portable_path(path: str) -> str:
    """A path for JSON: bytes that are no UTF-8 (surrogates, in Python) stand escaped as \\xNN."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte, as no file name has
        raw = path.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """Text for a terminal: control characters, which could drive it, are escaped; tabs stay."""
    escaped = portable_path(text).replace("\n", "\\n")
    return _CONTROL.sub(lambda match: _as_code(ord(match.group())), escaped)


def _as_code(point: int) -> str:
    return f"\\u{point:04x}" if point > _LAST_OF_TWO_DIGITS else f"\\x{point:02x}"
