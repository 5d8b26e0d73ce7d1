"""The names that a file's imports bind, each with what it is of."""

from collections.abc import Iterator, Mapping

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, nodes_in

# What code of any matter needs says nothing of its own.
_PLUMBING = word_set("""
    __future__ abc attr attrs builtins collections contextlib copy dataclasses enum functools
    itertools logging loguru math operator re string sys types typing typing_extensions warnings
    errors fmt context
    """)
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def libraries_of(tree: SyntaxTree) -> Mapping[str, str]:
    """The libraries of imported names, but of those that are relative and of plumbing."""
    return {
        name: library
        for name, library in imported_names(tree).items()
        if library and not library.startswith((".", "/")) and library not in _PLUMBING
    }


def imported_names(tree: SyntaxTree) -> Mapping[str, str]:
    """What each name is of that the file's imports bind, in the languages whose imports do so."""
    return tree.fact(_bound)


def _bound(tree: SyntaxTree) -> Mapping[str, str]:
    if tree.language == "python":
        return dict(_python(tree))
    if tree.language == "go":
        return dict(_go(tree))
    return dict(_script(tree)) if tree.language in SCRIPT_LANGUAGES else {}


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
        for name in nodes_in(node.child_by_field_name("name") or node):
            if name.type in _NAMES:
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
