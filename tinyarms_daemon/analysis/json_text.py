"""JSON as people write it: with comments, and with a comma behind the last entry."""

import json
import re

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
