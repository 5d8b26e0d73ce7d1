"""One walk over a definition, which tells what it does in words that no language owns."""

from collections.abc import Callable, Mapping
from math import inf

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.logic.bags import At, Bags
from tinyarms_daemon.analysis.logic.calls import Calls
from tinyarms_daemon.analysis.logic.idioms import extreme
from tinyarms_daemon.analysis.logic.leaves import Leaves
from tinyarms_daemon.analysis.logic.reductions import is_argument
from tinyarms_daemon.analysis.logic.values import Values, function_in
from tinyarms_daemon.analysis.logic.vocabulary import (
    CALLS,
    CASES,
    CHOICES,
    COMPREHENSIONS,
    CONTROL,
    FAILURES,
    FUNCTIONS,
    HANDLERS,
    KEYED,
    LOOPS,
    MEMBERS,
    NUMBERS,
    senses_of,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_ASSIGNMENTS = word_set("""
    assignment assignment_expression assignment_statement augmented_assignment
    augmented_assignment_expression
    """)
_WRITTEN_TEXTS = word_set("string template_string interpreted_string_literal")
_FOLDED = {"+": "sum", "*": "product"}
_TRUE = ("true", "True")
_OF_CONSTANTS = ("operations", "literals", "fields", "words")


def walk(tree: SyntaxTree, node: Node, name: str, most_leaves: int) -> Bags:
    """What a definition of that name does. In one that has more leaves than that it stops behind
    them."""
    bags = Bags()
    for sense in senses_of(name.rpartition(".")[2]):
        bags.words[sense] += 2
    function = function_in(node)
    values = None if function is None else Values(tree, function)
    walked = _Walk(tree, bags)
    walked.visit(node, most_leaves)
    for constant, value in walked.used_constants().items():
        if not (node.start_byte <= value.start_byte < node.end_byte):
            _add_constant(tree, constant, value, bags)
    _note_values(values, bags)
    bags.finish()
    return bags


def _add_constant(tree: SyntaxTree, name: str, value: Node, bags: Bags) -> None:
    """Add what stands in a constant, which might stand where it is used."""
    known = tree.fact(_known_constants)
    if name not in known:
        known[name] = Bags()
        _Walk(tree, known[name]).visit(value)
    for view in _OF_CONSTANTS:
        bags.view(view).update(known[name].view(view))


def _known_constants(tree: SyntaxTree) -> dict[str, Bags]:
    """Those that were walked over already, for another definition."""
    del tree
    return {}


def _note_values(values: Values | None, bags: Bags) -> None:
    """What it takes and gives; a type, and a function that gives functions, keep a state."""
    if values is None:
        bags.shape["keeps state"] += 1
        return
    for kind, number in values.taken().items():
        bags.shape[f"takes {kind}"] += number
    for kind in values.given():
        bags.shape["keeps state" if kind == "function" else f"gives {kind}"] += 1


class _Walk:
    def __init__(
        self,
        tree: SyntaxTree,
        bags: Bags,
    ) -> None:
        self._tree = tree
        self._bags = bags
        self._leaves = Leaves(tree, bags)
        self._calls = Calls(tree, bags)

    def used_constants(self) -> Mapping[str, Node]:
        """What was named of the file's constants so far."""
        return self._leaves.used_constants

    def visit(self, top: Node, most_leaves: float = inf) -> None:
        """Note all that is within a node, as far as so many leaves and one."""
        waiting: list[tuple[Node, At]] = [(top, At(functions=-1))]
        while waiting and self._bags.leaves <= most_leaves:
            node, at = waiting.pop()
            kind = node.type
            if kind in _COMMENTS or (kind == "expression_statement" and self._is_docstring(node)):
                continue
            children = node.children
            if not children:
                self._leaves.visit(node, kind)
                continue
            inner = self._note(node, at)
            if kind == "type_annotation" or (kind == "type" and self._tree.language == "python"):
                continue
            waiting += [(child, inner) for child in reversed(children)]

    def _is_docstring(self, statement: Node) -> bool:
        return (
            self._tree.language == "python"
            and statement.child_count == 1
            and statement.children[0].type == "string"
        )

    def _note(self, node: Node, at: At) -> At:
        """Note what a node says of itself. Returns where what is within it stands."""
        note = _NOTES.get(node.type)
        return at if note is None else note(self, node, at) or at

    def _loop(self, node: Node, at: At) -> At:
        del node
        self._bags.step("loop")
        return at.in_loop()

    def _comprehension(self, node: Node, at: At) -> At:
        operations = self._bags.operations
        if node.type == "dictionary_comprehension":
            operations["setitem"] += 1
        elif node.type == "set_comprehension":
            operations["unique"] += 1
        else:
            operations["collect"] += not is_argument(node, node.type)
            if sum(child.type == "for_in_clause" for child in node.children) > 1:
                operations["flatten"] += 1
        return self._loop(node, at)

    def _choice(self, node: Node, at: At) -> At:
        bags = self._bags
        bags.step("choice")
        if at.loops:
            bags.control["choice in loop"] += 1
        if node.type == "if_clause":
            bags.operations["filter"] += 1
        elif better := extreme(self._tree, node):
            bags.operations[better] += 1
        return at.in_choice()

    def _case(self, node: Node, at: At) -> None:
        del node, at
        self._bags.step("choice")

    def _handler(self, node: Node, at: At) -> None:
        del node
        self._bags.step("handle")
        if at.loops:
            self._bags.operations["retry"] += 1

    def _failure(self, node: Node, at: At) -> None:
        del node, at
        self._bags.step("fail")
        self._bags.operations["fail"] += 1

    def _called(self, node: Node, at: At) -> None:
        self._calls.visit(node, at)

    def _function(self, node: Node, at: At) -> At:
        is_outermost = at.functions < 0
        if is_outermost and node.type == "method_declaration":
            receiver = node.child_by_field_name("receiver")
            if receiver is not None:
                self._leaves.receiver = self._tree.text_of(receiver).strip("()").partition(" ")[0]
        return at.in_function()

    def _pattern(self, node: Node, at: At) -> None:
        del node, at
        self._bags.operations["match"] += 1

    def _assigned(self, node: Node, at: At) -> None:
        left, right = _only(node.child_by_field_name("left")), node.child_by_field_name("right")
        if left is None or right is None:
            return
        operator = node.child_by_field_name("operator")
        sign = operator.type.rstrip("=:") if operator is not None else ""
        if sign:
            self._accumulated(sign, left, _only(right), at)
        elif left.type in KEYED:
            self._bags.operations["setitem"] += 1
            if self._tree.text_of(right) in _TRUE:  # a table of what was seen
                self._bags.operations["unique"] += 1

    def _accumulated(self, sign: str, target: Node, value: Node | None, at: At) -> None:
        """`total += price`"""
        operations = self._bags.operations
        kind = "" if value is None else value.type
        if at.loops and at.choices:
            operations["filter"] += 1
        if kind in NUMBERS and value is not None and self._tree.text_of(value) == "1":
            operations["tally" if target.type in KEYED else "count"] += 1
        elif sign == "+" and kind in _WRITTEN_TEXTS:
            operations["join"] += 1
        elif sign in _FOLDED and at.loops:
            operations[_FOLDED[sign]] += 1

    def _controlled(self, node: Node, at: At) -> None:
        word = CONTROL[node.type]
        bags = self._bags
        if word == "return":
            bags.step("return")
        elif word in ("break", "continue", "yield", "await"):
            self._bags.step(word)
            if word == "yield":  # what gives them one by one collects them
                bags.operations["collect"] += 1
            if word in ("yield", "continue") and at.loops and at.choices:
                bags.operations["filter"] += 1
        elif word == "spread" and node.parent is not None and node.parent.type in ("array", "list"):
            bags.operations["collect"] += 1
        else:
            bags.operations[word] += 1

    def _asked_whether_there(self, node: Node, at: At) -> None:
        """`_, ok := seen[key]` of Go."""
        del at
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or left.named_child_count != 2 or right is None:
            return
        if right.named_children and right.named_children[0].type in KEYED:
            self._bags.operations["contains"] += 1

    def _keyed(self, node: Node, at: At) -> None:
        del at
        key = node.named_children[-1] if node.named_child_count > 1 else None
        if key is not None and "string" in key.type:
            text = self._tree.text_of(key).strip("\"'`")
            sense = " ".join(senses_of(text)) or text.lower()
            self._bags.fields[sense] += 1
        else:
            self._bags.operations["item"] += 1
            if key is not None and key.type == "slice":
                self._bags.operations["slice"] += 1

    def _member(self, node: Node, at: At) -> None:
        """`x.length` is an operation, though no call."""
        del at
        last = node.children[-1]
        name = self._tree.text_of(last).lower()
        if name in ("length", "size"):
            self._bags.operations["length"] += 1
        elif (
            last.type == "identifier"  # Python's attributes
            and (node.parent is None or node.parent.type not in CALLS)
            and not self._leaves.is_own(node)
        ):
            said = " ".join(senses_of(self._tree.text_of(last)))
            self._bags.fields[said or name] += 1


def _only(node: Node | None) -> Node | None:
    """What a list of one expression holds."""
    if node is not None and node.type == "expression_list" and node.named_child_count == 1:
        return node.named_children[0]
    return node


_NOTES: dict[str, Callable[[_Walk, Node, At], At | None]] = {
    kind: note
    for kinds, note in (
        (LOOPS, _Walk._loop),
        (COMPREHENSIONS, _Walk._comprehension),
        (CHOICES, _Walk._choice),
        (CASES, _Walk._case),
        (HANDLERS, _Walk._handler),
        (FAILURES, _Walk._failure),
        (CALLS, _Walk._called),
        (CONTROL, _Walk._controlled),
        (_ASSIGNMENTS, _Walk._assigned),
        (KEYED, _Walk._keyed),
        (frozenset({"short_var_declaration"}), _Walk._asked_whether_there),
        (MEMBERS, _Walk._member),
        (FUNCTIONS, _Walk._function),
        (frozenset({"regex", "regex_pattern"}), _Walk._pattern),
    )
    for kind in kinds
}
"""What each kind of node says of itself."""
