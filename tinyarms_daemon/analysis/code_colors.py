"""The colors that code writes out, and how sure the code around them leaves one of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.colors import HEX_COLOR, NAMED_COLORS
from tinyarms_daemon.analysis.definitions import definitions_of, symbol_at
from tinyarms_daemon.analysis.embedded_styles import style_templates_of
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use, uses_of
from tinyarms_daemon.analysis.string_literals import StringLiteral, strings_of
from tinyarms_daemon.analysis.style_colors import used_color_spans
from tinyarms_daemon.analysis.style_sheet import TokenKind, read_style_sheet, read_value
from tinyarms_daemon.analysis.style_values import color_spans, takes_color, utility_spans
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_SCRIPTS = frozenset({"javascript", "typescript", "tsx"})
_MAY_HOLD_COLOR = re.compile(r"#[0-9a-f]{3}|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(", re.I)
_DECLARATION = re.compile(r"[\w-]+\s*:\s*[^:;]+")
_MARKUP_STYLE = re.compile(r"""\bstyle\s*=\s*(?P<q>\\?["'])(?P<sheet>.*?)(?P=q)""", re.S)
_MARKUP_COLOR = re.compile(
    r"""\b(?:fill|stroke|stop-color|flood-color|bgcolor|color)\s*=\s*(?P<q>\\?["'])(?P<value>[^"'\\]*)(?P=q)"""
)

# What is called so holds a place, a name or a text, which may look like a color.
_NO_COLOR_NAMES = word_set(
    """
    href to id ids hash anchor target selector selectors key keys for name names placeholder title
    alt label labels src path paths url urls uri link links ref refs query el element container
    mount root fragment issue issues ticket tag tags sha commit text description message content
    html markdown channel channels room command comment slug route routes section regexp pattern
    location menu tab toggle parent trigger scope
    """
)
# Calls that take a selector, a text or a module by the same form.
_NO_COLOR_CALLS = word_set(
    """
    queryselector queryselectorall $ jquery getelementbyid closest matches find findall scrollto
    select selectall require import describe it test navigate push replace replaceall startswith
    endswith includes indexof split match has locator regexp mount render createapp log error warn
    info debug print println printf trace assert expect equal throw raise append_text endwith
    test step hasclass getelementsbyclassname getbytext getbyrole format exec search compile sub
    newerror errorf fatal fatalf
    """.replace("_", "")
)
_STYLE_NAMES = re.compile(
    r"(?:^|\.)(?:\w*styles?|sx|css|csstext|classes|slotprops|stylesheet|\w*stylesheet)$", re.I
)
_STYLE_CALLS = word_set(
    """
    create makestyles createstyles css styled style keyframes globalcss createusestyles
    createglobalstyle usestyles withstyles setstylesheet tss recipe globalstyle stylevariants sva
    insertrule addrule
    """
)
_PROPERTY_CALLS = word_set("css attr style setproperty setattribute set setattr attrs")
_THEME_WORDS = word_set("theme themes theming palette palettes token tokens tailwind")
_PALETTE_WORDS = _THEME_WORDS | word_set("color colors colour colours brand scheme")
# Attributes that only draw: a color name in them is one to whatever element has them.
_DRAWING = word_set("fill stroke stopcolor floodcolor lightingcolor fillstyle strokestyle")
_DRAWING_LIBRARIES = word_set(
    """
    matplotlib seaborn plotly bokeh tkinter customtkinter ttkbootstrap pil pyqt5 pyqt6 pyside2
    pyside6 pyside qtpy pygame turtle kivy manim folium networkx altair dash streamlit wx reportlab
    pandas plotnine holoviews cairo svgwrite drawsvg openpyxl xlsxwriter docx pptx pyqtgraph
    nicegui flet vpython arcade pyglet ipywidgets graphviz pydot wordcloud geopandas
    """
)
_IMPORTS = "(import_statement) @import (import_from_statement) @import"
_DEFINING_KINDS = frozenset({"interface", "type", "enum"})
_JSX = "(jsx_element) @element (jsx_self_closing_element) @element"
_FAR = 40
_LONGEST_WHOLE = 200


@dataclass(frozen=True, slots=True)
class CodeColor:
    """A color in code. With `is_doubtful` the syntax can't tell whether it is one."""

    span: Span
    is_doubtful: bool = False


def code_colors(tree: SyntaxTree) -> Iterator[CodeColor]:
    """The colors in the strings of a file, outside of definitions of themes and tokens."""
    templates = {node.id for node in style_templates_of(tree)}
    for string in strings_of(tree):
        if string.node.id not in templates and _is_worth_a_look(string.text):
            yield from _StringColors(tree, string).found()


def _is_worth_a_look(text: str) -> bool:
    return bool(_MAY_HOLD_COLOR.search(text)) or text.strip().lower() in NAMED_COLORS


class _StringColors:
    """The colors of one string, in the light of what it is used for."""

    def __init__(self, tree: SyntaxTree, string: StringLiteral) -> None:
        self._tree = tree
        self._string = string
        self._uses: list[Use] = []
        for use in uses_of(tree, string.node):
            self._uses.append(use)
            if len(self._uses) == _FAR:
                break

    def found(self) -> Iterator[CodeColor]:
        """Every color of the string."""
        if self._tree.language in _SCRIPTS:
            utilities = list(utility_spans(self._string.text, self._string.start))
            if utilities:
                yield from map(CodeColor, utilities)
                return
        spans = self._spans()
        if not spans or self._is_something_else() or self._is_definition():
            return
        for span in spans:
            yield CodeColor(span, self._is_doubtful(span))

    def _spans(self) -> list[Span]:
        text, start = self._string.text, self._string.start
        if self._is_style() and _DECLARATION.search(text):
            return self._declared(text, start)
        tokens = read_value(text, start)
        spans = list(color_spans(tokens, names=self._expects_names()))
        if len(spans) == 1 and self._is_all(spans[0]):
            return spans
        if spans and (takes_color(self._name()) or _is_value(text)):
            return spans
        return self._declared(text, start) or list(self._in_markup(text, start))

    def _declared(self, text: str, start: int) -> list[Span]:
        """The colors of declarations in a string: `color: #333; margin: 0`."""
        sheet = read_style_sheet(text, slash_comments=False, offset=start)
        declared = [each for each in sheet.statements if each.name and each.value]
        if not declared or not any(takes_color(each.name) for each in declared):
            return []
        padded = " " * start + text
        return list(used_color_spans(sheet, padded))

    def _in_markup(self, text: str, start: int) -> Iterator[Span]:
        if "=" not in text:
            return
        for found in _MARKUP_STYLE.finditer(text):
            yield from self._declared(found["sheet"], start + found.start("sheet"))
        for found in _MARKUP_COLOR.finditer(text):
            tokens = read_value(found["value"], start + found.start("value"))
            yield from color_spans(tokens, names=True)

    def _is_all(self, span: Span) -> bool:
        text, start = self._string.text, self._string.start
        return text.strip() == text[span[0] - start : span[1] - start]

    def _use(self) -> Use | None:
        """The first use that says what the string is, past lists and conditions."""
        for use in self._uses:
            if use.role not in (Role.ELEMENT, Role.FALLBACK):
                return use
        return None

    def _name(self) -> str:
        """What the string is the value of: a property, a variable, a parameter."""
        use = self._use()
        if use is None:
            return ""
        if use.role is Role.ARGUMENT:
            return self._named_by_argument(use)
        return use.name if use.role in (Role.NAMED, Role.AUGMENTED, Role.COMPARISON) else ""

    def _named_by_argument(self, use: Use) -> str:
        """`fill` of `.attr('fill', 'red')`."""
        method = use.name.rpartition(".")[2].lower()
        arguments = use.node.named_children
        is_second = len(arguments) > 1 and arguments[1].id == use.child.id
        if method in _PROPERTY_CALLS and is_second:
            return self._tree.text_of(arguments[0])[:_LONGEST_WHOLE].strip("\"'`")
        return method if method == "addcolorstop" or takes_color(method) else ""

    def _is_something_else(self) -> bool:
        """Whether the place of the string takes something that only looks like a color."""
        use = self._use()
        if use is None or use.role in (Role.TYPE, Role.KEY, Role.INDEX, Role.ENUM, Role.DECLARED):
            return True
        name = self._name()
        if takes_color(name) or self._is_style():
            return False
        words = words_of(name)
        if use.role is Role.ARGUMENT:
            called = use.name.rpartition(".")[2].replace("_", "").lower()
            return called in _NO_COLOR_CALLS or use.name.startswith("console.")
        if "aria" in words or "data" in words or name.startswith("--"):
            return True
        return bool(_NO_COLOR_NAMES.intersection(words))

    def _is_definition(self) -> bool:
        """Whether the string is the value of a token, or part of a theme."""
        for use in self._uses:
            if use.role is Role.NAMED and use.name.startswith("--"):
                return True
            if use.role in (Role.NAMED, Role.ARGUMENT) and _is_theme(use):
                return True
        if self._is_style():
            return False
        symbol = symbol_at(self._tree, self._string.start) or ""
        words = words_of(symbol.partition(".")[0]) if symbol else ()
        if words and words[-1] in _PALETTE_WORDS and _is_class(self._tree, symbol):
            return True
        return self._tree.fact(_is_constants_module)

    def _is_style(self) -> bool:
        """Whether the string stands in an object of styles."""
        for use in self._uses:
            if use.role is Role.NAMED and _STYLE_NAMES.search(use.name):
                return True
            if use.role is Role.ARGUMENT:
                called = use.name.rpartition(".")[2].lower()
                if called in _STYLE_CALLS or use.name.lower().startswith("styled"):
                    return True
        return False

    def _expects_names(self) -> bool:
        """Whether a color's name in this place can only be that."""
        name = self._name()
        if not takes_color(name):
            return False
        if self._tree.language == "python":
            return self._tree.fact(_draws)
        return self._tree.language in _SCRIPTS

    def _is_doubtful(self, span: Span) -> bool:
        text = self._tree.text[slice(*span)]
        name = self._name().rpartition(".")[2]
        if text.lower() in NAMED_COLORS:
            return not self._is_certain_name(name)
        if not HEX_COLOR.fullmatch(text) or takes_color(name) or self._is_style():
            return False
        return not self._is_all(span) or not _is_unlike_words(text[1:].lower())

    def _is_certain_name(self, name: str) -> bool:
        if self._tree.language == "python" or self._is_style():
            return True
        words = words_of(name)
        if "".join(words) in _DRAWING or (len(words) > 1 and words[-1] in ("color", "colour")):
            return True
        use = self._use()
        return use is not None and (
            _is_host_element(self._tree, use.node)
            or (use.role is Role.ARGUMENT and bool(self._named_by_argument(use)))
            or ".style." in use.name
        )


def _is_unlike_words(digits: str) -> bool:
    """Whether hex digits are those of a color rather than a word's letters or a number's digits:
    `#add`, `#facade` and `#1234` may be anything, `#fff`, `#333333` and `#3b82f6` hardly are."""
    pairs = {digits[index : index + 2] for index in range(0, len(digits), 2)}
    if len(set(digits)) == 1 or (len(digits) in (6, 8) and len(pairs) == 1):
        return True
    return not digits.isalpha() and not digits.isdigit()


def _is_value(text: str) -> bool:
    """Whether a text can be nothing but a value of CSS: a border, a shadow, a gradient."""
    tokens = read_value(text)
    return len(text) <= _LONGEST_WHOLE * 10 and all(
        token.kind is not TokenKind.WORD
        or token.text.lower() in NAMED_COLORS
        or token.text.lower() in _WORDS_OF_VALUES
        for token in tokens
        if token.kind is not TokenKind.OTHER or token.text in "%/+-*"
    )


_WORDS_OF_VALUES = word_set(
    """
    solid dashed dotted double inset outset groove ridge none auto to top bottom left right center
    at circle ellipse closest-side farthest-corner important transparent currentcolor inherit
    no-repeat repeat cover contain fixed
    """
)


def _is_theme(use: Use) -> bool:
    last = use.name.rpartition(".")[2]
    words = words_of(last)
    if use.role is Role.ARGUMENT:
        return bool(_THEME_WORDS.intersection(words)) and "use" not in words
    return bool(words) and words[-1] in _THEME_WORDS


def _is_class(tree: SyntaxTree, symbol: str) -> bool:
    outermost = symbol.partition(".")[0]
    return any(
        each.name == outermost and each.kind not in ("function", "method")
        for each in definitions_of(tree)
    )


def _is_host_element(tree: SyntaxTree, attribute: Node) -> bool:
    element = attribute.parent if attribute.type == "jsx_attribute" else None
    name = element.child_by_field_name("name") if element is not None else None
    return name is not None and tree.text_of(name)[:1].islower()


def _is_constants_module(tree: SyntaxTree) -> bool:
    """Whether a file does nothing but give names to values."""
    if any(each.kind not in _DEFINING_KINDS for each in definitions_of(tree)):
        return False
    return not (tree.language in ("tsx", "javascript") and tree.find(_JSX))


def _draws(tree: SyntaxTree) -> bool:
    """Whether a Python file imports a library that takes colors by their CSS names."""
    imported = (tree.text_of(node)[:_LONGEST_WHOLE] for node in tree.find(_IMPORTS))
    return any(_DRAWING_LIBRARIES.intersection(re.split(r"\W+", each.lower())) for each in imported)
