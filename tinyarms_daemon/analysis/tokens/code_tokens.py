"""The colors that Python, Go and Swift name: constants, and the members of palettes."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.file_roles import defines_tokens
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.styles.colors import normalized
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation

_QUERIES = {
    "python": """
        (module (expression_statement (assignment left: (identifier) @name right: (_) @value)))
        (class_definition body: (block (expression_statement
            (assignment left: (identifier) @name right: (_) @value))))
    """,
    "go": """
        (const_spec name: (identifier) @name value: (expression_list . (_) @value .))
        (var_spec name: (identifier) @name value: (expression_list . (_) @value .))
    """,
    "swift": """
        (property_declaration
            name: (pattern bound_identifier: (simple_identifier) @name) value: (_) @value)
    """,
}
_STRINGS = {
    "python": "(string) @literal",
    "go": "(interpreted_string_literal) @literal (raw_string_literal) @literal",
    "swift": "(line_string_literal) @literal (hex_literal) @literal",
}
_COLOR_CALL = re.compile(r"(?:\w+\.)*\w*[Cc]olou?r(?:\.\w+)?\(")
_PACKAGE = "(package_clause (package_identifier) @name)"
_COLOR_WORDS = word_set("color colors colour colours palette theme brand")
# A value that is nothing but one color: `lipgloss.Color("#fff")`, `color.RGBA{0, 0, 0, 255}`,
# `tcell.ColorTomato`
_ONE_COLOR = re.compile(
    r"""(?:\w+\.)*\w*(?:[Cc]olou?r\w*(?:\.\w+)?[({]|RGBA\{)[^(){}]*[)}]|["`]\#[0-9a-fA-F]{3,8}["`]"""
    r"|tcell\.Color\w+"
)
_LEAST_COLORS = 3  # that a block of names has to hold to be a palette
_SPECS = "(var_spec) @spec (const_spec) @spec"
_SCOPES = frozenset({"class_definition", "class_declaration"})
_FUNCTIONS = frozenset(
    {"function_definition", "function_declaration", "method_declaration", "func_literal"}
)
_DEFINING_KINDS = frozenset({"class", "type", "enum", "struct"})
_HEX_DIGITS = (6, 8)
_LONGEST = 200  # characters of a value that is one color


def code_tokens_of(tree: SyntaxTree, path: str) -> Iterator[DesignToken]:
    """Every color to which the file gives a name for others."""
    pattern = _QUERIES.get(tree.language)
    if pattern is None or ("#" not in tree.text and "0x" not in tree.text):
        return
    package = _package(tree)
    for match in tree.matches(pattern):
        name, value = match["name"][0], match["value"][0]
        outer = _outer(tree, name)
        if outer is None or not _is_token(tree, path, name, outer):
            continue
        written = ".".join(filter(None, (package, outer, tree.text_of(name))))
        for key, literal in _literals(tree, value):
            color = _color(tree, literal)
            if color is not None:
                yield DesignToken(
                    kind=Kind.COLOR,
                    name=written + key,
                    value=color,
                    line=tree.positions.line_of(tree.span_of(literal)[0]),
                    notation=Notation.CONSTANT,
                )


def palette_specs(tree: SyntaxTree) -> frozenset[int]:
    """The nodes by which a package of Go gives names to colors, several of them in one block."""
    return tree.fact(_palette_specs) if tree.language == "go" else frozenset()


def _palette_specs(tree: SyntaxTree) -> frozenset[int]:
    blocks: dict[int, list[int]] = defaultdict(list)
    for spec in tree.find(_SPECS):
        value = spec.child_by_field_name("value")
        is_short = value is not None and value.end_byte - value.start_byte < _LONGEST
        if value is not None and is_short and _ONE_COLOR.fullmatch(tree.text_of(value)):
            around = list(ancestors(spec))
            if not any(node.type in _FUNCTIONS for node in around):
                blocks[around[0].id].append(spec.id)
    return frozenset(
        spec for specs in blocks.values() if len(specs) >= _LEAST_COLORS for spec in specs
    )


def _package(tree: SyntaxTree) -> str:
    names = tree.find(_PACKAGE) if tree.language == "go" else []
    return tree.text_of(names[0]) if names else ""


def _outer(tree: SyntaxTree, name: Node) -> str | None:
    """The class that a constant belongs to, empty for none; None inside a function."""
    outer = ""
    for node in ancestors(name):
        if node.type in _FUNCTIONS:
            return None
        if node.type in _SCOPES and not outer:
            named = node.child_by_field_name("name")
            outer = tree.text_of(named) if named is not None else ""
    return outer


def _is_token(tree: SyntaxTree, path: str, name: Node, outer: str) -> bool:
    said = tree.text_of(name)
    # What a Python class has in small letters is what its objects start with.
    is_constant = not outer or tree.language != "python" or said.isupper()
    words = {*(words_of(said) if is_constant else ()), *words_of(outer)}
    return (
        defines_tokens(path)
        or (name.parent is not None and name.parent.id in palette_specs(tree))
        or bool(_COLOR_WORDS.intersection(words))
        or all(each.kind in _DEFINING_KINDS for each in definitions_of(tree))
    )


def _literals(tree: SyntaxTree, value: Node) -> Iterator[tuple[str, Node]]:
    """The literal that a value is or is made of, or those of a dictionary with their keys."""
    if value.type == "dictionary":
        for pair in value.named_children:
            key, literal = (pair.child_by_field_name(field) for field in ("key", "value"))
            if key is not None and literal is not None and literal.type == "string":
                yield f"[{tree.text_of(key)}]", literal
    elif value.end_byte - value.start_byte < _LONGEST:
        found = tree.find(_STRINGS[tree.language], value)
        is_color = value in found or _COLOR_CALL.match(tree.text_of(value))
        if len(found) == 1 and is_color:
            yield "", found[0]


def _color(tree: SyntaxTree, literal: Node) -> str | None:
    text = tree.text_of(literal)
    if text[:2].lower() == "0x":
        digits = text[2:].replace("_", "")
        return normalized(f"#{digits}") if len(digits) in _HEX_DIGITS else None
    return normalized(text.strip("\"'`"))
