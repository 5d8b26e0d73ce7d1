"""The design tokens that one file adds to its project."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.code_tokens import code_tokens_of
from tinyarms_daemon.analysis.tokens.design_token import DesignToken
from tinyarms_daemon.analysis.tokens.document_tokens import document_tokens_of, holds_tokens
from tinyarms_daemon.analysis.tokens.script_tokens import script_tokens_of
from tinyarms_daemon.analysis.tokens.style_tokens import style_tokens_of
from tinyarms_daemon.analysis.tokens.tailwind import config_tokens_of, is_tailwind_config

_MOST_TOKENS = 5_000


def tokens_of(tree: SyntaxTree, path: str) -> tuple[DesignToken, ...]:
    """Every design token that a file defines, each name once, in source order."""
    memory = tree.fact(_memory)
    if path not in memory:
        memory[path] = () if is_test(path) else _unique(_found(tree, path))
    return memory[path]


def document_tokens(document: Document, path: str) -> tuple[DesignToken, ...]:
    """The same for a file that no grammar is for."""
    if is_test(path) or not holds_tokens(path):
        return ()
    return _unique(document_tokens_of(document))


def _memory(tree: SyntaxTree) -> dict[str, tuple[DesignToken, ...]]:
    del tree
    return {}


def _found(tree: SyntaxTree, path: str) -> Iterator[DesignToken]:
    if tree.language in ("css", "scss", "less", "html"):
        yield from style_tokens_of(tree, path)
    elif tree.language in SCRIPT_LANGUAGES:
        is_config = is_tailwind_config(path)
        yield from config_tokens_of(tree) if is_config else script_tokens_of(tree, path)
        yield from style_tokens_of(tree, path)
    else:
        yield from code_tokens_of(tree, path)


def _unique(tokens: Iterator[DesignToken]) -> tuple[DesignToken, ...]:
    found: dict[tuple[str, str], DesignToken] = {}
    for token in tokens:
        found.setdefault((token.kind, token.name), token)
        if len(found) == _MOST_TOKENS:
            break
    return tuple(found.values())
