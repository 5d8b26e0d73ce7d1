"""A configuration before it is validated: nested values, each with who said it: a file and line, a
variable, or the command line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

KeyPath = tuple[str | int, ...]
Scalar = str | int | float | bool | None


class Layer(IntEnum):
    """Where values come from; a higher one overrides a lower one."""

    PACKAGED = 0
    USER = 1
    REPOSITORY = 2
    ENVIRONMENT = 3
    COMMAND_LINE = 4

    @property
    def title(self) -> str:
        """The layer in words."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`place` is a file's path, a variable's name, or `command line`; only files have lines."""

    layer: Layer
    place: str
    line: int | None = None

    def __str__(self) -> str:
        return self.place if self.line is None else f"{self.place}:{self.line}"


COMMAND_LINE = Origin(layer=Layer.COMMAND_LINE, place="command line")


@dataclass(frozen=True, slots=True)
class Node:
    """One value. A node in a mapping carries the line of its key. Equal values are equal nodes."""

    value: "Mapping[str, Node] | tuple[Node, ...] | Scalar"
    origin: Origin = field(compare=False)

    @property
    def children(self) -> "Mapping[str, Node]":
        """The entries of a mapping; of anything else, none."""
        return self.value if isinstance(self.value, Mapping) else {}

    def child(self, key: str | int) -> "Node | None":
        """The entry of that key or index, if there is one."""
        if isinstance(self.value, tuple) and isinstance(key, int):
            return self.value[key] if key < len(self.value) else None
        return self.children.get(str(key))


def node_from(value: object, origin: Origin) -> Node:
    """Plain values as a tree, all of one origin."""
    if isinstance(value, Mapping):
        return Node({str(key): node_from(each, origin) for key, each in value.items()}, origin)
    if isinstance(value, list | tuple):
        return Node(tuple(node_from(each, origin) for each in value), origin)
    if value is None or isinstance(value, str | int | float):
        return Node(value, origin)
    return Node(str(value), origin)


def plain(node: Node) -> object:
    """The values alone: dicts, lists and scalars."""
    if isinstance(node.value, Mapping):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value


def merged(lower: Node, upper: Node) -> Node:
    """`upper` over `lower`: mappings are merged, all else replaced; an empty section is silent."""
    if not isinstance(lower.value, Mapping):
        return upper
    if upper.value is None:
        return lower
    if not isinstance(upper.value, Mapping):
        return upper
    entries = dict(lower.value)
    for key, child in upper.value.items():
        entries[key] = merged(entries[key], child) if key in entries else child
    return Node(entries, upper.origin)


def find(node: Node, path: KeyPath) -> Node:
    """The node at `path`, or the nearest one above it."""
    for key in path:
        child = node.child(key)
        if child is None:
            return node
        node = child
    return node


def without(node: Node, path: KeyPath) -> Node:
    """The tree less what stands at `path`; a list of which an item is meant goes as a whole."""
    if not path:
        return Node({}, node.origin)
    key, rest = str(path[0]), path[1:]
    child = node.children.get(key)
    if child is None:
        return node
    entries = {name: each for name, each in node.children.items() if name != key}
    if rest and isinstance(child.value, Mapping):
        entries[key] = without(child, rest)
    return Node(entries, node.origin)


def leaves(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Each key path that holds a value, with its node; a list is one value."""
    if not isinstance(node.value, Mapping):
        yield path, node
        return
    for key, child in node.value.items():
        yield from leaves(child, (*path, key))
