"""The colors that the strings of code write out."""

import re
from collections.abc import Iterator

from tinyarms_daemon.analysis.colors.color_context import ColorContext
from tinyarms_daemon.analysis.colors.color_definitions import is_definition
from tinyarms_daemon.analysis.colors.style_colors import used_color_spans
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.literal_use import Role
from tinyarms_daemon.analysis.string_literals import HOLE, StringLiteral, strings_of
from tinyarms_daemon.analysis.styles.colors import HEX_COLOR, NAMED_COLORS
from tinyarms_daemon.analysis.styles.embedded_styles import style_templates_of
from tinyarms_daemon.analysis.styles.style_sheet import (
    Dialect,
    Token,
    TokenKind,
    read_style_sheet,
    read_value,
)
from tinyarms_daemon.analysis.styles.style_values import color_spans, takes_color, utility_spans
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_MAY_HOLD_COLOR = re.compile(
    r"#[0-9a-f]{3}|(?:\b|_)(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(", re.IGNORECASE
)
_MARKUP_STYLE = re.compile(r"""\bstyle\s*=\s*(?P<q>\\?["'])(?P<sheet>.*?)(?P=q)""", re.DOTALL)
_MARKUP_COLOR = re.compile(
    r"""\b(?:fill|stroke|stop-color|flood-color|bgcolor|color)\s*=\s*
    (?P<q>\\?["'])(?P<value>[^"'\\]*)(?P=q)""",
    re.VERBOSE,
)
# Elements, and a part of one that is put together piece by piece
_MARKUP = re.compile(r"""<[a-zA-Z!/]|^\s*style\s*=\s*\\?["']""")
# A tag of tview (`[#fff000:-:b]`), of rich and textual (`[bold #fff000 on $panel]`), of Kivy, and
# no number of an issue
_TEXT_TAG = re.compile(
    r"(?<!-)(?!\[#(?!(\d)\1{5})[1-9]\d{5}\])\[[\w$ :=.-]*#[0-9a-f]{6}(?!\w)[\w$# :.-]*\]",
    re.IGNORECASE,
)
_TAG_COLOR = re.compile(r"#[0-9a-f]{6}(?!\w)", re.IGNORECASE)
_CUTTING = re.compile(r"<(clippath|mask)\b.{0,2000}?</\1", re.DOTALL | re.IGNORECASE)
_STYLE_RULE = re.compile(r"[\w*.)\]]\s*\{\s*[a-z-]+\s*:[^{}\"]+\}")
_SHOWN = (_MARKUP, _STYLE_RULE, _TEXT_TAG)
# A color that a format puts in: `color: {}`, `fill="{shade}"`
_FILLED_STYLE = re.compile(r"(?:color|background|fill|stroke)\s*[:=]\s*[\"']?\{\w*\}")
_STYLE_ELEMENT = re.compile(
    r"<style\b[^>]*>(?P<sheet>.*?)(?:</style|\Z)", re.DOTALL | re.IGNORECASE
)
_WORDS_OF_VALUES = word_set(
    """
    solid dashed dotted double inset outset groove ridge none auto to top bottom left right center
    at circle ellipse closest-side farthest-corner important transparent currentcolor inherit
    no-repeat repeat cover contain fixed
    """
)
_MARKS_OF_VALUES = "%/+-*.!"
_WRITTEN_OUT = (6, 8)  # digits, without alpha and with it
_WORD = re.compile(r"[a-z]{3,}")
_GIVEN_NAME = re.compile(
    r"(?:color|background|fill|stroke)\s*[:=]\s*[\"']?([a-z]{3,})", re.IGNORECASE
)
_LONGEST_NUMBER = 4  # digits of an issue's number, of which longer ones stand in sentences
_LONGEST_VALUE = 200  # characters of a value of CSS that names a color and writes none out


def string_colors(tree: SyntaxTree, *, in_markup: bool = False) -> Iterator[tuple[Span, bool]]:
    """The colors in the strings of a file, or of a script in markup, outside of definitions of
    themes and tokens; and of each whether it is doubtful: the syntax can't tell if it is one."""
    templates = {node.id for node in style_templates_of(tree)}
    for string in strings_of(tree):
        is_said = string.node.id not in templates and not _stands_alone(string)
        if is_said and may_hold_color(string.text):
            yield from _colors_of(tree, string, in_markup)


def _stands_alone(string: StringLiteral) -> bool:
    """Whether a string is a statement by itself, as those that document are."""
    around = string.node.parent
    return around is not None and around.type == "expression_statement"


def may_hold_color(text: str) -> bool:
    """Whether a text is worth a look: it has the form of a color, or names one."""
    if _MAY_HOLD_COLOR.search(text):
        return True
    if len(text) > _LONGEST_VALUE:
        return any(found[1].lower() in NAMED_COLORS for found in _GIVEN_NAME.finditer(text))
    return not NAMED_COLORS.keys().isdisjoint(_WORD.findall(text.lower()))


def _colors_of(
    tree: SyntaxTree, string: StringLiteral, in_markup: bool
) -> Iterator[tuple[Span, bool]]:
    if tree.language in SCRIPT_LANGUAGES:
        utilities = list(utility_spans(string.text, string.start))
        if utilities:
            yield from ((span, False) for span in utilities)
            return
    context = ColorContext(tree, string.node, in_markup=in_markup)
    if is_definition(context) or (context.is_something_else and not _shows_itself(string, context)):
        return
    for span in _spans(string, context) if not context.is_variant else ():
        if string.text.isupper() and string.text.lower() in NAMED_COLORS:
            continue  # `"LIME"` is the name of a constant
        yield span, _is_doubtful(tree.text[slice(*span)], string, context)


