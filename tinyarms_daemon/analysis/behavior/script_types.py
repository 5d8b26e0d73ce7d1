"""What type annotations of TypeScript say of the values to draw."""

from collections.abc import Iterator
from dataclasses import replace

from tinyarms_daemon.analysis.behavior.terms import InputType
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_PREDEFINED = {
    "number": InputType("number"),
    "string": InputType("text"),
    "boolean": InputType("truth"),
}
_OF_LITERALS = {
    "string": InputType("text"),
    "number": InputType("number"),
    "unary_expression": InputType("number"),
    "true": InputType("truth"),
    "false": InputType("truth"),
}
_LISTS = frozenset({"Array", "ReadonlyArray", "Iterable", "Set", "ReadonlySet"})
"""What is looped over; a set is drawn as its items."""
_MAPS = frozenset({"Record", "Map", "ReadonlyMap"})
_TRANSPARENT = frozenset({"Promise", "Readonly"})
"""What stands for the type within: an awaited value is the value."""
_NOTHING = frozenset({"null", "undefined"})
_MOST_NAMES = 10  # that stand for one another


def script_input_type(tree: SyntaxTree, node: Node, level: int = 0) -> InputType | None:
    """The type of a node; None where it does not say enough to draw values."""
    if node.type == "type_identifier" and level < _MOST_NAMES:
        meant = tree.fact(_named_types).get(tree.text_of(node))
        return None if meant is None else script_input_type(tree, meant, level + 1)
    match node.type:
        case "predefined_type":
            return _PREDEFINED.get(tree.text_of(node))
        case "literal_type":
            return _of_literal(node)
        case "template_literal_type":
            return InputType("text")
        case "function_type":
            return InputType("function")
        case "tuple_type":
            return InputType("record", parts=node.named_child_count)
        case "array_type":
            return InputType("list", _of_first(tree, node))
        case "readonly_type" | "parenthesized_type":
            return _of_first(tree, node)
        case "generic_type":
            return _of_generic(tree, node)
        case "object_type":
            return _of_index(tree, node)
        case "union_type":
            return _of_union(tree, node)
        case _:
            return None


def _named_types(tree: SyntaxTree) -> dict[str, Node]:
    """What names of the file stand for that are given to types: `type Span = [number, number]`."""
    found: dict[str, Node] = {}
    for statement in tree.root.named_children:
        declaration = statement.child_by_field_name("declaration") or statement
        if declaration.type == "type_alias_declaration":
            name, value = (declaration.child_by_field_name(each) for each in ("name", "value"))
            if name is not None and value is not None:
                found[tree.text_of(name)] = value
    return found


def _of_literal(node: Node) -> InputType | None:
    return _OF_LITERALS.get(node.named_children[0].type) if node.named_children else None


def _of_first(tree: SyntaxTree, node: Node) -> InputType | None:
    return script_input_type(tree, node.named_children[0]) if node.named_children else None


def _of_generic(tree: SyntaxTree, node: Node) -> InputType | None:
    name, arguments = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
    if name is None or arguments is None:
        return None
    inner = [script_input_type(tree, argument) for argument in arguments.named_children]
    match tree.text_of(name), inner:
        case (written, [item]) if written in _LISTS:
            return InputType("list", item)
        case (written, [_, item]) if written in _MAPS:
            return InputType("map", item)
        case (written, [same]) if written in _TRANSPARENT:
            return same
        case _:
            return None


def _of_index(tree: SyntaxTree, node: Node) -> InputType | None:
    """`{ [key: string]: number }` is a map."""
    match node.named_children:
        case [index] if index.type == "index_signature":
            annotation = index.child_by_field_name("type")
            return InputType("map", _of_first(tree, annotation) if annotation else None)
        case _:
            return None


def _of_union(tree: SyntaxTree, node: Node) -> InputType | None:
    """Of several types there may be one only, besides nothing."""
    alternatives = list(_alternatives(node))
    values = [each for each in alternatives if tree.text_of(each) not in _NOTHING]
    types = {script_input_type(tree, each) for each in values}
    known = types.pop() if len(types) == 1 else None
    if known is None or len(values) == len(alternatives):
        return known
    return replace(known, may_be_none=True)


def _alternatives(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type == "union_type":
            yield from _alternatives(child)
        elif child.type != "comment":
            yield child
