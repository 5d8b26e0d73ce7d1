"""The patterns by which a tsconfig chooses files."""

import re
from functools import lru_cache
from posixpath import splitext

_PARTS = re.compile(r"\*\*/|\*|\?|[^*?]+")
# Each one multiplies the time that matching may take, and nobody writes as many.
_MOST_WILDCARDS = 12
_MEANING = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}


def is_chosen(path: str, pattern: str) -> bool:
    """Whether a pattern, relative to the root as the path is, includes a file or a folder above
    it. The empty pattern stands for the root."""
    return _compiled(pattern).match(path) is not None


def names_source(pattern: str) -> bool:
    """Whether a pattern is the name of one source file, from where others are imported."""
    is_declared = pattern.endswith((".d.ts", ".d.mts", ".d.cts"))
    return "*" not in pattern and bool(splitext(pattern)[1]) and not is_declared


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern in ("", "**"):
        return re.compile("")
    if pattern.count("*") + pattern.count("?") > _MOST_WILDCARDS:
        return re.compile(r"(?!)")
    parts = _PARTS.findall(f"{pattern}/*" if pattern.endswith("/**") else pattern)
    written = "".join(_MEANING.get(part) or re.escape(part) for part in parts)
    # A folder stands for all that is in it.
    return re.compile(rf"{written}(?:/|\Z)")
