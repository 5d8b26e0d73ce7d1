"""JSON as people write it: with comments, and with a comma behind the last entry. Taken apart, what
is of another type than expected is not there."""

import json
import re
from collections.abc import Iterator, Mapping

from tinyarms_daemon.domain.findings.project import FactData

_STRING = r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)'
_COMMENTS = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMAS = re.compile(rf"{_STRING}|,(?=\s*[\]}}])", re.DOTALL)
_HALF_OF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_NOT_A_LINE_FEED = re.compile(r"[^\n]")


def read_json(text: str) -> FactData:
    """The value of a text; None for what is no JSON, not even with comments."""
    plain = _COMMAS.sub(_blank, without_comments(text))
    try:
        value: FactData = json.loads(plain, parse_constant=_refuse)
        if _HALF_OF_A_PAIR.search(plain):
            value = json.loads(encodable(json.dumps(value, ensure_ascii=False)))
    except (ValueError, RecursionError):
        return None
    return value


def encodable(text: str) -> str:
    """The text with `?` for each half of a surrogate pair: an escape can say one, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def without_comments(text: str) -> str:
    """The text with blanks in place of comments, so that every character keeps its place."""
    return _COMMENTS.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else _NOT_A_LINE_FEED.sub(" ", found[0])


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def entries(value: FactData) -> Mapping[str, FactData]:
    """The entries of an object; none of anything else."""
    return value if isinstance(value, dict) else {}


def items(value: FactData) -> list[FactData]:
    """The items of a list; none of anything else."""
    return value if isinstance(value, list) else []


def text(value: FactData) -> str | None:
    """A text; None for anything else."""
    return value if isinstance(value, str) else None


def texts(value: FactData) -> list[str] | None:
    """The texts in a list; None for what is no list."""
    if not isinstance(value, list):
        return None
    return [each for each in value if isinstance(each, str)]


def key_lines(source: str, keys: list[str], after: str) -> dict[str, int]:
    """The line, from 1, at which each of some keys of the object called `after` stands."""
    plain = without_comments(source)
    start = max(plain.find(f'"{after}"'), 0)
    found = {key: plain.find(f'"{key}"', start) for key in keys}
    return {key: plain.count("\n", 0, at) + 1 for key, at in found.items() if at >= 0}


def strings_in(value: FactData) -> Iterator[str]:
    """Every string in a value, however deep it stands, in order; keys are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)
