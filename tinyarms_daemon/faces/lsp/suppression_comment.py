"""Where and how a comment suppresses a finding in a file of a given name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

_SLASHES, _HASH, _STARS, _MARKUP = ("// ", ""), ("# ", ""), ("/* ", " */"), ("<!-- ", " -->")
_COMMENTS = {
    **dict.fromkeys((".py", ".pyi", ".sh", ".bash", ".yaml", ".yml", ".toml"), _HASH),
    **dict.fromkeys((".css",), _STARS),
    **dict.fromkeys((".html", ".htm", ".md", ".markdown"), _MARKUP),
}
_WITH_MARKUP = (".tsx", ".jsx", ".js")
# Within a string of several lines a comment would be text of the string.
_LONG_QUOTES = {
    **dict.fromkeys((".py", ".pyi", ".swift"), re.compile(r"\"{3}|'{3}")),
    ".go": re.compile("`"),
}
_OPEN_LIST = re.compile(r"(tinyarms: ignore\[[^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text to insert, at a line from 0 and a column from 0 in code points."""

    line: int
    column: int
    text: str


def suppression_comment(path: str, lines: Sequence[str], line: int, rule: str) -> Insertion:
    """The comment for a finding that begins in `line` (from 0): a line above it, or above the
    string of several lines that it stands in, or one more rule in the comment that is there."""
    line = _begin_of_string(path, lines, line)
    above = lines[line - 1] if line else ""
    known = _OPEN_LIST.search(above)
    if known is not None:
        return Insertion(line - 1, known.end(1), f", {rule}")
    text = lines[line] if line < len(lines) else ""
    indent = text[: len(text) - len(text.lstrip())]
    begin, end = _comment(path, above, text)
    return Insertion(line, 0, f"{indent}{begin}tinyarms: ignore[{rule}]{end}\n")


def _begin_of_string(path: str, lines: Sequence[str], line: int) -> int:
    """The line in which the string begins that lasts until `line`; that line itself else."""
    quotes = _LONG_QUOTES.get(PurePosixPath(path).suffix.lower())
    if quotes is None:
        return line
    begin, closing = line, ""
    for number, text in enumerate(lines[:line]):
        for quote in quotes.findall(text):
            if not closing:
                begin, closing = number, quote
            elif quote == closing:
                begin, closing = line, ""
    return begin


def _comment(path: str, above: str, text: str) -> tuple[str, str]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _WITH_MARKUP and _stands_between_tags(above, text):
        return "{/* ", " */}"
    return _COMMENTS.get(suffix, _SLASHES)


def _stands_between_tags(above: str, text: str) -> bool:
    """Whether a line is a child in markup, where a comment needs braces: it begins a tag, and the
    line before ends one."""
    before = above.rstrip()
    return text.lstrip().startswith("<") and before.endswith((">", "}")) and "=>" not in before[-2:]
