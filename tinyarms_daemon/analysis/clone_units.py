"""A file's code as a row of units: statements, heads of compound statements, parts of large
expressions; each with its tokens, and its names and literals apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from tinyarms_daemon.analysis.clone_grammar import (
    ARGUMENTS,
    ASSIGNMENTS,
    ATTRIBUTES,
    CHAIN_DOTS,
    CLAUSES,
    CLOSING_TOKENS,
    COLLECTIONS,
    COMPUTING_TOKENS,
    DROPPED_TOKENS,
    FIXED_NAMES,
    LABEL_ENDS,
    PARAMETERS,
    ROOTS,
    STRING_PARTS,
    Meaning,
    computes,
    family_of,
    is_logic,
    meanings_of,
    runs,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# How code is taken apart; a change of these changes every stored unit.
_LARGE_NODES = 40  # a list with more nodes is taken apart
_LONG_CHAIN_TOKENS = 12  # a chain of calls is taken apart at a dot after as many
_LONGEST_WORD = 40
_SHAPE_BYTES = 5

LITERAL_MARKS = frozenset("snd")  # the first characters of words that are no names
CALL_MARK = "c"  # … of names that are called
_NAME_MARKS = {Meaning.NAME: "v", Meaning.PROPERTY: "p", Meaning.TYPE: "t"}
_WITHIN = 0  # no unit begins at this node


class Edge(IntEnum):
    """How a unit begins: where a statement does, or in the midst of one."""

    STATEMENT = 1
    ELEMENT = 2  # of a collection: a block may begin at it, but it is data if nothing runs in it
    PART = 3  # of arguments, or what follows a nested block: no block begins here


class Unit(NamedTuple):
    """One unit. `shape` names its tokens with names and literals left out; `words` are these,
    each with a mark of its kind before it.

    `after` is the index of the first unit that is not below this one; `start` and `end` are the
    characters of all that is below it; `tokens` is how much it counts.
    """

    shape: bytes
    words: tuple[str, ...]
    start: int
    end: int
    depth: int
    after: int
    tokens: int
    edge: int


def units_of(tree: SyntaxTree) -> tuple[Unit, ...]:
    """The units of a file in source order, without what is no logic."""
    return tree.fact(_units)


def _units(tree: SyntaxTree) -> tuple[Unit, ...]:
    if tree.is_cut:
        return ()  # so deep that nobody wrote it, and that each level would be gone through anew
    walk = _Walk(tree)
    walk.run()
    character = tree.positions.character
    salt = family_of(tree.language)
    return tuple(
        Unit(
            _digest("\0".join((salt, *draft.shape))),
            tuple(draft.words),
            character(draft.start),
            character(draft.end),
            draft.depth,
            draft.after,
            0 if draft.is_data else draft.tokens,
            draft.edge,
        )
        for draft in walk.drafts
    )


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SHAPE_BYTES).digest()


@dataclass(slots=True)
class _Draft:
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
    has_nested: bool = False


class _Kind(NamedTuple):
    """What a grammar's kind of node is; `token` is its text where every such node has the same."""

    type: str
    meaning: Meaning
    is_clause: bool
    token: str | None


_Waiting = tuple[Node, int, str]  # a node, how a unit begins at it, the type of its parent


