"""The constants of a file that a definition uses: what stands there might stand in it as well."""

from collections.abc import Mapping

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.logic.vocabulary import CALLS
from tinyarms_daemon.analysis.module_names import module_names
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_MOST_NODES = 400  # a larger table is data, and says little of who uses it
_WRITTEN = word_set("""
    string template_string interpreted_string_literal raw_string_literal concatenated_string
    integer float number int_literal float_literal regex dictionary list set tuple object array
    composite_literal as_expression satisfies_expression
    """)


def _is_constant(value: Node) -> bool:
    """Whether it is written out, as in `{...}`, `new Set([...])` and `re.compile(r"...")`."""
    if value.type not in CALLS:
        return value.type in _WRITTEN
    arguments = value.child_by_field_name("arguments")
    said = arguments.named_children if arguments is not None else []
    return bool(said) and said[0].type in _WRITTEN


def constants_of(tree: SyntaxTree) -> Mapping[str, Node]:
    """The values that names of a file have from its beginning, where these are written out."""
    found: dict[str, Node] = {}
    for name, node in module_names(tree):
        value = node.child_by_field_name("right") or node.child_by_field_name("value")
        if value is None or value.descendant_count > _MOST_NODES:
            continue
        if value.type == "expression_list" and value.named_child_count == 1:
            value = value.named_children[0]
        if _is_constant(value):
            found[name] = value
    return found
