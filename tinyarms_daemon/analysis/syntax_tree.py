"""Text to syntax tree. The only module that knows tree-sitter."""

import ctypes
import importlib
from collections.abc import Iterator
from functools import cache, cached_property

import tree_sitter

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.languages import LanguageKind, kind_of
from tinyarms_daemon.domain.findings.source import Region

Node = tree_sitter.Node
Span = tuple[int, int]
"""The characters from the first offset up to the second, counted from 0."""

# tree-sitter's queries take quadratic time in the depth of a tree and, below 65,535 levels, lose
# matches without a word; a step to a node's parent takes time linear in the depth. People nest
# a few dozen levels, so what is deeper is hostile or machine-made and is left out, openly.
DEEPEST_LEVEL = 1_000
# A query looks past every unnamed sibling for a named one: a run of n costs n²/2 steps.
_MOST_STEPS_PAST_SIBLINGS = 50_000_000

_GRAMMARS = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "java": ("tree_sitter_java", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "php": ("tree_sitter_php", "language_php"),
    "bash": ("tree_sitter_bash", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "swift": ("tree_sitter_swift", "language"),
    "css": ("tree_sitter_css", "language"),
    "scss": ("tree_sitter_scss", "language"),
    "less": ("tree_sitter_scss", "language"),  # style sheets are read by their own standard
    "html": ("tree_sitter_html", "language"),
}


# tree-sitter-bash 0.25 asks C's character classes about letters beyond their tables, such as an
# emoji behind a brace, which is a segmentation fault. To the shell, each such byte is a letter.
_CRASHES_BEYOND_ASCII = frozenset({"bash"})
_LETTERS_BEYOND_ASCII = bytes(byte if byte < 0x80 else ord("x") for byte in range(256))


Match = dict[str, list[Node]]
"""The nodes of one match of a query, by the names of their captures."""

_MOST_TOGETHER = 16  # queries that go through a tree together; more are rare ones


class SyntaxTree(Document):
    """One file's text as a tree, parsed when it is first asked for."""

    def __init__(self, language: str, text: str) -> None:
        super().__init__(language, text)
        self._is_ascii = len(self._encoded) == len(text)
        self._found: dict[str, list[Match]] = {}

    @cached_property
    def root(self) -> Node:
        """The node of the whole file."""
        text = self._encoded
        if self.language in _CRASHES_BEYOND_ASCII and not self._is_ascii:
            text = text.translate(_LETTERS_BEYOND_ASCII)
        return tree_sitter.Parser(_language(self.language)).parse(text).root_node

    @property
    def has_errors(self) -> bool:
        """Whether some of the text does not follow the grammar."""
        return self.root.has_error

    @property
    def is_cut(self) -> bool:
        """Whether some of the tree lies too deep to be found by a query."""
        return self._survey[0]

    @property
    def hindrance(self) -> str | None:
        """Why queries on this tree would take for ever; None for nearly every tree."""
        run = self._survey[1]
        return f"{run:,} stray tokens stand in a row" if run else None

    def find(self, pattern: str, within: Node | None = None) -> list[Node]:
        """Every node that a capture of the query names, once, in source order."""
        if within is None:
            found = self._in_whole_tree(pattern)
            unique = {
                node.id: node for match in found for group in match.values() for node in group
            }
            return sorted(unique.values(), key=_place)
        groups = self.captures(pattern, within).values()
        nodes = {node.id: node for group in groups for node in group}
        return sorted(nodes.values(), key=_place) if len(groups) > 1 else list(nodes.values())

    def captures(self, pattern: str, within: Node | None = None) -> dict[str, list[Node]]:
        """The nodes of each capture of the query by its name, in source order."""
        cursor = self._cursor(pattern)
        found = cursor.captures(within or self.root)
        _refuse_losses(cursor, pattern)
        for nodes in found.values():
            nodes.sort(key=_place)
        return found

    def matches(self, pattern: str, within: Node | None = None) -> Iterator[dict[str, list[Node]]]:
        """The captures of each match of the query by their names."""
        return iter(self._in_whole_tree(pattern) if within is None else self._ask(pattern, within))

    def text_of(self, node: Node) -> str:
        """The source of a node."""
        if self._is_ascii:
            return self.text[node.start_byte : node.end_byte]
        return self._encoded[node.start_byte : node.end_byte].decode("utf-8")

    def end_of(self, node: Node, characters: int) -> str:
        """The last characters of a node's source: all of it where it has no more."""
        start = max(node.start_byte, node.end_byte - characters)
        if self._is_ascii:
            return self.text[start : node.end_byte]
        return self._encoded[start : node.end_byte].decode("utf-8", "ignore")

    def span_of(self, node: Node) -> Span:
        """The characters of a node."""
        if self._is_ascii:
            return node.start_byte, node.end_byte
        character = self.positions.character
        return character(node.start_byte), character(node.end_byte)

    def region_of(self, node: Node) -> Region:
        """Where a node stands."""
        return self.positions.region(*self.span_of(node))

    def node_at(self, span: Span) -> Node:
        """The smallest named node around some characters."""
        start, end = (self.positions.byte(offset) for offset in span)
        return self.root.named_descendant_for_byte_range(start, end) or self.root

    def _in_whole_tree(self, pattern: str) -> list[Match]:
        """The matches in the whole tree, for which all queries go through it together: rules ask
        file after file the same, and to go through a tree takes longer than to compare a node."""
        if pattern not in self._found:
            asked = _asked_of(self.language)
            if pattern in asked:
                self._found |= self._ask_together(tuple(asked))
            elif len(asked) < _MOST_TOGETHER:
                asked.append(pattern)
        if pattern not in self._found:
            self._found[pattern] = self._ask(pattern, self.root)
        return self._found[pattern]

    def _ask(self, pattern: str, within: Node) -> list[Match]:
        cursor = self._cursor(pattern)
        found = cursor.matches(within)
        _refuse_losses(cursor, pattern)
        return [captures for _, captures in found]

    def _ask_together(self, patterns: tuple[str, ...]) -> dict[str, list[Match]]:
        """The matches of each pattern; none at all where together they are too many."""
        cursor = self._cursor("\n".join(patterns))
        found: dict[str, list[Match]] = {pattern: [] for pattern in patterns}
        owners = _owners(self.language, patterns)
        for number, captures in cursor.matches(self.root):
            found[owners[number]].append(captures)
        return {} if cursor.did_exceed_match_limit else found

    def _cursor(self, pattern: str) -> tree_sitter.QueryCursor:
        cursor = tree_sitter.QueryCursor(_query(self.language, pattern))
        cursor.set_max_start_depth(DEEPEST_LEVEL)
        return cursor

    @cached_property
    def _survey(self) -> tuple[bool, int]:
        """Whether the tree is too deep, and the longest run of siblings that is too costly.

        A subtree is no deeper than it has nodes, so that nearly all of a usual tree is passed over.
        Style sheets are read by their own standard: nobody asks their trees.
        """
        if kind_of(self.language) is LanguageKind.STYLE:
            return False, 0
        waiting = [(self.root, 0)]
        longest_run = 0
        is_cut = False
        while waiting:
            node, depth = waiting.pop()
            if depth >= DEEPEST_LEVEL:
                is_cut = True
                continue
            unnamed = node.child_count - node.named_child_count
            if unnamed * unnamed > 2 * _MOST_STEPS_PAST_SIBLINGS:
                longest_run = max(longest_run, _costly_run(node))
            waiting += [
                (child, depth + 1)
                for child in node.children
                if child.descendant_count > DEEPEST_LEVEL - depth
            ]
        return is_cut, longest_run


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes around a node, from the inside out."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def nodes_in(top: Node) -> Iterator[Node]:
    """A node and all that is within it, in no order that anybody may rely on."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children


def _place(node: Node) -> Span:
    return node.start_byte, -node.end_byte


def _costly_run(node: Node) -> int:
    """The longest run of unnamed children, where the runs together cost too much; else 0."""
    steps = run = longest = 0
    for child in node.children:
        run = 0 if child.is_named else run + 1
        longest = max(longest, run)
        steps += run
    return longest if steps > _MOST_STEPS_PAST_SIBLINGS else 0


def _refuse_losses(cursor: tree_sitter.QueryCursor, pattern: str) -> None:
    if cursor.did_exceed_match_limit:
        raise RuntimeError(f"tree-sitter lost matches of {pattern!r}")


@cache
def _asked_of(language: str) -> list[str]:
    """The queries that whole trees of a language were asked until now."""
    del language
    return []


@cache
def _owners(language: str, patterns: tuple[str, ...]) -> list[str]:
    """To which query each pattern of a joint one belongs: a query may have several."""
    return [pattern for pattern in patterns for _ in range(_query(language, pattern).pattern_count)]


@cache
def _query(language: str, pattern: str) -> tree_sitter.Query:
    return tree_sitter.Query(_language(language), pattern)


@cache
def _language(name: str) -> tree_sitter.Language:
    module, function = _GRAMMARS[name]
    pointer = getattr(importlib.import_module(module), function)()
    if isinstance(pointer, int):  # an older grammar: tree-sitter deprecates bare addresses
        pointer = _capsule(ctypes.c_void_p(pointer), b"tree_sitter.Language", None)
    return tree_sitter.Language(pointer)


_capsule = ctypes.pythonapi.PyCapsule_New
_capsule.restype = ctypes.py_object
_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
