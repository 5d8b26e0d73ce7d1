"""Whether a color in code is that of a token, a theme or a palette: where colors belong."""

import re

from tinyarms_daemon.analysis.colors.color_context import ColorContext
from tinyarms_daemon.analysis.definitions import definitions_of, symbol_at
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use
from tinyarms_daemon.analysis.native_styles import holds_markup
from tinyarms_daemon.analysis.script_styles import theme_values
from tinyarms_daemon.analysis.styles.colors import NAMED_COLORS
from tinyarms_daemon.analysis.styles.embedded_styles import style_templates_of
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.analysis.tokens.code_tokens import palette_specs
from tinyarms_daemon.analysis.tokens.palette import names_palette

# Calls that enter colors, by names or ids of their own, into those of an application.
_ENTERING_WORDS = word_set("register define setdefault")
_TAKING_WORDS = word_set("use get from")  # from a theme that there is
_THEME_WORDS = word_set("theme themes theming palette palettes token tokens tailwind")
_PALETTE_WORDS = _THEME_WORDS | word_set("color colors colour colours brand scheme")
_BASE = re.compile(r"class\s+\w+\s*\(\s*(?:\w+\.)*(\w+)\s*\)")
_OF_ONE = {("style",), ("color",), ("colour",)}
_SET_OF_STYLES = ("style", "config")
_GRADIENT = "gradient("
_NAMES_COLORS = re.compile(r"named_?colou?rs|colou?r_?names", re.IGNORECASE)
_FUNCTION = re.compile(r"function|method|lambda|closure|func_literal")
_DEFINING_KINDS = frozenset({"interface", "type", "enum"})
_DECLARATIONS = word_set(
    """
    variable_declarator assignment assignment_expression var_spec const_spec property_declaration
    export_statement
    """
)
_PASSING_CALLS = word_set("""
    freeze color dict tuple list ordereddict mappingproxytype map ptr stringptr strptr getattr get
    getenv
    """)
_ASSERTIONS = frozenset({"as_expression", "satisfies_expression"})
_ENTRIES = frozenset({"pair", "keyed_element"})
_LONGEST_NAME = 100


def is_definition(context: ColorContext) -> bool:
    """Whether the literal is the value of a token, or part of a theme."""
    return (
        context.name.startswith("--")
        or context.literal.id in theme_values(context.tree)
        or any(_defines(context, use) for use in context.uses)
        or _is_named_by_color(context)
        or _is_in_palette(context)
        or _is_in_list_of_colors(context)
        or _is_in_map_of_colors(context)
        or _is_in_constants_module(context)
    )


def _defines(context: ColorContext, use: Use) -> bool:
    """Whether what a use makes of the literal is a token, or a theme that holds it."""
    tree, role = context.tree, use.role
    return (
        (role is Role.NAMED and _is_custom_property(context, use))
        or (role is Role.ELEMENT and _is_behind_custom_property(context, use))
        or (role in (Role.NAMED, Role.ARGUMENT) and _is_theme(use))
        or (use.node.type == "literal_value" and _is_of_theme(tree, use.node.parent))
        or use.node.id in palette_specs(tree)
    )


def _is_custom_property(context: ColorContext, use: Use) -> bool:
    """`"--brand"` or `["--brand" as string]` of what it is set to."""
    key = context.tree.text_of(use.other)[:_LONGEST_NAME] if use.other is not None else use.name
    return key.lstrip("[\"'").startswith("--")


def _is_behind_custom_property(context: ColorContext, use: Use) -> bool:
    """`["--brand", "#3b82f6"]`, a row of what is set later"""
    first = use.node.named_child(0)
    if first is None or first == use.child:
        return False
    return context.tree.text_of(first)[:_LONGEST_NAME].lstrip("\"'`").startswith("--")


def _is_named_by_color(context: ColorContext) -> bool:
    """`{"red": "#f00", "gray": ["#eee", "#111"]}`, an entry of a table of names, or of shades"""
    use = next((each for each in context.uses if each.role is not Role.ELEMENT), None)
    is_entry = use is not None and use.role is Role.NAMED and use.node.type in _ENTRIES
    key = (
        context.tree.text_of(use.node)[:_LONGEST_NAME].partition(":")[0] if is_entry and use else ""
    )
    return key.strip("\"' ").lower() in NAMED_COLORS


