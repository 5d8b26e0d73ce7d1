"""Turns of code that do what a library call does elsewhere."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tinyarms_daemon.analysis.logic.vocabulary import CALLS, KEYED, LOOPS
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors

_LONGEST_CHOICE = 400
_LONGEST_CONDITION = 200
_PARTS_OF_CHOICE = ("then", "condition", "otherwise")  # of Python's
_LONGEST_STEP = 60  # bytes of an assignment to two places
_CHARACTERS_OF_CALL = 60
_CHARACTERS_OF_CONDITION = 80
_CHARACTERS_OF_KEY = 40
# `seen = set(rows)`, `seen: set[str] = set()`, `seen, missing = set(), set()`
_MAKES_SETS = re.compile(
    r"^[ \t]*(?P<names>\w+(?:,[ ]*\w+)*)\b[^=\n]*=[ \t]*(?:frozen)?set\(", re.MULTILINE
)
_BESIDE = re.compile(r"\(?\w+ ?[-+] ?1\b(?!\.)")
COMPARISONS = frozenset({"comparison_operator", "binary_expression", "binary_operator"})


def extreme(tree: SyntaxTree, node: Node) -> str | None:
    """`max` for `if a > b: b = a`, `if b < a: return a` and `a > b ? a : b`; else `min`.

    Also where nothing was found before: `if best is None or x.size > best.size: best = x`.
    """
    condition = node.child_by_field_name("condition")
    then = node.child_by_field_name("consequence")
    if (
        condition is None
        and node.type == "conditional_expression"
        and node.named_child_count == len(_PARTS_OF_CHOICE)
    ):
        then, condition, _ = node.named_children
    if condition is None or then is None:
        return None
    if (
        then.end_byte - then.start_byte > _LONGEST_CHOICE
        or condition.end_byte - condition.start_byte > _LONGEST_CONDITION
    ):
        return None
    chosen = tree.text_of(then).strip("{} \n\t;").replace(" ", "").replace(":=", "=")
    chosen = chosen.removeprefix("return")
    for compared in _compared(condition):
        signs = [child.type for child in compared.children if child.type in ("<", ">", "<=", ">=")]
        if len(signs) != 1 or compared.named_child_count < 2:
            continue
        first = tree.text_of(compared.named_children[0]).replace(" ", "")
        second = tree.text_of(compared.named_children[-1]).replace(" ", "")
        grows = signs[0].startswith(">")
        for one, other in ((first, second), (_owner(first), _owner(second))):
            if one == other:
                continue
            if chosen == one or chosen.startswith(f"{other}={one}"):
                return "max" if grows else "min"
            if chosen == other or chosen.startswith(f"{one}={other}"):
                return "min" if grows else "max"
    return None


def _compared(condition: Node) -> Iterator[Node]:
    """The comparisons that a condition joins."""
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        if node.type in COMPARISONS and any(
            c.type in ("<", ">", "<=", ">=") for c in node.children
        ):
            yield node
        elif node.type in ("parenthesized_expression", "boolean_operator", "binary_expression"):
            waiting += node.named_children


def _owner(text: str) -> str:
    """`best` of `best.size` and of `best[1]`."""
    return text.partition(".")[0].partition("[")[0]


def is_transposed(tree: SyntaxTree, left: Node, right: Node) -> bool:
    """Whether it is `a[x][y] = b[y][x]`."""
    one, other = _two_keys(tree, left), _two_keys(tree, right)
    return one is not None and other is not None and one == other[::-1] and one[0] != one[1]


def _two_keys(tree: SyntaxTree, node: Node) -> tuple[str, str] | None:
    if node.type not in KEYED or node.named_child_count < 2:
        return None
    inner = node.named_children[0]
    if inner.type not in KEYED or inner.named_child_count < 2:
        return None
    return tree.text_of(inner.named_children[-1]), tree.text_of(node.named_children[-1])


def compares_neighbors(tree: SyntaxTree, comparison: Node) -> bool:
    """Whether it is `a[i] == a[i - 1]` or the like."""
    if comparison.named_child_count != 2:
        return False
    one, other = comparison.named_children
    if one.type not in KEYED or other.type not in KEYED:
        return False
    first, second = (tree.text_of(side).replace(" ", "").rstrip("]") for side in (one, other))
    shorter, longer = sorted((first, second), key=len)
    return longer in (f"{shorter}-1", f"{shorter}+1")


def compares_sets(tree: SyntaxTree, node: Node) -> bool:
    """Whether it is `set(a) - set(b)` or `a & b` of two sets."""
    if node.type != "binary_operator" or node.named_child_count != 2:
        return False
    sign = node.child_by_field_name("operator")
    return sign is not None and sign.type in ("-", "&") and _is_set(tree, node.named_children[0])


def _is_set(tree: SyntaxTree, node: Node) -> bool:
    if node.type in ("set", "set_comprehension"):
        return True
    if node.type == "call":
        return tree.text_of(node.children[0]) in ("set", "frozenset")
    if node.type != "identifier":
        return False
    made_at = tree.fact(_sets_made).get(tree.text_of(node), ())
    if not made_at:
        return False
    function = next(
        (outer for outer in ancestors(node) if outer.type == "function_definition"), None
    )
    if function is None:
        return False
    start, end = tree.span_of(function)
    return bisect_left(made_at, end) > bisect_left(made_at, start)


def _sets_made(tree: SyntaxTree) -> Mapping[str, Sequence[int]]:
    """The names that a file of Python gives to sets, with where it does, in order."""
    made: defaultdict[str, list[int]] = defaultdict(list)
    for assignment in _MAKES_SETS.finditer(tree.text):
        for name in assignment["names"].split(","):
            made[name.strip()].append(assignment.start("names"))
    return made


def stores_many(call: Node) -> bool:
    """Whether a list with something in it is put under a key: `groups.set(key, [...old, x])`."""
    arguments = call.child_by_field_name("arguments")
    said = arguments.named_children if arguments is not None else []
    return len(said) == 2 and said[1].type == "array" and said[1].named_child_count > 0


def meets_in_the_middle(tree: SyntaxTree, node: Node) -> bool:
    """Whether `i, j = i + 1, j - 1` moves two places towards each other."""
    said = (
        tree.text_of(node).replace(" ", "")
        if node.end_byte - node.start_byte < _LONGEST_STEP
        else ""
    )
    names, _, values = said.partition("=")
    first, _, second = names.partition(",")
    return bool(second) and values in (f"{first}+1,{second}-1", f"{first}-1,{second}+1")


def adds_to_keyed(tree: SyntaxTree, call: Node, function: Node) -> bool:
    """Whether a list under a key grows: `d[k].append(x)`, `(d[k] ||= []).push(x)`,
    `d.setdefault(k, []).append(x)` and Go's `append(d[k], x)`."""
    if tree.language == "go":
        arguments = call.child_by_field_name("arguments")
        first = arguments.named_children[0] if arguments and arguments.named_children else None
        return first is not None and first.type in KEYED
    target = function.named_children[0] if function.named_children else None
    while target is not None and target.type in (
        *("parenthesized_expression", "augmented_assignment_expression", "assignment_expression"),
        *("non_null_expression", "binary_expression"),
    ):
        target = target.named_children[0] if target.named_children else None
    if target is None:
        return False
    if target.type in CALLS:
        said = tree.text_of(target)[:_CHARACTERS_OF_CALL]
        return ".setdefault" in said or ".get(" in said
    return target.type in KEYED


def is_step(tree: SyntaxTree, target: Node, value: Node | None) -> bool:
    """Whether a loop goes on by `i += size`: its condition names what grows by more than one."""
    if value is None or value.type not in ("identifier", "member_expression", "attribute"):
        return False
    name = tree.text_of(target)
    for outer in ancestors(target):
        if outer.type in LOOPS:
            condition = outer.child_by_field_name("condition")
            said = condition or next((c for c in outer.children if c.type == "for_clause"), None)
            return said is not None and name in tree.text_of(said)[:_CHARACTERS_OF_CONDITION]
    return False


def pairs_neighbors(tree: SyntaxTree, call: Node) -> bool:
    """Whether it is `zip(rows, rows[1:])`."""
    arguments = call.child_by_field_name("arguments")
    said = arguments.named_children if arguments is not None else []
    if len(said) < 2:
        return False
    return tree.text_of(said[1]).replace(" ", "").startswith(f"{tree.text_of(said[0])}[1:]")


def is_beside(tree: SyntaxTree, key: Node) -> bool:
    """Whether a key is the place before or after another: `rows[i - 1]`, `rows[(i + 1) % n]`."""
    return _BESIDE.match(tree.text_of(key)[:_CHARACTERS_OF_KEY]) is not None
