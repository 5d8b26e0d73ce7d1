"""What a file says of the project's use of Tailwind: that it is there, of which version, and what
its configuration adds to its theme or puts in its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.json_text import read_json
from tinyarms_daemon.analysis.module_values import (
    Key,
    NamedValue,
    literal_text,
    module_values,
)
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet, style_sheets_of
from tinyarms_daemon.analysis.styles.style_arithmetic import evaluated
from tinyarms_daemon.analysis.styles.style_definitions import is_in_theme
from tinyarms_daemon.analysis.styles.style_sheet import Statement, StyleSheet, TokenKind, read_value
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_values import (
    amount_of,
    color_of,
    kinds_of_amount,
    scale_value,
    shadow_of,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation
from tinyarms_daemon.analysis.tokens.style_tokens import (
    THEME_NAMESPACES,
    referred,
    style_tokens_of,
    theme_steps,
)
from tinyarms_daemon.analysis.tokens.tailwind_theme import CLASSIC, CURRENT, LATE

CONFIG_SECTIONS: Mapping[str, Kind] = {
    "colors": Kind.COLOR,
    "spacing": Kind.SPACE,
    "fontSize": Kind.FONT_SIZE,
    "fontWeight": Kind.FONT_WEIGHT,
    "lineHeight": Kind.LINE_HEIGHT,
    "borderRadius": Kind.RADIUS,
    "boxShadow": Kind.SHADOW,
    "zIndex": Kind.Z_INDEX,
    "transitionDuration": Kind.DURATION,
    "screens": Kind.BREAKPOINT,
}
"""The sections of a theme in Tailwind's configuration."""

_CONFIG_NAME = re.compile(r"(?:^|/)(?:[\w-]+[.-])?tailwind(?:[.-][\w-]+)*\.(?:[cm]?[jt]s)$")
_RULES_OF_4 = frozenset({"@theme", "@utility", "@custom-variant", "@plugin", "@source", "@variant"})
_RESET = re.compile(rf"--(?:({'|'.join(THEME_NAMESPACES)})-)?\*$")
_THEME_CALL = "theme("
_THEME_PATH = re.compile(rf"""["']?(?:--\w|(?:{"|".join(CONFIG_SECTIONS)})\b)""")
_IMPORTED = re.compile(r"tailwindcss(?:$|[/@])")
_PACKAGE = re.compile(r"(?:^|/)package\.json$")
_PACKAGE_NAME = "tailwindcss"
_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies")
_VERSION = re.compile(r"[\^~=v]*([1-4](?:\.\d)?)(?:\.[\w.-]*)?$")
_SPREAD_CHARACTERS = 100
_CLASS_OF_4 = re.compile(r"[a-z]-\(--\w[\w-]*\)")  # `bg-(--brand)`


@dataclass(frozen=True, slots=True)
class TailwindSign:
    """What one file shows. `version` is 0 where it does not show; `replaces` are the kinds whose
    usual scale is put out of force; `unit` is the step of spacing, empty for the usual one;
    `untold` are the steps that it defines without saying what they come to. Without `is_used` the
    version is all that is known."""

    version: float
    replaces: tuple[Kind, ...] = ()
    unit: str = ""
    untold: tuple[tuple[Kind, str], ...] = ()
    is_used: bool = True


def is_tailwind_config(path: str) -> bool:
    """Whether a file is a configuration of Tailwind, or a preset of one, by its name."""
    return bool(_CONFIG_NAME.search(path))


def tailwind_sign(tree: SyntaxTree, path: str) -> TailwindSign | None:
    """What a file shows of Tailwind; None for nothing."""
    if is_tailwind_config(path):
        return _sign_of_config(tree)
    for sheet in style_sheets_of(tree):
        sign = _sign_of_sheet(sheet)
        if sign is not None:
            told = [(each.kind, each.step) for each in style_tokens_of(tree, path)]
            untold = [step for step in theme_steps(sheet) if step not in told]
            return replace(sign, untold=tuple(untold))
    if is_style_sheet(tree):
        return TailwindSign(0) if any(map(_calls_theme, style_sheets_of(tree))) else None
    return TailwindSign(CURRENT, is_used=False) if _CLASS_OF_4.search(tree.text) else None


def is_package(path: str) -> bool:
    """Whether a document is that of a package."""
    return bool(_PACKAGE.search(path))


def installed_sign(document: Document, path: str) -> TailwindSign | None:
    """The version of Tailwind that a package asks for; None where none that is known."""
    if not is_package(path) or _PACKAGE_NAME not in document.text:
        return None
    package = read_json(document.text)
    if not isinstance(package, dict):
        return None
    for section in _DEPENDENCIES:
        packages = package.get(section)
        asked = packages.get(_PACKAGE_NAME) if isinstance(packages, dict) else None
        if isinstance(asked, str) and (version := _VERSION.match(asked)):
            known = (each for each in (CURRENT, LATE) if float(version[1]) >= each)
            return TailwindSign(next(known, CLASSIC), is_used=False)
    return None


def config_tokens_of(tree: SyntaxTree) -> Iterator[DesignToken]:
    """The tokens of a configuration's theme."""
    for value in module_values(tree):
        section, keys, _ = _section(value.keys)
        if section in CONFIG_SECTIONS and keys:
            token = _token(tree, value, section, keys)
            if token is not None:
                yield token


