"""The terms of a file: what it has at its top level, each translated when it is first named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from zlib import crc32

from tinyarms_daemon.analysis.behavior.go_terms import GoTerms
from tinyarms_daemon.analysis.behavior.machine import Language
from tinyarms_daemon.analysis.behavior.python_terms import PythonTerms
from tinyarms_daemon.analysis.behavior.script_terms import ScriptTerms
from tinyarms_daemon.analysis.behavior.terms import Class, Expression, Name, Unsupported
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

Terms = PythonTerms | ScriptTerms | GoTerms
_LANGUAGES: dict[str, Language] = {
    "python": "python",
    "javascript": "script",
    "typescript": "script",
    "tsx": "script",
    "go": "go",
}


@dataclass(frozen=True, slots=True)
class _Untranslated:
    """A node, and what translates it."""

    translate: Callable[[Node], Expression | Class]
    node: Node


class FileTerms:
    """What names stand for in a file."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.language = _LANGUAGES[tree.language]
        self.terms = _terms_of(self.language, tree)
        self._waiting = dict(_top_level(self.terms, tree.root))
        self._known: dict[str, Expression | Class] = {}
        self._structs: dict[str, Class | None] = {}

    def forget(self) -> None:
        """Let go of the tree: what translates it is held by its own tables, and in a worker nobody
        looks for such circles."""
        vars(self.terms).clear()
        self._waiting.clear()
        self._known.clear()
        self._structs.clear()

    def at_top(self, name: str) -> Expression | Class | None:
        """What the file itself calls that; None for nothing. What is not understood is the same
        where it is written the same."""
        if name not in self._waiting:
            return None
        if name not in self._known:
            waiting = self._waiting[name]
            try:
                self._known[name] = waiting.translate(waiting.node)
            except Unsupported:
                written = self.terms.text_of(waiting.node).encode("utf-8", "surrogatepass")
                self._known[name] = Name(f"{name} {crc32(written)}")
        return self._known[name]

    def struct(self, name: str) -> Class | None:
        """A type of Go with its methods; None for one that the file does not have."""
        if not isinstance(self.terms, GoTerms):
            return None
        if name not in self._structs:
            fields = dict(self.terms.structs.get(name, ()))
            type_ = replace(self.terms.class_named(name), fields=fields)
            self._structs[name] = type_ if fields or type_.methods else None
        return self._structs[name]


def _terms_of(language: Language, tree: SyntaxTree) -> Terms:
    if language == "python":
        return PythonTerms(tree)
    return GoTerms(tree) if language == "go" else ScriptTerms(tree)


def file_terms(tree: SyntaxTree) -> FileTerms | None:
    """The terms of a file; None for a language that is not translated, and for a file whose types
    are not understood."""
    if tree.language not in _LANGUAGES:
        return None
    try:
        return FileTerms(tree)
    except Unsupported:
        return None


def _top_level(terms: Terms, root: Node) -> Iterator[tuple[str, _Untranslated]]:
    """Functions, classes and variables of a file, the last of a name counting."""
    for node in root.named_children:
        yield from _named_by(terms, node)


def _named_by(terms: Terms, node: Node) -> Iterator[tuple[str, _Untranslated]]:
    match node.type:
        case "export_statement" | "decorated_definition" | "var_spec_list":
            for inner in node.named_children:
                yield from _named_by(terms, inner)
        case "function_definition" | "function_declaration" | "generator_function_declaration":
            yield from _by_name(terms, node, _Untranslated(terms.function, node))
        case "enum_declaration":
            yield from _by_name(terms, node, _Untranslated(terms.expression, node))
        case "class_definition" | "class_declaration" if not isinstance(terms, GoTerms):
            yield from _by_name(terms, node, _Untranslated(terms.class_, node))
        case "lexical_declaration" | "variable_declaration" | "const_declaration":
            for inner in node.named_children:
                yield from _named_by(terms, inner)
        case "var_declaration" | "expression_statement":
            for inner in node.named_children:
                yield from _named_by(terms, inner)
        case "variable_declarator" | "assignment" | "const_spec" | "var_spec":
            yield from _variable(terms, node)


def _by_name(
    terms: Terms, node: Node, untranslated: _Untranslated
) -> Iterator[tuple[str, _Untranslated]]:
    name = node.child_by_field_name("name")
    if name is not None:
        yield terms.text_of(name), untranslated


def _variable(terms: Terms, node: Node) -> Iterator[tuple[str, _Untranslated]]:
    names = node.children_by_field_name("name") or node.children_by_field_name("left")
    value = node.child_by_field_name("value") or node.child_by_field_name("right")
    if value is not None and value.type == "expression_list":  # of Go
        value = value.named_children[0] if value.named_child_count == 1 else None
    if value is not None and len(names) == 1 and names[0].type == "identifier":
        yield terms.text_of(names[0]), _Untranslated(terms.expression, value)
