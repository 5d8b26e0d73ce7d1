"""The attributes of elements of markup."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_ATTRIBUTES = """
    (attribute (attribute_name) @name [
        (attribute_value) @value (quoted_attribute_value (attribute_value) @value)
    ])
"""


def attributes_of(tree: SyntaxTree, within: Node | None = None) -> Iterator[tuple[Node, Node]]:
    """The name and the value of each attribute that has one, without its quotes."""
    for match in tree.matches(_ATTRIBUTES, within):
        yield match["name"][0], match["value"][0]
