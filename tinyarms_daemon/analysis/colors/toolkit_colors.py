"""The colors that code builds of numbers or takes by name, as the toolkits of each language do."""

import re
from collections.abc import Iterator
from functools import partial

from tinyarms_daemon.analysis.colors.color_context import ColorContext
from tinyarms_daemon.analysis.colors.color_definitions import is_definition
from tinyarms_daemon.analysis.literal_use import Role, name_of
from tinyarms_daemon.analysis.numbers.literals import NUMBER_KINDS, number_value, numbers_of
from tinyarms_daemon.analysis.styles.built_colors import APPLE_COLORS, built_color
from tinyarms_daemon.analysis.styles.colors import CHANNEL_COUNTS
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree

_HEX_NUMBER = re.compile(r"0x(?:[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_CALLS = {
    "python": "(call function: (_) @callee arguments: (argument_list) @arguments) @color",
    "go": """
        (call_expression function: (_) @callee arguments: (argument_list) @arguments) @color
        (composite_literal type: (qualified_type) @callee body: (literal_value) @arguments) @color
    """,
    "swift": """
        (call_expression (_) @callee (call_suffix (value_arguments) @arguments)) @color
        (playground_literal) @color
    """,
}
_BUILDERS = {
    "python": re.compile(
        r"(?:.*\.)?(?:QColor|Colou?r|RGBColor|from_?(?:[rR]gb|[hH]s[vl])F?"
        r"|set_(?:fill|text|draw|stroke)_color|set_source_rgba?|set(?:Fill|Stroke)ColorRGB)"
    ),
    "go": re.compile(
        r"color\.(?:N?RGBA(?:64)?|Gray(?:16)?|CMYK)|tcell\.New(?:RGB|Hex)Color"
        r"|\w+\.Set(?:Fill|Stroke|Text|Draw)?(?:Color|RGBA?)(?:255)?"
    ),
    "swift": re.compile(r"(?:UI|NS|CG|CI)?Color(?:\.init)?|rgba?"),
}
"""What a color is built by, or what is set to one."""
_PALETTE_INDEX = re.compile(r"(?:lipgloss|termenv)\.Color")
_CONSTANTS = {
    "go": """
        ((selector_expression operand: (identifier) @owner) @color (#eq? @owner "tcell"))
    """,
    "swift": f"""
        ((simple_identifier) @name (#match? @name "^(?:{"|".join(APPLE_COLORS)})$"))
    """,
}
_OWNERS = frozenset({"UIColor", "NSColor"})
# What tells colors apart, or makes others of them.
_ASKING = frozenset({Role.COMPARISON, Role.CASE, Role.KEY, Role.TYPE})
# Where the type is known to the compiler: `.init(red: 0.1, green: 0.2, blue: 0.3)`
_UNNAMED_BUILDER = "init"
_LABELS = re.compile(r"\b(?:red|white|hue|displayP3Red)\s*:")
# What may stand among the numbers of a color: the names of its channels, and its space.
_CHANNELS = re.compile(
    r"(?:red|green|blue|alpha|opacity|white|hue|saturation|brightness|hex|rgb|displayP3Red|[RGBAYCMK])"
)
_BEHIND_LABEL = re.compile(r"\s*[:=]")
_BUILT_COUNTS = (1, *CHANNEL_COUNTS)  # of one hexadecimal number or a gray, of channels
_FULL_CHANNEL = 255
_COLOR_SPACE = re.compile(r"\.?(?:sRGB|sRGBLinear|displayP3)")


def toolkit_colors(tree: SyntaxTree) -> Iterator[Span]:
    """The colors that are written as numbers or as constants of a toolkit, outside of definitions
    of themes and tokens."""
    built = (*_hex_numbers(tree), *_built(tree), *_tuples(tree))
    found = {tree.span_of(node): node for node in built} | dict(_constants(tree))
    spans: list[Span] = []
    for span in sorted(found, key=lambda each: (each[0], -each[1])):
        is_inside_another = bool(spans) and span[1] <= spans[-1][1]
        if not is_inside_another and not is_definition(ColorContext(tree, found[span])):
            spans.append(span)
    yield from spans


