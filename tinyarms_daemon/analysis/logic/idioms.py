"""Turns of code that do what a library call does elsewhere."""

from collections.abc import Iterator

from tinyarms_daemon.analysis.logic.vocabulary import CALLS, KEYED
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_LONGEST_CHOICE = 400
_LONGEST_CONDITION = 200
_PARTS_OF_CHOICE = ("then", "condition", "otherwise")  # of Python's
_CHARACTERS_OF_CALL = 60
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
