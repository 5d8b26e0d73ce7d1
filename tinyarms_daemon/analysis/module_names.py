"""The variables and constants that a file names at its outermost level, and where."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# What stands around the naming of a value, and what names it.
_AROUND = word_set("""
    expression_statement export_statement lexical_declaration variable_declaration
    const_declaration var_declaration var_spec_list
    """)
_NAMING = word_set("assignment variable_declarator const_spec var_spec preproc_def")
_NAMES = word_set("identifier constant")


def module_names(tree: SyntaxTree) -> Iterator[tuple[str, Node]]:
    """Each name with what it is the name of, in source order."""
    waiting = list(reversed(tree.root.named_children))
    while waiting:
        node = waiting.pop()
        if node.type in _AROUND:
            waiting += reversed(node.named_children)
        elif node.type in _NAMING:
            name = node.child_by_field_name("left") or node.child_by_field_name("name")
            if name is not None and name.type in _NAMES:
                yield tree.text_of(name), node