class _Walk:
    """One pass over a tree, outermost first, in source order."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.drafts: list[_Draft] = []
        self._tree = tree
        self._kinds = _kinds_of(tree.language)
        self._meanings = meanings_of(tree.language)
        self._open: list[_Draft] = []  # the units around the place that is looked at
        self._current: _Draft | None = None
        self._waiting: list[_Waiting | _Draft | None] = []
        self._muted = 0  # in how many lists of parameters

    def run(self) -> None:
        """Gather the units of the whole tree."""
        waiting = self._waiting
        kinds = self._kinds
        waiting.append((self._tree.root, _WITHIN, ""))
        while waiting:
            item = waiting.pop()
            if item is None:
                self._muted -= 1
                continue
            if isinstance(item, _Draft):
                self._close(item)
                continue
            node, edge, parent = item
            kind = kinds.get(node.kind_id) or self._learn_kind(node)
            if kind.token is not None and not edge:
                self._add(node, kind.token, None)
            elif kind.meaning is not Meaning.SKIPPED:
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
        if meaning is Meaning.DECLARATION and not _holds(node, runs):
            return
        if kind.is_clause and edge == _WITHIN:
            edge = Edge.STATEMENT
        if edge and meaning is not Meaning.BLOCK:
            if edge == Edge.STATEMENT and self._is_no_logic(node, kind.type, parent):
                return
            self._begin(node, edge)
        if meaning >= Meaning.LITERAL:
            self._word(node, meaning)
        elif meaning is Meaning.STRING:
            self._string(node)
        elif not node.child_count:
            self._add(node, self._tree.text_of(node), None)
        else:
            self._enter(node, kind, parent)

    def _enter(self, node: Node, kind: _Kind, parent: str) -> None:
        name, meaning = kind.type, kind.meaning
        if meaning is Meaning.BLOCK:
            inside = _FILE_LEVEL if name in ROOTS else parent
            self._count_marks(node)
            items = [(each, int(Edge.STATEMENT), inside) for each in node.named_children]
        elif meaning is Meaning.SPLIT:
            if name in PARAMETERS:
                self._muted += 1
                self._waiting.append(None)
            found = self._parts(node, name)
            if found is None:
                self._add(node, "{}", "d" + _digest(self._tree.text_of(node)).hex())
                return
            items = found
        elif meaning is Meaning.GROUP:
            self._count_marks(node)
            items = [(each, _WITHIN, name) for each in node.named_children]
        elif meaning is Meaning.PLAIN:
            items = [(each, _WITHIN, name) for each in node.children]
        else:
            items = _children(node, name, meaning)
        items.reverse()
        self._waiting += items

    def _count_marks(self, node: Node) -> None:
        """Braces and parentheses count where they are written, and are compared nowhere."""
        if self._open and not self._muted:
            self._open[-1].tokens += node.child_count - node.named_child_count

    def _parts(self, node: Node, name: str) -> list[_Waiting] | None:
        """The children of a list, each a unit where it is large; None where it is mere data."""
        edge = _WITHIN
        if node.descendant_count > _LARGE_NODES:
            if name in COLLECTIONS:
                if not _holds(node, is_logic):
                    return None
                edge = Edge.ELEMENT
            elif name in ARGUMENTS:
                edge = _WITHIN if _holds(node, runs) else Edge.PART
            else:
                return [
                    (each, Edge.ELEMENT if each.type in ATTRIBUTES else _WITHIN, name)
                    for each in node.children
                ]
        return [(each, edge if each.is_named else _WITHIN, name) for each in node.children]

    def _string(self, node: Node) -> None:
        """A string is one token; code that stands in it is code."""
        text = self._tree.text_of(node).strip("\"'`")
        self._add(node, '""', "s" + (text if len(text) < _LONGEST_WORD else _digest(text).hex()))
        for each in reversed(node.named_children):
            if each.type not in STRING_PARTS:
                self._waiting.append((each, _WITHIN, ""))

    def _word(self, node: Node, meaning: Meaning) -> None:
        text = self._tree.text_of(node)
        if meaning is Meaning.LITERAL:
            if text := " ".join(text.split()):
                self._add(node, "0", "n" + text[:_LONGEST_WORD])
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
        if word is not None:
            draft.words.append(word)
        elif token in DROPPED_TOKENS:
            return
        elif token == "(" and draft.shape and draft.shape[-1] in ("v", "p"):
            draft.words[-1] = CALL_MARK + draft.words[-1][1:]
        draft.shape.append(token)

    def _begin(self, node: Node, edge: int) -> None:
        if self._open:
            self._open[-1].has_nested = True
        index = len(self.drafts)
        draft = _Draft(index, node.start_byte, node.end_byte, len(self._open), edge, 0)
        self.drafts.append(draft)
        self._open.append(draft)
        self._current = draft
        self._waiting.append(draft)

    def _begin_part(self, node: Node) -> _Draft:
        """What follows a nested block, or a long piece of a chain: a unit with no own node."""
        index = len(self.drafts)
        end = self._open[-1].end
        draft = _Draft(index, node.start_byte, end, len(self._open), Edge.PART, index + 1)
        self.drafts.append(draft)
        self._current = draft
        return draft

    def _close(self, draft: _Draft) -> None:
        self._open.pop()
        self._current = None
        draft.after = len(self.drafts)
        is_last = draft.after == draft.index + 1
        if is_last and not draft.shape:
            self.drafts.pop()
        elif is_last and draft.edge == Edge.ELEMENT and COMPUTING_TOKENS.isdisjoint(draft.shape):
            draft.is_data = True

    def _is_no_logic(self, node: Node, name: str, parent: str) -> bool:
        if parent == _FILE_LEVEL and (not _holds(node, computes) or _is_table(node)):
            return True
        if self._tree.language != "python":
            return False
        if name == "expression_statement":
            return parent == "class_definition" or _is_only_literal(node)
        return _is_stub(node)


def _is_long_chain(draft: _Draft) -> bool:
    return draft.tokens >= _LONG_CHAIN_TOKENS and draft.shape[-1:] in ([")"], ["}"])


_FILE_LEVEL = "the file's own level"


@cache
def _kinds_of(language: str) -> dict[int, _Kind]:
    """The kinds of a grammar's nodes that were met so far, by the grammar's number for them."""
    del language
    return {}


def _children(node: Node, name: str, meaning: Meaning) -> list[_Waiting]:
    """The children of a node some of which are statements."""
    children = node.children
    if meaning is Meaning.LABELED:
        return list(_after_label(children, name))
    begins = _is_content if meaning is Meaning.MARKUP else _is_governed
    return [(each, Edge.STATEMENT if begins(each) else _WITHIN, name) for each in children]


def _after_label(children: list[Node], name: str) -> Iterable[_Waiting]:
    edge: int = _WITHIN
    for each in children:
        yield each, edge if each.is_named else _WITHIN, name
        if each.type in LABEL_ENDS:
            edge = Edge.STATEMENT


def _is_content(node: Node) -> bool:
    return node.is_named and not node.type.endswith(("_opening_element", "_closing_element"))


def _is_governed(node: Node) -> bool:
    """A statement without braces below an `if` or a loop; `else if` goes on with the `else`."""
    return node.type.endswith("_statement") and node.type not in _NOT_GOVERNED


_NOT_GOVERNED = ("compound_statement", "if_statement")


def _holds(node: Node, wanted: Callable[[str], bool]) -> bool:
    """Whether a node or one below it is of a type that is wanted."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if wanted(each.type):
            return True
        waiting += each.named_children
    return False


def _is_table(node: Node) -> bool:
    """A large value with a name, in which nothing runs: a schema, a list of routes."""
    if node.descendant_count <= _LARGE_NODES:
        return False
    inner: Node | None = node
    while inner is not None and inner.type in ASSIGNMENTS:
        if inner.type not in _MERE_STATEMENTS:
            return not _holds(node, runs)
        inner = inner.named_children[0] if inner.named_child_count else None
    return False


_MERE_STATEMENTS = ("export_statement", "expression_statement")


def _is_only_literal(node: Node) -> bool:
    """A docstring, or the dots of a body that is left out."""
    return node.named_child_count == 1 and node.named_children[0].type in _SAYS_NOTHING


_SAYS_NOTHING = ("string", "concatenated_string", "ellipsis")


def _is_stub(node: Node) -> bool:
    """A function that only says its signature."""
    if node.type == "decorated_definition":
        node = node.named_children[-1]
    if node.type != "function_definition":
        return False
    body = node.child_by_field_name("body")
    return body is not None and all(
        each.type in ("pass_statement", "comment", "raise_statement")
        or (each.type == "expression_statement" and _is_only_literal(each))
        for each in body.named_children
    )
