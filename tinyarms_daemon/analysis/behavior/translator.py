"""What translating a syntax tree into terms has in common in all languages."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from tinyarms_daemon.analysis.behavior.terms import (
    Evaluate,
    Expression,
    Function,
    InputType,
    Item,
    Member,
    Name,
    Operator,
    Parameter,
    Relation,
    Spread,
    Statement,
    Target,
    Unsupported,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_Result = TypeVar("_Result")

# Some four calls of Python each, of which the interpreter allows 1,000 within each other. People
# nest a few dozen levels.
MOST_LEVELS = 100

OPERATORS: Mapping[str, Operator] = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "%": "remainder",
    "&": "and",
    "|": "or",
    "^": "xor",
    "<<": "shift left",
    ">>": "shift right",
}
"""The signs that all languages have, for Arithmetic."""

RELATIONS: Mapping[str, Relation] = {
    "==": "equal",
    "!=": "unequal",
    "<": "less",
    "<=": "at most",
    ">": "more",
    ">=": "at least",
}
"""The signs that all languages have, for Comparison."""

CAUGHT = Name("*error")
"""What a handler catches: the same in all languages, whatever it is called there."""


class Translator(ABC):
    """Translates the nodes of one tree; a language says by type of node how.

    Every public method raises Unsupported, and nothing else, for what it does not know.
    """

    spreads: frozenset[str] = frozenset()
    """The types of nodes that stand for all values of one: `*values`, `...values`."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.tree = tree
        self._levels = 0

    @cached_property
    @abstractmethod
    def expressions(self) -> Mapping[str, Callable[[Node], Expression]]:
        """What translates the expressions of each type of node."""

    @cached_property
    @abstractmethod
    def statement_lists(self) -> Mapping[str, Callable[[Node], list[Statement]]]:
        """What translates the statements of each type of node; one may become several or none."""

    @cached_property
    @abstractmethod
    def targets(self) -> Mapping[str, Callable[[Node], Target]]:
        """What translates the targets of each type of node."""

    @abstractmethod
    def function_within(self, node: Node) -> Function:
        """The function of a node, for `function`, which guards it."""

    @abstractmethod
    def parameters_within(self, node: Node) -> list[Parameter]:
        """The parameters of a node, for `parameters`, which guards it."""

    def input_type_within(self, node: Node) -> InputType | None:
        """The type of a node, for `input_type`, which guards it."""
        del node
        return None

    def expression(self, node: Node) -> Expression:
        """An expression."""
        return self.guarded(self._expression_by_type, node)

    def statement(self, node: Node) -> list[Statement]:
        """One statement, or an expression for what it does."""
        return self.guarded(self._statement_by_type, node)

    def statements(self, node: Node) -> list[Statement]:
        """All statements within a node, such as a block."""
        return self.guarded(self._statements_within, node)

    def target(self, node: Node) -> Target:
        """Where a value goes."""
        return self.guarded(self._target_by_type, node)

    def function(self, node: Node) -> Function:
        """A function, a method or a lambda."""
        return self.guarded(self.function_within, node)

    def parameters(self, node: Node) -> list[Parameter]:
        """The parameters of the node that holds them."""
        return self.guarded(self.parameters_within, node)

    def input_type(self, node: Node) -> InputType | None:
        """What a type that is written out says of values; None where they cannot be drawn by it."""
        return self.guarded(self.input_type_within, node)

    def place(self, node: Node) -> Name | Item | Member:
        """A target that has a value already, for `+=` and the like."""
        target = self.target(node)
        if isinstance(target, Name | Item | Member):
            return target
        raise Unsupported(f"a change of {node.type}")

    def items(self, nodes: Sequence[Node]) -> list[Expression]:
        """Items or arguments, among which may be all those of another value."""
        return [self.item(node) for node in nodes]

    def item(self, node: Node) -> Expression:
        """One item or argument, or all those of another value."""
        if node.type in self.spreads:
            return Spread(self.expression(self.only(node)))
        return self.expression(node)

    def optional(self, node: Node | None) -> Expression | None:
        """An expression that may be left out."""
        return None if node is None else self.expression(node)

    def inner(self, node: Node) -> Expression:
        """The one expression within a node that adds nothing, such as parentheses."""
        return self.expression(self.only(node))

    def inner_target(self, node: Node) -> Target:
        """The one target within a node that adds nothing, such as parentheses."""
        return self.target(self.only(node))

    def text_of(self, node: Node) -> str:
        """The source of a node."""
        return self.tree.text_of(node)

    def named(self, node: Node) -> list[Node]:
        """The children of a node that are neither signs nor comments."""
        return [child for child in node.named_children if child.type != "comment"]

    def only(self, node: Node) -> Node:
        """The one such child of a node."""
        children = self.named(node)
        if len(children) != 1:
            raise Unsupported(f"{len(children)} parts of {node.type}")
        return children[0]

    def field(self, node: Node, name: str) -> Node:
        """The child of a node by the name of its field."""
        child = node.child_by_field_name(name)
        if child is None:
            raise Unsupported(f"{node.type} without {name}")
        return child

    def text_of_field(self, node: Node, name: str) -> str:
        """The source of a child."""
        return self.text_of(self.field(node, name))

    def guarded(self, translate: Callable[[Node], _Result], node: Node) -> _Result:
        """What a method gives for a node, unless that lies too deep or is no code at all."""
        if not self._levels and node.has_error:
            raise Unsupported("text that does not follow the grammar")
        if self._levels >= MOST_LEVELS:
            raise Unsupported("deep nesting")
        self._levels += 1
        try:
            return translate(node)
        except RecursionError as error:
            raise Unsupported("deep nesting") from error
        finally:
            self._levels -= 1

    def _expression_by_type(self, node: Node) -> Expression:
        translate = self.expressions.get(node.type)
        if translate is None:
            raise Unsupported(f"expression {node.type}")
        return translate(node)

    def _statement_by_type(self, node: Node) -> list[Statement]:
        translate = self.statement_lists.get(node.type)
        if translate is not None:
            return translate(node)
        return [Evaluate(self._expression_by_type(node))]

    def _statements_within(self, node: Node) -> list[Statement]:
        return [statement for child in self.named(node) for statement in self.statement(child)]

    def _target_by_type(self, node: Node) -> Target:
        translate = self.targets.get(node.type)
        if translate is None:
            raise Unsupported(f"target {node.type}")
        return translate(node)


def has_within(node: Node, types: frozenset[str], stops: frozenset[str]) -> bool:
    """Whether a node of one of some types lies within another, but in none of those that stop."""
    waiting = [node]
    while waiting:
        for child in waiting.pop().named_children:
            if child.type in types:
                return True
            if child.type not in stops:
                waiting.append(child)
    return False
