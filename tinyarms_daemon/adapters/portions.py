"""Values in as many as one statement of SQLite takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_VARIABLES_A_STATEMENT = 500  # SQLite's oldest limit is 999

_Value = TypeVar("_Value")


def portions(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """So many at a time, in order."""
    for start in range(0, len(values), _VARIABLES_A_STATEMENT):
        yield values[start : start + _VARIABLES_A_STATEMENT]
