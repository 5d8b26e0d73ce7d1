"""The raw values in the style objects of scripts: `style={{ padding: 13 }}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.measures.raw_values import (
    RawValue,
    kind_of_property,
    media_values,
    number_value_of,
    property_values,
)
from tinyarms_daemon.analysis.module_values import literal_text
from tinyarms_daemon.analysis.native_styles import imports_any
from tinyarms_daemon.analysis.script_styles import STYLE_TYPE, theme_values
from tinyarms_daemon.analysis.styles.embedded_styles import property_filled
from tinyarms_daemon.analysis.styles.style_sheet import read_value
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors

_PAIRS = "(pair key: [(property_identifier) (string)] @key value: (_) @value)"
_UPPER = re.compile(r"[A-Z]")
_PROPERTY = re.compile(r"[a-z]+(?:[A-Z][a-z]+)*|[a-z]+(?:-[a-z]+)*")
_SHORT = re.compile(r"([mp])([trblxy]?)")  # of systems of styles: `mt`
_SHORT_FOR = {
    "m": "margin",
    "p": "padding",
    "": "",
    "t": "-top",
    "r": "-right",
    "b": "-bottom",
    "l": "-left",
    "x": "-inline",
    "y": "-block",
}
_STYLE_NAME = re.compile(r"(?:^|[a-z_])(?:styles?|css|sx)$", re.IGNORECASE)
_STYLE_CALLS = re.compile(
    r"(?:StyleSheet\.create|css|style|styled(?:[.(].*)?|globalStyle|globalCss|makeStyles|mergeStyles"
    r"|mergeStyleSets|createUseStyles|createStyles|withStyles|stylex\.create|recipe|styleVariants"
    r"|createGlobalStyle|(?:\w+\.)?withConfig\(.*\))(?:<.*>)?",
    re.DOTALL,
)
# What hands its argument on.
_PASSING_CALLS = re.compile(
    r"(?:React\.)?(?:useMemo|useCallback)|Object\.(?:assign|freeze)|Platform\.select|merge|clsx"
)
# Values are steps of a scale here, where they are numbers.
_SCALED = re.compile(
    r"""["'](?:theme-ui|@theme-ui/|styled-system|@stitches/|@chakra-ui/|@pandacss/|.*styled-system/)"""
)
# What is handed to an element as its style: a variable, or an entry of one.
_STYLED = """
    (jsx_attribute (property_identifier) @name (jsx_expression [
        (identifier) @style
        (member_expression object: (identifier) @style)
        (array [(identifier) @style (member_expression object: (identifier) @style)])
    ]))
"""
_SET = """
    (assignment_expression
        left: (member_expression
            object: (member_expression property: (property_identifier) @object)
            property: (property_identifier) @key)
        right: (string) @value (#eq? @object "style"))
"""
_UNITLESS = frozenset({Kind.FONT_WEIGHT, Kind.LINE_HEIGHT, Kind.Z_INDEX})
_MOST_PROPERTIES = 20  # of an object that are looked at
_WRAPPERS = word_set("parenthesized_expression as_expression satisfies_expression")
_ASSERTIONS = word_set("as_expression satisfies_expression")
_NAMING = _ASSERTIONS | word_set(
    "pair jsx_attribute variable_declarator call_expression arrow_function function_declaration"
)
_NUMBERS = word_set("number unary_expression")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MEDIA = "@media"
_SCALED_CONTEXT = "sx"
_FAR = 40  # steps outwards
_LONGEST_CALLEE = 80
_LONGEST_VALUE = 300


class Written(StrEnum):
    """How a raw value is written in a style object."""

    NUMBER = "number"  # its span is the number
    STRING = "string"  # its span is the whole string, with its quotes
    PART = "part"  # one of several values in a string


@dataclass(frozen=True, slots=True)
class ObjectValue:
    """A raw value of a style object, with the property that it is given to."""

    raw: RawValue
    written: Written
    name: str = ""


