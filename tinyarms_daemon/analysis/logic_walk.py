"""One walk over a definition, which tells what it does in words that no language owns."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.logic_vocabulary import (
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
    LOOPS,
    OPERATOR_OF,
    word_sense,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

VIEWS = ("control", "operators", "operations", "literals", "fields", "words", "shape")
"""The ways in which a definition is looked at; each is a bag of words of its own."""

_NAMES = frozenset({"identifier", "simple_identifier", "name", "variable_name"})
_FIELDS = frozenset({"property_identifier", "field_identifier", "private_property_identifier"})
_KEYED = frozenset(
    {"subscript", "subscript_expression", "index_expression", "element_access_expression"}
)
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
_PARAMETERS = frozenset({"parameters", "formal_parameters", "parameter_list"})
_AUGMENTED = frozenset({"augmented_assignment", "augmented_assignment_expression"})
_ASSIGNMENTS = frozenset({"assignment", "assignment_expression", "assignment_statement"})
_BINARY = frozenset({"binary_operator", "binary_expression", "comparison_operator"})
_TRUE, _FALSE = frozenset({"true", "True"}), frozenset({"false", "False"})
_LONGEST_TEXT = 40
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
    _finish(bags)
    return bags


class _Walk:
    def __init__(self, tree: SyntaxTree, bags: Bags, own: str) -> None:
        self._tree = tree
        self._bags = bags
        self._own = own

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
                self._types(node)
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
            self._text(text)
            self._held_against(node.parent, text)
            return
        if kind in _NUMBERS:
            self._number(text)
            self._held_against(node, text)
        elif kind in _NAMES or kind in _FIELDS:
            self._name(text, is_field=kind in _FIELDS)
        elif kind in OPERATOR_OF and _computes(node):
            self._operator(kind)
        elif kind in ("true", "false", "none", "null", "nil", "undefined"):
            said = "nothing" if kind in ("none", "null", "nil", "undefined") else kind
            bags.literals[said] += 1

    def _number(self, text: str) -> None:
        said = text.replace("_", "").lower()
        try:
            value = float(int(said, 0)) if said[:2] in ("0x", "0b", "0o") else float(said)
        except ValueError:
            return
        if value not in (0, 1):
            self._bags.literals[f"{value:g}"] += 1
        else:
            self._bags.literals[f"{value:g}"] += 0

    def _held_against(self, value: Node | None, text: str) -> None:
        """What is done with a literal: `% 10` and `>= 90` tell more than a 10 and a 90."""
        outer = None if value is None else value.parent
        if outer is None or outer.type not in _BINARY:
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
        if is_field and concept is None:
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
            elif kind == "dictionary_comprehension":
                bags.operations["setitem"] += 1
            else:
                bags.operations["unique"] += 1
            return _At(at.loops + 1, at.choices, at.functions)
        if kind in CHOICES:
            self._choice(node, kind, at)
            return _At(at.loops, at.choices + 1, at.functions)
        if kind in CASES:
            self._control("case")
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
        elif kind in _KEYED:
            self._keyed(node)
        elif kind in _MEMBERS:
            self._member(node)
        elif kind in FUNCTIONS:
            if at.functions >= 0:
                bags.operations["function"] += 1
            return _At(at.loops, at.choices, at.functions + 1)
        elif kind in _PARAMETERS and at.functions == 0:
            bags.shape[f"takes {min(node.named_child_count, 5)}"] += 1
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
            where = "loop" if at.loops else "end"
            bags.shape[f"returns {kind} in {where}"] += 1
            bags.shape["gives truth"] += 1
        elif kind in COMPREHENSIONS or kind in ("array", "list", "object", "dictionary"):
            bags.shape["gives many"] += 1
        elif kind in FUNCTIONS:
            bags.shape["gives function"] += 1
        elif kind in ("comparison_operator", "boolean_operator", "not_operator"):
            bags.shape["gives truth"] += 1
        elif kind == "binary_expression" and value is not None:
            operator = value.child_by_field_name("operator")
            sign = OPERATOR_OF.get(operator.type, "") if operator is not None else ""
            truth = sign in ("order", "equal", "unequal", "and", "or")
            bags.shape["gives truth" if truth else "gives computed"] += 1
        if at.loops and kind not in ("nothing", *_TRUE, *_FALSE):
            bags.operations["find"] += 1

    def _choice(self, node: Node, kind: str, at: _At) -> None:
        self._control("choice")
        bags = self._bags
        if at.loops:
            bags.control["choice in loop"] += 1
        if kind == "if_clause":
            bags.operations["filter"] += 1
            return
        extreme = self._extreme(node, kind)
        if extreme:
            bags.operations[extreme] += 2

    def _extreme(self, node: Node, kind: str) -> str | None:
        """`max` for `if a > b: b = a` and `a > b ? a : b`; `min` for the opposite."""
        condition = node.child_by_field_name("condition")
        if condition is None and kind == "conditional_expression" and node.named_child_count == 3:
            then, condition, _ = node.named_children
            chosen = self._tree.text_of(then)
        else:
            then_node = node.child_by_field_name("consequence")
            if condition is None or then_node is None:
                return None
            chosen = self._tree.text_of(then_node)
        if len(chosen) > 400 or condition.end_byte - condition.start_byte > 200:
            return None
        compared = condition
        while compared.type == "parenthesized_expression" and compared.named_child_count == 1:
            compared = compared.named_children[0]
        if compared.named_child_count < 2:
            return None
        left, right = compared.named_children[0], compared.named_children[-1]
        signs = [child.type for child in compared.children if child.type in ("<", ">", "<=", ">=")]
        if len(signs) != 1:
            return None
        first, second = self._tree.text_of(left), self._tree.text_of(right)
        statement = chosen.strip("{} \n\t;")
        grows = signs[0].startswith(">")
        if statement == first or statement.replace(" ", "").startswith(
            (f"{second}={first}".replace(" ", ""), f"{second}:={first}".replace(" ", ""))
        ):
            return "max" if grows else "min"
        if statement == second or statement.replace(" ", "").startswith(
            f"{first}={second}".replace(" ", "")
        ):
            return "min" if grows else "max"
        return None

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
        owner = said.rpartition(".")[0].rpartition(".")[2].lower()
        concept = CONCEPT_OF.get(lowered)
        if lowered == "all" and owner == "promise":
            concept = "parallel"
        elif lowered in ("append", "push") and at.loops and at.choices:
            bags.operations["filter"] += 1
        elif lowered == "then":
            self._control("await")
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
        elif lowered and lowered.isidentifier():
            bags.fields[f"{lowered}()"] += 1
        if lowered in _HIGHER and "." in said:
            self._control("loop")
            if lowered == "flatmap":
                bags.operations["collect"] += 1
            return _At(at.loops + 1, at.choices, at.functions)
        return at

    def _augmented(self, node: Node, at: _At) -> None:
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        right = node.child_by_field_name("right")
        self._accumulated(sign.rstrip("="), right, at)

    def _accumulated(self, sign: str, value: Node | None, at: _At) -> None:
        bags = self._bags
        kind = "" if value is None else value.type
        if kind in _NUMBERS and value is not None and self._tree.text_of(value) == "1":
            bags.operations["count"] += 1
        elif sign == "+" and kind in ("string", "template_string", "interpreted_string_literal"):
            bags.operations["join"] += 1
        elif sign == "+" and at.loops:
            bags.operations["sum"] += 1
        elif sign == "*" and at.loops:
            bags.operations["product"] += 1

    def _assigned(self, node: Node, at: _At) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        operator = node.child_by_field_name("operator")
        if operator is not None and operator.type not in ("=", ":="):
            self._accumulated(operator.type.rstrip("="), right, at)
            return
        if left.type == "expression_list" and left.named_child_count == 1:
            left = left.named_children[0]
        if left.type in _KEYED:
            self._bags.operations["setitem"] += 1
        if right.type == "expression_list" and right.named_child_count == 1:
            right = right.named_children[0]
        if right.type in ("binary_operator", "binary_expression") and right.named_child_count == 2:
            first, second = right.named_children
            sign = right.child_by_field_name("operator")
            if sign is not None and self._tree.text_of(first) == self._tree.text_of(left):
                self._accumulated(sign.type, second, at)
            elif (
                sign is not None
                and sign.type == "+"
                and self._tree.text_of(second) == "1"
                and left.type in _KEYED
            ):
                self._bags.operations["count"] += 1

    def _counted(self, node: Node, at: _At) -> None:
        if node.named_child_count == 1 and node.named_children[0].type in _KEYED:
            self._bags.operations["setitem"] += 1
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
        elif last.type == "identifier" and (  # Python's attributes
            node.parent is None or node.parent.type not in CALLS
        ):
            said = filter(None, map(word_sense, words_of(self._tree.text_of(last))))
            self._bags.fields[" ".join(said) or name] += 1

    def _types(self, node: Node) -> None:
        said = self._tree.text_of(node)[:_LONGEST_TEXT].lower()
        for mark, kind in _TYPE_MARKS:
            if mark in said:
                self._bags.shape[f"type {kind}"] += 1


_TYPE_NODES = frozenset({"pointer_type", "type_arguments", "variadic_parameter", "for_statement"})
_TYPE_MARKS = (
    ("[]", "many"),
    ("list", "many"),
    ("sequence", "many"),
    ("array", "many"),
    ("iterable", "many"),
    ("map", "table"),
    ("dict", "table"),
    ("record", "table"),
    ("bool", "truth"),
    ("int", "number"),
    ("float", "number"),
    ("number", "number"),
    ("str", "text"),
    ("promise", "later"),
    ("set", "unique"),
)


def _computes(sign: Node) -> bool:
    """Whether a sign works on values; `*` and `&` may be parts of types as well."""
    parent = sign.parent
    return parent is not None and parent.type not in _TYPE_NODES


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
    for first, second in _pairs(bags.sequence):
        bags.control[f"{first} {second}"] += 1


def _pairs(sequence: list[str]) -> Iterator[tuple[str, str]]:
    yield from pairwise(sequence)
