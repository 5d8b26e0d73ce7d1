"""The design tokens that style sheets define."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tinyarms_daemon.analysis.file_roles import defines_tokens
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.styles.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.styles.style_arithmetic import evaluated
from tinyarms_daemon.analysis.styles.style_definitions import Definition, definitions_in
from tinyarms_daemon.analysis.styles.style_sheet import Dialect, StyleSheet, Token, TokenKind
from tinyarms_daemon.analysis.styles.token_kinds import (
    Kind,
    is_step,
    is_step_of_step,
    prefix_of,
    says_scale,
    scale_kind,
    scaled_prefixes,
)
from tinyarms_daemon.analysis.styles.token_values import (
    Amount,
    color_of,
    kinds_of_amount,
    scale_value,
    shadow_of,
    transition_of,
)
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation
from tinyarms_daemon.analysis.tokens.token_reach import component_of

# The namespaces of Tailwind's theme variables.
THEME_NAMESPACES: Mapping[str, Kind] = {
    "color": Kind.COLOR,
    "spacing": Kind.SPACE,
    "text": Kind.FONT_SIZE,
    "font-weight": Kind.FONT_WEIGHT,
    "leading": Kind.LINE_HEIGHT,
    "radius": Kind.RADIUS,
    "shadow": Kind.SHADOW,
    "breakpoint": Kind.BREAKPOINT,
}
_NAMESPACE = re.compile(rf"--({'|'.join(THEME_NAMESPACES)})(?:-(.+))?$")
_UNIT = "--spacing"  # what a step of spacing is multiplied with
_NO_STEP = re.compile(r"--|\*")
_CHANNEL_CALLS = frozenset({"hsl(", "hsla(", "rgb(", "rgba("})
_VARIABLE_FOR_ALL = re.compile(r"\$[a-zA-Z]")  # a module keeps those with another mark to itself
# A map of such a name is what one module is set up with, and the next one has its own.
_OF_MODULES = word_set("config configuration settings options defaults default")
_DECLARED = re.compile(r"(?:export\s+)?(?:const|let|var|default)\b")
_EASES = word_set("ease easing")  # what a whole transition is called as well
_DEEPEST_REFERENCE = 8
_WRAPPED = len(("hsl(", "var(", "--x", ")", ")"))


@dataclass(frozen=True, slots=True)
class _Names:
    """The definitions of one style sheet by the names by which they are referred to."""

    values: Mapping[str, tuple[Token, ...]]
    seen: set[str] = field(default_factory=set)

    def amount(self, name: str) -> Amount | None:
        """What a name is worth, references followed."""
        value = self.values.get(name)
        if value is None or name in self.seen or len(self.seen) > _DEEPEST_REFERENCE:
            return None
        self.seen.add(name)
        amount = evaluated(value, self.amount)
        self.seen.discard(name)
        return amount

    def color(self, value: Sequence[Token], depth: int = 0) -> tuple[str, str] | None:
        """The color of a value, references followed, with what its channels are handed to."""
        if (found := color_of(value)) is not None:
            return found
        name = referred(value)
        if name is None or depth > _DEEPEST_REFERENCE:
            return None
        known = self.color(self.values.get(name, ()), depth + 1)
        if known is None:
            return None
        is_whole = value[0].text.lower() not in _CHANNEL_CALLS
        return (known[0], known[1] if is_whole else "") if is_whole or known[1] else None


def style_tokens_of(tree: SyntaxTree, path: str) -> Iterator[DesignToken]:
    """Every token that the style sheets of a file define."""
    for sheet in style_sheets_of(tree):
        yield from _tokens_of(tree, path, sheet)


def theme_steps(sheet: StyleSheet) -> Iterator[tuple[Kind, str]]:
    """The steps, with their kinds, that a style sheet defines in Tailwind's theme, but for those
    that come to nothing: `--radius-none: 0px`."""
    for definition in definitions_in(sheet):
        theme = _NAMESPACE.match(definition.name) if definition.in_theme else None
        amount = evaluated(definition.value)
        is_nothing = amount is not None and not amount.number
        if theme and theme[2] and not is_nothing and not _NO_STEP.search(theme[2]):
            kind = THEME_NAMESPACES[theme[1]]
            if kind is not Kind.COLOR:
                yield kind, theme[2]


def referred(value: Sequence[Token]) -> str | None:
    """The one name that a value takes over: of `var(--x)`, `$x`, `hsl(var(--x) / 50%)`."""
    texts = [token.text for token in value]
    if len(value) == 1 and value[0].kind is TokenKind.VARIABLE:
        return texts[0]
    if len(value) == 3 and texts[0].lower() == "var(" and texts[2] == ")":
        return texts[1]
    if len(value) >= _WRAPPED and texts[0].lower() in _CHANNEL_CALLS and texts[1].lower() == "var(":
        is_opaque = texts[3:] == [")", ")"] or "<" in texts  # Tailwind's own <alpha-value>
        return texts[2] if is_opaque else None
    return None


def _tokens_of(tree: SyntaxTree, path: str, sheet: StyleSheet) -> Iterator[DesignToken]:
    is_for_tokens = defines_tokens(path)
    definitions = definitions_in(
        sheet, _template_name(tree, path, sheet), is_for_tokens=is_for_tokens
    )
    if not definitions:
        return
    names = _Names({each.name: each.value for each in definitions if not each.keys})
    owned = not is_for_tokens and _has_more_rules(sheet, len(definitions))
    words = {name: words_of(name) for name in dict.fromkeys(each.name for each in definitions)}
    about = component_of(path) + (
        "" if is_for_tokens else path.rpartition("/")[2].partition(".")[0]
    )
    subject = "".join(words_of(about))
    prefixes = {
        mark: prefix_of([said for name, said in words.items() if name.startswith(mark)], subject)
        for mark in ("--", "$")
    }
    scaled = scaled_prefixes(list(words.values()), subject)
    untold = _untold_maps(definitions, names)
    for definition in definitions:
        if definition.keys and (definition.name in untold or is_step_of_step(definition.keys)):
            continue
        name = definition.name
        prefix = prefixes["$" if name.startswith("$") else "--"]
        said = words[name]
        if said[: len(prefix)] == prefix:
            said = said[len(prefix) :]
        said = said[1:] if said[:1] and said[0] in scaled else said
        keys = [word for key in definition.keys for word in words_of(key)]
        token = _token(tree, definition, names, [*said, *keys])
        if token is not None:
            if sheet.dialect is Dialect.LESS:
                token = _in_less(token)
            is_own = definition.keys and not is_for_tokens and _OF_MODULES.issuperset(words[name])
            yield replace(token, is_local=bool(is_own) or (owned and name.startswith("$")))


def _template_name(tree: SyntaxTree, path: str, sheet: StyleSheet) -> str:
    """What a template of a script is called, `const dark = css`, with the name of the file; empty
    for what is no template, or one of several that a function gives."""
    if (
        tree.language not in SCRIPT_LANGUAGES
        or not sheet.statements
        or not sheet.statements[0].value
    ):
        return ""
    before = tree.text[: sheet.statements[0].value[0].start].rpartition("`")[0]
    line = before.rpartition("\n")[2]
    return line + path.rpartition("/")[2] if _DECLARED.match(line) else ""


def _untold_maps(definitions: Sequence[Definition], names: _Names) -> set[str]:
    """The maps most of whose steps cannot be told: what can is no scale by itself."""
    balance: Counter[str] = Counter()
    for each in (each for each in definitions if each.keys):
        words = [word for name in (each.name, *each.keys) for word in words_of(name)]
        if says_scale(words):
            balance[each.name] += 1 if _worth(each, names, words, None) is None else -1
    return {name for name, untold in balance.items() if untold > 0}


def _token(
    tree: SyntaxTree, definition: Definition, names: _Names, words: Sequence[str]
) -> DesignToken | None:
    theme = _NAMESPACE.match(definition.name) if definition.in_theme else None
    step = theme[2] or "" if theme else ""
    if _NO_STEP.search(step) or (theme and definition.name == _UNIT):
        return None
    found = _worth(definition, names, words, THEME_NAMESPACES[theme[1]] if theme else None)
    if found is None or (not found.value and not step):
        return None
    if found.kind is Kind.SIZE and len(definition.keys) > 1:
        return None  # the sizes of parts of something
    name, notation = _reference(definition)
    return DesignToken(
        kind=found.kind,
        name=name,
        value=found.value,
        line=tree.positions.line_of(definition.start),
        notation=Notation.THEME if theme else notation,
        step=step,
        wrapped_in=found.wrapped_in,
        derived_from=found.derived_from,
    )


class _Worth(NamedTuple):
    kind: Kind
    value: str
    wrapped_in: str = ""
    derived_from: str = ""


def _worth(
    definition: Definition, names: _Names, words: Sequence[str], kind: Kind | None
) -> _Worth | None:
    """What a definition is worth, given the kind where its name says it for certain."""
    origin = referred(definition.value) or ""
    color = names.color(definition.value)
    if color is not None:
        return _Worth(Kind.COLOR, color[0], color[1], origin)
    value = None if kind is Kind.COLOR else _scale_value(definition, names, words, kind)
    if value is not None:
        return _Worth(*value)
    return _Worth(kind, "", "", origin) if kind and origin else None


def _scale_value(
    definition: Definition, names: _Names, words: Sequence[str], kind: Kind | None
) -> tuple[Kind, str] | None:
    shadow = shadow_of(definition.value)
    if shadow is not None:
        kind = kind or scale_kind(words, {Kind.SHADOW})
        return (kind, shadow) if kind is Kind.SHADOW else None
    if kind is None and (transition := transition_of(definition.value)):
        named = ["transition" if word in _EASES else word for word in words]
        kind = scale_kind(named, {Kind.DURATION})
        return (kind, transition) if kind else None
    amount = evaluated(definition.value, names.amount)
    possible = kinds_of_amount(amount) if amount else frozenset()
    kind = scale_kind(words, possible) if kind is None else kind
    return (kind, scale_value(kind, amount)) if amount and kind in possible else None


def _reference(definition: Definition) -> tuple[str, Notation]:
    """How a token is written where it is used: an entry of a map by the variable that it holds."""
    if not definition.keys:
        is_variable = definition.name.startswith("$")
        return definition.name, Notation.VARIABLE if is_variable else Notation.PROPERTY
    held = referred(definition.value) or ""
    if _VARIABLE_FOR_ALL.match(held) and is_step(words_of(held)):
        return held, Notation.VARIABLE
    return f"map-get({', '.join((definition.name, *definition.keys))})", Notation.MAP


def _in_less(token: DesignToken) -> DesignToken:
    """A token of a sheet of Less as it is written there."""
    notation = Notation.LESS if token.notation is Notation.VARIABLE else token.notation
    name, origin = (each.replace("$", "@", 1) for each in (token.name, token.derived_from))
    return replace(token, name=name, derived_from=origin, notation=notation)


def _has_more_rules(sheet: StyleSheet, definitions: int) -> bool:
    """Whether a style sheet is there for what it styles, not for what it defines."""
    styled = sum(
        bool(each.name) and not each.name.startswith(("--", "$", "@")) for each in sheet.statements
    )
    return styled > definitions
