"""The design tokens that scripts define: theme objects, modules of tokens, makers of themes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.file_roles import defines_tokens
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.module_values import NamedValue, literal_text, module_values
from tinyarms_daemon.analysis.native_styles import holds_markup
from tinyarms_daemon.analysis.numbers.literals import number_value
from tinyarms_daemon.analysis.script_styles import theme_values
from tinyarms_daemon.analysis.styles.style_arithmetic import evaluated
from tinyarms_daemon.analysis.styles.style_sheet import Token, TokenKind, read_value
from tinyarms_daemon.analysis.styles.token_kinds import Kind, is_grade, says_scale, scale_kind
from tinyarms_daemon.analysis.styles.token_values import (
    Amount,
    color_of,
    kinds_of_amount,
    kinds_of_number,
    scale_value,
    shadow_of,
    with_unit,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import OF_ONE_MODE, DesignToken, Notation

_HOLDING_WORDS = word_set("theme themes token tokens palette palettes")
_THEME_WORDS = _HOLDING_WORDS | word_set("colors color colours colour")
_THEME_MAKERS = word_set(
    """
    createTheme createMuiTheme createGlobalTheme createGlobalThemeContract makeTheme buildTheme
    responsiveFontSizes createThemeFactory
    """
)
# Their tokens are used by strings, and checked or turned into classes by the library.
_SYSTEM_MAKERS = word_set(
    """
    extendTheme extendBaseTheme defineTokens defineSemanticTokens createSystem defineConfig
    definePreset createStitches createTamagui createTokens
    """
)
_VALUE_KEYS = frozenset({"value", "$value", "DEFAULT"})
# Parts of a theme that style components with literals, or hold only in another mode.
_NO_TOKENS = word_set(
    """
    components component styleoverrides overrides variants basestyle styles global globals
    globalcss globalstyles recipes slotrecipes compoundvariants textstyles layerstyles props
    defaultprops conditions keyframes
    """
)
# Objects and calls of these names say what one component looks like.
_STYLES = word_set("css style styles styled stylesheet sx recipe")
_STYLE_MAKER = "create"
_HOLDERS = word_set("vars variables constants config design system base")
_DEFINING_KINDS = frozenset({"interface", "type", "enum", "class"})
_SHADOWED = "gatsby-plugin-theme-ui"  # a folder whose default export is the theme
_DEEPEST = 6
# What theme.spacing(…) is handed.
_FACTORS = (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def script_tokens_of(tree: SyntaxTree, path: str) -> Iterator[DesignToken]:
    """Every token that a module defines for others."""
    values = module_values(tree)
    if not values:
        return
    module = _Module(tree, path, {value.written: value for value in values})
    for value in values:
        if module.is_token_source(value):
            yield from module.tokens(value)


@dataclass(frozen=True, slots=True)
class _Module:
    """One module's values by the way they are written."""

    tree: SyntaxTree
    path: str
    values: Mapping[str, NamedValue]

    def is_token_source(self, value: NamedValue) -> bool:
        """Whether a value stands where others are meant to take it from."""
        if any("".join(words_of(str(key))) in _NO_TOKENS for key in value.keys):
            return False
        if any(isinstance(key, int) for key in value.keys[:-1]):
            return False  # a row of a table
        if value.maker in _THEME_MAKERS or value.maker in _SYSTEM_MAKERS or self._is_theme(value):
            return True
        is_style = value.maker == _STYLE_MAKER  # `StyleSheet.create`
        if is_style or not _STYLES.isdisjoint(words_of(f"{value.maker} {self._root(value)}")):
            return False
        return value.is_exported and (defines_tokens(self.path) or self._is_named_so(value))

    def _is_named_so(self, value: NamedValue) -> bool:
        """Whether the name of a value says that it is a token, or one of many."""
        words = words_of(value.root)
        if says_scale(words) or _HOLDING_WORDS.intersection(words[-1:]):
            return True
        if not self.tree.fact(_has_only_values):
            return False
        said = [*words, *(word for key in value.keys for word in words_of(str(key)))]
        return not value.keys or bool(_THEME_WORDS.intersection(said)) or says_scale(said)

    def tokens(self, value: NamedValue) -> Iterator[DesignToken]:
        """The token that a value is, or those that a function of the theme makes of it."""
        name = value.written if value.root else self._module_name() + value.written
        if value.maker in _THEME_MAKERS and value.keys == ("spacing",):
            unit = self._amount(value.node, 0)
            if unit and unit.number > 0:
                for factor in _FACTORS:
                    size = Amount(unit.number * factor, "px").written
                    yield self._token(value, f"{name}({factor:g})", Kind.SPACE, size)
            return
        found = self._color(value) or self._scale(value)
        if found is not None:
            yield self._token(value, name, *found)

    def _token(self, value: NamedValue, name: str, kind: Kind, normal: str) -> DesignToken:
        is_system = value.maker in _SYSTEM_MAKERS
        is_reference = kind is Kind.COLOR and self._is_reference(value.node)
        return DesignToken(
            kind=kind,
            name=name,
            value=normal,
            line=self.tree.positions.line_of(self.tree.span_of(value.node)[0]),
            notation=Notation.SYSTEM if is_system else Notation.CONSTANT,
            step=_step(value) if is_system else "",
            derived_from=self.tree.text_of(value.node) if is_reference else "",
            unit="" if name.endswith(")") or self._text_tokens(value.node) else _unit(normal),
        )

    def _color(self, value: NamedValue) -> tuple[Kind, str] | None:
        outer = [word for part in (value.root, *value.keys[:-1]) for word in words_of(str(part))]
        tokens = self._text_tokens(value.node)
        is_word = len(tokens) == 1 and tokens[0].kind is TokenKind.WORD  # as a slug may be
        if not tokens or is_word or OF_ONE_MODE.intersection(outer):
            return None
        color = color_of(tokens)
        return (Kind.COLOR, color[0]) if color and not color[1] else None

    def _scale(self, value: NamedValue) -> tuple[Kind, str] | None:
        words = [*words_of(self._root(value))]
        if not value.keys and not defines_tokens(self.path) and not is_grade(words):
            return None  # the one measure of some part of a program
        is_holder = _THEME_WORDS.union(_HOLDERS).intersection(words[-1:])
        if value.maker or is_holder or self._is_theme(value):
            words = []  # whose theme it is
        for key in value.keys:
            words += words_of(key) if isinstance(key, str) and key not in _VALUE_KEYS else ()
        tokens = self._text_tokens(value.node)
        if shadow := shadow_of(tokens) if tokens else None:
            is_shadow = scale_kind(words, {Kind.SHADOW}) is Kind.SHADOW
            return (Kind.SHADOW, shadow) if is_shadow else None
        amount = self._amount(value.node, 0)
        if amount is None:
            return None
        possible = kinds_of_amount(amount)
        if not amount.unit and not tokens:  # a string without a unit is the name of a step
            possible |= kinds_of_number(amount.number, words)
        kind = scale_kind(words, possible)
        if kind is Kind.SIZE and not value.maker and not defines_tokens(self.path):
            return None  # the sizes that one component comes in
        return (kind, scale_value(kind, with_unit(kind, amount))) if kind else None

    def _text_tokens(self, node: Node, depth: int = 0) -> tuple[Token, ...]:
        """The value of CSS in a string, references followed."""
        text = literal_text(self.tree, node)
        if text is not None:
            return read_value(text)
        known = self.values.get(self.tree.text_of(node)) if self._is_reference(node) else None
        return self._text_tokens(known.node, depth + 1) if known and depth < _DEEPEST else ()

    def _amount(self, node: Node, depth: int) -> Amount | None:
        """The number of a literal, of arithmetic on them, or of a reference to one."""
        if depth > _DEEPEST:
            return None
        if node.type == "number":
            number = number_value(self.tree.text_of(node))
            return None if number is None else Amount(float(number), "")
        if node.type == "binary_expression":
            return self._product(node, depth)
        if node.type == "parenthesized_expression" and node.named_child_count:
            return self._amount(node.named_children[0], depth + 1)
        if self._is_reference(node):
            known = self.values.get(self.tree.text_of(node))
            return self._amount(known.node, depth + 1) if known else None
        tokens = self._text_tokens(node)
        return evaluated(tokens) if tokens else None

    def _product(self, node: Node, depth: int) -> Amount | None:
        left, right, sign = (
            node.child_by_field_name(field) for field in ("left", "right", "operator")
        )
        if left is None or right is None or sign is None:
            return None
        one, two = self._amount(left, depth + 1), self._amount(right, depth + 1)
        if one is None or two is None or one.unit or two.unit:
            return None
        if self.tree.text_of(sign) == "*":
            return one.times(two.number)
        return one.times(1 / two.number) if self.tree.text_of(sign) == "/" and two.number else None

    def _is_reference(self, node: Node) -> bool:
        return node.type in ("identifier", "member_expression", "subscript_expression")

    def _is_theme(self, value: NamedValue) -> bool:
        return value.is_exported and value.node.id in theme_values(self.tree)

    def _root(self, value: NamedValue) -> str:
        return value.root or self._module_name()

    def _module_name(self) -> str:
        """What a default export is usually called: as its file, or its folder."""
        *folders, name = self.path.split("/")
        stem = name.partition(".")[0]
        if stem == "index" and folders[-1:] == [_SHADOWED]:
            return "theme"
        words = words_of(folders[-1] if stem == "index" and folders else stem) or ("tokens",)
        return words[0] + "".join(word.capitalize() for word in words[1:])


def _unit(value: str) -> str:
    """The unit that code leaves unsaid in a number."""
    return next((unit for unit in ("px", "ms") if value.endswith(unit)), "")


def _step(value: NamedValue) -> str:
    """How a system of styles calls a token: `brand.500` of `theme.colors.brand[500]`."""
    keys = [str(key) for key in value.keys if key not in _VALUE_KEYS]
    for index, key in enumerate(keys):
        words = words_of(key)
        if words and (words[-1] in _THEME_WORDS - {"theme", "tokens"} or says_scale(words)):
            return ".".join(keys[index + 1 :])
    return ".".join(keys)


def _has_only_values(tree: SyntaxTree) -> bool:
    if any(each.kind not in _DEFINING_KINDS for each in definitions_of(tree)):
        return False
    return not holds_markup(tree)
