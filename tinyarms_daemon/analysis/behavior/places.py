"""Where a drawn value stands among all inputs, which decides what is drawn: so that two definitions
that take the same are given the same.

By name, a field is known as it is called; an input itself never is, but by its kind and its number
among those of that kind. Without names, fields are known in this way as well, and it does not
matter whether they are those of a record or inputs of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations, product
from math import factorial, prod

from tinyarms_daemon.analysis.behavior.values import Path

Place = tuple[str | int, ...]
Layout = Mapping[Path, Place]
"""The kind of each value, all items of a list being one, and its number among those of this kind
that are parts of the same."""

_OF_CONTAINERS = frozenset({"*", "[]"})
_AS_MANY = 8  # of which most are left out, since starts stand before ends


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """A name as any style writes it: `dueOn`, `due_on` and `DueOn` are one."""
    return "".join(filter(str.isalnum, name)).lower()


def of_all(path: Path) -> Path:
    """A path for all items, keys and arguments, which are of one kind."""
    return tuple(part for part in path if not isinstance(part, int))


def is_of_call(path: Path) -> bool:
    """Whether a value is what a call gave, or a part of it."""
    return any(isinstance(part, str) and part.endswith("()") for part in path)


def item_of(path: Path) -> int | None:
    """The number of the item of a list, or of the call of an object, that a value is a part of, the
    innermost; None for none."""
    for at in range(len(path) - 1, 0, -1):
        part, before = path[at], path[at - 1]
        if isinstance(part, int) and isinstance(before, str) and (before == "*" or " " in before):
            return part
    return None


def layouts(kinds: Iterable[tuple[Path, str]], *, most: int) -> list[Layout]:
    """The ways to number values of some kinds, those without a number of their own left out. Only
    one where there are more than `most`."""
    together: dict[tuple[Path, str], list[Path]] = {}
    for path, kind in kinds:
        if _owner(path) != path:
            together.setdefault((_owner(path), kind), []).append(path)
    for paths in together.values():
        paths.sort(key=lambda path: (path[:1], is_end(path)))
    if prod(factorial(len(paths)) for paths in together.values()) > most * _AS_MANY:
        return [_layout(together, {key: _places(key[1], paths) for key, paths in together.items()})]
    orders = {key: list(_orders(key[1], paths)) for key, paths in together.items()}
    found = [
        _layout(together, dict(zip(orders, order, strict=True)))
        for order in product(*orders.values())
    ]
    return found if len(found) <= most else found[:1]


def _places(kind: str, paths: Sequence[Path]) -> list[Place]:
    return [(kind, number) for number in range(len(paths))]


def _orders(kind: str, paths: Sequence[Path]) -> Iterator[tuple[Place, ...]]:
    """The ways to number some, of which what is an end by its name stands behind its start."""
    ends = [
        (at, start)
        for at, path in enumerate(paths)
        if is_end(path)
        for start, other in enumerate(paths)
        if other[:-1] == path[:-1] and not is_end(other)
    ]
    for order in permutations(_places(kind, paths)):
        if all(order[start] < order[end] for end, start in ends):
            yield order


def _layout(
    together: Mapping[tuple[Path, str], list[Path]],
    places: Mapping[tuple[Path, str], Iterable[Place]],
) -> Layout:
    return dict(
        pair for key, paths in together.items() for pair in zip(paths, places[key], strict=True)
    )


def nameless_place(path: Path, layout: Layout) -> Place:
    """Where a value stands by a layout."""
    owner = _owner(path)
    behind = 1 + isinstance(owner[-1], int) if owner else 0
    before = owner and (*nameless_place(owner[:-behind], layout), *owner[-behind:])
    if owner == path:
        return before
    return *before, *layout.get(of_all(path), ("any", *path[len(owner) :]))


def _owner(path: Path) -> Path:
    """The item, the value of a map or the result of a call that a value is, or is a part of."""
    for end in range(len(path), 0, -1):
        part = path[end - 1]
        if isinstance(part, str) and _owns(part):
            has_number = end < len(path) and isinstance(path[end], int)
            return path[: end + has_number]
    return ()


def _owns(part: str) -> bool:
    return part in _OF_CONTAINERS or part.endswith("()") or " " in part


def are_without_names(paths: Iterable[Path]) -> bool:
    """Whether it makes no difference for these whether names count."""
    return all(_is_without_name(part) for path in paths for part in path)


def _is_without_name(part: str | int) -> bool:
    return isinstance(part, int) or part in _OF_CONTAINERS or part.isdigit()


# What fields are called that end what another one starts.
_ENDS = (
    "checkout", "close", "depart", "end", "expire", "finish", "high", "leave", "max", "stop",
    "until", "upper",
)  # fmt: skip


def is_end(path: Path) -> bool:
    """Whether a value is by its name the end of something that has a start."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    return name in (".to", ".1") or (name.startswith(".") and any(end in name for end in _ENDS))
