"""The strings of a file, with what is computed in them blanked out."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_JAVASCRIPT = "(string) @string (template_string) @string"
_QUERIES = {
    "python": "(string) @string",
    "javascript": _JAVASCRIPT,
    "typescript": _JAVASCRIPT,
    "tsx": _JAVASCRIPT,
    "go": "(interpreted_string_literal) @string (raw_string_literal) @string",
    "swift": "(line_string_literal) @string (multi_line_string_literal) @string",
}
_COMPUTED = frozenset({"template_substitution", "interpolation", "interpolated_expression"})
_QUOTES = "\"'`"
_TRIPLE = 3
_PREFIXES = "rbfuRBFU#"
HOLE = "\N{WHITE SQUARE}"
"""What stands in a text in place of each character that is computed."""


@dataclass(frozen=True, slots=True)
class StringLiteral:
    """A string. `text` is what stands between its quotes, from the character `start` of the file
    on, with a blank of the same length in place of everything that is computed."""

    node: Node
    text: str
    start: int


def strings_of(tree: SyntaxTree) -> Iterator[StringLiteral]:
    """Every string of a file in source order; none in a language that is not known for them."""
    pattern = _QUERIES.get(tree.language)
    if pattern is None:
        return
    for node in tree.find(pattern):
        start, end = tree.span_of(node)
        written = tree.text[start:end]
        prefix = len(written) - len(written.lstrip(_PREFIXES))
        hashes = written.count("#", 0, prefix)  # Swift closes with as many as it opens
        quote = written[prefix : prefix + 1]
        width = len(quote) * _TRIPLE if written.startswith(quote * _TRIPLE, prefix) else len(quote)
        first, last = start + prefix + width, end - width - hashes
        if quote and quote in _QUOTES and first <= last:
            yield StringLiteral(node, _without_computed(tree, node, first, last), first)


def _without_computed(tree: SyntaxTree, node: Node, start: int, end: int) -> str:
    if node.named_child_count == 0:
        return tree.text[start:end]
    pieces = []
    position = start
    for child in node.named_children:
        if child.type in _COMPUTED:
            first, last = tree.span_of(child)
            pieces += [tree.text[position:first], HOLE * (last - first)]
            position = last
    return "".join([*pieces, tree.text[position:end]])
