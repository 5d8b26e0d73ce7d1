"""Whether a call says what a number among its arguments means."""

import re
from itertools import islice, takewhile

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers.context import NumberInContext, literal_values
from tinyarms_daemon.analysis.numbers.known_calls import (
    Argument,
    bounds,
    is_tuned_by,
    says_meaning,
)
from tinyarms_daemon.analysis.numbers.measures import is_length_kept, is_negative
from tinyarms_daemon.analysis.numbers.near import (
    is_in_clock,
    is_known_key,
    is_shifted,
)
from tinyarms_daemon.analysis.numbers.positions import is_constant, is_number
from tinyarms_daemon.analysis.numbers.surroundings import is_coefficient
from tinyarms_daemon.analysis.syntax_tree import Node, ancestors

_MEMBERS = word_set("keyword_argument pair public_field_definition field_definition")
_SEVERAL_NAMES = word_set("pattern_list tuple_pattern list_pattern tuple list")
_LISTS = word_set("list tuple array")
_ROWS = _LISTS | word_set("literal_value composite_literal")
_STATEMENTS = frozenset({"expression_statement", "assignment_statement"})  # the latter of Go
_FUNCTION = re.compile(r"function|lambda|arrow|func_literal")
_DESCRIBING = frozenset({b"help", b"description"})
_CHARACTER = "rune_literal"  # of Go
_DOWNWARDS = "unary_operator"  # a step of -1: a direction, and it begins with the most there is
_PER_CENT = 100
_SECOND_MS = 1000
_MOST_ARGUMENTS = 48  # beyond which a call holds data
_FROM_ZERO = re.compile(r"[(,]\s*0\s*[,)]")


def call_says(number: NumberInContext, around: str) -> bool:
    """Whether the call that a number is handed to says what it means.

    `around` names what the call stands in.
    """
    use = number.uses.first
    if use.node.type == "command" or use.node.named_child_count > _MOST_ARGUMENTS:
        return True
    if any(each.role is Role.DECLARED for each in islice(number.uses, 3)):
        return True
    if is_length_kept(use, number.value, number.limits):
        return False
    if _is_taken_away(use):
        return False
    if number.value == _SECOND_MS and use.name.endswith("setInterval"):
        return True  # a clock
    outer = number.uses.second
    called = outer.name if outer is not None and outer.role is Role.NAMED else ""
    around = f"{around} {called}"
    if use.name == "range":
        named = (each.name for each in number.uses)
        around = " ".join((around, *named, number.loop_variable, _row(number)))
    return (
        (use.name == "range" and _is_known_range(number))
        or says_meaning(use.name, _argument(number), around, number.limits)
        or is_coefficient(number)
        or _is_shape(number)
        or _is_unpacked(number)
        or is_known_key(number)
        or _is_share_in_bounds(number)
        or _is_chance(number)
        or _is_in_table(number)
        or _is_default(number)
        or _describes_member(number)
    )


def _is_taken_away(use: Use) -> bool:
    """`now.Add(-600)`: no member of a collection, as in `ports.add(600)`, but so much less"""
    method = use.name.rpartition(".")[2].lower()
    return method == "add" and use.node.named_child_count == 1 and is_negative(use.child)


def _is_known_range(number: NumberInContext) -> bool:
    """`for hour in range(24)`, `range(0xFDD0, 0xFDF0)`, `red, green, blue = range(3)`, and where
    `range(3, len(rows))` begins, as `rows[3:]` does"""
    first, outer = number.uses.first, number.uses.second
    values = (literal_values(number.tree, each) or set() for each in first.node.named_children)
    is_code_point = number.written[:2].lower() == "0x" or set().union(*values) == {32, 127}
    names = outer.other if outer is not None and outer.role is Role.NAMED else None
    is_unpacked = names is not None and names.type in _SEVERAL_NAMES
    begin, *ends = first.node.named_children
    is_begin = bool(ends) and begin.id == first.child.id and ends[-1].type != _DOWNWARDS
    is_place = is_begin and literal_values(number.tree, ends[0]) is None
    at = number.loop_variable
    is_bits = known.is_width_in_bits(number.value, at) or is_shifted(number, at)
    loop = number.uses.second
    is_from_one = bool(ends) and literal_values(number.tree, begin) == {1}
    said = number.tree.text_of(loop.node)[: number.limits.near_characters] if loop else ""
    is_each = is_from_one and known.is_range_of(number.value - 1, said)  # month
    is_component = bool(at) and known.is_component_count(number.value) and f"[{at}]" in number.near
    return (
        is_bits
        or is_component
        or is_each
        or is_in_clock(number)
        or is_code_point
        or is_unpacked
        or is_place
    )


def _row(number: NumberInContext) -> str:
    """What a call is an element of: `("hour", hour, range(24))`"""
    outer = number.uses.second
    is_element = outer is not None and outer.role is Role.ELEMENT
    return number.beginning_of(outer.node) if outer is not None and is_element else ""


def _is_shape(number: NumberInContext) -> bool:
    """`random((count, 3))`: so many numbers for each point"""
    use = number.uses.first
    is_last = use.node.type == "tuple" and use.node.named_children[-1].id == use.child.id
    return is_last and known.is_component_count(number.value)


def _is_unpacked(number: NumberInContext) -> bool:
    """`unpack("<i", file.read(4))`: as many bytes as the format takes"""
    outer = number.uses.second
    return outer is not None and outer.name.rpartition(".")[2] == "unpack"


def _is_share_in_bounds(number: NumberInContext) -> bool:
    """`Math.max(0, Math.min(100, value))`, in either order"""
    if number.value != _PER_CENT:
        return False
    calls = [each for each in islice(number.uses, 2) if bounds(each.name)]
    return any(_FROM_ZERO.search(number.beginning_of(each.node)) for each in calls)


