"""What the code farther around a number makes of it: a definition, a formula, a place."""

import math
import re

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use
from tinyarms_daemon.analysis.numbers.context import NumberInContext
from tinyarms_daemon.analysis.numbers.known_numbers import is_mask
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.literals import (
    NUMBER_KINDS,
    number_value,
    significant_digits,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors

CONSTANT_NAME = re.compile(
    r"(?:^|\.)_*[ck]?[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*$|^_*[A-Z](?:_[A-Z0-9]+)*$"
)
"""The names of constants; a field of one letter, as `state.C` of Go, is none."""
CONSTANT_KINDS = frozenset({"const_spec", "const_item", "static_item", "const_element"})
"""The definitions of constants in languages that have such."""

_TYPES = frozenset({"type", "type_annotation", "generic_type"})
_ANNOTATED = word_set("annotated literal")
_RUNNING = re.compile(r"function|method|lambda|closure|arrow|func_literal|accessor")
_OF_CALL = "keyword_argument"
_TABLES = frozenset({"pair", "keyed_element", "tuple"})
# Of formulas that others have published: those of easing, the transfer function of sRGB, zero
# degrees Celsius, the last latitude of web maps.
_PUBLISHED = frozenset(
    {7.5625, 1.70158, 1.525}  # of easing
    | {0.055, 1.055, 12.92, 0.04045, 0.03928, 0.0031308, 273.15, 85.0511, 85.05112878, 85.051129}
)
_OF_MATHEMATICS = (math.pi, math.e, math.sqrt(2), math.sqrt(3), math.sqrt(0.5), math.sqrt(0.75))
# The lines of a remark, and the beginning of a definition behind it.
_REMARK_ABOVE = re.compile(r"(?P<said>(?:^[ \t]*(?://|#|/?\*)[^\n]*\n)+)[^\n]*\Z", re.MULTILINE)
_REMARK_CHARACTERS = 1_000
_ADDRESS = re.compile(r"https?://(?!\S*/(?:issues?|pull|commit|questions)/)")  # of no bug
_STYLES = word_set("style styles sx css contentcontainerstyle stylesheet")
_IN_STYLES = frozenset({"pair", "jsx_attribute"})
_NAMING = frozenset({Role.NAMED, Role.ARGUMENT})
_SCRIPTS = frozenset({"javascript", "typescript", "tsx"})
_STYLE_PROPERTY = re.compile(
    r"(?:padding|margin)(?:[A-Z]\w*)?$|border\w*Radius$|fontSize$|lineHeight$|letterSpacing$|zIndex$"
)
_PACKAGE_VARIABLES = frozenset({"var_spec"})  # of Go: named once, as constants are
_NAME_CHARACTERS = 40
# What only formulas have: such functions, and powers.
_MATHEMATICAL = r"(?<![A-Za-z])(?:cos|sin|tan|exp|log|sqrt|tanh|pow)\w{0,2}"
_FUNCTION = re.compile(rf"{_MATHEMATICAL}\(|\b(\w+) ?\* ?\1\b|\*\*".encode(), re.IGNORECASE)
_FUNCTION_NAME = re.compile(rf"{_MATHEMATICAL}$", re.IGNORECASE)
_MOST_NODES = 200  # of a formula that a person writes
_PRODUCT = re.compile(r"\d ?\*(?!\*)|(?<!\*)\* ?\d")
_INDEXES = word_set("i j k idx index pos position off offset ptr cursor shift")


def is_definition(number: NumberInContext) -> bool:
    """Whether a constant, a table of the module, or a type is made of the number."""
    is_in_table = False
    for use in number.uses:
        if use.role in (Role.DECLARED, Role.TYPE):
            return use.role is Role.DECLARED or use.node.type in _TYPES
        if use.role is Role.ENUM:
            return True
        if use.role is Role.COMPARISON or use.role is Role.RETURNED or _runs(use.node):
            return False
        if use.role is Role.INDEX and _is_annotated(number, use.node):
            return True
        is_in_table |= use.role is Role.ELEMENT or use.node.type in _TABLES or use.name == "range"
        if use.role is Role.NAMED and use.node.type not in _TABLES:
            is_kept = is_in_table or use.node.type in _PACKAGE_VARIABLES
            is_kept &= not _is_inside_function(use.node)
            return is_kept or (is_constant(use) and not _is_changed(number, use))
    return False


def is_constant(target: Use) -> bool:
    """Whether what is assigned to is a constant by its name or its kind: no parameter of a call,
    as in `set(T=level - 10)`."""
    is_named = bool(CONSTANT_NAME.search(target.name)) and target.node.type != _OF_CALL
    return is_named or target.node.type in CONSTANT_KINDS


def _is_changed(number: NumberInContext, target: Use) -> bool:
    """`T = cool(T / 1.5)`, `I0 = I0 + 0.3`: what is computed from itself is no constant"""
    name = rf"(?<![\w.]){re.escape(target.name)}\b"
    return len(re.findall(name, number.tree.text_of(target.node))) > 1


def is_coefficient(number: NumberInContext) -> bool:
    """Whether the number is one of several in a formula, such as a row of a color matrix or a
    polynomial: nobody can name one of them, and together they have the name of the formula."""
    whole = None
    for use in number.uses:
        if use.role is Role.ARITHMETIC:
            whole = use.node
        elif not (use.role is Role.ARGUMENT and is_mathematical(use.name)):
            break
    if whole is None:
        return False
    known = number.tree.fact(_formulas)
    if whole.byte_range not in known:
        is_function = bool(_FUNCTION.search(whole.text or b""))
        known[whole.byte_range] = _is_formula(
            _numbers_in(number, whole), number.limits, is_function=is_function
        )
    return known[whole.byte_range]


def is_published(number: NumberInContext) -> bool:
    """Whether a number is a constant that everybody knows, to as many digits as it is written with:
    `0.866`, `1.414`, `0.03928`, or the fraction of a formula that the documentation of the function
    cites by an address."""
    if number.value in _PUBLISHED or _is_cited(number):
        return True
    decimals = len(number.written.partition(".")[2])
    return decimals >= number.limits.precise_digits and number.value in (
        round(constant, decimals) for constant in _OF_MATHEMATICS
    )


def _is_cited(number: NumberInContext) -> bool:
    """Whether the function computes by the number, and a remark above it says where the formula is
    published."""
    is_fraction = not float(number.value).is_integer()
    if not is_fraction or number.uses.first.role is not Role.ARITHMETIC:
        return False
    function = next((each for each in ancestors(number.node) if _RUNNING.search(each.type)), None)
    if function is None or function.parent is None or "argument" in function.parent.type:
        return False  # no function that has documentation
    start = number.tree.span_of(function)[0]
    remark = _REMARK_ABOVE.search(number.tree.text, max(0, start - _REMARK_CHARACTERS), start)
    return remark is not None and _ADDRESS.search(remark["said"]) is not None


def _is_formula(written: list[str], limits: NumberLimits, *, is_function: bool) -> bool:
    """Whether the numbers of an expression are precise constants, those of a mathematical function,
    or small whole coefficients."""
    values = [number_value(text) or 0 for text in written]
    telling = [text for text, value in zip(written, values, strict=True) if value not in (0, 1, 2)]
    # A power of two is exact, but nobody has measured it.
    measured = [each for each in telling if not is_mask(number_value(each) or 0)]
    precise = sum(significant_digits(each) >= limits.precise_digits for each in measured)
    if len(telling) >= limits.formula_numbers and (
        is_function or precise >= limits.formula_precise
    ):
        return True
    whole = [value for value in values if value > 1]
    is_small = all(value in range(2, limits.largest_coefficient + 1) for value in whole)
    return is_small and len(telling) >= limits.formula_coefficients


def is_mathematical(callee: str) -> bool:
    """Whether a name is that of a function of mathematics."""
    return bool(_FUNCTION_NAME.search(callee))


def is_index_step(number: NumberInContext) -> bool:
    """Whether a small number leads from one position to another: `i + 3`, `offset += 4`."""
    use = number.uses.first
    words = words_of(use.name.rpartition(".")[2])
    return (
        float(number.value).is_integer()
        and number.value <= number.limits.longest_step
        and use.operator in ("+", "-", "+=", "-=")
        and words[-1:] != ()
        and words[-1] in _INDEXES
        and _PRODUCT.search(number.operand_text) is None  # `5 * i + 3` stretches places
    )


def is_styled(number: NumberInContext) -> bool:
    """Whether the number is a value of a style."""
    if number.tree.language not in _SCRIPTS:
        return False
    names: list[str] = []
    for each in number.uses:
        if each.role is Role.ELEMENT and not names:
            return False  # one of the steps of an animation: `outputRange: [size * 1.5, 1]`
        if each.role in _NAMING:
            names.append(each.name.rpartition(".")[2])
        if each.role is Role.NAMED and each.node.type not in _IN_STYLES:
            break  # a variable has its own name
    if number.target is not None and number.target.node.type == "pair":
        names.append(number.symbol.rpartition(".")[2])  # `cardStyle() { return { left: x + 8 } }`
    words = (words_of(each)[-1:] for each in names)
    return any(not _STYLES.isdisjoint(last) for last in words) or any(
        map(_STYLE_PROPERTY.match, names)
    )


def _formulas(_: SyntaxTree) -> dict[tuple[int, int], bool]:
    """What is known of the expressions of a file: whether each is a formula."""
    return {}


def _runs(node: Node) -> bool:
    kind = node.type
    return kind.endswith("block") or bool(_RUNNING.search(kind))


def _is_annotated(number: NumberInContext, node: Node) -> bool:
    """`Annotated[int, Interval(1, 64)]`"""
    first = node.named_child(0) if node.named_child_count else None
    return first is not None and not _ANNOTATED.isdisjoint(
        words_of(number.tree.end_of(first, _NAME_CHARACTERS))
    )


def _is_inside_function(node: Node) -> bool:
    outer = node.parent
    while outer is not None and not _RUNNING.search(outer.type):
        outer = outer.parent
    return outer is not None


def _numbers_in(number: NumberInContext, whole: Node) -> list[str]:
    """The numbers of an expression, as they are written."""
    found: list[str] = []
    waiting = [whole]
    for _ in range(_MOST_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if node.type in NUMBER_KINDS:
            text = number.tree.text_of(node)
            found.append(text)
        else:
            waiting += node.named_children
    return found
