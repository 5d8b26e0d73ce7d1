"""The colors of style sheets: where they are used, and where a name is given to them."""

from collections.abc import Iterator, Sequence

from tinyarms_daemon.analysis.styles.style_sheet import (
    Block,
    Statement,
    StyleSheet,
    Token,
    TokenKind,
)
from tinyarms_daemon.analysis.styles.style_values import color_spans, takes_color, utility_spans
from tinyarms_daemon.analysis.syntax_tree import Span

# Blocks that define what others use.
_DEFINING_BLOCKS = frozenset({"@theme", "@property", "@font-palette-values", "@define-mixin"})
_EXPORT_BLOCK = (":", "export")  # of CSS modules
# At-rules whose prelude hands a value on.
_USING_RULES = frozenset({"@include", "@return"})
_UTILITY_RULE = "@apply"
# At-rules, and masks: of their colors only the alpha counts.
_COLORLESS = ("@", "mask", "-webkit-mask")


def used_color_spans(sheet: StyleSheet, text: str, offset: int = 0) -> Iterator[Span]:
    """Where a style sheet writes colors out. `text` is what its offsets count in, from `offset`."""
    defining: dict[int, bool] = {}
    for statement in sheet.statements:
        if _is_definition(statement) or _is_defining(statement.block, defining):
            continue
        if statement.name == _UTILITY_RULE and statement.value:
            start, end = statement.value[0].start, statement.value[-1].end
            yield from utility_spans(text[start - offset : end - offset], start)
        elif statement.name in _USING_RULES:
            yield from color_spans(_outside_maps(statement.value), names=False)
        elif statement.name and not statement.name.startswith(_COLORLESS):
            yield from color_spans(statement.value, names=takes_color(statement.name))


def _outside_maps(value: Sequence[Token]) -> list[Token]:
    """What a mixin is handed without the maps in it, whose entries are names with their values."""
    kept: list[Token] = []
    opened: list[tuple[int, bool]] = []  # where in `kept`, and whether nothing is called there
    for token in value:
        if token.text == ")" and opened:
            start, may_be_map = opened.pop()
            if may_be_map and any(each.text == ":" for each in kept[start:]):
                del kept[start:]
                continue
        elif token.kind is TokenKind.FUNCTION or token.text == "(":
            opened.append((len(kept), token.text == "(" and bool(opened)))
        kept.append(token)
    return kept


def _is_defining(block: Block | None, known: dict[int, bool]) -> bool:
    """Whether what stands in a block gives names to values. The blocks around it are known: a
    block begins with a statement that stands in the one around it."""
    if block is None:
        return False
    if id(block) not in known:
        head = block.head
        known[id(block)] = (
            _is_definition(head)
            or head.name in _DEFINING_BLOCKS
            or _exports(head)
            or _is_defining(block.outer, known)
        )
    return known[id(block)]


def _is_definition(statement: Statement) -> bool:
    return statement.name.startswith(("--", "$"))


def _exports(head: Statement) -> bool:
    return not head.name and tuple(token.text for token in head.value) == _EXPORT_BLOCK
