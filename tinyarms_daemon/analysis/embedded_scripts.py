"""The scripts that stand in markup: pages, and components of Vue and Svelte."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.markup_attributes import attributes_of
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_SCRIPTS = "(script_element (start_tag) @tag (raw_text) @script)"
_SCRIPT_TYPES = word_set("module text/javascript application/javascript text/babel text/jsx")
_LANGUAGES = {"ts": "typescript", "typescript": "typescript", "tsx": "tsx"}


@dataclass(frozen=True, slots=True)
class EmbeddedScript:
    """A script with its place in the file; what its tree tells of counts from there."""

    span: Span
    tree: SyntaxTree


def scripts_of(tree: SyntaxTree) -> tuple[EmbeddedScript, ...]:
    """The scripts of a file of markup that people wrote; none in other files."""
    return tree.fact(_scripts)


def with_scripts(tree: SyntaxTree) -> tuple[tuple[int, SyntaxTree], ...]:
    """A tree, and each script in it with where that begins."""
    return (0, tree), *((each.span[0], each.tree) for each in scripts_of(tree))


def _scripts(tree: SyntaxTree) -> tuple[EmbeddedScript, ...]:
    return tuple(_found(tree)) if tree.language == "html" else ()


def _found(tree: SyntaxTree) -> Iterator[EmbeddedScript]:
    for match in tree.matches(_SCRIPTS):
        said = _attributes(tree, match["tag"][0])
        # Under other types stand data and markup.
        if said.get("type", "module") not in _SCRIPT_TYPES:
            continue
        span = tree.span_of(match["script"][0])
        language = _LANGUAGES.get(said.get("lang", ""), "javascript")
        script = SyntaxTree(language, tree.text[slice(*span)])
        if not script.is_cut and not script.hindrance:  # else queries would take for ever
            yield EmbeddedScript(span, script)


def _attributes(tree: SyntaxTree, tag: Node) -> dict[str, str]:
    """What the attributes of an element say, in small letters."""
    return {
        tree.text_of(name).lower(): tree.text_of(value).lower()
        for name, value in attributes_of(tree, tag)
    }
