"""What a script's objects are for, by their types and their parts: styles, or a whole theme."""

import re
from collections import defaultdict

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.module_values import Key, module_values
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

STYLE_TYPE = re.compile(
    r"CSSProperties|\b(?:View|Text|Image)Style\b|StyleProp|SxProps|CSSObject|SystemStyleObject"
    r"|StyleRule|CSSInterpolation|MantineStyle"
)
"""The types of objects that hold styles."""

_COLORS = "colors"
# What the theme specification of System UI calls the scales beside the colors.
_SCALES = word_set(
    "fonts fontSizes fontWeights lineHeights space sizes radii shadows zIndices breakpoints"
)

_OF_PRISM = {"plain", "styles"}  # the keys of prism-react-renderer's themes


def theme_values(tree: SyntaxTree) -> frozenset[int]:
    """The nodes of all values of the themes that a module exports: objects that hold colors by
    name and a scale as the System UI theme specification calls them, or what Prism highlights."""
    return tree.fact(_theme_values)


def _theme_values(tree: SyntaxTree) -> frozenset[int]:
    held: dict[str, set[Key]] = defaultdict(set)
    values = [value for value in module_values(tree) if value.keys and value.is_exported]
    for value in values:
        is_row = value.keys[0] == _COLORS and any(isinstance(key, int) for key in value.keys[:2])
        held[value.root].add("" if is_row else value.keys[0])
    themes = {
        root
        for root, keys in held.items()
        if (_COLORS in keys and keys & _SCALES) or keys == _OF_PRISM
    }
    return frozenset(value.node.id for value in values if value.root in themes)