def _constants(tree: SyntaxTree) -> Iterator[tuple[Span, Node]]:
    """`UIColor.red`, `tcell.ColorTomato`, and `.red` where a color is expected."""
    pattern = _CONSTANTS.get(tree.language)
    for match in tree.matches(pattern) if pattern else ():
        node = match["color"][0] if "color" in match else match["name"][0]
        whole, is_said = (node, True) if "color" in match else _owned(tree, node)
        if whole is None:
            continue
        context = ColorContext(tree, whole)
        role = context.use.role if context.use is not None else Role.OTHER
        span = tree.span_of(whole)[0], tree.span_of(node)[1]
        is_known = built_color(tree.text[slice(*span)]) is not None
        if is_known and role not in _ASKING and (is_said or context.takes_color):
            yield span, whole


def _owned(tree: SyntaxTree, name: Node) -> tuple[Node | None, bool]:
    """What a name of Swift is a member of, with the name, and whether it says that it has colors:
    `UIColor.red`, and `.red` where the compiler knows. SwiftUI's own change with the appearance."""
    around = name.parent
    if around is not None and around.type == "navigation_suffix":
        around = around.parent
        owner = around.named_child(0) if around is not None else None
        is_color = owner is not None and tree.text_of(owner) in _OWNERS
        return (around, True) if is_color else (None, False)
    if around is not None and around.type == "navigation_expression":
        around = around.parent  # `.black.withAlphaComponent(0.5)`
    is_member = around is not None and tree.text[tree.span_of(around)[0]] == "."
    return (around if is_member and "SwiftUI" not in tree.text else None), False


def _hex_numbers(tree: SyntaxTree) -> Iterator[Node]:
    """`0x3b82f6` where a color is expected."""
    if tree.language not in ("javascript", "typescript", "tsx", "python", "swift"):
        return
    for node in numbers_of(tree):
        if node.end_byte - node.start_byte in (8, 10) and _HEX_NUMBER.fullmatch(tree.text_of(node)):
            context = ColorContext(tree, node)
            use = context.use
            if use is not None and use.role in (Role.NAMED, Role.ARGUMENT) and context.takes_color:
                yield node


def _tuples(tree: SyntaxTree) -> Iterator[Node]:
    """`fill=(255, 0, 0)` where a Python library that draws takes a color."""
    if tree.language != "python":
        return
    for node in tree.find("(tuple) @tuple"):
        channels = [each for each in node.named_children if each.type != "comment"]
        if len(channels) in CHANNEL_COUNTS and all(map(partial(_is_channel, tree), channels)):
            context = ColorContext(tree, node)
            if context.use is not None and context.expects_names:
                yield node


def _is_channel(tree: SyntaxTree, node: Node) -> bool:
    value = number_value(tree.text_of(node)) if node.type in ("integer", "float") else None
    return value is not None and 0 <= value <= (_FULL_CHANNEL if node.type == "integer" else 1)


def _built(tree: SyntaxTree) -> Iterator[Node]:
    pattern = _CALLS.get(tree.language)
    for match in tree.matches(pattern) if pattern else ():
        color = match["color"][0]
        if "callee" not in match:
            yield color
            continue
        callee, arguments = match["callee"][0], match["arguments"][0]
        name, said = name_of(tree, callee), tree.text_of(arguments)
        if name == _UNNAMED_BUILDER:
            builds = bool(_LABELS.search(said))
        else:
            builds = bool(_BUILDERS[tree.language].fullmatch(name))
        is_indexed = _PALETTE_INDEX.fullmatch(name) and built_color(tree.text_of(color))
        if is_indexed or (builds and _is_literal(tree, arguments)):
            yield color


def _is_literal(tree: SyntaxTree, arguments: Node) -> bool:
    """Whether nothing but numbers, with the names of channels, stands in an argument list."""
    waiting = list(arguments.named_children)
    numbers = 0
    is_labelled = False
    while waiting:
        node = waiting.pop()
        if node.type in NUMBER_KINDS:
            numbers += 1
        elif node.named_child_count:
            waiting += node.named_children
        else:
            is_labelled = True
            if not (_is_label(tree, node) or _COLOR_SPACE.fullmatch(tree.text_of(node))):
                return False
    return numbers in _BUILT_COUNTS or (numbers > 0 and is_labelled)


def _is_label(tree: SyntaxTree, node: Node) -> bool:
    is_channel = _CHANNELS.fullmatch(tree.text_of(node)) is not None
    return is_channel and _BEHIND_LABEL.match(tree.text, tree.span_of(node)[1]) is not None
