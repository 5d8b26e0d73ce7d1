"""The colors of style sheets: where they are used, and where a name is given to them."""

from collections.abc import Iterator, Sequence

from tinyarms_daemon.analysis.styles.style_definitions import using_statements
from tinyarms_daemon.analysis.styles.style_sheet import CALL, StyleSheet, Token, TokenKind
from tinyarms_daemon.analysis.styles.style_values import color_spans, takes_color, utility_spans
from tinyarms_daemon.analysis.syntax_tree import Span

# At-rules whose prelude hands a value on.
_USING_RULES = frozenset({CALL, "@return"})
_UTILITY_RULE = "@apply"
# At-rules, and masks: of their colors only the alpha counts.
_COLORLESS = ("@", "mask", "-webkit-mask")


def used_color_spans(sheet: StyleSheet, text: str, offset: int = 0) -> Iterator[Span]:
    """Where a style sheet writes colors out. `text` is what its offsets count in, from `offset`."""
    for statement in using_statements(sheet):
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
