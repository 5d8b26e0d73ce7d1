"""Taking apart JSON that somebody wrote by hand: what is of another type than expected is not
there."""

from collections.abc import Iterator, Mapping

from tinyarms_daemon.analysis.json_text import without_comments
from tinyarms_daemon.domain.findings.project import FactData


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