def _is_in_table(number: NumberInContext) -> bool:
    """`[Frame("a", 100), Frame("b", 100), Frame("c", 80)]`, `[(a, join(2, X)), (b, Y), (c, Z)]`: in
    a row of a table, however deep in it"""
    for use in islice(number.uses, 1, None):
        if use.role is Role.ELEMENT:
            row = _unwrapped(use.child)
            rows = [
                each for each in map(_unwrapped, use.node.named_children) if _is_like(each, row)
            ]
            if len(rows) >= number.limits.row_of_numbers:
                return True
        elif use.role is not Role.ARGUMENT:
            break
    return _is_in_written_table(number)


def _is_in_written_table(number: NumberInContext) -> bool:
    """`enter(t, 5); enter(u, 3); enter(v, 3);`: in one of several statements that fill a table;
    `Red = newColor(31)` beside those of other names, where nothing else tells them apart"""
    outwards = takewhile(lambda each: not _FUNCTION.search(each.type), ancestors(number.node))
    statement = next((each for each in outwards if each.type in _STATEMENTS), None)
    callee = _called_in(statement) if statement is not None else None
    if statement is None or callee is None or is_tuned_by(callee.decode("utf-8", "replace")):
        return False
    is_assigned = _callee(statement.named_children[0]) is None
    if is_assigned and number.uses.first.node.named_child_count > 1:
        return False
    alike = 1
    for aside in ("prev_named_sibling", "next_named_sibling"):
        each = getattr(statement, aside)
        while each is not None and each.type == statement.type:
            if _called_in(each) != callee:
                break
            alike += 1
            each = getattr(each, aside)
    return alike >= number.limits.row_of_numbers


def _called_in(statement: Node) -> bytes | None:
    """What a statement calls, whatever it assigns the result to."""
    value = statement
    while value.type in _STATEMENTS or value.type.startswith(("assignment", "expression_list")):
        value = value.named_children[-1]
    return _callee(value)


def _unwrapped(element: Node) -> Node:
    return element.named_children[0] if element.type == "literal_element" else element  # of Go


def _is_like(node: Node, row: Node) -> bool:
    """Whether both are lists, or calls of the same function."""
    if node.type != row.type:
        return False
    callee = _callee(row)
    return row.type in _ROWS or (callee is not None and _callee(node) == callee)


def _callee(node: Node) -> bytes | None:
    """What is called, if it is a call."""
    return node.named_children[0].text if "call" in node.type else None


def _is_chance(number: NumberInContext) -> bool:
    """`if random(100) < chance`: in per cent"""
    outer = number.uses.second
    is_compared = outer is not None and outer.role is Role.COMPARISON
    return is_compared and number.value == _PER_CENT and known.is_random(number.uses.first.name)


def _is_default(number: NumberInContext) -> bool:
    """`options.life ?? new Constant(5)`, `Option(10, help="...")`: what a name stands for where it
    has no value, and what is described to who sets it"""
    outer, arguments = number.uses.second, number.uses.first.node.named_children
    if outer is not None and outer.role is Role.FALLBACK and outer.name:
        return len(arguments) == 1 and not is_tuned_by(number.uses.first.name)
    described = (each.child_by_field_name("name") for each in arguments[1:])
    return any(each is not None and each.text in _DESCRIBING for each in described)


def _describes_member(number: NumberInContext) -> bool:
    """`timeout = Option(30)` as an argument with a name, and anywhere in what a class has as a
    member: `tags = initial.extended(Tag(SIMPLE, 3))`."""
    use = number.uses.first
    arguments = use.node.named_children
    outer = next((each for each in number.uses if each.role is not Role.ARGUMENT), None)
    if outer is None or outer.role is not Role.NAMED:
        return False
    if outer.node.type in _MEMBERS or outer.node.type.endswith("parameter"):
        is_whole = number.uses.second is outer and arguments[0].id == use.child.id
        return is_whole and (outer.node.type.endswith("parameter") or _makes(use.name, outer.name))
    statement = outer.node.parent
    block = statement.parent if statement is not None else None
    owner = block.parent if block is not None else None
    return owner is not None and owner.type == "class_definition"


def _makes(callee: str, member: str) -> bool:
    """Whether a call makes the member itself of what it is handed: a class does, and so does what
    has its name, `padding=ft.padding.all(10)`."""
    is_class = callee.rpartition(".")[2][:1].isupper()
    return is_class or not set(words_of(callee)).isdisjoint(words_of(member))


def _argument(number: NumberInContext) -> Argument:
    use = number.uses.first
    arguments = [each for each in use.node.named_children if each.type != "comment"]
    index = next(i for i, each in enumerate(arguments) if each.id == use.child.id)
    texts = ["", *(number.beginning_of(each) for each in arguments), ""]
    are_numbers = [
        each.type == _CHARACTER or is_number(each) or literal_values(number.tree, each) is not None
        for each in arguments
    ]
    numbers = sum(are_numbers)
    if use.name == "range" and arguments[-1].type == _DOWNWARDS:
        numbers -= 1
    unnamed = sum(each.type != "keyword_argument" for each in arguments)
    tables = sum(each.type in _LISTS and is_constant(each) for each in arguments)
    run = 0
    if "argument" in use.node.type:
        before, behind = are_numbers[:index][::-1], are_numbers[index:]
        run = sum(1 for each in (before, behind) for _ in takewhile(bool, each))
    others = unnamed - tables
    return Argument(number.value, index, texts[index], texts[index + 2], others, numbers, run)
