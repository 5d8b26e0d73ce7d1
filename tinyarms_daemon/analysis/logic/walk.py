"""One walk over a definition, which tells what it does in words that no language owns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.logic.idioms import (
    adds_to_keyed,
    compares_neighbors,
    extreme,
    is_step,
    is_transposed,
    meets_in_the_middle,
)
from tinyarms_daemon.analysis.logic.values import Values, function_in
from tinyarms_daemon.analysis.logic.vocabulary import (
    BRANCHES,
    CALLS,
    CASES,
    CHOICES,
    COMPREHENSIONS,
    CONCEPT_OF,
    CONTROL,
    FAILURES,
    FUNCTIONS,
    HANDLERS,
    KEYED,
    LOOPS,
    OPERATOR_OF,
    word_sense,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

VIEWS = ("control", "operators", "operations", "literals", "fields", "words", "shape")
"""The ways in which a definition is looked at; each is a bag of words of its own."""

_NAMES = frozenset({"identifier", "simple_identifier", "name", "variable_name"})
_FIELDS = frozenset({"property_identifier", "field_identifier", "private_property_identifier"})
_MEMBERS = frozenset(
    {"attribute", "member_expression", "selector_expression", "field_access", "field_expression"}
)
_NUMBERS = frozenset(
    {
        *("integer", "float", "number", "int_literal", "float_literal", "integer_literal"),
        *("decimal_integer_literal", "decimal_floating_point_literal", "real_literal"),
    }
)
_TEXTS = frozenset(
    {"string_content", "string_fragment", "interpreted_string_literal_content", "regex_pattern"}
)
_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_TYPES = frozenset({"type_annotation", "type", "type_arguments", "parameter_list_type"})
_AUGMENTED = frozenset({"augmented_assignment", "augmented_assignment_expression"})
_ASSIGNMENTS = frozenset({"assignment", "assignment_expression", "assignment_statement"})
_BINARY = frozenset({"binary_operator", "binary_expression", "comparison_operator"})
_TRUE, _FALSE = frozenset({"true", "True"}), frozenset({"false", "False"})
_WRITTEN_TEXTS = frozenset({"string", "template_string", "interpreted_string_literal"})
_LONGEST_TEXT = 40
# Where a format puts its values: what stands between is the text.
_VERBS = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")
_CHAINS = frozenset({"then", "catch", "finally", "resolve", "reject"})
_BUILDS = frozenset({"make", "new", "promise", "resolve", "reject", "list", "dict", "map"})
_OWN = frozenset({"self", "this", "cls"})
_HIGHER = frozenset({"map", "filter", "reduce", "foreach", "some", "every", "flatmap", "find"})


@dataclass(slots=True)
class Bags:
    """What a walk has gathered. `texts` are those of the leaves in order, and `kinds` the same with
    names and values left out."""

    control: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    literals: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    shape: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sequence: list[str] = field(default_factory=list)
    leaves: int = 0
    branches: int = 0

    def view(self, name: str) -> Counter[str]:
        """One of VIEWS."""
        bag: Counter[str] = getattr(self, name)
        return bag


@dataclass(frozen=True, slots=True)
class _At:
    """Where a node stands within the definition."""

    loops: int = 0
    choices: int = 0
    functions: int = 0


def walk(tree: SyntaxTree, node: Node, name: str) -> Bags:
    """What a definition does. `name` is its own, by which it may call itself."""
    bags = Bags()
    own = name.rpartition(".")[2]
    for word in words_of(own):
        sense = word_sense(word)
        if sense:
            bags.words[sense] += 2
    _Walk(tree, bags, own).visit(node)
    _values(tree, node, bags)
    _finish(bags)
    return bags


def _values(tree: SyntaxTree, node: Node, bags: Bags) -> None:
    """What it takes and gives; a type, and a function that gives functions, keep a state."""
    function = function_in(node)
    if function is None:
        bags.shape["keeps state"] += 1
        return
    values = Values(tree, function)
    for kind, number in values.taken().items():
        bags.shape[f"takes {kind}"] += number
    for kind in values.given():
        bags.shape["keeps state" if kind == "function" else f"gives {kind}"] += 1


class _Walk:
    def __init__(self, tree: SyntaxTree, bags: Bags, own: str) -> None:
        self._tree = tree
        self._bags = bags
        self._own = own
        self._receiver: str | None = None

    def visit(self, top: Node) -> None:
        waiting: list[tuple[Node, _At]] = [(top, _At(functions=-1))]
        while waiting:
            node, at = waiting.pop()
            kind = node.type
            if kind in _COMMENTS or self._is_docstring(node, kind):
                continue
            children = node.children
            if not children:
                self._leaf(node, kind)
                continue
            inner = self._branch(node, kind, at)
            if kind == "type_annotation" or (kind == "type" and self._tree.language == "python"):
                continue
            waiting += [(child, inner) for child in reversed(children)]

    def _is_docstring(self, node: Node, kind: str) -> bool:
        return (
            kind == "expression_statement"
            and self._tree.language == "python"
            and node.child_count == 1
            and node.children[0].type == "string"
        )

    def _leaf(self, node: Node, kind: str) -> None:
        text = self._tree.text_of(node)
        bags = self._bags
        bags.leaves += 1
        bags.texts.append(text)
        bags.kinds.append(text if kind == text else kind)
        if kind in _TEXTS:
            for part in _VERBS.split(text) if "%" in text or "{" in text else (text,):
                self._text(part)
            self._held_against(node.parent, text)
            return
        if kind in _NUMBERS:
            self._number(text)
            self._held_against(node, text)
        elif kind in _NAMES or kind in _FIELDS:
            self._name(text, is_field=kind in _FIELDS and not self._is_own(node.parent))
        elif kind in OPERATOR_OF and _computes(node):
            self._operator(kind)

    def _is_own(self, member: Node | None) -> bool:
        """Whether it is a part of the object itself, which is no more than a variable elsewhere."""
        if member is None or member.type not in _MEMBERS:
            return member is None or "definition" in member.type or "declaration" in member.type
        owner = self._tree.text_of(member.children[0])[:20]
        return owner in _OWN or owner == self._receiver

    def _number(self, text: str) -> None:
        said = text.replace("_", "").lower()
        try:
            value = float(int(said, 0)) if said[:2] in ("0x", "0b", "0o") else float(said)
        except ValueError:
            return
        if value not in (0, 1):  # these say nothing of the matter
            self._bags.literals[f"{value:g}"] += 1

    def _held_against(self, value: Node | None, text: str) -> None:
        """What is done with a literal: `% 10` and `>= 90` tell more than a 10 and a 90."""
        outer = None if value is None else value.parent
        if outer is None or outer.type not in _BINARY or text in ("0", "1"):
            return
        signs = [child.type for child in outer.children if child.type in OPERATOR_OF]
        if signs:
            self._bags.literals[f"{OPERATOR_OF[signs[0]]} {text.lower()[:_LONGEST_TEXT]}"] += 1

    def _text(self, text: str) -> None:
        said = text.strip().lower()[:_LONGEST_TEXT]
        if said and (len(said) > 1 or not said.isspace()):
            self._bags.literals[f"“{said}"] += 1
            for word in words_of(said):
                sense = word_sense(word)
                if sense and len(sense) > 2:
                    self._bags.words[sense] += 1
        elif text:
            self._bags.literals["“ "] += 1

    def _name(self, text: str, *, is_field: bool) -> None:
        bags = self._bags
        concept = CONCEPT_OF.get(text.lower())
        if concept == "environment":
            bags.operations[concept] += 1
        if is_field and concept is None and text not in _CHAINS:
            said = " ".join(filter(None, map(word_sense, words_of(text)))) or text.lower()
            bags.fields[said] += 1
        if concept is None:
            for word in words_of(text):
                sense = word_sense(word)
                if sense:
                    bags.words[sense] += 1

    def _operator(self, sign: str) -> None:
        said = OPERATOR_OF[sign]
        self._bags.operators[said] += 1
        if said in ("contains", "default"):
            self._bags.operations[said] += 1
        if said in ("and", "or"):
            self._bags.branches += 1

    def _branch(self, node: Node, kind: str, at: _At) -> _At:
        bags = self._bags
        if kind in BRANCHES:
            bags.branches += 1
        if kind in LOOPS:
            self._control("loop")
            return _At(at.loops + 1, at.choices, at.functions)
        if kind in COMPREHENSIONS:
            self._control("loop")
            if kind in ("list_comprehension", "generator_expression"):
                bags.operations["collect"] += 1
                if sum(child.type == "for_in_clause" for child in node.children) > 1:
                    bags.operations["flatten"] += 1
            elif kind == "dictionary_comprehension":
                bags.operations["setitem"] += 1
            else:
                bags.operations["unique"] += 1
            return _At(at.loops + 1, at.choices, at.functions)
        if kind in CHOICES:
            self._choice(node, kind, at)
            return _At(at.loops, at.choices + 1, at.functions)
        if kind in CASES:
            self._control("choice")
        elif kind in HANDLERS:
            self._control("handle")
            if at.loops:
                bags.operations["retry"] += 1
        elif kind in FAILURES:
            self._control("fail")
            bags.operations["fail"] += 1
        elif kind in CALLS:
            return self._call(node, at)
        elif kind in CONTROL:
            self._controlled(node, kind, at)
        elif kind in _AUGMENTED:
            self._augmented(node, at)
        elif kind in _ASSIGNMENTS:
            self._assigned(node, at)
        elif kind in ("update_expression", "inc_statement", "dec_statement"):
            self._counted(node, at)
        elif kind in KEYED:
            self._keyed(node)
        elif kind in _BINARY:
            self._compared(node)
        elif kind == "short_var_declaration":
            self._asked_whether_there(node)
        elif kind in _MEMBERS:
            self._member(node)
        elif kind in FUNCTIONS:
            if at.functions >= 0:
                bags.operations["function"] += 1
            elif node.type == "method_declaration" and (r := node.child_by_field_name("receiver")):
                self._receiver = self._tree.text_of(r).strip("()").partition(" ")[0]
            return _At(at.loops, at.choices, at.functions + 1)
        elif kind in ("regex", "regex_pattern"):
            bags.operations["match"] += 1
        return at

    def _control(self, word: str) -> None:
        self._bags.control[word] += 1
        self._bags.sequence.append(word)

    def _controlled(self, node: Node, kind: str, at: _At) -> None:
        word = CONTROL[kind]
        bags = self._bags
        if word == "return":
            self._returned(node, at)
            self._control("return")
        elif word in ("break", "continue", "yield") or word == "await":
            self._control(word)
        elif word == "spread" and node.parent is not None and node.parent.type in ("array", "list"):
            bags.operations["collect"] += 1
        else:
            bags.operations[word] += 1

    def _returned(self, node: Node, at: _At) -> None:
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

    def _choice(self, node: Node, kind: str, at: _At) -> None:
        bags = self._bags
        if self._tree.language == "go" and self._is_error_check(node):
            self._control("handle")
            return
        self._control("choice")
        if at.loops:
            bags.control["choice in loop"] += 1
        if kind == "if_clause":
            bags.operations["filter"] += 1
            return
        better = extreme(self._tree, node)
        if better:
            bags.operations[better] += 1

    def _is_error_check(self, node: Node) -> bool:
        condition = node.child_by_field_name("condition")
        return condition is not None and self._tree.end_of(condition, 12) == "err != nil"

    def _compared(self, node: Node) -> None:
        if compares_neighbors(self._tree, node):
            self._bags.operations["neighbors"] += 1

    def _asked_whether_there(self, node: Node) -> None:
        """`_, ok := seen[key]` of Go."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or left.named_child_count != 2 or right is None:
            return
        if right.named_children and right.named_children[0].type in KEYED:
            self._bags.operations["contains"] += 1

    def _call(self, node: Node, at: _At) -> _At:
        function = (
            node.child_by_field_name("function")
            or node.child_by_field_name("constructor")
            or node.child_by_field_name("name")
            or node.child_by_field_name("type")
        )
        if function is None:
            return at
        said = self._tree.end_of(function, 60)
        name = said.rpartition(".")[2].strip()
        bags = self._bags
        lowered = name.lower()
        if name == self._own:
            bags.operations["recursion"] += 1
            self._control("loop")
        owner = said.rpartition(".")[0].rpartition(".")[2].lower()
        concept = CONCEPT_OF.get(lowered)
        if lowered == "all" and owner == "promise":
            concept = "parallel"
        elif owner == "sort":
            concept = "sort"
        elif lowered in ("append", "push"):
            self._grown(node, function, at)
        elif lowered == "then":
            self._control("await")
            bags.control["chain"] += 1
            return _At(at.loops, at.choices, at.functions)
        elif lowered == "catch":
            self._control("handle")
        elif owner in ("errors", "fmt") and lowered in ("new", "errorf"):
            concept = "fail"
            self._control("fail")
        elif lowered == "add" and at.loops:
            concept = "unique"
        elif lowered == "set" and owner not in ("", "new"):
            concept = "setitem"
        if concept:
            bags.operations[concept] += 1
        elif lowered and lowered.isidentifier() and lowered not in _BUILDS:
            bags.fields[f"{lowered}()"] += 1
        if lowered in _HIGHER and "." in said:
            self._control("loop")
            return _At(at.loops + 1, at.choices, at.functions)
        return at

    def _grown(self, call: Node, function: Node, at: _At) -> None:
        bags = self._bags
        if adds_to_keyed(self._tree, call, function):
            bags.operations["group"] += 1
        elif at.loops and at.choices:
            bags.operations["filter"] += 1
        elif at.loops > 1:
            bags.operations["flatten"] += 1

    def _augmented(self, node: Node, at: _At) -> None:
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        self._accumulated(sign.rstrip("="), left, right, at)

    def _accumulated(self, sign: str, target: Node | None, value: Node | None, at: _At) -> None:
        operations = self._bags.operations
        kind = "" if value is None else value.type
        if kind in _NUMBERS and value is not None and self._tree.text_of(value) == "1":
            self._one_more(target)
        elif sign == "+" and kind in _WRITTEN_TEXTS:
            operations["join"] += 1
        elif sign in ("+", "-") and target is not None and is_step(self._tree, target, value):
            operations["step"] += 1
        elif sign == "+" and at.loops:
            operations["sum"] += 1
        elif sign == "*" and at.loops:
            operations["product"] += 1

    def _one_more(self, target: Node | None) -> None:
        is_keyed = target is not None and target.type in KEYED
        self._bags.operations["tally" if is_keyed else "count"] += 1

    def _assigned(self, node: Node, at: _At) -> None:
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
        if is_transposed(tree, left, right):
            operations["transpose"] += 1
        if right.type in ("binary_operator", "binary_expression") and right.named_child_count == 2:
            first, second = right.named_children
            sign = right.child_by_field_name("operator")
            if sign is not None and tree.text_of(first) == tree.text_of(left):
                self._accumulated(sign.type, left, second, at)
            elif sign is not None and sign.type == "+" and tree.text_of(second) == "1":
                self._one_more(left)

    def _counted(self, node: Node, at: _At) -> None:
        if node.named_child_count == 1 and node.named_children[0].type in KEYED:
            self._one_more(node.named_children[0])
            return
        outer = node.parent
        while outer is not None and outer.type == "for_clause":
            outer = outer.parent
        if outer is None or outer.type != "for_statement" or node.parent is outer:
            self._bags.operations["count"] += 1 if at.loops else 0

    def _keyed(self, node: Node) -> None:
        key = node.named_children[-1] if node.named_child_count > 1 else None
        if key is not None and "string" in key.type:
            text = self._tree.text_of(key).strip("\"'`")
            sense = " ".join(filter(None, map(word_sense, words_of(text)))) or text.lower()
            self._bags.fields[sense] += 1
        else:
            self._bags.operations["item"] += 1
            if key is not None and key.type == "slice":
                self._bags.operations["slice"] += 1

    def _member(self, node: Node) -> None:
        """`x.length` is an operation, though no call."""
        last = node.children[-1]
        name = self._tree.text_of(last).lower()
        if name in ("length", "size"):
            self._bags.operations["length"] += 1
        elif (
            last.type == "identifier"  # Python's attributes
            and (node.parent is None or node.parent.type not in CALLS)
            and not self._is_own(node)
        ):
            said = filter(None, map(word_sense, words_of(self._tree.text_of(last))))
            self._bags.fields[" ".join(said) or name] += 1


