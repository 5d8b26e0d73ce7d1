"""The names that a file's imports bind, each with the library that it is of."""

from collections.abc import Iterator, Mapping

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# What code of any matter needs says nothing of its own.
_PLUMBING = word_set("""
    __future__ abc attr attrs builtins collections contextlib copy dataclasses enum functools
    itertools logging loguru math operator re string sys types typing typing_extensions warnings
    errors fmt context
    """)
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def libraries_of(tree: SyntaxTree) -> Mapping[str, str]:
    """By the name that the file gives it the library of each import that is not relative, in the
    languages whose imports bind names."""
    return tree.fact(_libraries)


def _libraries(tree: SyntaxTree) -> Mapping[str, str]:
    if tree.language == "python":
        found = _python(tree)
    elif tree.language == "go":
        found = _go(tree)
    elif tree.language in SCRIPT_LANGUAGES:
        found = _script(tree)
    else:
        return {}
    return {
        name: library
        for name, library in found
        if library and not library.startswith((".", "/")) and library not in _PLUMBING
    }


def _python(tree: SyntaxTree) -> Iterator[tuple[str, str]]:
    for node in tree.find("[(import_statement) (import_from_statement)] @import"):
        module = node.child_by_field_name("module_name")
        for name in node.children_by_field_name("name"):
            alias = name.child_by_field_name("alias")
            said = tree.text_of(name.child_by_field_name("name") or name)
            root = tree.text_of(module) if module is not None else said
            bound = tree.text_of(alias) if alias is not None else said.partition(".")[0]
            yield bound, root if root.startswith(".") else root.partition(".")[0]


def _go(tree: SyntaxTree) -> Iterator[tuple[str, str]]:
    for node in tree.find("(import_spec path: (_) @path) @import"):
        path = node.child_by_field_name("path")
        if node.type != "import_spec" or path is None:
            continue
        library = tree.text_of(path).strip('"`')
        name = node.child_by_field_name("name")
        yield tree.text_of(name) if name is not None else library.rpartition("/")[2], library


def _script(tree: SyntaxTree) -> Iterator[tuple[str, str]]:
    for node in tree.find("[(import_statement) (variable_declarator)] @import"):
        source = node.child_by_field_name("source") or _required(tree, node)
        if source is None:
            continue
        library = tree.text_of(source).strip("\"'`")
        held = node.child_by_field_name("name") or node
        for name in _leaves(held):
            yield tree.text_of(name), library


def _required(tree: SyntaxTree, declarator: Node) -> Node | None:
    """The module of `const name = require("module")`."""
    value = declarator.child_by_field_name("value")
    function = value.child_by_field_name("function") if value is not None else None
    arguments = value.child_by_field_name("arguments") if value is not None else None
    if function is None or arguments is None or tree.text_of(function) != "require":
        return None
    first = arguments.named_children[0] if arguments.named_children else None
    return first if first is not None and first.type == "string" else None


def _leaves(top: Node) -> Iterator[Node]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node.type in _NAMES:
            yield node
        waiting += node.named_children
