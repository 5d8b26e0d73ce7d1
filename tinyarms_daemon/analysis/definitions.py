"""The definitions of a file, and which of them a place belongs to."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet, style_sheets_of
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree
from tinyarms_daemon.domain.findings.source import Region

_JAVASCRIPT = """
    (function_declaration name: (_) @name) @function
    (generator_function_declaration name: (_) @name) @function
    (class_declaration name: (_) @name) @class
    (method_definition name: (_) @name) @method
    (variable_declarator name: (identifier) @name
        value: [(arrow_function) (function_expression) (generator_function)]) @function
    (variable_declarator name: (identifier) @name value: (call_expression
        arguments: (arguments . [(arrow_function) (function_expression)]))) @function
    (variable_declarator name: (identifier) @name value: (class)) @class
    (assignment_expression left: (member_expression property: (property_identifier) @name)
        right: [(arrow_function) (function_expression)]) @function
    (pair key: (property_identifier) @name
        value: [(arrow_function) (function_expression)]) @method
"""
_TYPESCRIPT = f"""{_JAVASCRIPT}
    (abstract_class_declaration name: (_) @name) @class
    (interface_declaration name: (_) @name) @interface
    (enum_declaration name: (_) @name) @enum
    (type_alias_declaration name: (_) @name) @type
    (public_field_definition name: (_) @name
        value: [(arrow_function) (function_expression)]) @method
"""
# Each pattern names a definition by its kind, and the node that holds its name.
_QUERIES = {
    "python": """
        (function_definition name: (_) @name) @function
        (class_definition name: (_) @name) @class
    """,
    "javascript": f"""{_JAVASCRIPT}
        (field_definition property: (_) @name
            value: [(arrow_function) (function_expression)]) @method
    """,
    "typescript": _TYPESCRIPT,
    "tsx": _TYPESCRIPT,
    "go": """
        (function_declaration name: (_) @name) @function
        (method_declaration name: (_) @name) @method
        (type_spec name: (_) @name) @type
    """,
    "java": """
        (class_declaration name: (_) @name) @class
        (interface_declaration name: (_) @name) @interface
        (enum_declaration name: (_) @name) @enum
        (record_declaration name: (_) @name) @record
        (method_declaration name: (_) @name) @method
        (constructor_declaration name: (_) @name) @constructor
    """,
    "cpp": """
        (function_definition declarator: (_) @name) @function
        (class_specifier name: (_) @name body: (_)) @class
        (struct_specifier name: (_) @name body: (_)) @struct
        (enum_specifier name: (_) @name body: (_)) @enum
    """,
    "csharp": """
        (class_declaration name: (_) @name) @class
        (struct_declaration name: (_) @name) @struct
        (record_declaration name: (_) @name) @record
        (interface_declaration name: (_) @name) @interface
        (enum_declaration name: (_) @name) @enum
        (method_declaration name: (_) @name) @method
        (constructor_declaration name: (_) @name) @constructor
        (property_declaration name: (_) @name) @property
        (local_function_statement name: (_) @name) @function
    """,
    "php": """
        (function_definition name: (_) @name) @function
        (class_declaration name: (_) @name) @class
        (interface_declaration name: (_) @name) @interface
        (trait_declaration name: (_) @name) @trait
        (enum_declaration name: (_) @name) @enum
        (method_declaration name: (_) @name) @method
    """,
    "bash": "(function_definition name: (_) @name) @function",
    "rust": """
        (function_item name: (_) @name) @function
        (struct_item name: (_) @name) @struct
        (enum_item name: (_) @name) @enum
        (trait_item name: (_) @name) @trait
        (impl_item type: (_) @name) @impl
        (macro_definition name: (_) @name) @macro
    """,
    "swift": """
        (function_declaration name: (simple_identifier) @name) @function
        (class_declaration name: (_) @name) @class
        (protocol_declaration name: (_) @name) @protocol
        (init_declaration "init" @name) @initializer
        (property_declaration name: (pattern bound_identifier: (_) @name)
            computed_value: (_)) @property
    """,
    "html": """
        (style_element (start_tag (tag_name) @name)) @element
        (script_element (start_tag (tag_name) @name)) @element
    """,
}
# What opens a block in a style sheet that others refer to.
_STYLE_KINDS = {"": "rule", "@mixin": "mixin", "@function": "function", "@keyframes": "keyframes"}
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Definition:
    """Something that the file defines. `name` is dotted with what it stands in: `Cart.total`."""

    name: str
    kind: str
    span: Span
    region: Region
    outer: "Definition | None"


def definitions_of(tree: SyntaxTree) -> tuple[Definition, ...]:
    """Every definition of a file in source order, an outer one before those inside it."""
    return tree.fact(_definitions)


def symbol_at(source: Document, offset: int) -> str | None:
    """The name of the innermost definition around a character; None at the file's own level."""
    definition = _definition_at(source, offset)
    return None if definition is None else definition.name


