"""Numbers that only their position tells apart: members of a list in logic, fields given in order,
and what a function returns in one case while it computes the others."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.literal_use import Role, Use, name_of, uses_of
from tinyarms_daemon.analysis.numbers.known_calls import is_cast
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.literals import NUMBER_KINDS, number_value, numbers_of
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors

_LISTS = word_set("list tuple set array")  # in logic, unlike those of declarations
_STRUCTURES = word_set("type_identifier qualified_type generic_type")  # of Go
_CONTAINING = word_set("includes contains")  # `[3, 5].includes(code)`
_WRAPPING = word_set("""
    unary_operator unary_expression parenthesized_expression expression_list literal_element
    """)
_CONSTANT_KINDS = word_set("string true false none null nil")
_CHOICES = word_set("conditional_expression ternary_expression")
_FUNCTION = re.compile(r"function|method|lambda|closure|arrow|func_literal|accessor")
_LISTED = re.compile(r"case|switch|match")  # a branch for each of several values
_RETURNING = word_set("return_statement return_expression")
_NAMELESS = word_set("lambda arrow_function")
_VARIABLES = word_set("""
    assignment assignment_expression assignment_statement short_var_declaration variable_declarator
    """)
_ORDERING = frozenset({"<", ">", "!"})  # and `!=`
_DECIDING = re.compile("if|elif")
_ARGUMENTS_OF_OTHERS = "args"  # `Thread(target=save, args=(row, 5))`
_MOST_PLACES = 24
_INDEX_AT_END = re.compile(r"\w\[(?:0x)?\d+\]$")
_FILLED = re.compile(rb"[\w.]+\[\w+\]\s*=\s*[-\w.]+;?$")
_BLOCKS = ("block", "statement_list", "program", "module", "source_file")
_NAME_BYTES = 120


def within_list(
    tree: SyntaxTree, member: Use, outwards: Iterator[Use], limits: NumberLimits
) -> tuple[Use, Iterator[Use]]:
    """What a member of a list is used for, with the uses behind that: compared where a few are
    compared at once; an argument where the list holds other values too, each in its place, and is
    no row of a table; itself where the list is data."""
    if member.node.type in _LISTS and (other := _looked_for(member.node)) is not None:
        contained = Use(
            Role.COMPARISON, member.node, member.child, name_of(tree, other), "==", other
        )
        return (contained if _is_short(member.node, limits) else member), outwards
    outer = next(outwards, None)
    if outer is None:
        return member, outwards
    behind = chain([outer], outwards)
    kind = _structure(member.node)
    if kind is not None:
        is_row = (
            outer.role is Role.ELEMENT
            or outer.node.type == "keyed_element"
            or _is_long(member.node)
            or all(map(is_number, member.node.named_children))
        )
        field = Use(Role.ARGUMENT, member.node, member.child, name_of(tree, kind))
        return (member if is_row else field), behind
    if outer.role is Role.ARGUMENT and _is_code_in_list(tree, member, limits):
        return Use(Role.ARGUMENT, member.node, member.child, other=outer.other), behind
    if member.node.type not in _LISTS:
        return member, behind
    if outer.role is Role.COMPARISON and _is_short(member.node, limits):
        operator = "==" if "in" in outer.operator else outer.operator
        compared = Use(outer.role, outer.node, outer.child, outer.name, operator, outer.other)
        return compared, outwards
    is_argument = outer.role is Role.ARGUMENT
    is_for_others = outer.role is Role.NAMED and outer.name == _ARGUMENTS_OF_OTHERS
    if not (is_argument or is_for_others) or _is_long(member.node):
        return member, behind
    if all(map(is_constant, member.node.named_children)):
        return member, behind
    if is_argument:
        return Use(outer.role, member.node, member.child, outer.name, other=outer.other), behind
    return Use(Role.ARGUMENT, member.node, member.child), behind


def _is_code_in_list(tree: SyntaxTree, member: Use, limits: NumberLimits) -> bool:
    """`append([]byte{0x04}, key...)`: one of a few codes in hex that are written into a call"""
    is_code = tree.text_of(member.child)[:2].lower() == "0x"
    return is_code and _is_short(member.node, limits)


def _is_long(values: Node) -> bool:
    """Whether nobody counts the places of what is listed: it is data, and to look at all of it for
    each of its members would take the square of its length."""
    return values.named_child_count > _MOST_PLACES


def is_at_numbered_place(assigned: Use, limits: NumberLimits) -> bool:
    """Whether a number is put at a place of a list that is a number itself, `header[34] = 0x03`:
    neither says what it means. What fills several places in turn is a table."""
    if _INDEX_AT_END.search(_end_of(assigned.other)) is None:
        return False
    statement = assigned.node
    while statement.parent is not None and not statement.parent.type.endswith(_BLOCKS):
        statement = statement.parent
    most = limits.row_of_numbers
    before = takewhile(_fills_place, islice(_siblings(statement, "prev_named_sibling"), most))
    behind = takewhile(_fills_place, islice(_siblings(statement, "next_named_sibling"), most))
    return sum(1 for _ in chain(before, behind)) + 1 < most


def _fills_place(statement: Node) -> bool:
    return _FILLED.match((statement.text or b"")[:_NAME_BYTES]) is not None


def _siblings(node: Node | None, which: str) -> Iterator[Node]:
    while (node := getattr(node, which)) is not None:
        yield node


def _end_of(node: Node | None) -> str:
    return "" if node is None else (node.text or b"")[-_NAME_BYTES:].decode("utf-8", "replace")


def is_named_by_letter(assigned: Use) -> bool:
    """`for i := 255; i >= 0; i--`, `n = 40`: in a function a letter says nothing of what it is"""
    is_letter = len(assigned.name) == 1 and assigned.name == _end_of(assigned.other).lower()
    return (
        is_letter
        and assigned.node.type in _VARIABLES
        and any(_FUNCTION.search(outer.type) for outer in ancestors(assigned.node))
    )


def is_special_case(returned: Use, written: str) -> bool:
    """Whether a function returns a number in one case while it computes the others: `return -50`,
    where the name of the function says what else it returns. A function that returns nothing but
    constants is a table, and so is one that goes through the cases of a value. One without a name,
    `key=lambda row: row.rank if row.rank else 999`, says nothing of either."""
    if returned.node.type in _NAMELESS:
        return returned.child.type in _CHOICES
    if returned.node.type not in _RETURNING:
        return False
    function = None
    for outer in ancestors(returned.node):
        if _FUNCTION.search(outer.type):
            function = outer
            break
        if _LISTED.search(outer.type):
            return False
    if function is None or _is_held(returned.node, written):
        return False
    return any(not is_constant(value) for value in _returned_by(function))


def repeated_where_decided(
    tree: SyntaxTree, compared: Use, written: str, limits: NumberLimits
) -> Iterator[Node]:
    """Where the branch that a comparison with a number decides has that number again, as the bound
    that something is set to: `if delay > 9000 { delay = 9000 }`. A small one is there by chance,
    unless it is assigned."""
    if compared.operator[:1] not in _ORDERING:
        return
    decided = next((each for each in ancestors(compared.node) if _DECIDING.match(each.type)), None)
    branch = decided.child_by_field_name("consequence") if decided is not None else None
    if branch is None or branch.start_byte < compared.node.end_byte:
        return
    is_large = (number_value(written) or 0) > limits.longest_step
    numbers = tree.fact(numbers_of)
    first = bisect_left(numbers, branch.start_byte, key=_start)
    for node in takewhile(
        lambda each: each.start_byte < branch.end_byte, islice(numbers, first, None)
    ):
        if tree.text_of(node) != written:
            continue
        kept = next((each for each in uses_of(tree, node) if not is_cast(each.name)), None)
        if kept is None or kept.role is Role.COMPARISON:
            continue
        if is_large or kept.role is Role.NAMED:
            yield node


def _start(node: Node) -> int:
    return node.start_byte


def _looked_for(items: Node) -> Node | None:
    """What is looked for in a list that is written there: `code` of `[3, 5].includes(code)`."""
    method = items.parent
    name = method.child_by_field_name("property") if method is not None else None
    if method is None or name is None or (name.text or b"").decode() not in _CONTAINING:
        return None
    call = method.parent
    arguments = call.child_by_field_name("arguments") if call is not None else None
    return arguments.named_child(0) if arguments is not None and arguments.named_children else None


def _is_short(items: Node, limits: NumberLimits) -> bool:
    each = (items.named_child(index) for index in range(items.named_child_count))
    members = (node for node in each if node is not None and node.type != "comment")
    most = limits.row_of_numbers
    return sum(1 for _ in islice(members, most)) < most


def _structure(values: Node) -> Node | None:
    """The type of a structure of Go whose fields are given in order."""
    literal = values.parent
    kind = literal.child_by_field_name("type") if literal is not None else None
    is_struct = values.type == "literal_value" and kind is not None and kind.type in _STRUCTURES
    return kind if is_struct else None


def is_number(node: Node) -> bool:
    """Whether an expression is a number, or a choice between numbers."""
    if node.type in _CHOICES:
        return all(map(is_number, _chosen(node)))
    if node.type in _WRAPPING:
        return node.named_child_count == 1 and is_number(node.named_children[0])
    return node.type in NUMBER_KINDS


def is_constant(node: Node) -> bool:
    """Whether an expression is made of literals alone."""
    kind = node.type
    if kind in _CHOICES:
        return all(map(is_constant, _chosen(node)))
    if kind in _WRAPPING or kind in _LISTS:
        return all(map(is_constant, node.named_children))
    return kind in NUMBER_KINDS or kind in _CONSTANT_KINDS or kind == "comment"


def _chosen(choice: Node) -> list[Node]:
    """The values that a choice is between."""
    condition = choice.child_by_field_name("condition")
    if condition is not None:
        return [each for each in choice.named_children if each.id != condition.id]
    return [*choice.named_children[:1], *choice.named_children[2:]]  # of Python


def _is_held(returned: Node, written: str) -> bool:
    """`if (level > 255) return 255`: what it means is to be said in the condition."""
    bound = re.compile(rf"[<>]=?\s*-?{re.escape(written)}(?![\w.])".encode())
    outer = [returned, *ancestors(returned)][:4]
    return any(
        bound.search((each.text or b"")[:200])
        for each in outer
        if "if" in each.type or each is returned
    )


def _returned_by(function: Node) -> Iterator[Node]:
    """What the function returns in all its cases, those of functions in it left out."""
    waiting = list(function.children)
    while waiting:
        node = waiting.pop()
        if node.type in _RETURNING:
            yield from node.named_children
        elif not _FUNCTION.search(node.type):
            waiting += node.children