def _sign_of_config(tree: SyntaxTree) -> TailwindSign:
    replaced: set[Kind] = set()
    untold: list[tuple[Kind, str]] = []
    for value in module_values(tree):
        section, keys, is_added = _section(value.keys)
        if section in CONFIG_SECTIONS and keys and not is_added:
            replaced.add(CONFIG_SECTIONS[section])
        if section in CONFIG_SECTIONS and keys and not any(isinstance(key, int) for key in keys):
            kind = CONFIG_SECTIONS[section]
            is_told = kind is Kind.COLOR or _value(tree, kind, value.node) != (None, "")
            if not (is_told or _is_nothing(tree, value.node)):
                untold.append((kind, _step(keys)))
    kept = tuple(sorted(kind for kind in replaced if not _keeps(tree, kind)))
    return TailwindSign(0, kept, untold=tuple(untold))


def _section(keys: Sequence[Key]) -> tuple[str, tuple[Key, ...], bool]:
    """The section of a theme that a value stands in, the keys below it, and whether it is added
    to what is usual."""
    if "theme" not in keys[:2]:
        return "", (), False
    below = tuple(keys[list(keys).index("theme") + 1 :])
    is_added = below[:1] == ("extend",)
    below = below[1:] if is_added else below
    return (str(below[0]), below[1:], is_added) if below else ("", (), is_added)


def _keeps(tree: SyntaxTree, kind: Kind) -> bool:
    """Whether what replaces a section takes the usual one over: `...defaultTheme.spacing`."""
    names = [section for section, of_kind in CONFIG_SECTIONS.items() if of_kind is kind]
    spreads = (
        tree.text_of(node)[:_SPREAD_CHARACTERS] for node in tree.find("(spread_element) @spread")
    )
    return any(spread.endswith(name) for spread in spreads for name in names)


def _token(
    tree: SyntaxTree, value: NamedValue, section: str, keys: Sequence[Key]
) -> DesignToken | None:
    kind = CONFIG_SECTIONS[section]
    if kind is Kind.FONT_SIZE and isinstance(keys[-1], int):
        if keys[-1] != 0:  # a size stands first, what goes with it after
            return None
        keys = keys[:-1]
    node = value.node
    said, origin = _value(tree, kind, node)
    if any(isinstance(key, int) for key in keys) or (said is None and not origin):
        return None
    names = [str(key) for key in keys]
    return DesignToken(
        kind=kind,
        name=".".join([section, *names]),
        value=said or "",
        line=tree.positions.line_of(tree.span_of(node)[0]),
        notation=Notation.CONFIG,
        step=_step(keys),
        derived_from=origin,
    )


def _step(keys: Sequence[Key]) -> str:
    return "-".join(str(key) for key in keys if key != "DEFAULT")


def _value(tree: SyntaxTree, kind: Kind, node: Node) -> tuple[str | None, str]:
    """What a literal is worth as a token of a kind, or the custom property it refers to."""
    text = literal_text(tree, node)
    if text is None:
        origin = _property_handed(tree, node)
        return None, origin
    tokens = read_value(text)
    if (name := referred(tokens)) is not None:
        return None, name
    if kind is Kind.COLOR:
        color = color_of(tokens)
        return (color[0] if color and not color[1] else None), ""
    if kind is Kind.SHADOW:
        return shadow_of(tokens), ""
    amount = evaluated(tokens)
    if amount is None or kind not in kinds_of_amount(amount):
        return None, ""
    return scale_value(kind, amount), ""


def _is_nothing(tree: SyntaxTree, node: Node) -> bool:
    """`none: "0px"`, which no value lies below"""
    amount = evaluated(read_value(literal_text(tree, node) or ""))
    return amount is not None and not amount.number


def _property_handed(tree: SyntaxTree, node: Node) -> str:
    """The custom property that is handed to a function: `withOpacity("--primary")`."""
    arguments = node.child_by_field_name("arguments") if node.type == "call_expression" else None
    for each in arguments.named_children if arguments is not None else ():
        text = literal_text(tree, each)
        if text is not None and text.startswith("--"):
            return text
    return ""


def _sign_of_sheet(sheet: StyleSheet) -> TailwindSign | None:
    version: float | None = None
    unit = ""
    replaces: dict[Kind, None] = {}
    for statement in sheet.statements:
        if (shown := _shown_version(statement)) is not None:
            version = max(version or 0, shown)
        if statement.name.startswith("--") and is_in_theme(statement):
            if reset := _RESET.match(statement.name):
                replaces |= dict.fromkeys([THEME_NAMESPACES[reset[1]]] if reset[1] else list(Kind))
            elif statement.name == "--spacing" and statement.value:
                amount = amount_of(statement.value[0].text)
                unit = amount.written if amount else ""
    return None if version is None else TailwindSign(version, tuple(replaces), unit)


def _calls_theme(sheet: StyleSheet) -> bool:
    """Whether a value is taken from Tailwind's theme: `theme(spacing.4)`."""
    return any(
        token.text == _THEME_CALL and _THEME_PATH.match(following.text)
        for statement in sheet.statements
        for token, following in pairwise(statement.value)
    )


def _shown_version(statement: Statement) -> float | None:
    if statement.name in ("@import", "@reference", "@use"):
        first = statement.value[0] if statement.value else None
        is_string = first is not None and first.kind is TokenKind.STRING
        if not is_string or not _IMPORTED.match(first.text.strip("\"'")):  # type: ignore[union-attr]
            return None
        return CLASSIC if "/base" in _text(statement) else CURRENT
    if statement.name == "@tailwind":
        return CLASSIC if _text(statement).strip() in ("base", "components") else 0
    if statement.name == "@theme" and statement.opens_block:
        return CURRENT
    if statement.name == "@apply":
        return 0
    is_of_4 = statement.name in _RULES_OF_4 and "tailwind" in _text(statement)
    return CURRENT if is_of_4 else None


def _text(statement: Statement) -> str:
    return "".join(token.text for token in statement.value)
