"""What each definition of a file rests on: itself, and all at the top level that it may name."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_WORD = re.compile(r"\w+")
_NAME_BYTES = 12
_AROUND = frozenset(
    (
        "const_declaration",
        "decorated_definition",
        "export_statement",
        "lexical_declaration",
        "type_declaration",
        "var_declaration",
        "var_spec_list",
        "variable_declaration",
    )
)
"""Kinds of statements that are named as what they enclose."""
_NAMES = {
    "abstract_class_declaration": ("name",),
    "assignment": ("left",),
    "class_declaration": ("name",),
    "class_definition": ("name",),
    "const_spec": ("name",),
    "enum_declaration": ("name",),
    "function_declaration": ("name",),
    "function_definition": ("name",),
    "generator_function_declaration": ("name",),
    "interface_declaration": ("name",),
    "method_declaration": ("name", "receiver"),
    "type_alias": ("name",),
    "type_alias_declaration": ("name",),
    "type_spec": ("name",),
    "var_spec": ("name",),
    "variable_declarator": ("name",),
}
"""By kind of node the fields in which its names stand."""


class Foundations:
    """The statements at the top level of a file, and which of them may name which others.

    One is taken for named where a word of its name stands in another, in a comment as well, and
    where its name is not clear, any word of it: rather too much is rested on than too little.
    """

    def __init__(self, tree: SyntaxTree, maker: str) -> None:
        """`maker` names what is to be remembered, with its version."""
        statements = [node for node in tree.root.named_children if node.type != "comment"]
        self._maker = f"{maker} {tree.language}"
        self._starts = [node.start_byte for node in statements]
        self._texts = [tree.text_of(node) for node in statements]
        self._words = [frozenset(_WORD.findall(text)) for text in self._texts]
        self._named: dict[str, list[int]] = {}
        for number, node in enumerate(statements):
            for word in {*_names(tree, node)}:
                self._named.setdefault(word, []).append(number)

    def of(self, node: Node, *, is_type: bool) -> str:
        """A name for all that the definition at a node rests on: the same for the same."""
        at = max(0, bisect_right(self._starts, node.start_byte) - 1)
        start, end = (offset - self._starts[at] for offset in (node.start_byte, node.end_byte))
        return self._digest([f"{start} {end} {is_type}", self._texts[at]], [at])

    def of_type(self, name: str) -> str:
        """The same of a type with all that mentions it, since its methods stand beside it."""
        mentions = [number for number, words in enumerate(self._words) if name in words]
        return self._digest([name], mentions)

    def _digest(self, own: Iterable[str], first: Iterable[int]) -> str:
        digest = blake2b(digest_size=_NAME_BYTES)
        texts = (self._texts[number] for number in sorted(self._reached(first)))
        for text in (self._maker, *own, *texts):
            digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()

    def _reached(self, first: Iterable[int]) -> set[int]:
        reached, waiting = set[int](), [*first]
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                for word in self._words[number]:
                    waiting += self._named.get(word, ())
        return reached


def _names(tree: SyntaxTree, statement: Node) -> Iterator[str]:
    """The words of the names of a statement; all of its words where these are not clear."""
    inner = statement.named_children
    is_around = statement.type in _AROUND or (
        statement.type == "expression_statement" and [each.type for each in inner] == ["assignment"]
    )
    if is_around:
        for node in inner:
            yield from () if node.type == "decorator" else _names(tree, node)
        return
    fields = (statement.child_by_field_name(field) for field in _NAMES.get(statement.type, ()))
    for node in [field for field in fields if field is not None] or [statement]:
        yield from _WORD.findall(tree.text_of(node))
