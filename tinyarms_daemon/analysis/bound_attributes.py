"""Expressions of a script in the attributes of markup: `:style="…"`, `fill={…}`, `[d.x]="…"`."""

import re
from collections.abc import Callable, Iterator

from tinyarms_daemon.analysis.embedded_scripts import EmbeddedScript
from tinyarms_daemon.analysis.markup_attributes import attributes_of
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_BOUND = re.compile(r"(?::|[vx]-bind:)([\w.-]+)|\[([\w.-]+)\]")  # Vue's and Angular's
_HANDLER = re.compile(r"(?:@|v-on:|x-on:|on:).+|\(.+\)")
_STYLE_PREFIX = "style:"  # Svelte's
_LONGEST = 2_000  # characters of an expression


def expressions_of(tree: SyntaxTree, is_wanted: Callable[[str], bool]) -> Iterator[EmbeddedScript]:
    """The wanted expressions of a file of markup, each assigned to a name like its attribute's;
    what a tree of them tells counts from the beginning of that attribute."""
    if tree.language != "html":
        return
    for name, value in attributes_of(tree):
        span, target = _expression(tree, tree.text_of(name), value)
        text = tree.text[slice(*span)]
        if target is not None and is_wanted(text):
            first = tree.span_of(name)[0]
            assigned = f"{target}=" if target else ";"
            script = SyntaxTree("javascript", assigned.ljust(span[0] - first) + text)
            if not script.hindrance:
                yield EmbeddedScript((first, span[1]), script)


def _expression(tree: SyntaxTree, name: str, value: Node) -> tuple[Span, str | None]:
    """Where the expression of an attribute stands and what it is assigned to, which is empty for
    what is done; None for a text that is no expression."""
    start, end = tree.span_of(value)
    end = min(end, start + _LONGEST)
    is_handler = bool(_HANDLER.fullmatch(name))
    if bound := _BOUND.fullmatch(name):
        return (start, end), (bound[1] or bound[2]).replace("-", "_")
    if tree.text.startswith("{", start) and not tree.text.startswith("{{", start):
        target = "" if is_handler else name.removeprefix(_STYLE_PREFIX).replace("-", "_")
        return (start + 1, _closing(tree.text, start)), target
    return (start, end), "" if is_handler else None


def _closing(text: str, start: int) -> int:
    """Where the brace closes that opens at a character: Svelte's expressions need no quotes, and
    markup knows nothing of their blanks."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST)):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at
    return start + 1
