"""A file's code as a row of units: statements, heads of compound statements, parts of large
expressions; each with its tokens, names and literals apart from the rest."""

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from tinyarms_daemon.analysis.clone_grammar import (
    ARGUMENTS,
    CLAUSES,
    CLOSING_TOKENS,
    COLLECTIONS,
    DROPPED_TOKENS,
    FIXED_NAMES,
    LABEL_ENDS,
    STRING_PARTS,
    Grammar,
    Meaning,
    computes,
    grammar_of,
    reads_member,
    runs,
)
from tinyarms_daemon.analysis.syntax_tree import DEEPEST_LEVEL, Node, SyntaxTree

_LARGE_NODES = 40  # a list with more nodes is taken apart
_LONG_CHAIN_TOKENS = 12  # a chain of calls is taken apart at a dot after as many
_SHAPE_BYTES = 6
_NAME_MARKS = {Meaning.NAME: "v", Meaning.PROPERTY: "p", Meaning.TYPE: "t"}


class Edge(IntEnum):
    """How a unit begins: where a statement does, or in the midst of one."""

    STATEMENT = 1
    ELEMENT = 2  # of a collection: a block may begin at it, but it is data if nothing runs in it
    PART = 3  # of arguments, or what follows a nested block: no block begins here


class Unit(NamedTuple):
    """One unit. `shape` names its tokens with names and literals left out, `words` are these.

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
    edge: Edge


def units_of(tree: SyntaxTree) -> tuple[Unit, ...]:
    """The units of a file in source order, without what is no logic."""
    return tree.fact(_units)


def _units(tree: SyntaxTree) -> tuple[Unit, ...]:
    walk = _Walk(tree)
    walk.run()
    character = tree.positions.character
    return tuple(
        Unit(
            _shape(walk.grammar.family, draft.shape),
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


def _shape(family: str, tokens: list[str]) -> bytes:
    content = "\0".join((family, *tokens)).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=_SHAPE_BYTES).digest()


@dataclass(slots=True)
class _Draft:
    """A unit while its tokens are gathered; offsets are in bytes."""

    start: int
    end: int
    depth: int
    edge: Edge
    after: int
    shape: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tokens: int = 0
    is_data: bool = False
    nested: bool = False


_WITHIN = 0  # no unit begins at this node
_Waiting = tuple[Node, int, str]  # a node, how a unit begins at it, the type of its parent


class _Walk:
    """One pass over a tree, outermost first, in source order."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.grammar: Grammar = grammar_of(tree.language)
        self.drafts: list[_Draft] = []
        self._tree = tree
        self._meanings = _meanings_by_kind(tree.language)
        self._open: list[_Draft] = []  # the units around the place that is looked at
        self._current: _Draft | None = None
        self._waiting: list[_Waiting | _Draft] = []

    def run(self) -> None:
        """Gather the units of the whole tree."""
        waiting = self._waiting
        waiting.append((self._tree.root, _WITHIN, ""))
        while waiting:
            item = waiting.pop()
            if isinstance(item, _Draft):
                self._close(item)
            elif len(self._open) < DEEPEST_LEVEL:
                self._visit(*item)

    def _visit(self, node: Node, edge: int, parent_type: str) -> None:
        node_type = node.type
        meaning = self._meanings.get(node_type, Meaning.PLAIN)
        if meaning is Meaning.SKIPPED or node.is_missing:
            return
        if meaning is Meaning.DECLARATION and not _holds(node, runs):
            return
        if edge == _WITHIN and node_type in CLAUSES:
            edge = Edge.STATEMENT
        if edge and meaning is not Meaning.BLOCK:
            if edge == Edge.STATEMENT and self._is_no_logic(node, node_type, parent_type):
                return
            self._begin(node, Edge(edge))
        self._enter(node, node_type, meaning, parent_type)

    def _enter(self, node: Node, node_type: str, meaning: Meaning, parent_type: str) -> None:
        if meaning >= Meaning.LITERAL:
            self._leaf_with_words(node, meaning)
        elif meaning is Meaning.STRING:
            self._string(node)
        elif not node.child_count:
            self._token(node, self._tree.text_of(node), None)
        elif meaning is Meaning.BLOCK:
            inside = _inside(node_type, parent_type)
            self._wait([(each, Edge.STATEMENT, inside) for each in node.named_children])
        elif meaning is Meaning.SPLIT:
            self._list(node, node_type)
        else:
            self._wait(_children(node, node_type, meaning))

    def _wait(self, items: list[_Waiting]) -> None:
        items.reverse()
        self._waiting += items

    def _list(self, node: Node, node_type: str) -> None:
        large = node.descendant_count > _LARGE_NODES
        if large and node_type in COLLECTIONS and not _holds(node, _is_logic):
            self._token(node, "{}", "d" + _digest(self._tree.text_of(node)))
            return
        edge = Edge.PART if node_type in ARGUMENTS else Edge.ELEMENT
        if large and edge is Edge.PART and _holds(node, runs):
            large = False
        self._wait(
            [
                (each, edge if large and each.is_named else _WITHIN, node_type)
                for each in node.children
            ]
        )

    def _string(self, node: Node) -> None:
        """A string is one token; code that stands in it is code."""
        inside = [each for each in node.named_children if each.type not in STRING_PARTS]
        text = self._tree.text_of(node).strip("\"'`")
        self._token(node, '""', "s" + (text if len(text) <= _LONGEST_WORD else _digest(text)))
        self._wait([(each, _WITHIN, node.type) for each in inside])

    def _leaf_with_words(self, node: Node, meaning: Meaning) -> None:
        text = self._tree.text_of(node)
        if meaning is Meaning.LITERAL:
            if text.strip():
                self._token(node, "0", "n" + " ".join(text.split())[:_LONGEST_WORD])
        elif text in FIXED_NAMES:
            self._token(node, text, None)
        else:
            mark = _NAME_MARKS[meaning]
            self._token(node, mark, mark + text[:_LONGEST_WORD])

    def _token(self, node: Node, token: str, word: str | None) -> None:
        draft = self._current
        if draft is None:
            if not self._open or token in CLOSING_TOKENS:
                return
            draft = self._begin_part(node)
        elif token in _CHAIN_DOTS and draft.tokens >= _LONG_CHAIN_TOKENS and draft.shape[-1] == ")":
            draft = self._begin_part(node)
        draft.tokens += 1
        if token in DROPPED_TOKENS:
            return
        if token == "(" and draft.shape and draft.shape[-1] in ("v", "p") and draft.words:
            draft.words[-1] = "c" + draft.words[-1][1:]
        draft.shape.append(token)
        if word is not None:
            draft.words.append(word)

    def _begin(self, node: Node, edge: Edge) -> None:
        draft = _Draft(node.start_byte, node.end_byte, len(self._open), edge, 0)
        for outer in self._open[-1:]:
            outer.nested = True
        self.drafts.append(draft)
        self._open.append(draft)
        self._current = draft
        self._waiting.append(draft)

    def _begin_part(self, node: Node) -> _Draft:
        """What follows a nested block or a long piece of a chain: a unit without an own node."""
        draft = _Draft(
            node.start_byte, self._open[-1].end, len(self._open), Edge.PART, len(self.drafts) + 1
        )
        self.drafts.append(draft)
        self._current = draft
        return draft

    def _close(self, draft: _Draft) -> None:
        self._open.pop()
        self._current = None
        draft.after = len(self.drafts)
        if not draft.shape and draft.after == self.drafts.index(draft) + 1:
            self.drafts.pop()
        elif draft.edge is Edge.ELEMENT and not draft.nested and not _COMPUTED & set(draft.shape):
            draft.is_data = True

    def _is_no_logic(self, node: Node, node_type: str, parent_type: str) -> bool:
        if parent_type == _FILE_LEVEL and not _holds(node, computes):
            return True
        if self._tree.language != "python":
            return False
        if parent_type == "class_definition" and node_type == "expression_statement":
            return True
        return _is_docstring(node, node_type) or _is_stub(node, node_type)


