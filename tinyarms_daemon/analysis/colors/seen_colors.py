"""Every color that a file writes out, in whatever language it stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.bound_attributes import expressions_of
from tinyarms_daemon.analysis.colors.code_colors import may_hold_color, string_colors
from tinyarms_daemon.analysis.colors.color_spots import WrittenColor, written_color
from tinyarms_daemon.analysis.colors.markup_colors import markup_colors
from tinyarms_daemon.analysis.colors.style_colors import used_color_spans
from tinyarms_daemon.analysis.colors.toolkit_colors import toolkit_colors
from tinyarms_daemon.analysis.embedded_scripts import scripts_of
from tinyarms_daemon.analysis.styles.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree

_TRANSPARENT = "00"  # the alpha of what is written out to be `transparent`
_TRANSPARENT_CALL = re.compile(r"\b(?:alpha|opacity|A)\s*[:=]\s*0(?:\.0*)?\s*[)}]")


@dataclass(frozen=True, slots=True)
class SeenColor:
    """A color that is written out, or something that may be one."""

    span: Span
    color: WrittenColor | None
    is_doubtful: bool


def seen_colors(tree: SyntaxTree) -> tuple[SeenColor, ...]:
    """Every color of a file in source order, but for those that nobody can see."""
    seen = (
        SeenColor(span, written_color(tree.text[slice(*span)]), is_doubtful)
        for span, is_doubtful in sorted(_found(tree))
    )
    return tuple(each for each in seen if not _is_transparent(tree, each))


def _is_transparent(tree: SyntaxTree, seen: SeenColor) -> bool:
    if seen.color is not None:
        return seen.color.value.endswith(_TRANSPARENT)
    return bool(_TRANSPARENT_CALL.search(tree.text[slice(*seen.span)]))


def _found(tree: SyntaxTree) -> set[tuple[Span, bool]]:
    found = {*string_colors(tree), *_script_colors(tree)}
    for sheet in style_sheets_of(tree):
        found |= {(span, False) for span in used_color_spans(sheet, tree.text)}
    found |= {(span, False) for span in (*markup_colors(tree), *toolkit_colors(tree))}
    return found


def _script_colors(tree: SyntaxTree) -> Iterator[tuple[Span, bool]]:
    """The colors that the scripts of a document write out, those of its attributes among them."""
    for script in (*scripts_of(tree), *expressions_of(tree, may_hold_color)):
        start = script.span[0]
        for (first, last), is_doubtful in string_colors(script.tree, in_markup=True):
            yield (start + first, start + last), is_doubtful
