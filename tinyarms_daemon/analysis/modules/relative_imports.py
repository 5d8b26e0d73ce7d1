"""The module specifiers of a file: those that begin with a dot, and parts of packages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# Where it pays to look; what is there, the tree says.
_BEGINNING = re.compile(r"""["'`]\.\.?(?=["'`/])""")
_PART = re.compile(
    r"""\b(?:from|import|require|mock)\s*\(?\s*(?P<quote>["'])"""
    r"""(?P<package>(?:@[\w.-]+/)?\w[\w.-]*)/[^"'\s]+(?P=quote)"""
)
_NAME_CHARACTERS = 80
_LITERALS = frozenset({"string", "template_string"})
_STATEMENTS = frozenset({"import_statement", "export_statement", "import_require_clause"})
_MOCKING_OBJECTS = frozenset({"jest", "vi", "vitest"})
_MOCKING_METHODS = word_set("""
    mock domock unmock dounmock dontmock setmock requireactual requiremock importactual importmock
    createmockfrommodule genmockfrommodule unstable_mockmodule deepunmock
    """)
_LOADING = re.compile(
    r"(?<![\w.$])(?:from\s*|(?:require|import|(?:jest|vi|vitest)\.(?:un|do|dont)?mock)\s*\(\s*)$",
    re.IGNORECASE,
)
_RESOLVING = frozenset({"require.resolve", "mock.module"})


@dataclass(frozen=True, slots=True)
class RelativeImport:
    """A relative specifier as it is written, without quotes."""

    node: Node
    specifier: str


def relative_imports_of(tree: SyntaxTree) -> Iterator[RelativeImport]:
    """Every relative specifier of import, export-from, require, dynamic import and mocking."""
    if tree.language not in SCRIPT_LANGUAGES:
        return
    for found in _BEGINNING.finditer(tree.text):
        node = _specifier_at(tree, found.start())
        if node is not None:
            yield RelativeImport(node, tree.text_of(node))


def packages_by_part(tree: SyntaxTree) -> frozenset[str]:
    """The packages of which a file imports a part: `@shop/cart` where it says
    `@shop/cart/money`."""
    if tree.language not in SCRIPT_LANGUAGES:
        return frozenset()
    return frozenset(
        found["package"]
        for found in _PART.finditer(tree.text)
        if _specifier_at(tree, found.start("quote")) is not None
    )


def _specifier_at(tree: SyntaxTree, start: int) -> Node | None:
    """What stands in the quotes that begin here, if that names a module."""
    node = tree.node_at((start + 1, start + 2))
    literal = node.parent
    if literal is None or literal.type not in _LITERALS or literal.named_child_count != 1:
        return None
    is_whole = tree.span_of(literal)[0] == start
    return node if is_whole and (_names_module(tree, literal) or _reads_so(tree, start)) else None


def _reads_so(tree: SyntaxTree, start: int) -> bool:
    """Whether the words before a literal load it, in a file that the grammar does not understand:
    `importOriginal<typeof import("a")>()` before JSX is one."""
    before = tree.text[max(0, start - _NAME_CHARACTERS) : start]
    return tree.has_errors and _LOADING.search(before) is not None


def _names_module(tree: SyntaxTree, literal: Node) -> bool:
    parent = literal.parent
    if parent is None:
        return False
    if parent.type in _STATEMENTS:
        return True
    if parent.type == "arguments":
        return is_first_argument(literal) and _loads_module(tree, parent.parent)
    return _is_typed_argument(tree, literal)


def is_first_argument(literal: Node) -> bool:
    """Whether nothing but comments stands before it in its list."""
    arguments = literal.parent
    if arguments is None:
        return False
    first = next((each for each in arguments.named_children if each.type != "comment"), None)
    return first is not None and first.id == literal.id


def _loads_module(tree: SyntaxTree, call: Node | None) -> bool:
    function = call.child_by_field_name("function") if call is not None else None
    if function is None:
        return False
    return function.type == "import" or _is_loader(tree, function)


def _is_loader(tree: SyntaxTree, function: Node) -> bool:
    name = tree.end_of(function, _NAME_CHARACTERS)
    if name == "require" or name in _RESOLVING:
        return True
    owner, _, method = name.rpartition(".")
    return owner in _MOCKING_OBJECTS and method.lower() in _MOCKING_METHODS


def _is_typed_argument(tree: SyntaxTree, literal: Node) -> bool:
    """`jest.mock<typeof import("a")>("a")`, which the grammar takes for comparisons."""
    wrapped = literal.parent
    if wrapped is not None and wrapped.type == "sequence_expression":
        if not is_first_argument(literal):
            return False
        wrapped = wrapped.parent
    if wrapped is None or wrapped.type != "parenthesized_expression":
        return False
    outer = wrapped.parent
    inner = outer.child_by_field_name("left") if outer is not None else None
    callee = inner.child_by_field_name("left") if inner is not None else None
    if callee is not None and callee.type == "await_expression":
        callee = callee.named_child(0)
    return callee is not None and callee.type == "member_expression" and _is_loader(tree, callee)
