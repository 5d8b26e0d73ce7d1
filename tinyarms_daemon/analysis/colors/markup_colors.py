"""The colors in the attributes of markup."""

from collections.abc import Iterator
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.markup_attributes import attributes_of
from tinyarms_daemon.analysis.styles.style_values import (
    takes_color,
    text_color_spans,
    utility_spans,
)
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree, ancestors

_COLORS = word_set(
    "color bgcolor fill stroke stop-color flood-color lighting-color text link vlink alink"
)
_DRAWING = word_set("fill stroke")
_STYLE_PREFIX = "style:"  # Svelte's `style:color="…"`
_CLASSES = word_set("class :class ng-class classname")
# Elements whose colors the browser reads before any style sheet, and components, whose `color`
# is the name of a variant.
_HEAD_ELEMENTS = word_set("link meta input")
# Elements of SVG whose forms cut others out and are not seen themselves.
_CUTTING = word_set("clippath mask")
_FAR = 40  # steps outwards


def markup_colors(tree: SyntaxTree) -> Iterator[Span]:
    """Where the attributes of a document write colors out; its style sheets are not among them."""
    if tree.language != "html":
        return
    for attribute, value in attributes_of(tree):
        name = tree.text_of(attribute).lower()
        if name in _DRAWING and is_in_mask(tree, value):
            continue
        if name in _CLASSES:
            yield from utility_spans(tree.text_of(value), tree.span_of(value)[0])
        elif name.startswith(_STYLE_PREFIX) and takes_color(name.removeprefix(_STYLE_PREFIX)):
            yield from text_color_spans(tree.text_of(value), tree.span_of(value)[0], names=True)
        elif name in _COLORS and _element(tree, value).lower() not in _HEAD_ELEMENTS:
            names = name != "color" or not _is_component(_element(tree, value))
            yield from text_color_spans(tree.text_of(value), tree.span_of(value)[0], names=names)


def is_in_mask(tree: SyntaxTree, attribute: Node) -> bool:
    """Whether an attribute of markup, or of a script's, belongs to a form that cuts others out, and
    is not seen itself."""
    around = islice(ancestors(attribute), _FAR)
    openings = (_first(node) for node in around if node.type in ("element", "jsx_element"))
    names = (_first(opening) for opening in openings if opening is not None)
    return any(tree.text_of(name).lower() in _CUTTING for name in names if name is not None)


def _first(node: Node) -> Node | None:
    """The first child of a node; None for the opening of `<>…</>`, which has no name."""
    return node.named_child(0) if node.named_child_count else None


def _is_component(element: str) -> bool:
    """Whether an element is somebody's own: `x-button`, `XButton`."""
    return "-" in element or not (element.islower() or element.isupper())


def _element(tree: SyntaxTree, value: Node) -> str:
    """The name of the element that an attribute's value belongs to."""
    node: Node | None = value
    while node is not None and node.type not in ("start_tag", "self_closing_tag"):
        node = node.parent
    name = _first(node) if node is not None else None
    return tree.text_of(name) if name is not None else ""
