"""What the calls of a definition do."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.bags import At, Bags
from tinyarms_daemon.analysis.logic.idioms import adds_to_keyed, pairs_neighbors, stores_many
from tinyarms_daemon.analysis.logic.leaves import Leaves
from tinyarms_daemon.analysis.logic.reductions import counts_matching, folded, has_one_argument
from tinyarms_daemon.analysis.logic.vocabulary import ALSO_DOES, CONCEPT_OF
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# Calls that are noted as something else, or say nothing of the matter.
_NO_FIELDS = frozenset(
    {"make", "new", "promise", "resolve", "reject", "list", "dict", "map", "catch", "reduce"}
)
_HIGHER = frozenset({"map", "filter", "reduce", "foreach", "some", "every", "flatmap", "find"})
_GROWS = frozenset({"append", "push"})
_CALLED = ("function", "constructor", "name", "type")  # fields of a call, of which it has one
_CALLEE_CHARACTERS = 60  # of what is called, in which its name stands


@dataclass(frozen=True, slots=True, eq=False)
class _Callee:
    """What is called: a name, in lower case as well, of an owner: "" where it stands alone."""

    node: Node
    name: str
    word: str
    owner: str
    is_qualified: bool

    @property
    def makes_error(self) -> bool:
        """Whether it is one of Go's ways to do so."""
        return self.owner in ("errors", "fmt") and self.word in ("new", "errorf")

    @property
    def stores(self) -> bool:
        """Whether it is `kept.set(key, value)`, and makes no set."""
        return self.word == "set" and self.owner not in ("", "new")

    @property
    def is_of_sort(self) -> bool:
        """Whether it is of Go's package, all of which sorts or searches what is sorted."""
        return self.owner == "sort"


class Calls:
    """The calls of one definition. `own` is its name, by which it may call itself."""

    def __init__(self, tree: SyntaxTree, bags: Bags, own: str, leaves: Leaves) -> None:
        self._tree = tree
        self._bags = bags
        self._own = own
        self._leaves = leaves

    def visit(self, call: Node, at: At) -> At:
        """Note a call. Returns where what it is handed stands."""
        callee = self._callee(call)
        if callee is None:
            return at
        bags = self._bags
        if self._is_recursion(callee):
            bags.operations["recursion"] += 1
            bags.step("loop")
            return at
        if callee.word == "then" and not callee.is_of_sort:
            bags.step("await")
            bags.control["chain"] += 1
            return at
        self._note_control(call, callee, at)
        self._note_operations(callee, self._concept(call, callee, at))
        if callee.word in _HIGHER and callee.is_qualified:
            bags.step("loop")
            return at.in_loop()
        return at

    def _callee(self, call: Node) -> _Callee | None:
        named = filter(None, map(call.child_by_field_name, _CALLED))
        node = next(named, None)
        if node is None:
            return None
        said = self._tree.end_of(node, _CALLEE_CHARACTERS)
        owners, dot, last = said.rpartition(".")
        name = last.strip()
        return _Callee(node, name, name.lower(), owners.rpartition(".")[2].lower(), bool(dot))

    def _is_recursion(self, callee: _Callee) -> bool:
        """Whether it calls itself. `self.kept.get()` in a `get` does not."""
        if callee.name != self._own:
            return False
        is_of_own = callee.owner in ("", "self", "this", "cls", self._leaves.receiver)
        return is_of_own or callee.word not in CONCEPT_OF

    def _note_control(self, call: Node, callee: _Callee, at: At) -> None:
        """Note what a call does besides what its name says: fail, handle, grow something."""
        bags = self._bags
        if callee.is_of_sort:
            return
        if callee.word in _GROWS:
            self._grown(call, callee, at)
        elif callee.word == "catch":
            bags.step("handle")
        elif callee.makes_error:
            bags.step("fail")
        elif callee.stores and stores_many(call):
            bags.operations["group"] += 1

    def _grown(self, call: Node, callee: _Callee, at: At) -> None:
        operations = self._bags.operations
        if adds_to_keyed(self._tree, call, callee.node):
            operations["group"] += 1
        elif at.loops and at.choices:
            operations["filter"] += 1
        elif at.loops > 1:
            operations["flatten"] += 1

    def _concept(self, call: Node, callee: _Callee, at: At) -> str | None:
        """What its name means, of that owner and with what it is handed."""
        word = callee.word
        if callee.is_of_sort:
            return "place" if word == "search" else "sort"
        if word == "all" and callee.owner == "promise":
            return "parallel"
        if callee.makes_error:
            return "fail"
        if callee.stores:
            return "setitem"
        if word == "add" and at.loops:
            return "unique"
        if word == "get" and has_one_argument(call):
            return "item"  # with another argument it has a default
        concept = CONCEPT_OF.get(word)
        if concept in ("sum", "length") and counts_matching(call):
            return "count"
        if concept == "zip" and pairs_neighbors(self._tree, call):
            return "adjacent"
        return folded(call) if concept == "reduce" else concept

    def _note_operations(self, callee: _Callee, concept: str | None) -> None:
        word = callee.word
        if concept:
            self._bags.operations[concept] += 1
            self._bags.operations.update(ALSO_DOES.get(word, ()))
        elif word.isidentifier() and word not in _NO_FIELDS:
            self._bags.fields[f"{word}()"] += 1