def object_values(tree: SyntaxTree, *, is_native: bool) -> Iterator[ObjectValue]:
    """The raw values of all style objects of a script; in those that are for no browser, every
    number is a length."""
    for match in tree.matches(_PAIRS):
        key, value = match["key"][0], match["value"][0]
        found = list(_of_pair(tree, key, value, is_native=is_native))
        if not found or value.id in theme_values(tree):
            continue
        if context := _context(tree, key):
            is_scaled = context == _SCALED_CONTEXT or tree.fact(_is_scaled)
            yield from (each for each in found if not (is_scaled and _is_step(each)))
        elif _stands_among_properties(tree, key):
            yield from (each for each in found if _says_unit(each))
    for match in tree.matches(_SET) if ".style." in tree.text else ():
        yield from _of_pair(tree, match["key"][0], match["value"][0], is_native=is_native)


def filled_values(tree: SyntaxTree, template: Node) -> Iterator[ObjectValue]:
    """The raw values in what is put into a style sheet of a script as the value of a property:
    `padding: ${(props) => (props.dense ? "8px" : "13px")};`."""
    for hole in template.named_children:
        if hole.type == "template_substitution":
            name = property_filled(tree, template, tree.span_of(hole)[0])
            if name == "font" or kind_of_property(name) is not None:
                for literal in tree.find("(string) @string", hole):
                    yield from _values(tree, name, literal, is_native=False)


def _of_pair(tree: SyntaxTree, key: Node, value: Node, *, is_native: bool) -> Iterator[ObjectValue]:
    text = literal_text(tree, key) or ""
    if text.startswith(_MEDIA):
        start = tree.span_of(key)[0] + 1
        for raw in media_values(read_value(text, start)):
            yield ObjectValue(raw, Written.PART)
    name = _property(tree, key)
    if name is not None and value.end_byte - value.start_byte <= _LONGEST_VALUE:
        for literal in _literals(value):
            yield from _values(tree, name, literal, is_native=is_native)


def _stands_among_properties(tree: SyntaxTree, key: Node) -> bool:
    """Whether an object has nothing but properties with scales, as one size of a component has:
    `{ fontSize: "12px", padding: "6px 10px" }`."""
    pairs = key.parent.parent.named_children if key.parent and key.parent.parent else []
    keys = [each.child_by_field_name("key") for each in pairs[:_MOST_PROPERTIES]]
    return len(pairs) > 1 and all(each is not None and _property(tree, each) for each in keys)


def _says_unit(value: ObjectValue) -> bool:
    """Whether a value can be nothing but one of a style."""
    return value.written is not Written.NUMBER and value.raw.kind not in _UNITLESS


def _is_step(value: ObjectValue) -> bool:
    """Whether a number is a step of a scale where numbers may be steps."""
    return value.written is Written.NUMBER and value.raw.kind not in _UNITLESS


def _property(tree: SyntaxTree, key: Node) -> str | None:
    """The property that a key stands for, as CSS writes it; None for one without a scale."""
    text = literal_text(tree, key) or tree.text_of(key)
    if (short := _SHORT.fullmatch(text)) is not None:
        return _SHORT_FOR[short[1]] + _SHORT_FOR[short[2]]
    if not _PROPERTY.fullmatch(text):
        return None
    name = _UPPER.sub(lambda found: f"-{found[0].lower()}", text)
    return name if name == "font" or kind_of_property(name) is not None else None


