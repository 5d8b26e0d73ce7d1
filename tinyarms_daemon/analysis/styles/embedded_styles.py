"""The style sheets of a file: the file itself, or what is embedded in markup and code."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, takewhile

from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES, LanguageKind, kind_of
from tinyarms_daemon.analysis.markup_attributes import attributes_of
from tinyarms_daemon.analysis.styles.style_sheet import (
    Dialect,
    StyleSheet,
    Token,
    read_style_sheet,
)
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree, ancestors

_ELEMENTS = "(style_element (start_tag) @tag (raw_text) @sheet)"
_LANGUAGE = re.compile(r"""\slang\s*=\s*["']?([\w-]+)""")  # in a tag: Vue's and Svelte's
_WITHOUT_BRACES = frozenset({"sass", "styl", "stylus"})
_DECLARATION = re.compile(r"[ \t]*[$\w-]+[ \t]*:[ \t]+(?:(?![ \t]//)[^;\r\n])+(?=[\s;])")
_DIALECTS = {each.value: each for each in Dialect}
# css`…`, styled.div`…`, styled(Button).attrs(…)`…`, createGlobalStyle`…`
_TAGGED = "(call_expression function: (_) @tag arguments: (template_string) @template)"
# styled(Button)<Props>`…`, which the grammar takes for comparisons
_COMPARED = '(binary_expression operator: ">" right: (template_string) @template)'
_STYLE_TAG = re.compile(r"styled\b|(?:css|keyframes|createGlobalStyle|injectGlobal)\b")
_STYLE_ELEMENT = """
    (jsx_element open_tag: (jsx_opening_element name: (identifier) @tag)
        (jsx_expression (template_string) @template) (#eq? @tag "style"))
"""
_SUBSTITUTION = "(template_substitution) @code"
# The blocks of a template; one of style may stand in an element of the template around it.
_BLOCK_TAG = re.compile(r"\{%-?\s*(?:(?P<name>block\s[^{}%]*)|endblock[^{}%]*)%\}")
_OF_STYLE = re.compile(r"css|style", re.IGNORECASE)
_TEMPLATE_TAG = re.compile(r"\{%[^{}]*%\}|\{#[^{}]*#\}|\{\{[^{}]*\}\}")
_DECLARING = re.compile(r"(?:^|[;{}\s])([a-z-]+)\s*:[^;:{}]*$")
_MOST_TYPES = 12  # that the type of a component is put together of
_FAR = 200  # characters within which a line goes on
_TAG_CHARACTERS = 40
_HOLE = "\N{WHITE SQUARE}"  # to CSS a letter of an identifier, and in nobody's code


def is_style_sheet(tree: SyntaxTree) -> bool:
    """Whether a file is a style sheet itself."""
    return kind_of(tree.language) is LanguageKind.STYLE


def style_sheets_of(tree: SyntaxTree) -> tuple[StyleSheet, ...]:
    """Every style sheet of a file, offsets counting from the beginning of the file."""
    return tree.fact(_style_sheets)


def style_templates_of(tree: SyntaxTree) -> tuple[Node, ...]:
    """The template strings of a script that hold style sheets."""
    return tree.fact(_style_templates)


def property_filled(tree: SyntaxTree, template: Node, hole: int) -> str:
    """The property whose value is put into a template at a character: `color: ${…}`; else empty."""
    start = tree.span_of(template)[0] + 1
    found = _DECLARING.search(tree.text[max(start, hole - _FAR) : hole])
    return found[1] if found else ""


def style_comments_of(tree: SyntaxTree) -> Iterator[Token]:
    """The comments of a file's style sheets."""
    for sheet in style_sheets_of(tree):
        yield from sheet.comments


def _style_sheets(tree: SyntaxTree) -> tuple[StyleSheet, ...]:
    if is_style_sheet(tree):
        return (read_style_sheet(tree.text, Dialect(tree.language)),)
    if tree.language == "html":
        elements = list(_style_elements(tree))
        attributes = [
            tree.span_of(value)
            for name, value in attributes_of(tree)
            if tree.text_of(name).lower() == "style"
        ]
        blocks = _style_blocks(tree.text, [*(span for span, _ in elements), *attributes])
        others = [(span, "css") for span in (*attributes, *blocks)]
        return tuple(_read(tree, span, language) for span, language in (*elements, *others))
    return tuple(_read_template(tree, template) for template in style_templates_of(tree))


