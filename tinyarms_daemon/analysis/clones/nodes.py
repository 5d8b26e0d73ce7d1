"""What nodes of a tree hold: statements, data, or nothing that is code."""

from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum

from tinyarms_daemon.analysis.clones.grammar import (
    ASSIGNMENTS,
    COMPUTING,
    COMPUTING_BESIDE_MARKUP,
    LABEL_ENDS,
    RUNNING,
    Meaning,
)
from tinyarms_daemon.analysis.syntax_tree import Node

LARGE_NODES = 40  # a list with more nodes is taken apart
WITHIN = 0  # no unit begins at this node
FILE_LEVEL = "the file's own level"  # in place of the type of its node
Waiting = tuple[Node, int, str]
"""A node, how a unit begins at it, and the type of its parent."""


class Edge(IntEnum):
    """How a unit begins: where a statement does, or in the midst of one."""

    STATEMENT = 1
    ELEMENT = 2  # of a collection: a block may begin at it, but it is data if nothing runs in it
    PART = 3  # of arguments, or what follows a nested block: no block begins here


def children_of(node: Node, name: str, meaning: Meaning) -> list[Waiting]:
    """The children of a node some of which are statements."""
    children = node.children
    if meaning is Meaning.LABELED:
        return list(_after_label(children, name))
    begins = _is_content if meaning is Meaning.MARKUP else _is_governed
    return [(each, Edge.STATEMENT if begins(each) else WITHIN, name) for each in children]


def _after_label(children: list[Node], name: str) -> Iterable[Waiting]:
    edge: int = WITHIN
    for each in children:
        yield each, edge if each.is_named else WITHIN, name
        if each.type in LABEL_ENDS:
            edge = Edge.STATEMENT


def _is_content(node: Node) -> bool:
    return node.is_named and not node.type.endswith(("_opening_element", "_closing_element"))


def _is_governed(node: Node) -> bool:
    """A statement without braces below an `if` or a loop; `else if` goes on with the `else`."""
    return node.type.endswith("_statement") and node.type not in _NOT_GOVERNED


_NOT_GOVERNED = ("compound_statement", "if_statement")


def holds(node: Node, types: Collection[str]) -> bool:
    """Whether a node or one below it is of one of these types."""
    return any(each.type in types for each in _below(node))


def is_drawing(node: Node) -> bool:
    """An element of markup that is a picture of lines and shapes, in which nothing is computed."""
    opening = node.named_children[0] if node.named_child_count else None
    name = opening and opening.child_by_field_name("name")
    return name is not None and name.text == b"svg" and not holds(node, COMPUTING_BESIDE_MARKUP)


def own_count(node: Node) -> int:
    """How many nodes there are without those of blocks, whose statements are units anyway."""
    blocks = [each for each in _below(node) if each.type == "statement_block"]
    count = node.descendant_count
    end = 0
    for each in sorted(blocks, key=lambda block: block.start_byte):
        if each.start_byte >= end:
            count -= each.descendant_count
            end = each.end_byte
    return count


def _below(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += each.named_children


def is_no_logic(node: Node, parent: str, language: str) -> bool:
    """Whether a statement below a node of type `parent` only declares or documents."""
    if parent == FILE_LEVEL and (not holds(node, COMPUTING) or _is_table(node) or _is_import(node)):
        return True
    if language != "python":
        return False
    if node.type == "expression_statement":
        return parent == "class_definition" or _is_only_literal(node) or _is_only_annotation(node)
    return _is_stub(node)


def _is_table(node: Node) -> bool:
    """A large value with a name, in which nothing runs: a schema, a list of routes."""
    if node.descendant_count <= LARGE_NODES:
        return False
    inner: Node | None = node
    while inner is not None and inner.type in ASSIGNMENTS:
        if inner.type not in ("export_statement", "expression_statement"):
            return not holds(node, RUNNING)
        inner = inner.named_children[0] if inner.named_child_count else None
    return False


def _is_import(node: Node) -> bool:
    """What CommonJS writes for an import: a statement in which nothing but `require` is called."""
    if node.type not in _MAY_IMPORT or holds(node, RUNNING):
        return False
    calls = [each for each in _below(node) if each.type in ("call_expression", "new_expression")]
    return bool(calls) and all(
        (each.text or b"").startswith((b"require(", b"import(")) for each in calls
    )


_MAY_IMPORT = ("lexical_declaration", "variable_declaration", "expression_statement")


def _is_only_literal(node: Node) -> bool:
    """A docstring, or the dots of a body that is left out."""
    return node.named_child_count == 1 and node.named_children[0].type in _SAYS_NOTHING


_SAYS_NOTHING = ("string", "concatenated_string", "ellipsis")


def _is_only_annotation(node: Node) -> bool:
    """A name with its type, and no value."""
    if node.named_child_count != 1 or node.named_children[0].type != "assignment":
        return False
    return node.named_children[0].child_by_field_name("right") is None


def _is_stub(node: Node) -> bool:
    """A function that only says its signature."""
    if node.type == "decorated_definition":
        node = node.named_children[-1]
    if node.type != "function_definition":
        return False
    body = node.child_by_field_name("body")
    return body is not None and all(
        each.type in ("pass_statement", "comment", "raise_statement")
        or (each.type == "expression_statement" and _is_only_literal(each))
        for each in body.named_children
    )
