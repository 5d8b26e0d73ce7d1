"""Names and source fragments as a terminal may safely show them."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", escaped)
