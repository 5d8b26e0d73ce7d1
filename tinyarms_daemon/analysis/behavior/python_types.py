"""What annotations of Python say of the values to draw."""

from collections.abc import Mapping
from dataclasses import replace

from tinyarms_daemon.analysis.behavior.terms import InputType
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# A float may be given whole numbers, so that it is a number like an int.
_PLAIN: Mapping[str, InputType] = {
    "int": InputType("number"),
    "float": InputType("number"),
    "str": InputType("text"),
    "bool": InputType("truth"),
    "Callable": InputType("function"),
}
# What is read in an order that is the same each time is drawn as a list, whatever it is.
_LISTS = frozenset({
    "list", "List", "Sequence", "MutableSequence", "Iterable", "Iterator", "Collection",
    "set", "frozenset", "Set", "FrozenSet", "AbstractSet", "MutableSet",
})  # fmt: skip
_MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping"})
_OPEN = frozenset({"Any", "object"})
_WRAPPED = frozenset({"type", "parenthesized_expression", "type_parameter"})
_GENERIC = frozenset({"generic_type", "subscript"})
_MOST_LEVELS = 10


def python_input_type(tree: SyntaxTree, node: Node, level: int = 0) -> InputType | None:
    """What an annotation says; None where values cannot be drawn by it."""
    if level > _MOST_LEVELS:
        return None
    parts = [child for child in node.named_children if child.type != "comment"]
    if node.type in _WRAPPED and len(parts) == 1:
        return python_input_type(tree, parts[0], level + 1)
    if node.type in _GENERIC and parts:
        return _generic(tree, _last_name(tree, parts[0]), _arguments(parts), level)
    if node.type == "binary_operator":
        return _union(tree, parts, level)
    meant = tree.fact(_named_types).get(tree.text_of(node)) if node.type == "identifier" else None
    if meant is not None:
        return python_input_type(tree, meant, level + 1)
    return _plain(_last_name(tree, node))


def _named_types(tree: SyntaxTree) -> dict[str, Node]:
    """What names of the file stand for that are given to types: `Span = tuple[int, int]`."""
    found: dict[str, Node] = {}
    for statement in tree.root.named_children:
        inner = statement.named_children[0] if statement.named_children else statement
        if statement.type == "type_alias_statement" and statement.named_child_count > 1:
            found[tree.text_of(inner)] = statement.named_children[1]
        elif inner.type == "assignment":
            name, value = (inner.child_by_field_name(each) for each in ("left", "right"))
            if name and value and value.type in {*_GENERIC, "binary_operator"}:
                found[tree.text_of(name)] = value
    return found


def _plain(name: str) -> InputType | None:
    if name in _LISTS or name in {"tuple", "Tuple"}:
        return InputType("list")
    return _PLAIN.get(name)


def _generic(tree: SyntaxTree, name: str, arguments: list[Node], level: int) -> InputType | None:
    if name == "Union":
        return _union(tree, arguments, level)
    if name in {"Optional", "Annotated", "Final"} and arguments:
        inner = python_input_type(tree, arguments[0], level + 1)
        return replace(inner, may_be_none=True) if inner and name == "Optional" else inner
    if name in _LISTS:
        item = python_input_type(tree, arguments[0], level + 1) if arguments else None
        return InputType("list", item)
    if name in _MAPS and arguments and _last_name(tree, arguments[-1]) in _OPEN:
        return None  # as often a record, which what is read of it tells
    if name in _MAPS:
        item = python_input_type(tree, arguments[1], level + 1) if len(arguments) > 1 else None
        return InputType("map", item)
    if name in {"tuple", "Tuple"} and arguments:
        if tree.text_of(arguments[-1]) == "...":
            return InputType("list", python_input_type(tree, arguments[0], level + 1))
        return InputType("record", parts=len(arguments))
    return _PLAIN["Callable"] if name == "Callable" else None


def _union(tree: SyntaxTree, parts: list[Node], level: int) -> InputType | None:
    others = [part for part in parts if tree.text_of(part) != "None"]
    if len(others) != 1:
        return None
    inner = python_input_type(tree, others[0], level + 1)
    return replace(inner, may_be_none=True) if inner and len(others) < len(parts) else inner


def _arguments(parts: list[Node]) -> list[Node]:
    arguments: list[Node] = []
    for part in parts[1:]:
        arguments += part.named_children if part.type == "type_parameter" else [part]
    return arguments


def _last_name(tree: SyntaxTree, node: Node) -> str:
    return tree.text_of(node).rpartition(".")[2]