def _literals(value: Node) -> Iterator[Node]:
    """The literals that a value may come to: `dense ? 8 : 16`."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if node.type == "ternary_expression":
            waiting += [
                each
                for field in ("alternative", "consequence")
                if (each := node.child_by_field_name(field)) is not None
            ]
        elif node.type in _WRAPPERS and node.named_child_count:
            waiting.append(node.named_children[0])
        elif node.type == "array":  # one value for each breakpoint
            waiting += reversed(node.named_children)
        else:
            yield node


def _values(
    tree: SyntaxTree, name: str, literal: Node, *, is_native: bool
) -> Iterator[ObjectValue]:
    text = _text(tree, literal)
    start, end = tree.span_of(literal)
    if text is not None:
        raws = list(property_values(name, read_value(text, start + 1)))
        is_whole = len(raws) == 1 and tree.text[slice(*raws[0].span)] == text
        for raw in raws:
            whole = replace(raw, span=(start, end)) if is_whole else raw
            yield ObjectValue(whole, Written.STRING if is_whole else Written.PART, name)
        return
    kind = kind_of_property(name)
    number = tree.text_of(literal)
    if kind is None or literal.type not in _NUMBERS or not _PLAIN_NUMBER.fullmatch(number):
        return
    is_length = kind not in _UNITLESS or (is_native and kind is Kind.LINE_HEIGHT)
    if kind is not Kind.DURATION:
        for raw in number_value_of(kind, f"{number}px" if is_length else number, (start, end)):
            yield ObjectValue(raw, Written.NUMBER, name)


def _text(tree: SyntaxTree, literal: Node) -> str | None:
    """What stands in a string; in place of what is put into a template, a word that is no value."""
    if literal.type != "template_string":
        return literal_text(tree, literal)
    start, end = tree.span_of(literal)
    text = tree.text[start + 1 : end - 1]
    for each in literal.named_children:
        if each.type == "template_substitution":
            begin, behind = (at - start - 1 for at in tree.span_of(each))
            text = text[:begin] + "x" * (behind - begin) + text[behind:]
    return text


def _context(tree: SyntaxTree, key: Node) -> str:
    """What the object around a key is for, where that is styles: the name of the attribute or
    of the variable, or what is called with it. Empty for all else."""
    for node, _ in zip(ancestors(key), range(_FAR), strict=False):
        if node.type in _NAMING:
            said = _said(tree, node)
            if said is None:
                return ""
            if said:
                return said
    return ""


def _said(tree: SyntaxTree, node: Node) -> str | None:
    """What one node around an object says: a name of styles, nothing (empty), or that the object
    is something else (None)."""
    if node.type == "pair":
        return _styles_named(tree, node.child_by_field_name("key")) or ""
    if node.type == "jsx_attribute":
        name = node.named_children[0] if node.named_child_count else None
        return _styles_named(tree, name)
    if node.type == "variable_declarator":
        annotation = node.child_by_field_name("type")
        if annotation is not None and STYLE_TYPE.search(tree.text_of(annotation)):
            return "style"
        name = node.child_by_field_name("name")
        is_handed = name is not None and tree.text_of(name) in tree.fact(_handed)
        return "style" if is_handed else _styles_named(tree, name)
    if node.type == "call_expression":
        callee = node.child_by_field_name("function")
        called = tree.text_of(callee)[:_LONGEST_CALLEE] if callee is not None else ""
        if _STYLE_CALLS.fullmatch(called):
            return called
        if _PASSING_CALLS.fullmatch(called):
            return "style" if _is_style_of_element(tree, node) else ""
        return None
    returned = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    if node.type in _ASSERTIONS:
        returned = node.named_children[-1] if node.named_child_count > 1 else None
    is_style = returned is not None and STYLE_TYPE.search(tree.text_of(returned))
    return "style" if is_style else ""


def _styles_named(tree: SyntaxTree, name: Node | None) -> str | None:
    text = tree.text_of(name).strip("\"'") if name is not None else ""
    return text if _STYLE_NAME.search(text) else None


def _handed(tree: SyntaxTree) -> frozenset[str]:
    """The variables that are handed to elements as their style."""
    if tree.language == "typescript" or "style" not in tree.text.lower():
        return frozenset()
    return frozenset(
        tree.text_of(style)
        for match in tree.matches(_STYLED)
        if _STYLE_NAME.search(tree.text_of(match["name"][0]))
        for style in match["style"]
    )


def _is_style_of_element(tree: SyntaxTree, call: Node) -> bool:
    """`Object.assign(element.style, { … })`"""
    arguments = call.child_by_field_name("arguments")
    first = arguments.named_children[0] if arguments and arguments.named_child_count else None
    return first is not None and tree.text_of(first).endswith(".style")


def _is_scaled(tree: SyntaxTree) -> bool:
    return imports_any(tree, _SCALED)
