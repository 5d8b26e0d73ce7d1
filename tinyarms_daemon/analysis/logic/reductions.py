"""Calls that make one value of many, and what that value is."""

from tinyarms_daemon.analysis.logic.idioms import COMPARISONS
from tinyarms_daemon.analysis.logic.vocabulary import CALLS
from tinyarms_daemon.analysis.syntax_tree import Node


def is_argument(node: Node, kind: str) -> bool:
    """Whether a generator is given to a call, which says itself what comes of it."""
    return kind == "generator_expression" and node.parent is not None and node.parent.type in CALLS


def counts_matching(call: Node) -> bool:
    """Whether it is `sum(1 for row in rows if ...)`, `sum(row.done for ...)` with a comparison, or
    `len([row for row in rows if ...])`."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        return False
    if arguments.type == "generator_expression":
        counted = arguments.named_children[0]
        return counted.type in ("integer", *COMPARISONS, "not_operator", "boolean_operator") and (
            counted.type != "binary_operator"
        )
    first = arguments.named_children[0] if arguments.named_child_count == 1 else None
    return first is not None and first.type in ("list_comprehension", "set_comprehension")


def folded(call: Node) -> str | None:
    """What a reduction does: `sum` for `(total, row) => total + row.price`; None where what it does
    is told of its steps, in a block."""
    arguments = call.child_by_field_name("arguments")
    function = (
        next(
            (
                each
                for each in arguments.named_children
                if each.type in ("arrow_function", "lambda")
            ),
            None,
        )
        if arguments is not None
        else None
    )
    body = function.child_by_field_name("body") if function is not None else None
    if body is None:
        return "reduce"
    if body.type in ("binary_expression", "binary_operator"):
        sign = body.child_by_field_name("operator")
        return {"+": "sum", "*": "product"}.get(sign.type if sign is not None else "")
    return None


def has_one_argument(call: Node) -> bool:
    """Whether it is `prices.get(key)`, which `prices[key]` is elsewhere."""
    arguments = call.child_by_field_name("arguments")
    return arguments is not None and arguments.named_child_count == 1
