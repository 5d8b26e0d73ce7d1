"""The colors in the scripts of a document."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.colors.code_colors import CodeColor, string_colors
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_SCRIPTS = "(script_element (start_tag) @tag (raw_text) @script)"
_ATTRIBUTES = """
    (attribute (attribute_name) @name [
        (attribute_value) @value (quoted_attribute_value (attribute_value) @value)
    ])
"""
_SCRIPT_TYPES = word_set("module text/javascript application/javascript text/babel text/jsx")


def script_spans(tree: SyntaxTree) -> tuple[Span, ...]:
    """Where the scripts of a document stand."""
    return tree.fact(_script_spans) if tree.language == "html" else ()


def script_colors(tree: SyntaxTree) -> Iterator[CodeColor]:
    """The colors that the scripts of a document write out."""
    for start, end in script_spans(tree):
        script = SyntaxTree("javascript", tree.text[start:end])
        if script.is_cut or script.hindrance:
            continue  # nobody wrote it, and queries would take for ever
        for color in string_colors(script):
            first, last = color.span
            yield CodeColor((start + first, start + last), color.is_doubtful)


def _script_spans(tree: SyntaxTree) -> tuple[Span, ...]:
    return tuple(
        tree.span_of(match["script"][0])
        for match in tree.matches(_SCRIPTS)
        if _is_script(tree, match["tag"][0])
    )


def _is_script(tree: SyntaxTree, tag: Node) -> bool:
    """Whether an element holds a script, and no data or markup under its name."""
    return all(
        tree.text_of(match["value"][0]).lower() in _SCRIPT_TYPES
        for match in tree.matches(_ATTRIBUTES, tag)
        if tree.text_of(match["name"][0]).lower() == "type"
    )
