"""The names that a file's imports bind."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, nodes_in

_REQUIRING = frozenset({"require", "goog.require", "goog.requireType"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def imported_names(tree: SyntaxTree) -> frozenset[str]:
    """The names that the file's imports bind, in the languages whose imports do so."""
    return tree.fact(_bound)


def _bound(tree: SyntaxTree) -> frozenset[str]:
    if tree.language == "python":
        return frozenset(_python(tree))
    if tree.language == "go":
        return frozenset(_go(tree))
    return frozenset(_script(tree)) if tree.language in SCRIPT_LANGUAGES else frozenset()


def _python(tree: SyntaxTree) -> Iterator[str]:
    for node in tree.find("[(import_statement) (import_from_statement)] @import"):
        for name in node.children_by_field_name("name"):
            alias = name.child_by_field_name("alias")
            said = tree.text_of(name.child_by_field_name("name") or name)
            yield tree.text_of(alias) if alias is not None else said.partition(".")[0]


def _go(tree: SyntaxTree) -> Iterator[str]:
    for node in tree.find("(import_spec path: (_) @path) @import"):
        path = node.child_by_field_name("path")
        if node.type != "import_spec" or path is None:
            continue
        name = node.child_by_field_name("name")
        library = tree.text_of(path).strip('"`')
        yield tree.text_of(name) if name is not None else library.rpartition("/")[2]


def _script(tree: SyntaxTree) -> Iterator[str]:
    for node in tree.find("[(import_statement) (variable_declarator)] @import"):
        if node.child_by_field_name("source") is None and not _is_required(tree, node):
            continue
        for name in nodes_in(node.child_by_field_name("name") or node):
            if name.type in _NAMES:
                yield tree.text_of(name)


def _is_required(tree: SyntaxTree, declarator: Node) -> bool:
    """Whether this is `const name = require("module")`, or the `goog.require` of Closure."""
    value = declarator.child_by_field_name("value")
    function = value.child_by_field_name("function") if value is not None else None
    arguments = value.child_by_field_name("arguments") if value is not None else None
    if function is None or arguments is None or tree.text_of(function) not in _REQUIRING:
        return False
    return bool(arguments.named_children) and arguments.named_children[0].type == "string"
