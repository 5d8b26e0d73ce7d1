"""What kinds of values a definition takes and gives, as far as its text shows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.logic.vocabulary import (
    CALLS,
    CONCEPT_OF,
    FUNCTIONS,
    LOOPS,
    OPERATOR_OF,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_KINDS_OF_NODES = {
    "truth": "true false True False not_operator comparison_operator",
    "number": "integer float number int_literal float_literal unary_operator update_expression",
    "text": "string template_string interpreted_string_literal raw_string_literal "
    "concatenated_string rune_literal",
    "many": "list array set tuple list_comprehension set_comprehension generator_expression "
    "slice_type",
    "table": "dictionary dictionary_comprehension map_type",
    "function": " ".join(sorted(FUNCTIONS)),
    "nothing": "none null nil undefined",
}
_KIND_OF_NODE = {node: kind for kind, nodes in _KINDS_OF_NODES.items() for node in nodes.split()}
_KINDS_OF_CONCEPTS = {
    "truth": "any all contains starts ends type exists",
    "number": "sum mean length count round floor ceil abs power log tonumber random",
    "text": "join replace trim lower upper pad char totext",
    "many": "sort reverse collect filter keys values entries unique split zip range flatten",
    "table": "group tally",
}
_KIND_OF_CONCEPT = {
    word: kind for kind, words in _KINDS_OF_CONCEPTS.items() for word in words.split()
}
_KIND_OF_CALL = {
    **dict.fromkeys(word_set("list tuple set deque array frozenset"), "many"),
    **dict.fromkeys(word_set("dict map ordereddict defaultdict counter weakmap"), "table"),
    **dict.fromkeys(word_set("bool boolean"), "truth"),
}
# The first mark in the text of a type says what it is.
_KIND_OF_TYPE = (
    ("=>", "function"),
    ("func(", "function"),
    ("callable", "function"),
    ("map[", "table"),
    ("record<", "table"),
    ("map<", "table"),
    ("dict", "table"),
    ("mapping", "table"),
    ("[]", "many"),
    ("array", "many"),
    ("list", "many"),
    ("set<", "many"),
    ("set[", "many"),
    ("sequence", "many"),
    ("iter", "many"),
    ("tuple", "many"),
    ("bool", "truth"),
    ("number", "number"),
    ("int", "number"),
    ("float", "number"),
    ("str", "text"),
)
KINDS = ("truth", "number", "text", "many", "table", "record", "nothing")
"""What a value may be, where that is known; a function that gives functions keeps a state."""
_WRAPPERS = ("parenthesized_expression", "expression_list", "await_expression", "await",
             "non_null_expression", "as_expression", "satisfies_expression")  # fmt: skip
_TAKEN_AS = ("function", "many", "text", "record", "number")
_OF_TEXT = word_set("lower upper trim split replace starts ends pad char")
_OVER_MANY = word_set("""
    length sort sum min max any all unique zip reverse each collect filter reduce find join keys
    values entries copy flatten tally
    """)
# What may stand around a function that is a definition.
_AROUND = word_set("""
    export_statement decorated_definition lexical_declaration variable_declaration
    variable_declarator expression_statement assignment assignment_expression pair
    public_field_definition field_definition parenthesized_expression var_declaration var_spec
    short_var_declaration expression_list
    """)
_SETS_NAME = word_set("assignment variable_declarator short_var_declaration var_spec")
_FEW_NODES = 4_000
_CALLEE_CHARACTERS = 60  # of what is called, in which its name stands
_TYPE_CHARACTERS = 80


class Values:
    """The kinds of the values in one definition."""

    def __init__(self, tree: SyntaxTree, function: Node) -> None:
        self._tree = tree
        self._function = function
        self._nodes = list(_inside(function))
        self._kinds: dict[str, str] = {}
        self._learn_locals()

    def given(self) -> set[str]:
        """The kinds of what it returns; where it says its type, of that. Where what it returns may
        be nothing as well, that tells little."""
        said = self._function.child_by_field_name("return_type")
        said = said or self._function.child_by_field_name("result")
        if said is not None:
            kind = self._kind_of_type(said)
            if kind is not None:
                return {kind}
        returned = list(self._returned())
        if not returned:
            return {"nothing"}
        kinds = {self.kind_of(value) for value in returned}
        return {kind for kind in kinds if kind is not None and kind != "nothing"}

    def taken(self) -> Counter[str]:
        """How many parameters of each kind it has."""
        parameters = list(self._parameters())
        uses = self._uses({name for name, said in parameters if said is None})
        found: Counter[str] = Counter()
        for name, said in parameters:
            if said is not None:
                kind = self._kind_of_type(said)
            else:
                kind = next((use for use in _TAKEN_AS if use in uses[name]), None)
            found[kind or "record"] += 1
        return found

    def kind_of(self, node: Node) -> str | None:
        """The kind of an expression's value; None where the text does not show it."""
        while node.type in _WRAPPERS and node.named_children:
            node = node.named_children[0]
        kind = node.type
        if kind in _KIND_OF_NODE:
            return _KIND_OF_NODE[kind]
        if kind == "identifier":
            return self._kinds.get(self._tree.text_of(node))
        if kind == "object":
            return self._kind_of_object(node)
        if kind == "unary_expression":
            return "truth" if node.children[0].type == "!" else "number"
        if kind in ("binary_expression", "binary_operator", "boolean_operator"):
            return self._kind_of_operation(node)
        if kind in ("conditional_expression", "ternary_expression"):
            return next(filter(None, map(self.kind_of, node.named_children[-1::-2])), None)
        if kind in CALLS:
            return self._kind_of_call(node)
        if kind == "composite_literal":
            said = node.child_by_field_name("type")
            return self._kind_of_type(said) if said is not None else None
        return None

    def _kind_of_object(self, node: Node) -> str:
        """One with functions is as good as a function: it keeps a state for them."""
        for part in node.named_children:
            value = part.child_by_field_name("value") if part.type == "pair" else part
            if part.type == "method_definition" or (
                value is not None
                and (
                    value.type in FUNCTIONS
                    or self._kinds.get(self._tree.text_of(value)) == "function"
                )
            ):
                return "function"
        return "record" if node.named_children else "table"

    def _kind_of_operation(self, node: Node) -> str | None:
        sign = node.child_by_field_name("operator")
        said = OPERATOR_OF.get(sign.type if sign is not None else "", "")
        if said in ("order", "equal", "unequal", "not", "contains"):
            return "truth"
        sides = [self.kind_of(side) for side in node.named_children]
        if said in ("and", "or", "default"):
            return sides[-1] if sides else None
        known = [side for side in sides if side is not None]
        if "text" in known or "many" in known:
            return "text" if "text" in known else "many"
        return "number"

    def _kind_of_call(self, node: Node) -> str | None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return None
        name = self._tree.end_of(function, _CALLEE_CHARACTERS).rpartition(".")[2].strip().lower()
        if name == "make" and self._tree.language == "go":
            arguments = node.child_by_field_name("arguments")
            first = arguments.named_children[0] if arguments and arguments.named_children else None
            return self._kind_of_type(first) if first is not None else None
        if name in _KIND_OF_CALL:
            return _KIND_OF_CALL[name]
        return _KIND_OF_CONCEPT.get(CONCEPT_OF.get(name, ""))

    def _kind_of_type(self, node: Node) -> str | None:
        inner = node.named_children[0] if node.type == "type_annotation" else node
        if inner.type == "function_type":
            return "function"
        said = self._tree.text_of(node)[:_TYPE_CHARACTERS].lower().lstrip(": ")
        said = said.removeprefix("promise<").removeprefix("optional[").lstrip("(")
        if said.endswith(("[]", "[]>")):
            return "many"
        places = [(said.index(mark), kind) for mark, kind in _KIND_OF_TYPE if mark in said]
        return min(places)[1] if places else None

    def _learn_locals(self) -> None:
        """What each name was first set to."""
        kinds = self._kinds
        for node in self._nodes:
            form = node.type
            if form in _SETS_NAME:
                left = node.child_by_field_name("left") or node.child_by_field_name("name")
                right = node.child_by_field_name("right") or node.child_by_field_name("value")
                said = node.child_by_field_name("type")
                if left is None:
                    continue
                kind = self.kind_of(right) if right is not None else None
                if said is not None and kind in (None, "record"):
                    kind = self._kind_of_type(said)
                if kind is not None:
                    kinds.setdefault(self._tree.text_of(left), kind)
            elif form in FUNCTIONS and node is not self._function:
                name = node.child_by_field_name("name")
                if name is not None:
                    kinds.setdefault(self._tree.text_of(name), "function")

    def _returned(self) -> Iterator[Node]:
        body = self._function.child_by_field_name("body")
        is_short = self._function.type in ("arrow_function", "lambda")
        if body is not None and is_short and "block" not in body.type:
            yield body
            return
        for node in self._nodes:
            form = node.type
            if form in ("return_statement", "return_expression") and node.named_children:
                yield node.named_children[0]
            elif form == "yield":
                yield node

    def _parameters(self) -> Iterator[tuple[str, Node | None]]:
        """The name of each parameter but the object itself, with its type where that is said."""
        parameters = self._function.child_by_field_name("parameters")
        for node in parameters.named_children if parameters is not None else []:
            said = node.child_by_field_name("type")
            names = [child for child in node.named_children if child.type == "identifier"]
            for name in names[:1] if self._tree.language != "go" else names:
                text = self._tree.text_of(name)
                if text not in ("self", "cls"):
                    yield text, said
            if node.type == "identifier" and self._tree.text_of(node) not in ("self", "cls"):
                yield self._tree.text_of(node), None

    def _uses(self, names: AbstractSet[str]) -> Mapping[str, set[str | None]]:
        """As what each of some names is used."""
        uses: defaultdict[str, set[str | None]] = defaultdict(set)
        for node in _inside(self._function, nested=True) if names else ():
            if node.type == "identifier" and (name := self._tree.text_of(node)) in names:
                uses[name].add(self._use_of(node))
        return uses

    def _use_of(self, node: Node) -> str | None:
        outer = node.parent
        if outer is None:
            return None
        if outer.type in CALLS and outer.child_by_field_name("function") == node:
            return "function"
        if outer.type in (*LOOPS, "for_in_clause") and outer.child_by_field_name("right") == node:
            return "many"
        if outer.type in ("subscript", "subscript_expression"):
            return "many"
        if outer.type in ("argument_list", "arguments") and outer.parent is not None:
            function = outer.parent.child_by_field_name("function")
            said = (
                self._tree.end_of(function, _CALLEE_CHARACTERS).lower()
                if function is not None
                else ""
            )
            return "many" if CONCEPT_OF.get(said) in _OVER_MANY else None
        if outer.type in ("attribute", "member_expression") and outer.children[0] == node:
            concept = CONCEPT_OF.get(self._tree.text_of(outer.children[-1]).lower())
            if concept in _OF_TEXT:
                return "text"
            return "many" if concept in _OVER_MANY else "record"
        if outer.type in ("binary_operator", "comparison_operator", "binary_expression"):
            others = {_KIND_OF_NODE.get(other.type) for other in outer.named_children}
            return "number" if "number" in others else None
        return None


def function_in(node: Node) -> Node | None:
    """The function that a definition is, also where a name is set to it."""
    while node.type in _AROUND and node.named_children:
        node = node.named_children[-1]
    return node if node.type in FUNCTIONS else None


def _inside(function: Node, *, nested: bool = False) -> Iterator[Node]:
    """The named nodes of a function in source order, without those of functions in it."""
    waiting = [function]
    for _ in range(_FEW_NODES):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        if node is function or nested or node.type not in FUNCTIONS:
            waiting += reversed(node.named_children)
