"""The numbers of a file that are not harmless, each with the way outwards from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.literal_use import Role, Use, uses_of
from tinyarms_daemon.analysis.numbers.known_calls import is_cast, keeps_meaning
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.literals import (
    NUMBER_KINDS,
    is_octal,
    number_value,
    numbers_of,
)
from tinyarms_daemon.analysis.numbers.measures import is_length_kept
from tinyarms_daemon.analysis.numbers.positions import (
    is_at_numbered_place,
    is_named_by_letter,
    is_special_case,
    within_list,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

COMPUTING = frozenset({Role.ARITHMETIC, Role.FALLBACK, Role.BITWISE, Role.AUGMENTED})
"""The roles in which a number is combined with something into another value."""

_OPEN = COMPUTING | {Role.COMPARISON, Role.ARGUMENT, Role.CASE, Role.RANGE}
_MULTIPLYING = frozenset({"*", "/", "//"})
_ADDING = frozenset({"+", "-"})  # each summand has a meaning of its own
_JOINING = frozenset({Role.ARITHMETIC, Role.BITWISE})
_LITERAL_EXPRESSIONS = word_set("""
    binary_expression binary_operator multiplicative_expression additive_expression
    infix_expression parenthesized_expression unary_expression unary_operator
    unary_op_expression prefix_expression argument value_argument literal_element
    """)
_TESTS = {
    "rust": """
        ((attribute_item) @mark . (mod_item) @tests (#match? @mark "cfg.*test"))
        ((attribute_item) @mark . (function_item) @tests (#match? @mark "\\\\btest\\\\b"))
    """,
    "python": """
        ((class_definition superclasses: (argument_list) @bases) @tests (#match? @bases "TestCase"))
    """,
}
_BEGINNING_CHARACTERS = 80
OPERAND_CHARACTERS = 120
"""How much of an operand may say something."""

_LARGEST_BASE, _LARGEST_EXPONENT = 1024, 64  # of a power that is worked out
_FAR = 12  # steps outwards: further away nothing says what a number means


class Way:
    """The uses of a number from the inside out, each found when it is asked for: most questions
    are answered by the first."""

    def __init__(self, first: Use, others: Iterator[Use]) -> None:
        self.first = first
        self._found = [first]
        self._others = islice(others, _FAR)

    def __iter__(self) -> Iterator[Use]:
        for index in count():
            if index == len(self._found):
                found = next(self._others, None)
                if found is None:
                    return
                self._found.append(found)
            yield self._found[index]

    @property
    def second(self) -> Use | None:
        """The use of what the first one makes of the number."""
        return next(islice(self, 1, None), None)


@dataclass(frozen=True, slots=True)
class NumberInContext:
    """A number that is not harmless, with the way outwards from it."""

    tree: SyntaxTree
    node: Node
    whole: Node  # the number, or the power that it is the base of
    value: float
    uses: Way
    factors: tuple[float, ...]
    limits: NumberLimits

    @property
    def target(self) -> Use | None:
        """What the result of the arithmetic around the number is assigned to."""
        for use in self.uses:
            if use.role is Role.NAMED:
                return use
            is_kept = use.role is Role.ARGUMENT and keeps_meaning(use.name)
            if use.role not in COMPUTING and not is_kept:
                return None
        return None

    @property
    def near(self) -> str:
        """What stands around the number, so far as it may say what is dealt with."""
        start, far = self.tree.span_of(self.node)[0], self.limits.near_characters
        return self.tree.text[max(0, start - far) : start + far]

    @property
    def written(self) -> str:
        """The number as it stands in the source."""
        return self.tree.text_of(self.node)

    def beginning_of(self, node: Node) -> str:
        """The first of what another part of the file says."""
        start, end = self.tree.span_of(node)
        return self.tree.text[start : min(end, start + _BEGINNING_CHARACTERS)]

    @property
    def operand_text(self) -> str:
        """What the number is first compared or combined with, the last of it."""
        other = self.uses.first.other
        return "" if other is None else self.tree.end_of(other, OPERAND_CHARACTERS)

    @property
    def loop_variable(self) -> str:
        """`month` of `for month in range(1, 13)`"""
        loop = self.uses.first.node.parent
        while loop is not None and loop.type in ("call", "argument_list"):
            loop = loop.parent
        variable = loop.child_by_field_name("left") if loop is not None else None
        return "" if variable is None else self.tree.text_of(variable)

    @property
    def symbol(self) -> str:
        """The definition around the number."""
        return symbol_at(self.tree, self.tree.span_of(self.node)[0]) or ""


def numbers_in_context(tree: SyntaxTree, limits: NumberLimits) -> Iterator[NumberInContext]:
    """The numbers of a file whose place leaves something unsaid, but for the harmless ones, those
    of tests, and modes of files."""
    harmless = {abs(number) for number in limits.harmless_numbers}
    test_scopes = _test_scopes(tree)
    for node in tree.fact(numbers_of):
        text = tree.text_of(node)
        value = number_value(text)
        if value is None or abs(value) in harmless or is_octal(text):
            continue
        if any(start <= node.start_byte < end for start, end in test_scopes):
            continue
        number = _in_context(tree, node, abs(value), harmless, limits)
        if number is not None:
            yield number


def _test_scopes(tree: SyntaxTree) -> list[tuple[int, int]]:
    """Where the tests that a module holds beside its code stand."""
    pattern = _TESTS.get(tree.language)
    return [match["tests"][0].byte_range for match in tree.matches(pattern)] if pattern else []


def _in_context(
    tree: SyntaxTree, node: Node, value: float, harmless: set[float], limits: NumberLimits
) -> NumberInContext | None:
    """A number with the expression of nothing but literals around it taken as one; None for all
    but the first factor, which answers for the product, and for one whose place says all."""
    factors, whole = [value], node
    steps = uses_of(tree, node)
    for use in steps:
        if use.role is Role.ARGUMENT and is_cast(use.name) and use.node.named_child_count == 1:
            continue
        others = literal_values(tree, use.other) if use.role in _JOINING else None
        power = _power(tree, use, value)
        if power is not None:
            value, factors = power, [power]
            whole = (use.other if use.role is Role.ARGUMENT else use.node) or whole
            continue
        if others is None:
            outwards: Iterator[Use] = steps
            if use.role is Role.ELEMENT:
                use, outwards = within_list(tree, use, steps, limits)
            if not _is_open(use, value, tree.text_of(node), limits):
                return None  # a name or a position says it
            way = Way(use, outwards)
            return NumberInContext(tree, node, whole, value, way, tuple(factors), limits)
        is_behind = use.other is not None and use.other.start_byte < node.start_byte
        if is_behind and others - harmless and use.operator not in _ADDING:
            return None
        if use.operator in _MULTIPLYING:
            factors += others
    return None


def _is_open(use: Use, value: float, written: str, limits: NumberLimits) -> bool:
    if use.role is Role.INDEX:
        return is_length_kept(use, value, limits)
    if use.role is Role.RETURNED:
        return is_special_case(use, written)
    if use.role is Role.NAMED:
        return is_at_numbered_place(use, limits) or is_named_by_letter(use)
    return use.role in _OPEN


def _power(tree: SyntaxTree, use: Use, base: float) -> float | None:
    """`10 ** 6`, `Math.pow(10, 6)`, worked out; None where the number is the exponent, or neither
    is one that a person writes."""
    raised = use.other if use.operator == "**" else None
    if use.role is Role.ARGUMENT and use.name.rpartition(".")[2].lower() == "pow":
        raised = use.node.named_child(1) if use.node.named_child_count == len("xy") else None
    if raised is None or raised.start_byte <= use.child.start_byte:
        return None
    exponent = number_value(tree.text_of(raised))
    if exponent is None or not 0 < base <= _LARGEST_BASE or abs(exponent) > _LARGEST_EXPONENT:
        return None
    if not float(base).is_integer():
        return None  # a measure of its own: `0.69 ** 2`
    is_whole = not isinstance(base, float) and exponent >= 0  # unlike `10 ** -9`
    return int(base**exponent) if is_whole else float(base**exponent)


def literal_values(tree: SyntaxTree, node: Node | None) -> set[float] | None:
    """The numbers of an expression that holds nothing else; None for any other."""
    values: set[float] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each is None or len(values) > _FAR:
            return None
        if each.type in NUMBER_KINDS:
            values.add(abs(number_value(tree.text_of(each)) or 0))
        elif each.named_child_count and each.type in _LITERAL_EXPRESSIONS:
            waiting += each.named_children
        else:
            return None
    return values
