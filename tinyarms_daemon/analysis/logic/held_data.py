"""The data that types hold, and what a method means by names that it gives no owner."""

import re
from collections.abc import Iterable

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_JAVASCRIPT = '(method_definition ["get" "set"] name: (_) @name)'
_TYPESCRIPT = f"""
    {_JAVASCRIPT}
    (property_signature name: (_) @name)
    (public_field_definition name: (_) @name)
    (required_parameter (accessibility_modifier) pattern: (identifier) @name)
"""
# Where a type says which data it holds, properties that are computed among them; what is only
# assigned, as `self.size = 1`, is not.
_DECLARED = {
    "python": """
        (class_definition body: (block [
            (expression_statement (assignment left: (identifier) @name))
            (decorated_definition (function_definition name: (_) @name))
        ]))
    """,
    "javascript": f"{_JAVASCRIPT} (field_definition property: (_) @name)",
    "typescript": _TYPESCRIPT,
    "tsx": _TYPESCRIPT,
    "go": "(field_declaration name: (_) @name)",
    "java": "(field_declaration declarator: (variable_declarator name: (_) @name))",
    "csharp": """
        (field_declaration (variable_declaration (variable_declarator name: (_) @name)))
        (property_declaration name: (_) @name)
    """,
    "php": """
        (property_element name: (variable_name (name) @name))
        (property_promotion_parameter name: (variable_name (name) @name))
    """,
    "cpp": """
        (field_declaration declarator: (field_identifier) @name)
        (field_declaration declarator: (_ (field_identifier) @name))
    """,
    "swift": "(class_body (property_declaration name: (pattern bound_identifier: (_) @name)))",
}
_PROPERTY = re.compile(r"property|\.(?:setter|getter)\b")
_OWNERLESS = frozenset({"java", "csharp", "cpp", "swift"})  # where `size` may mean `this.size`
_NAMES = frozenset({"identifier", "simple_identifier", "implicit_parameter"})
# The fields of a grammar, and nodes, that hold the name of what is bound there.
_BINDING = ("name", "declarator", "bound_identifier", "parameters")
_BINDERS = frozenset(
    {"implicit_parameter", "inferred_parameters", "pointer_declarator", "reference_declarator"}
)
# Where a name is that of somebody's member, with the field that holds it.
_MEMBERS = {
    "field_access": "field",
    "method_invocation": "name",
    "member_access_expression": "name",
    "member_binding_expression": "name",
    "navigation_suffix": "suffix",
    "qualified_identifier": "name",
    "argument": "name",
}


def declared_data(tree: SyntaxTree, within: Node | None = None) -> frozenset[str]:
    """The names of the data that the types of a file, or of a part of it, declare."""
    pattern = _DECLARED.get(tree.language)
    found = tree.find(pattern, within) if pattern else ()
    return frozenset(tree.text_of(each) for each in found if not _is_method(tree, each))


def _is_method(tree: SyntaxTree, name: Node) -> bool:
    function = name.parent
    is_function = function is not None and function.type == "function_definition"
    return is_function and not is_property(tree, function)


def is_property(tree: SyntaxTree, function: Node | None) -> bool:
    """Whether a function is asked and set like data: a property of Python's, or `get` and `set` of
    JavaScript's."""
    if function is None:
        return False
    if function.type == "method_definition":
        return any(each.type in ("get", "set") for each in function.children)
    around = function.parent
    if around is None or around.type != "decorated_definition":
        return False
    decorators = (each for each in around.children if each.type == "decorator")
    return any(_PROPERTY.search(tree.text_of(each)) for each in decorators)


def means_own(tree: SyntaxTree) -> bool:
    """Whether a name without an owner may mean a member of the class that it stands in."""
    return tree.language in _OWNERLESS


def own_of(tree: SyntaxTree, nodes: Iterable[Node], own: frozenset[str]) -> frozenset[str]:
    """Those of a class's members that a method means by their bare names. A name that it binds
    itself, as a parameter, means no member."""
    used: set[str] = set()
    bound: set[str] = set()
    for node in nodes:
        parent = node.parent
        if node.type in _NAMES and parent is not None and not _is_member(node, parent):
            name = tree.text_of(node)
            if name in own:
                (bound if _is_bound(node, parent) else used).add(name)
    return frozenset(used - bound)


def _is_member(node: Node, parent: Node) -> bool:
    field = _MEMBERS.get(parent.type)
    if field is None or not _is_at(node, parent, field):
        return False
    # Java has no node of its own for what is called: `size()` may mean `this.size()`.
    return parent.type != "method_invocation" or parent.child_by_field_name("object") is not None


def _is_bound(node: Node, parent: Node) -> bool:
    if parent.type == "method_invocation":
        return False
    if {node.type, parent.type} & _BINDERS:
        return True
    if parent.type == "foreach_statement" and _is_at(node, parent, "left"):
        return True
    return any(_is_at(node, parent, field) for field in _BINDING)


def _is_at(node: Node, parent: Node, field: str) -> bool:
    return any(each.id == node.id for each in parent.children_by_field_name(field))
