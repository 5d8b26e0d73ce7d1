"""One pass over a tree that gathers the units of its code."""

from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from tinyarms_daemon.analysis.clones.grammar import (
    ARGUMENTS,
    ATTRIBUTES,
    CHAIN_DOTS,
    CLAUSES,
    CLOSING_TOKENS,
    COLLECTIONS,
    COMPUTING_TOKENS,
    DROPPED_TOKENS,
    FIXED_NAMES,
    LOGIC,
    PARAMETERS,
    ROOTS,
    RUNNING,
    STRING_PARTS,
    Meaning,
    meanings_of,
)
from tinyarms_daemon.analysis.clones.nodes import (
    FILE_LEVEL,
    LARGE_NODES,
    WITHIN,
    Edge,
    Waiting,
    children_of,
    holds,
    is_drawing,
    is_no_logic,
    own_count,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# How code is taken apart; a change of these changes every stored unit.
_LONG_CHAIN_TOKENS = 12  # a chain of calls is taken apart at a dot after as many
_LONGEST_WORD = 40
_SHAPE_BYTES = 5

VARIABLE_MARK = "v"
_VALUE = VARIABLE_MARK  # a value stands where a variable may: copies hand on the one or the other
CALL_MARK = "c"  # the first character of words that are names of what is called
LITERAL_MARKS = frozenset("snd")  # … of words that are no names
_NAME_MARKS = {Meaning.NAME: VARIABLE_MARK, Meaning.PROPERTY: "p", Meaning.TYPE: "t"}


def digest_of(text: str) -> bytes:
    """A short name for a text, the same for equal texts."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SHAPE_BYTES).digest()


@dataclass(slots=True)
class Draft:
    """A unit while its tokens are gathered; offsets are in bytes."""

    index: int
    start: int
    end: int
    depth: int
    edge: int
    after: int
    shape: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tokens: int = 0
    is_data: bool = False


# Looked up once, not for each node.
_PLAIN, _SKIPPED, _LITERAL = Meaning.PLAIN, Meaning.SKIPPED, Meaning.LITERAL


class _Kind(NamedTuple):
    """What a grammar's kind of node is; `token` is its text where every such node has the same."""

    type: str
    meaning: Meaning
    is_clause: bool
    token: str | None


class Walk:
    """One pass over a tree, outermost first, in source order."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.drafts: list[Draft] = []
        self._tree = tree
        self._kinds = _kinds_of(tree.language)
        self._meanings = meanings_of(tree.language)
        self._open: list[Draft] = []  # the units around the place that is looked at
        self._current: Draft | None = None
        self._waiting: list[Waiting | Draft | None] = []
        self._muted = 0  # in how many lists of parameters

    def run(self) -> None:
        """Gather the units of the whole tree."""
        waiting = self._waiting
        kinds = self._kinds
        waiting.append((self._tree.root, WITHIN, ""))
        while waiting:
            item = waiting.pop()
            if item is None:
                self._muted -= 1
                continue
            if isinstance(item, Draft):
                self._close(item)
                continue
            node, edge, parent = item
            kind = kinds.get(node.kind_id) or self._learn_kind(node)
            name, meaning, is_clause, token = kind
            if edge or is_clause:
                if meaning is not _SKIPPED:
                    self._visit(node, kind, edge, parent)
            elif token is not None:
                self._add(node, token, None)
            elif meaning is _PLAIN:  # most of a tree
                children = node.children
                if children:
                    children.reverse()
                    waiting += [(each, WITHIN, name) for each in children]
                else:
                    self._add(node, self._tree.text_of(node), None)
            elif meaning >= _LITERAL:
                self._word(node, meaning)
            elif meaning is not _SKIPPED:
                self._visit(node, kind, edge, parent)

    def _learn_kind(self, node: Node) -> _Kind:
        name = node.type
        kind = _Kind(
            name,
            self._meanings.get(name, Meaning.PLAIN) if node.is_named else Meaning.PLAIN,
            node.is_named and name in CLAUSES,
            None if node.is_named or node.child_count else name,
        )
        self._kinds[node.kind_id] = kind
        return kind

    def _visit(self, node: Node, kind: _Kind, edge: int, parent: str) -> None:
        meaning = kind.meaning
        if meaning is Meaning.DECLARATION and not holds(node, RUNNING):
            return
        if kind.is_clause and edge == WITHIN:
            edge = Edge.STATEMENT
        if edge and meaning is not Meaning.BLOCK:
            if edge == Edge.STATEMENT and is_no_logic(node, parent, self._tree.language):
                return
            self._begin(node, edge)
        if meaning >= Meaning.LITERAL:
            self._word(node, meaning)
        elif meaning is Meaning.STRING:
            self._string(node)
        elif not node.child_count:
            self._add(node, self._tree.text_of(node), None)
        else:
            if meaning is Meaning.MARKUP and is_drawing(node):
                # Numbers are all that it says: it is a copy of none but the same one.
                self._add(node, digest_of(self._tree.text_of(node)).hex(), None)
            self._enter(node, kind, parent)

    def _enter(self, node: Node, kind: _Kind, parent: str) -> None:
        name, meaning = kind.type, kind.meaning
        if meaning is Meaning.BLOCK:
            inside = FILE_LEVEL if name in ROOTS else parent
            self._count_marks(node)
            items = [(each, int(Edge.STATEMENT), inside) for each in node.named_children]
        elif meaning is Meaning.SPLIT:
            if name in PARAMETERS:
                self._muted += 1
                self._waiting.append(None)
            found = self._parts(node, name)
            if found is None:
                self._add(node, "{}", "d" + digest_of(self._tree.text_of(node)).hex())
                return
            items = found
        elif meaning is Meaning.GROUP:
            self._count_marks(node)
            items = [(each, WITHIN, name) for each in node.named_children]
        elif meaning is Meaning.PLAIN:
            items = [(each, WITHIN, name) for each in node.children]
        else:
            items = children_of(node, name, meaning)
        items.reverse()
        self._waiting += items

    def _count_marks(self, node: Node) -> None:
        """Braces and parentheses count where they are written, and are compared nowhere."""
        if self._open and not self._muted:
            self._open[-1].tokens += node.child_count - node.named_child_count

    def _parts(self, node: Node, name: str) -> list[Waiting] | None:
        """The children of a list, each a unit where it is large; None where it is mere data."""
        edge = WITHIN
        is_large = node.descendant_count > LARGE_NODES
        if is_large and name in COLLECTIONS:
            if not holds(node, LOGIC):
                return None
            edge = Edge.ELEMENT
        elif is_large and name in ARGUMENTS:
            edge = WITHIN if holds(node, RUNNING) else Edge.PART
        elif is_large and own_count(node) > LARGE_NODES:
            return [
                (each, Edge.ELEMENT if each.type in ATTRIBUTES else WITHIN, name)
                for each in node.children
            ]
        return [(each, edge if each.is_named else WITHIN, name) for each in node.children]

    def _string(self, node: Node) -> None:
        """A string is one token; code that stands in it is code."""
        text = self._tree.text_of(node).strip("\"'`")
        self._add(
            node, _VALUE, "s" + (text if len(text) < _LONGEST_WORD else digest_of(text).hex())
        )
        for each in reversed(node.named_children):
            if each.type not in STRING_PARTS:
                self._waiting.append((each, WITHIN, ""))

    def _word(self, node: Node, meaning: Meaning) -> None:
        text = self._tree.text_of(node)
        if meaning is Meaning.LITERAL:
            if text := " ".join(text.split()):
                self._add(node, _VALUE, "n" + text[:_LONGEST_WORD])
        elif text in FIXED_NAMES:
            self._add(node, text, None)
        else:
            mark = _NAME_MARKS[meaning]
            self._add(node, mark, mark + text[:_LONGEST_WORD])

    def _add(self, node: Node, token: str, word: str | None) -> None:
        draft = self._current
        if draft is None:
            if not self._open:
                return
            if token in CLOSING_TOKENS:
                self._open[-1].tokens += 1
                return
            draft = self._begin_part(node)
        elif token in CHAIN_DOTS and draft.tokens >= _LONG_CHAIN_TOKENS and draft.shape[-1] in ")}":
            draft = self._begin_part(node)
        if not self._muted:
            draft.tokens += 1
        elif token in ("(", ")"):
            return  # JavaScript writes them around one parameter or not
        if word is not None:
            draft.words.append(word)
        elif token in DROPPED_TOKENS:
            return
        elif token == "(" and draft.shape and draft.shape[-1] in ("v", "p"):
            draft.words[-1] = CALL_MARK + draft.words[-1][1:]
        draft.shape.append(token)

    def _begin(self, node: Node, edge: int) -> None:
        index = len(self.drafts)
        draft = Draft(index, node.start_byte, node.end_byte, len(self._open), edge, 0)
        self.drafts.append(draft)
        self._open.append(draft)
        self._current = draft
        self._waiting.append(draft)

    def _begin_part(self, node: Node) -> Draft:
        """What follows a nested block, or a long piece of a chain: a unit with no own node."""
        index = len(self.drafts)
        end = self._open[-1].end
        draft = Draft(index, node.start_byte, end, len(self._open), Edge.PART, index + 1)
        self.drafts.append(draft)
        self._current = draft
        return draft

    def _close(self, draft: Draft) -> None:
        self._open.pop()
        self._current = None
        draft.after = len(self.drafts)
        is_last = draft.after == draft.index + 1
        if is_last and not draft.shape:
            self.drafts.pop()
        elif is_last and draft.edge == Edge.ELEMENT and COMPUTING_TOKENS.isdisjoint(draft.shape):
            draft.is_data = True


@cache
def _kinds_of(language: str) -> dict[int, _Kind]:
    """The kinds of a grammar's nodes that were met so far, by the grammar's number for them."""
    del language
    return {}
