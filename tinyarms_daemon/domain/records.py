"""Records whose fields are called as what they are made from, and as what they are told as."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def made_of(kind: Callable[..., _Record], said: Mapping[Any, Any], /, **others: Any) -> _Record:
    """A record of the values in `said` that are called as its fields, but for `others`. KeyError
    where one is missing."""
    same = {name: said[name] for name in _names_of(kind) if name not in others}
    return kind(**same, **others)


def fields_of(record: Any) -> dict[str, Any]:
    """The fields of a record by their names; what they hold stays as it is."""
    kind: Any = type(record)
    return {name: getattr(record, name) for name in _names_of(kind)}


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