_FILE_LEVEL = "the file's own level"
_ROOTS = frozenset({"module", "program", "source_file", "translation_unit", "compilation_unit"})
_LONGEST_WORD = 40
_CHAIN_DOTS = frozenset({".", "->", "?.", "?->"})
_COMPUTED = frozenset({"(", ".", "->", "=>", "?", "+", "-", "*", "/", "&&", "||", "and", "or"})


@cache
def _meanings_by_kind(language: str) -> dict[str, Meaning]:
    return grammar_of(language).meanings


def _inside(node_type: str, parent_type: str) -> str:
    """What the statements of a block are told that they stand in."""
    if node_type in _ROOTS:
        return _FILE_LEVEL
    return parent_type if parent_type == "class_definition" else node_type


def _children(node: Node, node_type: str, meaning: Meaning) -> list[_Waiting]:
    children = node.children
    if meaning is Meaning.LABELED:
        return _after_label(children, node_type)
    if meaning is Meaning.MARKUP:
        return [
            (each, Edge.STATEMENT if _is_content(each) else _WITHIN, node_type)
            for each in children
        ]
    if meaning is Meaning.GOVERNING:
        return [
            (each, Edge.STATEMENT if _is_governed(each, node_type) else _WITHIN, node_type)
            for each in children
        ]
    return [(each, _WITHIN, node_type) for each in children]


def _after_label(children: list[Node], node_type: str) -> list[_Waiting]:
    items: list[_Waiting] = []
    edge: int = _WITHIN
    for each in children:
        items.append((each, edge if each.is_named else _WITHIN, node_type))
        if each.type in LABEL_ENDS or each.type == "switch_label":
            edge = Edge.STATEMENT
    return items


def _is_content(node: Node) -> bool:
    return node.type not in ("jsx_opening_element", "jsx_closing_element") and node.is_named


def _is_governed(node: Node, parent_type: str) -> bool:
    """A statement without braces below an `if` or a loop; `else if` goes on with the `else`."""
    return node.type.endswith("_statement") and node.type not in (
        "compound_statement",
        "if_statement",
    )


def _holds(node: Node, wanted: "object") -> bool:
    """Whether a node or one below it is of a type that is wanted."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if wanted(each.type):  # type: ignore[operator]
            return True
        waiting += each.named_children
    return False


def _is_logic(node_type: str) -> bool:
    return computes(node_type) or reads_member(node_type)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SHAPE_BYTES).hexdigest()


def _is_docstring(node: Node, node_type: str) -> bool:
    if node_type != "expression_statement" or node.named_child_count != 1:
        return False
    (child,) = node.named_children
    return child.type in ("string", "concatenated_string", "ellipsis")


def _is_stub(node: Node, node_type: str) -> bool:
    """A function that only says its signature."""
    if node_type == "decorated_definition":
        node = node.named_children[-1]
    if node.type != "function_definition":
        return False
    body = node.child_by_field_name("body")
    return body is not None and all(
        each.type in ("pass_statement", "comment") or _is_docstring(each, each.type)
        for each in body.named_children
    )