def _is_in_palette(context: ColorContext) -> bool:
    """Whether the literal belongs to a class of colors: `enum Palette`, `extension Color`, and in
    Python `class Dusk(Style)`."""
    tree = context.tree
    symbol = symbol_at(tree, tree.span_of(context.literal)[0]) or ""
    outermost = symbol.partition(".")[0]
    owner = next((each for each in definitions_of(tree) if each.name == outermost), None)
    if owner is None or owner.kind in ("function", "method"):
        return False
    base = _BASE.match(tree.text, owner.span[0])
    kinds = {_words(name)[-1:] for name in (outermost, base[1] if base else "")}
    if tree.language == "python" and not kinds.isdisjoint(_OF_ONE):
        return symbol == outermost  # a class of styles holds some itself, its methods use others
    return not _PALETTE_WORDS.isdisjoint(_words(outermost)[-1:])


def _is_in_constants_module(context: ColorContext) -> bool:
    """Whether the literal is in a file's own constants, and the file has nothing else."""
    # The script of markup is there for what stands beside it; styles of a script stay styles in a
    # module of their own, and Python has none.
    if context.in_markup or (context.is_style and context.tree.language != "python"):
        return False
    for use in context.uses:
        called = use.name.rpartition(".")[2].lower()
        if use.role in (Role.RETURNED, Role.INTERPOLATED):
            return False
        if use.role is Role.ARGUMENT and called not in _PASSING_CALLS:
            return False
    declares = any(
        # `label["fg"] = …` sets an entry of something that was there before.
        use.node.type in _DECLARATIONS and not (use.other and use.other.type == "subscript")
        for use in context.uses
    )
    return declares and not _runs(context) and context.tree.fact(_has_only_values)


def _runs(context: ColorContext) -> bool:
    """Whether the literal stands in a function."""
    return any(_FUNCTION.search(use.node.type) for use in context.uses)


def _is_in_list_of_colors(context: ColorContext) -> bool:
    """`SHADES = ["#ebedf0", "#c0ddf9"]`, a list that is given a name where nothing is shown"""
    use = context.use
    is_in_list = bool(context.uses) and context.uses[0].role is Role.ELEMENT
    if not is_in_list or use is None or use.node.type not in _DECLARATIONS or _runs(context):
        return False
    is_image = _GRADIENT in context.tree.text_of(context.literal)
    return not is_image and not context.in_markup and not context.tree.fact(_shows)


def _is_in_map_of_colors(context: ColorContext) -> bool:
    """`const colors = { primary: "black" }`, a palette of the module's own"""
    return not _runs(context) and any(
        (_NAMES_COLORS.search(use.name) or names_palette(words_of(use.name)))
        and use.node.type in _DECLARATIONS
        and _without_type(use.child).type in ("object", "dictionary")
        for use in context.uses
    )


def _without_type(value: Node) -> Node:
    """The object of `{ … } as const satisfies Palette`"""
    while value.type in _ASSERTIONS and (inner := value.named_child(0)) is not None:
        value = inner
    return value


def _words(name: str) -> tuple[str, ...]:
    """The words of a name; none of a palette of commands, which has no colors of its own."""
    words = words_of(name)
    return () if "command" in words else words


def _is_theme(use: Use) -> bool:
    words = _words(use.name.rpartition(".")[2])
    if use.role is Role.ARGUMENT:
        enters = words[:1] and words[0] in _ENTERING_WORDS
        if enters and not _PALETTE_WORDS.isdisjoint(words_of(use.name)):
            return True
        return bool(_THEME_WORDS.intersection(words)) and _TAKING_WORDS.isdisjoint(words)
    return (
        _TAKING_WORDS.isdisjoint(words[:1])
        and bool(words)
        and (words[-1] in _THEME_WORDS or "palette" in words)
    )


def _is_of_theme(tree: SyntaxTree, composite: Node | None) -> bool:
    """`Theme{Border: color.White}`, `ansi.StyleConfig{Text: …}`"""
    kind = composite.child_by_field_name("type") if composite is not None else None
    words = words_of(tree.end_of(kind, _LONGEST_NAME)) if kind is not None else ()
    return not _THEME_WORDS.isdisjoint(words[-1:]) or words[-2:] == _SET_OF_STYLES


def _has_only_values(tree: SyntaxTree) -> bool:
    if any(each.kind not in _DEFINING_KINDS for each in definitions_of(tree)):
        return False
    return not _shows(tree)


def _shows(tree: SyntaxTree) -> bool:
    """Whether a file holds markup or styles."""
    return holds_markup(tree) or bool(style_templates_of(tree))
