"""What the calls of a definition do."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.bags import At, Bags
from tinyarms_daemon.analysis.logic.idioms import adds_to_keyed
from tinyarms_daemon.analysis.logic.reductions import counts_matching, folded, has_one_argument
from tinyarms_daemon.analysis.logic.vocabulary import ALSO_DOES, CONCEPT_OF
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# Calls that are noted as something else, or say nothing of the matter.
_NO_FIELDS = frozenset(
    {"make", "new", "promise", "resolve", "reject", "list", "dict", "map", "catch", "reduce"}
)
_GROWS = frozenset({"append", "push"})
_CALLED = ("function", "constructor", "name", "type")  # fields of a call, of which it has one
_CALLEE_CHARACTERS = 60  # of what is called, in which its name stands


@dataclass(frozen=True, slots=True, eq=False)
class _Callee:
    """What is called: a name in lower case, of an owner: "" where it stands alone."""

    node: Node
    word: str
    owner: str

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
    """The calls of one definition."""

    def __init__(self, tree: SyntaxTree, bags: Bags) -> None:
        self._tree = tree
        self._bags = bags

    def visit(self, call: Node, at: At) -> None:
        """Note a call."""
        callee = self._callee(call)
        if callee is None:
            return
        bags = self._bags
        if callee.word == "then" and not callee.is_of_sort:
            bags.step("await")
            bags.control["chain"] += 1
            return
        self._note_control(call, callee, at)
        self._note_operations(callee, self._concept(call, callee, at))

    def _callee(self, call: Node) -> _Callee | None:
        named = filter(None, map(call.child_by_field_name, _CALLED))
        node = next(named, None)
        if node is None:
            return None
        said = self._tree.end_of(node, _CALLEE_CHARACTERS)
        owners, _, name = said.lower().rpartition(".")
        return _Callee(node, name.strip(), owners.rpartition(".")[2])

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
        return folded(call) if concept == "reduce" else concept

    def _note_operations(self, callee: _Callee, concept: str | None) -> None:
        word = callee.word
        if concept:
            self._bags.operations[concept] += 1
            self._bags.operations.update(ALSO_DOES.get(word, ()))
        elif word.isidentifier() and word not in _NO_FIELDS:
            self._bags.fields[f"{word}()"] += 1
