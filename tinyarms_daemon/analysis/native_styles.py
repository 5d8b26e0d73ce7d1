"""What a module of a script shows, and whether in a browser."""

import re

from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_NATIVE_MODULES = re.compile(
    r"""["'](?:(?:@[\w.-]+/)?(?:[\w.-]*-)?react-native\b|@react-pdf/|expo\b|next/og|@vercel/og|satori)"""
)
_IMPORTS = "(import_statement source: (string) @module)"
_JSX = "(jsx_element) @element (jsx_self_closing_element) @element"


def is_native(tree: SyntaxTree) -> bool:
    """Whether a module's styles are for something else than a browser."""
    return imports_any(tree, _NATIVE_MODULES)


def imports_any(tree: SyntaxTree, modules: re.Pattern[str]) -> bool:
    """Whether a module of a script imports one whose name, in its quotes, begins like that."""
    return any(modules.match(tree.text_of(node)) for node in tree.find(_IMPORTS))


def holds_markup(tree: SyntaxTree) -> bool:
    """Whether elements stand in a module of a script."""
    return tree.language in ("tsx", "javascript") and bool(tree.find(_JSX))