def _only(node: Node) -> Node:
    """What a list of one expression holds."""
    if node.type == "expression_list" and node.named_child_count == 1:
        return node.named_children[0]
    return node


_TYPE_NODES = frozenset(
    {"pointer_type", "type_arguments", "type_parameters", "variadic_parameter", "for_statement"}
)


def _computes(sign: Node) -> bool:
    """Whether a sign works on values; `*` and `&` may be parts of types as well."""
    parent = sign.parent
    if parent is None:
        return False
    if sign.type == "in":  # of a loop it is no question
        return parent.type in _BINARY
    return parent.type not in _TYPE_NODES


def _finish(bags: Bags) -> None:
    loops = bags.control["loop"]
    bags.shape[f"loops {min(loops, 3)}"] += 1
    size = 0
    while (8 << size) < bags.leaves:
        size += 1
    bags.shape[f"size {size}"] += 1
    bags.shape[f"size {size + 1}"] += 1
    truths = bags.shape
    if truths["returns true in loop"] and truths["returns false in end"]:
        bags.operations["any"] += 1
    if truths["returns false in loop"] and truths["returns true in end"]:
        bags.operations["all"] += 1
    if bags.operations["neighbors"] and bags.operations["sort"]:
        bags.operations["unique"] += 1
    for first, second in _pairs(bags.sequence):
        bags.control[f"{first} {second}"] += 1


def _pairs(sequence: list[str]) -> Iterator[tuple[str, str]]:
    yield from pairwise(sequence)
