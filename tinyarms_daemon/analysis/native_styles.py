"""Whether a module of a script is shown by something else than a browser."""

import re

from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_NATIVE_MODULES = re.compile(
    r"""["'](?:(?:@[\w.-]+/)?(?:[\w.-]*-)?react-native\b|@react-pdf/|expo\b|next/og|@vercel/og|satori)"""
)
_IMPORTS = "(import_statement source: (string) @module)"


def is_native(tree: SyntaxTree) -> bool:
    """Whether a module's styles are for something else than a browser."""
    return any(_NATIVE_MODULES.match(tree.text_of(node)) for node in tree.find(_IMPORTS))