def _shows_itself(string: StringLiteral, context: ColorContext) -> bool:
    """Whether a text is markup or rules of style, whose colors are shown whatever it is called and
    handed to."""
    use = context.use
    if use is None or use.role not in (Role.NAMED, Role.AUGMENTED, Role.ARGUMENT):
        return False
    return any(pattern.search(string.text) for pattern in _SHOWN) or _is_put_into_style(
        context.tree, use.node
    )


def _is_put_into_style(tree: SyntaxTree, arguments: Node) -> bool:
    """`"<h2 style='color: {}'>".format("#c681d5")`: what a format puts into markup or style."""
    called = arguments.parent.child_by_field_name("function") if arguments.parent else None
    template = called.child_by_field_name("object") if called is not None else None
    method = called.child_by_field_name("attribute") if called is not None else None
    if template is None or template.type != "string" or method is None:
        return False
    return (
        tree.text_of(method) == "format"
        and _FILLED_STYLE.search(tree.text_of(template)) is not None
    )


def _spans(string: StringLiteral, context: ColorContext) -> list[Span]:
    """A whole color, a value of CSS with colors in it, declarations, or markup: in this order."""
    text, start = string.text, string.start
    tokens = read_value(text, start)
    spans = list(color_spans(tokens, names=context.expects_names))
    if spans and (context.takes_color or _is_value(tokens)):
        return spans
    if _MARKUP.search(text):
        return sorted({*_in_style_elements(text, start), *_in_markup(text, start)})
    if tagged := list(_in_text_tags(text, start)):
        return tagged
    declared = _declared(text, start)
    if declared is not None:
        return declared
    return spans if context.is_style else []


def _is_value(tokens: tuple[Token, ...]) -> bool:
    """Whether a text can be nothing but a value of CSS: a border, a shadow, a gradient. What is
    put into it tells nothing, so that something else has to."""
    words = [token.text.lower() for token in tokens if token.kind is TokenKind.WORD]
    says_value = any(token.kind is TokenKind.FUNCTION for token in tokens) or not (
        _WORDS_OF_VALUES.isdisjoint(words)
    )
    is_filled = any(HOLE in word for word in words)
    return all(map(_belongs_to_value, tokens)) and (says_value or not is_filled)


def _belongs_to_value(token: Token) -> bool:
    if token.kind is TokenKind.WORD:
        said = token.text.lower()
        return said in NAMED_COLORS or said in _WORDS_OF_VALUES or said.startswith(HOLE)
    if token.kind is TokenKind.MARK:
        return token.text in "(),;"  # `values` of an animation
    if token.kind is TokenKind.OTHER:
        return token.text in _MARKS_OF_VALUES
    return token.kind in (TokenKind.HASH, TokenKind.NUMBER, TokenKind.FUNCTION)


def _declared(text: str, start: int) -> list[Span] | None:
    """The colors of declarations in a string, `color: #333; margin: 0`; None where none are."""
    if ":" not in text:
        return None
    sheet = read_style_sheet(text, Dialect.CSS, start)
    if not any(takes_color(each.name) and each.value for each in sheet.statements):
        return None
    return list(used_color_spans(sheet, text, start))


def _in_style_elements(text: str, start: int) -> Iterator[Span]:
    for found in _STYLE_ELEMENT.finditer(text):
        yield from _declared(found["sheet"], start + found.start("sheet")) or ()


def _in_text_tags(text: str, start: int) -> Iterator[Span]:
    """The colors of the tags by which a text for a terminal is colored."""
    for tag in _TEXT_TAG.finditer(text):
        for found in _TAG_COLOR.finditer(text, *tag.span()):
            yield start + found.start(), start + found.end()


def _in_markup(text: str, start: int) -> Iterator[Span]:
    """The colors of markup in a string: `<path fill="#fff">`."""
    if "=" not in text:
        return
    text = _CUTTING.sub(lambda found: " " * len(found[0]), text)
    for found in _MARKUP_STYLE.finditer(text):
        yield from _declared(found["sheet"], start + found.start("sheet")) or ()
    for found in _MARKUP_COLOR.finditer(text):
        tokens = read_value(found["value"], start + found.start("value"))
        yield from color_spans(tokens, names=True)


def _is_doubtful(color: str, string: StringLiteral, context: ColorContext) -> bool:
    if color.lower() in NAMED_COLORS:
        is_whole = string.text.strip().lower() == color.lower()
        return is_whole and not context.is_certain_of_names
    if not HEX_COLOR.fullmatch(color) or context.takes_color or context.is_style:
        return False
    return string.text.strip() == color and not _is_unlike_words(color[1:].lower())


def _is_unlike_words(digits: str) -> bool:
    """Whether hex digits are those of a color rather than a word's letters or a number's digits:
    `#add`, `#facade` and `#1234` may be anything, `#fff`, `#006666` and `#3b82f6` hardly are."""
    pairs = {digits[index : index + 2] for index in range(0, len(digits), 2)}
    if len(set(digits)) == 1 or (len(digits) in _WRITTEN_OUT and len(pairs) == 1):
        return True
    is_number = digits.isdigit() and len(digits) <= _LONGEST_NUMBER and digits[0] != "0"
    return not digits.isalpha() and not is_number