def _style_templates(tree: SyntaxTree) -> tuple[Node, ...]:
    if tree.language not in SCRIPT_LANGUAGES:
        return ()
    tagged = [
        template
        for tag, template in _templates_with_tag(tree)
        if _STYLE_TAG.match(tree.text_of(tag)[:_TAG_CHARACTERS])
    ]
    if tree.language != "typescript":
        tagged += tree.captures(_STYLE_ELEMENT).get("template", [])
    return tuple(sorted(tagged, key=lambda node: node.start_byte))


def _templates_with_tag(tree: SyntaxTree) -> Iterator[tuple[Node, Node]]:
    """What begins with the tag of a template string, and the string."""
    for match in tree.matches(_TAGGED):
        yield match["tag"][0], match["template"][0]
    for template in tree.captures(_COMPARED).get("template", ()):
        around = takewhile(lambda node: node.type == "binary_expression", ancestors(template))
        yield [template, *islice(around, _MOST_TYPES)][-1], template


def _style_elements(tree: SyntaxTree) -> Iterator[tuple[Span, str]]:
    """The style elements of a document with the language that each is in."""
    for match in tree.matches(_ELEMENTS):
        said = _LANGUAGE.search(tree.text_of(match["tag"][0]))
        yield tree.span_of(match["sheet"][0]), said[1].lower() if said else "css"


def _style_blocks(text: str, sheets: list[Span]) -> Iterator[Span]:
    """The outermost blocks of style of a template, outside of the style sheets that are known."""
    known = sorted(sheets)
    opened: list[tuple[int, bool]] = []  # where what is in a block begins, and whether it is style
    of_style = 0  # how many of them are
    for tag in _BLOCK_TAG.finditer(text):
        if tag["name"] is not None:
            opened.append((tag.end(), bool(_OF_STYLE.search(tag["name"]))))
            of_style += opened[-1][1]
        elif opened:
            start, is_style = opened.pop()
            of_style -= is_style
            is_outermost = is_style and not of_style and not _lies_in(start, known)
            if is_outermost and text.find("<", start, tag.start()) < 0:
                yield start, tag.start()


def _lies_in(offset: int, spans: list[Span]) -> bool:
    """Whether a character lies in one of some spans in source order."""
    at = bisect_right(spans, (offset, sys.maxsize)) - 1
    return at >= 0 and offset < spans[at][1]


def _read(tree: SyntaxTree, span: Span, language: str) -> StyleSheet:
    text = tree.text[slice(*span)]
    if "{" in text:
        text = _TEMPLATE_TAG.sub(_without_tag, text)
    if language in _WITHOUT_BRACES:
        text = "".join(map(_closed, text.splitlines(keepends=True)))
    return read_style_sheet(text, _DIALECTS.get(language, Dialect.CSS), span[0])


def _closed(line: str) -> str:
    """A line of a language that has neither braces nor semicolons, as a declaration of as many
    characters; blanks for what is none. What it stands in is not told."""
    found = _DECLARATION.match(line)
    return f"{found[0]};".ljust(len(line)) if found else " " * len(line)


def _without_tag(tag: re.Match[str]) -> str:
    """As many letters in place of what a template puts in, or blanks in place of its commands."""
    return (_HOLE if tag[0].startswith("{{") else " ") * len(tag[0])


def _read_template(tree: SyntaxTree, template: Node) -> StyleSheet:
    """Read a template with a word of the same length in place of each substitution."""
    start, end = tree.span_of(template)
    pieces = []
    position = start + 1
    for hole_start, hole_end in map(tree.span_of, tree.find(_SUBSTITUTION, template)):
        if hole_start >= position:  # else it stands inside the substitution before it
            pieces += [tree.text[position:hole_start], _filled(tree.text, hole_start, hole_end)]
            position = hole_end
    pieces.append(tree.text[position : end - 1])
    # The libraries take comments with two slashes out, as SCSS does.
    return read_style_sheet("".join(pieces), Dialect.SCSS, start + 1)


def _filled(text: str, start: int, end: int) -> str:
    """What stands in place of a substitution: nothing but the end of a statement for one on lines
    of its own, which stands for statements whether or not a semicolon follows."""
    before = text[max(0, start - _FAR) : start].rstrip()[-1:]
    behind = text[end : end + _FAR].lstrip(" \t")[:1]
    is_statement = before in ("`", ";", "{", "}") and behind in ("\n", "\r")
    return ";".rjust(end - start) if is_statement else _HOLE * (end - start)
