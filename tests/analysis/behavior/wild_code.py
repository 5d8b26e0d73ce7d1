"""Texts that no person would write, and the translation of all that lies in them."""

from collections.abc import Iterator

from hypothesis import strategies as st

from tests.analysis.sources import WILD_TEXT, mutated
from tinyarms_daemon.analysis.behavior.terms import Unsupported
from tinyarms_daemon.analysis.behavior.translator import Translator
from tinyarms_daemon.analysis.syntax_tree import Node


@st.composite
def wild_code(draw: st.DrawFn, language: str, text: str) -> str:
    """A text, or the source of its language, of which pieces are cut out, moved or doubled."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(st.one_of(mutated(language), WILD_TEXT))
    for _ in range(kind):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        place = draw(st.integers(0, len(text)))
        piece = text[start:end]
        text = draw(
            st.sampled_from(
                [
                    text[:start] + text[end:],
                    text[:place] + piece + text[place:],
                    text[:start] + piece + piece + text[end:],
                ]
            )
        )
    return text


def all_nodes(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        yield node


def assert_translated_or_unsupported(terms: Translator, root: Node) -> None:
    """Each node is tried as everything: a wrong one must be refused like wrong code."""
    for node in all_nodes(root):
        for translate in [
            terms.expression, terms.statement, terms.target, terms.function, terms.parameters,
            terms.input_type, getattr(terms, "class_", terms.function),
        ]:  # fmt: skip
            try:
                translate(node)
            except Unsupported:
                continue
