"""One walk over a definition, which tells what it does in words that no language owns."""

from collections.abc import Callable, Mapping
from math import inf

from tinyarms_daemon.analysis.logic.assignments import Assignments
from tinyarms_daemon.analysis.logic.bags import At, Bags
from tinyarms_daemon.analysis.logic.idioms import (
    adds_to_keyed,
    compares_neighbors,
    compares_sets,
    extreme,
    is_beside,
    pairs_neighbors,
    stores_many,
)
from tinyarms_daemon.analysis.logic.leaves import Leaves
from tinyarms_daemon.analysis.logic.reductions import (
    counts_matching,
    folded,
    has_one_argument,
    is_argument,
)
from tinyarms_daemon.analysis.logic.values import Values, function_in
from tinyarms_daemon.analysis.logic.vocabulary import (
    ALSO_DOES,
    BINARY,
    CALLS,
    CASES,
    CHOICES,
    COMPARES,
    COMPREHENSIONS,
    CONCEPT_OF,
    CONTROL,
    FAILURES,
    FUNCTIONS,
    HANDLERS,
    KEYED,
    LOOPS,
    MEMBERS,
    senses_of,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_TRUE, _FALSE = frozenset({"true", "True"}), frozenset({"false", "False"})
# Calls that are noted as something else, or say nothing of the matter.
_NO_FIELDS = frozenset(
    {"make", "new", "promise", "resolve", "reject", "list", "dict", "map", "catch", "reduce"}
)
_AUGMENTED = frozenset({"augmented_assignment", "augmented_assignment_expression"})
_ASSIGNMENTS = frozenset({"assignment", "assignment_expression", "assignment_statement"})
_OF_CONSTANTS = ("operators", "operations", "literals", "fields", "words")
_HIGHER = frozenset({"map", "filter", "reduce", "foreach", "some", "every", "flatmap", "find"})
_CALLEE_CHARACTERS = 60  # of what is called, in which its name stands


def walk(tree: SyntaxTree, node: Node, name: str, most_leaves: int) -> Bags:
    """What a definition does. `name` is its own, by which it may call itself. In one that has more
    leaves than that it stops behind them."""
    bags = Bags()
    own = name.rpartition(".")[2]
    for sense in senses_of(own):
        bags.words[sense] += 2
    function = function_in(node)
    values = None if function is None else Values(tree, function)
    walked = _Walk(tree, bags, own, values.kind_of if values else _no_kind)
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
        _Walk(tree, known[name], "", _no_kind).visit(value)
    for view in _OF_CONSTANTS:
        bags.view(view).update(known[name].view(view))


def _known_constants(tree: SyntaxTree) -> dict[str, Bags]:
    """Those that were walked over already, for another definition."""
    del tree
    return {}


def _no_kind(node: Node) -> None:
    del node


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
        own: str,
        kind_of: Callable[[Node], str | None],
    ) -> None:
        self._tree = tree
        self._bags = bags
        self._own = own
        self._leaves = Leaves(tree, bags)
        self._assignments = Assignments(tree, bags, kind_of)

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
            inner = self._branch(node, kind, at)
            if kind == "type_annotation" or (kind == "type" and self._tree.language == "python"):
                continue
            waiting += [(child, inner) for child in reversed(children)]

    def _is_docstring(self, statement: Node) -> bool:
        return (
            self._tree.language == "python"
            and statement.child_count == 1
            and statement.children[0].type == "string"
        )

    def _branch(self, node: Node, kind: str, at: At) -> At:
        bags = self._bags
        if kind in LOOPS:
            self._bags.step("loop")
            return At(at.loops + 1, at.choices, at.functions)
        if kind in COMPREHENSIONS:
            self._bags.step("loop")
            if kind in ("list_comprehension", "generator_expression"):
                bags.operations["collect"] += not is_argument(node, kind)
                if sum(child.type == "for_in_clause" for child in node.children) > 1:
                    bags.operations["flatten"] += 1
            elif kind == "dictionary_comprehension":
                bags.operations["setitem"] += 1
            else:
                bags.operations["unique"] += 1
            return At(at.loops + 1, at.choices, at.functions)
        if kind in CHOICES:
            self._choice(node, kind, at)
            return At(at.loops, at.choices + 1, at.functions)
        if kind in CASES:
            self._bags.step("choice")
        elif kind in HANDLERS:
            self._bags.step("handle")
            if at.loops:
                bags.operations["retry"] += 1
        elif kind in FAILURES:
            self._bags.step("fail")
            bags.operations["fail"] += 1
        elif kind in CALLS:
            return self._call(node, at)
        elif kind in CONTROL:
            self._controlled(node, kind, at)
        elif kind in _AUGMENTED:
            self._assignments.augmented(node, at)
        elif kind in _ASSIGNMENTS:
            self._assignments.assigned(node, at)
        elif kind in ("update_expression", "inc_statement", "dec_statement"):
            self._assignments.counted(node, at)
        elif kind in KEYED:
            self._keyed(node)
        elif kind in BINARY:
            self._combined(node)
        elif kind == "short_var_declaration":
            self._asked_whether_there(node)
        elif kind in MEMBERS:
            self._member(node)
        elif kind in FUNCTIONS:
            if (
                at.functions < 0
                and node.type == "method_declaration"
                and (r := node.child_by_field_name("receiver"))
            ):
                self._leaves.receiver = self._tree.text_of(r).strip("()").partition(" ")[0]
            return At(at.loops, at.choices, at.functions + 1)
        elif kind in ("regex", "regex_pattern"):
            bags.operations["match"] += 1
        return at

    def _controlled(self, node: Node, kind: str, at: At) -> None:
        word = CONTROL[kind]
        bags = self._bags
        if word == "return":
            self._returned(node, at)
            self._bags.step("return")
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

    def _returned(self, node: Node, at: At) -> None:
        bags = self._bags
        said = node.named_children
        value = said[0] if said else None
        while value is not None and value.type in ("expression_list", "parenthesized_expression"):
            value = value.named_children[0] if value.named_children else None
        kind = "nothing" if value is None else value.type
        if kind in _TRUE or kind in _FALSE:
            bags.shape[f"returns {kind.lower()} in {'loop' if at.loops else 'end'}"] += 1
        if at.loops and kind not in ("nothing", *_TRUE, *_FALSE):
            bags.operations["find"] += 1

    def _choice(self, node: Node, kind: str, at: At) -> None:
        bags = self._bags
        self._bags.step("choice")
        if at.loops:
            bags.control["choice in loop"] += 1
        if kind == "if_clause":
            bags.operations["filter"] += 1
            return
        better = extreme(self._tree, node)
        if better:
            bags.operations[better] += 1

    def _combined(self, node: Node) -> None:
        operations = self._bags.operations
        if compares_neighbors(self._tree, node):
            operations["neighbors"] += 1
        elif compares_sets(self._tree, node):
            operations["contains"] += 1
            operations["filter"] += 1

    def _asked_whether_there(self, node: Node) -> None:
        """`_, ok := seen[key]` of Go."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or left.named_child_count != 2 or right is None:
            return
        if right.named_children and right.named_children[0].type in KEYED:
            self._bags.operations["contains"] += 1

    def _call(self, node: Node, at: At) -> At:
        function = (
            node.child_by_field_name("function")
            or node.child_by_field_name("constructor")
            or node.child_by_field_name("name")
            or node.child_by_field_name("type")
        )
        if function is None:
            return at
        said = self._tree.end_of(function, _CALLEE_CHARACTERS)
        name = said.rpartition(".")[2].strip()
        bags = self._bags
        lowered = name.lower()
        owner = said.rpartition(".")[0].rpartition(".")[2].lower()
        concept = CONCEPT_OF.get(lowered)
        is_of_own = owner in ("", "self", "this", "cls", self._leaves.receiver)
        if name == self._own and (is_of_own or concept is None):  # not `self.kept.get()` in a `get`
            bags.operations["recursion"] += 1
            self._bags.step("loop")
            return at
        if lowered == "all" and owner == "promise":
            concept = "parallel"
        elif owner == "sort":
            concept = "place" if lowered == "search" else "sort"
        elif lowered in COMPARES and owner != "time":
            bags.operators[COMPARES[lowered]] += 1
            return at
        elif concept in ("sum", "length") and counts_matching(node):
            concept = "count"
        elif concept == "zip" and pairs_neighbors(self._tree, node):
            concept = "adjacent"
        elif lowered == "get" and has_one_argument(node):
            concept = "item"  # with another argument it has a default
        elif concept == "reduce":
            concept = folded(node)
        elif lowered in ("append", "push"):
            self._grown(node, function, at)
        elif lowered == "then":
            self._bags.step("await")
            bags.control["chain"] += 1
            return At(at.loops, at.choices, at.functions)
        elif lowered == "catch":
            self._bags.step("handle")
        elif owner in ("errors", "fmt") and lowered in ("new", "errorf"):
            concept = "fail"
            self._bags.step("fail")
        elif lowered == "add" and at.loops:
            concept = "unique"
        elif lowered == "set" and owner not in ("", "new"):
            concept = "setitem"
            if stores_many(node):
                bags.operations["group"] += 1
        if concept:
            bags.operations[concept] += 1
            bags.operations.update(ALSO_DOES.get(lowered, ()))
        elif lowered and lowered.isidentifier() and lowered not in _NO_FIELDS:
            bags.fields[f"{lowered}()"] += 1
        if lowered in _HIGHER and "." in said:
            self._bags.step("loop")
            return At(at.loops + 1, at.choices, at.functions)
        return at

    def _grown(self, call: Node, function: Node, at: At) -> None:
        bags = self._bags
        if adds_to_keyed(self._tree, call, function):
            bags.operations["group"] += 1
        elif at.loops and at.choices:
            bags.operations["filter"] += 1
        elif at.loops > 1:
            bags.operations["flatten"] += 1

    def _keyed(self, node: Node) -> None:
        key = node.named_children[-1] if node.named_child_count > 1 else None
        if key is not None and "string" in key.type:
            text = self._tree.text_of(key).strip("\"'`")
            sense = " ".join(senses_of(text)) or text.lower()
            self._bags.fields[sense] += 1
        else:
            self._bags.operations["item"] += 1
            if key is not None and key.type == "slice":
                self._bags.operations["slice"] += 1
            elif key is not None and is_beside(self._tree, key):
                self._bags.operations["adjacent"] += 1

    def _member(self, node: Node) -> None:
        """`x.length` is an operation, though no call."""
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
