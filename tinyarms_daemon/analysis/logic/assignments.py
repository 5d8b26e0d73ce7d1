"""What a definition adds up, counts, and stores."""

from collections.abc import Callable

from tinyarms_daemon.analysis.logic.bags import At, Bags
from tinyarms_daemon.analysis.logic.idioms import is_step, is_transposed, meets_in_the_middle
from tinyarms_daemon.analysis.logic.vocabulary import BINARY, KEYED, NUMBERS
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_CONDITIONALS = frozenset({"conditional_expression", "ternary_expression"})
_LONGEST_KEPT = 80
_TRUE = frozenset({"true", "True"})
_WRITTEN_TEXTS = frozenset({"string", "template_string", "interpreted_string_literal"})


class Assignments:
    """The assignments of one definition."""

    def __init__(self, tree: SyntaxTree, bags: Bags, kind_of: Callable[[Node], str | None]) -> None:
        self._tree = tree
        self._bags = bags
        self._kind_of = kind_of

    def augmented(self, node: Node, at: At) -> None:
        """Note `total += price`."""
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        self._accumulated(sign.rstrip("="), left, right, at)

    def _accumulated(self, sign: str, target: Node | None, value: Node | None, at: At) -> None:
        operations = self._bags.operations
        kind = "" if value is None else value.type
        held = self._kind_of(target) if target is not None and sign == "+" else None
        if at.loops and at.choices:
            operations["filter"] += 1
        if kind in NUMBERS and value is not None and self._tree.text_of(value) == "1":
            self._one_more(target)
        elif sign == "+" and (kind in _WRITTEN_TEXTS or held == "text"):
            operations["join"] += 1
        elif held == "many":
            operations["collect"] += 1
        elif sign in ("+", "-") and target is not None and is_step(self._tree, target, value):
            operations["step"] += 1
        elif sign == "+" and at.loops:
            operations["sum"] += 1
        elif sign == "*" and at.loops:
            operations["product"] += 1

    def _one_more(self, target: Node | None) -> None:
        is_keyed = target is not None and target.type in KEYED
        self._bags.operations["tally" if is_keyed else "count"] += 1

    def assigned(self, node: Node, at: At) -> None:
        """Note `total = total + price`, and what else is assigned."""
        tree, operations = self._tree, self._bags.operations
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        if meets_in_the_middle(tree, node):
            operations["reverse"] += 1
        left, right = _only(left), _only(right)
        operator = node.child_by_field_name("operator")
        if operator is not None and operator.type not in ("=", ":="):
            self._accumulated(operator.type.rstrip("="), left, right, at)
            return
        if left.type in KEYED:
            operations["setitem"] += 1
            if right.type in _TRUE:  # a table of what was seen
                operations["unique"] += 1
        if is_transposed(tree, left, right):
            operations["transpose"] += 1
        if right.type in _CONDITIONALS:
            for branch in right.named_children:  # `run = it.goes_on ? run + 1 : 0`
                if branch.type in BINARY and tree.text_of(branch).startswith(tree.text_of(left)):
                    self._grown(left, branch, at)
        elif right.type in BINARY:
            self._grown(left, right, at)

    def _grown(self, target: Node, value: Node, at: At) -> None:
        if value.named_child_count != 2:
            return
        first, second = value.named_children
        sign = value.child_by_field_name("operator")
        if sign is None:
            return
        if self._tree.text_of(first) == self._tree.text_of(target) or self._was_kept(first, target):
            self._accumulated(sign.type, target, second, at)
        elif sign.type == "+" and self._tree.text_of(second) == "1":
            self._one_more(target)

    def _was_kept(self, value: Node, target: Node) -> bool:
        """Whether it is what stands under the key already, or a first value: `(sums[key] ?? 0)`,
        `sums.get(key, 0)`."""
        if target.type not in KEYED or value.end_byte - value.start_byte > _LONGEST_KEPT:
            return False
        said = self._tree.text_of(value)
        owner = self._tree.text_of(target.named_children[0])
        return said.strip("(").startswith(owner) and value.type not in KEYED

    def counted(self, node: Node, at: At) -> None:
        """Note `number++`."""
        if node.named_child_count == 1 and node.named_children[0].type in KEYED:
            self._one_more(node.named_children[0])
            return
        outer = node.parent
        while outer is not None and outer.type == "for_clause":
            outer = outer.parent
        if outer is None or outer.type != "for_statement" or node.parent is outer:
            self._bags.operations["count"] += 1 if at.loops else 0


def _only(node: Node) -> Node:
    """What a list of one expression holds."""
    if node.type == "expression_list" and node.named_child_count == 1:
        return node.named_children[0]
    return node