def scope_at(source: Document, offset: int) -> tuple[int, int] | None:
    """The first and the last line of the innermost definition around a character."""
    definition = _definition_at(source, offset)
    if definition is None:
        return None
    return definition.region.start.line, definition.region.end.line


def _definition_at(source: Document, offset: int) -> Definition | None:
    if not isinstance(source, SyntaxTree):
        return None
    index = bisect_right(source.fact(_starts), offset) - 1
    definition = definitions_of(source)[index] if index >= 0 else None
    while definition is not None and offset >= definition.span[1]:
        definition = definition.outer
    return definition


def _starts(tree: SyntaxTree) -> list[int]:
    return [definition.span[0] for definition in definitions_of(tree)]


def _definitions(tree: SyntaxTree) -> tuple[Definition, ...]:
    found: list[Definition] = []
    outer: Definition | None = None
    named = _named_in_styles(tree) if is_style_sheet(tree) else _named(tree)
    for span, kind, name in sorted(set(named), key=lambda each: (each[0][0], -each[0][1])):
        while outer is not None and outer.span[1] <= span[0]:
            outer = outer.outer
        dotted = f"{outer.name}.{name}" if outer else name
        outer = Definition(dotted, kind, span, tree.positions.region(*span), outer)
        found.append(outer)
    return tuple(found)


def _named(tree: SyntaxTree) -> Iterator[tuple[Span, str, str]]:
    for match in tree.matches(_QUERIES[tree.language]):
        name = match.pop("name")[0]
        ((kind, (node, *_)),) = match.items()
        if said := _name_of(tree, node, name):
            yield tree.span_of(node), kind, said


def _named_in_styles(tree: SyntaxTree) -> Iterator[tuple[Span, str, str]]:
    for sheet in style_sheets_of(tree):
        for head, end in sheet.block_ends:
            if head.name in _STYLE_KINDS and head.value:
                start, after = head.value[0].start, head.value[-1].end
                name = " ".join(tree.text[start : min(after, start + _LONGEST_NAME)].split())
                yield (start, end), _STYLE_KINDS[head.name], name


def _name_of(tree: SyntaxTree, node: Node, name: Node) -> str:
    if tree.language == "cpp":
        name = _innermost_declarator(name)
    said = " ".join(tree.text_of(name).replace("::", ".").split())[:_LONGEST_NAME]
    if tree.language == "go" and (receiver := node.child_by_field_name("receiver")):
        types = tree.find("(parameter_declaration type: (_) @type)", receiver)
        if types:
            said = f"{tree.text_of(types[0]).lstrip('*').partition('[')[0]}.{said}"
    return said


def _innermost_declarator(declarator: Node) -> Node:
    """`total` of `int *total(int a)`: declarators are wrapped in each other."""
    while True:
        inner = declarator.child_by_field_name("declarator")
        if inner is None and declarator.type == "reference_declarator":
            inner = declarator.named_child(0) if declarator.named_child_count else None
        if inner is None:
            return declarator
        declarator = inner
