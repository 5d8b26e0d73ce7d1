"""The names that style sheets give to values: custom properties, SCSS variables and their maps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tinyarms_daemon.analysis.styles.style_sheet import Statement, StyleSheet, Token
from tinyarms_daemon.analysis.styles.token_values import split_at, with_depth

# At-rules whose blocks give names to values.
_DEFINING_RULES = frozenset({"@theme", "@property", "@font-palette-values", "@define-mixin"})
_REFERENCE = "var("
_EXPORT = (":", "export")  # a block of CSS modules
_GROUPING_RULES = frozenset({"@layer", "@scope", "@starting-style"})
# Selectors of the whole page, or of a theme of it.
_ROOT = re.compile(
    r"(?:html|body|:root|\*|:where\(|:is\(|\[(?:data|theme|color|class)"
    r"|\.[\w-]*(?:theme|light|root|app|default|mode)|::?(?:before|after|backdrop)"
    r"|:(?:global|export))",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\.[\w-]+")
_OF_ONE_MODE = re.compile(r"dark|night|contrast|print|dim|black|invert|reduce", re.IGNORECASE)
_OF_ONE_THEME = re.compile(r"\.|\[", re.IGNORECASE)
_BY_DEFAULT = re.compile(r"light|default|:root(?!\[)", re.IGNORECASE)
_FLAGS = frozenset({"default", "global", "important"})
_MERGING = re.compile(r"(?:map\.(?:deep-)?|map-)merge\(")
_LONGEST_CALL = 3  # tokens: `map`, `.`, `merge(`
_PLAIN_KEY = re.compile(r"[\w%/-]*|[\d.]+")
_DEEPEST_MAP = 5


@dataclass(frozen=True, slots=True)
class Definition:
    """A name with its value. `keys` lead to an entry of a map. `in_theme`: by Tailwind's @theme."""

    name: str
    keys: tuple[str, ...]
    value: tuple[Token, ...]
    in_theme: bool = False

    @property
    def start(self) -> int:
        """Where its value begins."""
        return self.value[0].start


def using_statements(sheet: StyleSheet, *defining_rules: str) -> Iterator[Statement]:
    """The statements that give no name to a value, and stand in no block that gives some: one of
    these at-rules as well. What stands in for a custom property, where a browser knows none, is
    left out."""
    rules = _DEFINING_RULES.union(defining_rules)
    defining: dict[int, bool] = {}  # by block; those around a statement are known when it comes
    for statement, following in zip_longest(sheet.statements, sheet.statements[1:]):
        block = statement.block
        if block is not None and id(block) not in defining:
            head = block.head
            defining[id(block)] = (
                head.is_definition
                or head.name in rules
                or (not head.name and tuple(token.text for token in head.value[:2]) == _EXPORT)
                or (block.outer is not None and defining[id(block.outer)])
            )
        if statement.is_definition or (block is not None and defining[id(block)]):
            continue
        if following is None or not _stands_in(statement, following):
            yield statement


def _stands_in(statement: Statement, following: Statement) -> bool:
    """`color: #333; color: var(--ink);`"""
    return (
        following.name == statement.name != ""
        and following.block is statement.block
        and not statement.opens_block
        and any(token.text.lower() == _REFERENCE for token in following.value)
    )


def is_in_theme(statement: Statement) -> bool:
    """Whether a statement stands in Tailwind's @theme."""
    return any(head.name == "@theme" for head in statement.around())


def definitions_in(
    sheet: StyleSheet, template: str = "", *, is_for_tokens: bool = False
) -> list[Definition]:
    """What a style sheet defines for everybody: each name once, with the value that it has where
    no mode, no width of the screen and no theme has been chosen; maps as their entries. A template
    of a script, of which is told what it is called, is put into the rules of the page where it
    holds nothing but custom properties. In a file that `is_for_tokens` a class alone is that of the
    page, as libraries write it, and so is a mixin: the page includes it."""
    is_part = bool(template) and all(each.name.startswith("--") for each in sheet.statements)
    if is_part and _OF_ONE_MODE.search(template):
        return []
    usual: dict[tuple[str, tuple[str, ...]], Definition] = {}
    of_themes: dict[tuple[str, tuple[str, ...]], Definition] = {}
    for statement in sheet.statements:
        if statement.opens_block or not statement.value:
            continue
        is_usual = True if is_part else _is_usual(statement, is_for_tokens)
        for definition in _defined(statement) if is_usual is not None else ():
            key = (definition.name, definition.keys)
            if is_usual:
                usual[key] = definition  # the last one holds
            else:
                of_themes.setdefault(key, definition)
    return sorted((of_themes | usual).values(), key=lambda each: each.start)


def selector_text(tokens: Sequence[Token]) -> str:
    """Selectors as one line."""
    pieces = []
    end = tokens[0].start if tokens else 0
    for token in tokens:
        pieces += [" " if token.start > end else "", token.text]
        end = token.end
    return "".join(pieces)


def _is_usual(statement: Statement, is_for_tokens: bool) -> bool | None:
    """Whether the value of a definition is the usual one, and not that of a theme among several;
    None for what is no definition for everybody."""
    if statement.name.startswith("$"):
        return True if statement.block is None else None
    if not statement.is_definition:
        return None
    found = None
    for head in statement.around():
        if head.name == "@theme":
            return True
        if head.name in _GROUPING_RULES:
            continue
        if head.name == "@mixin" and is_for_tokens:
            # What pages take in as their own, unless its name says for which of their modes.
            if _OF_ONE_MODE.search(selector_text(head.value)):
                return None
            found = found is not False
            continue
        is_usual = None if head.name.startswith("@") else _selects_usual(head, is_for_tokens)
        if is_usual is None:
            return None
        found = is_usual and found is not False
    return found


def _selects_usual(head: Statement, is_for_tokens: bool) -> bool | None:
    """The same of the selectors of a block; None where none is for the whole page."""
    found = None
    for part in split_at(head.value, ","):
        text = selector_text(part)
        is_of_page = _ROOT.match(text) or (is_for_tokens and _CLASS.fullmatch(text))
        if head.name or not is_of_page or " " in text or _OF_ONE_MODE.search(text):
            continue
        is_usual = _BY_DEFAULT.search(text) or not _OF_ONE_THEME.search(text)
        found = bool(is_usual) or found is True
    return found


def _defined(statement: Statement) -> Iterator[Definition]:
    value = _unless_set(statement.name, _without_flags(statement.value))
    maps = _maps(value) if statement.name.startswith("$") and value else []
    if maps:
        for each in maps:
            for keys, entry in _entries(each, ()):
                yield Definition(statement.name, keys, entry)
    elif value:
        yield Definition(statement.name, (), value, is_in_theme(statement))


def _maps(value: Sequence[Token]) -> list[Sequence[Token]]:
    """The maps that a value is made of: one in parentheses, or those that are merged."""
    if value[0].text == "(":
        is_map = any(token.text == ":" for token in value)  # else arithmetic: `($base * 2)`
        return [value] if is_map else []
    for length in (1, _LONGEST_CALL):
        if _MERGING.fullmatch("".join(token.text for token in value[:length])):
            parts = split_at(value[length:-1], ",")
            return [part for part in parts if part and part[0].text == "("]
    return []


def _without_flags(value: Sequence[Token]) -> tuple[Token, ...]:
    """A value without the `!default` and the like at its end."""
    end = len(value)
    while end > 1 and value[end - 2].text == "!" and value[end - 1].text in _FLAGS:
        end -= 2
    return tuple(value[:end])


def _unless_set(name: str, value: tuple[Token, ...]) -> tuple[Token, ...]:
    """What `$gap: var(--gap, 8px)` and `$gap: var(--ui-gap, 8px)` come to where no page sets it
    otherwise."""
    said = [token.text for token in value[:3]]
    is_call = len(value) > len(said) + 1 and said[::2] == ["var(", ","] and value[-1].text == ")"
    own = f"-{name.lstrip('$-_')}"
    return value[3:-1] if is_call and name.startswith("$") and said[1].endswith(own) else value


def _entries(
    value: Sequence[Token], keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Token, ...]]]:
    """The entries of a map in parentheses, those of the maps in it too."""
    closes_early = any(not depth for _, depth in with_depth(value))  # `(a + b) * 2`
    if value[-1].text != ")" or closes_early or len(keys) > _DEEPEST_MAP:
        return
    for entry in split_at(value[1:-1], ","):
        is_pair = len(entry) > 2 and entry[1].text == ":"
        if is_pair and _PLAIN_KEY.fullmatch(entry[0].text.strip("\"'")):
            inner = (*keys, entry[0].text)
            rest = tuple(entry[2:])
            if rest[0].text == "(" and any(token.text == ":" for token in rest):
                yield from _entries(rest, inner)
            else:
                yield inner, rest
