"""Statements of TypeScript and JavaScript as terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Literal

from tinyarms_daemon.analysis.behavior.script_members import NONE
from tinyarms_daemon.analysis.behavior.script_targets import ScriptTargets, names_of
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Assigned,
    Block,
    Break,
    Constant,
    Continue,
    Define,
    Evaluate,
    Expression,
    For,
    If,
    Name,
    Raise,
    Return,
    Statement,
    Switch,
    Try,
    Unsupported,
    While,
)
from tinyarms_daemon.analysis.behavior.translator import CAUGHT
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_DECLARED_FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration"})
_ENDLESS = frozenset({"empty_statement", ";"})
_WAYS_OUT = (Break, Continue, Return, Raise)
_EACH = Name("*each")
"""What a loop gives before it goes into a variable from outside."""


class ScriptStatements(ScriptTargets):
    """The statements; functions and classes are those of a subclass."""

    body_of_function: Node | None = None
    """The body of the function whose statements are being translated."""

    def __init__(self, tree: SyntaxTree) -> None:
        super().__init__(tree)
        self.hoisted: list[str] = []
        """The variables of that function that are declared within its blocks."""
        self._declared_around: frozenset[str] = frozenset()
        self._declared_here: set[str] = set()

    @cached_property
    def statement_lists(self) -> Mapping[str, Callable[[Node], list[Statement]]]:
        """What translates the statements of each type of node."""
        return {
            "expression_statement": self._expression_statement,
            "lexical_declaration": self._constants,
            "variable_declaration": self._variables,
            "function_declaration": self._define,
            "generator_function_declaration": self._define,
            "enum_declaration": self._enumeration,
            "statement_block": lambda node: [Block(self.statements(node))],
            "if_statement": self._if,
            "while_statement": self._while,
            "do_statement": self._do,
            "for_statement": self._for,
            "for_in_statement": self._for_each,
            "switch_statement": self._switch,
            "try_statement": self._try,
            "return_statement": self._return,
            "throw_statement": lambda _: [Raise()],
            "break_statement": lambda node: self._way_out(node, Break()),
            "continue_statement": lambda node: self._way_out(node, Continue()),
            "empty_statement": _nothing,
            "debugger_statement": _nothing,
            "function_signature": _nothing,
            "type_alias_declaration": _nothing,
            "interface_declaration": _nothing,
            "ambient_declaration": _nothing,
        }

    def statements(self, node: Node) -> list[Statement]:
        """All statements within a node. Functions are there before what stands around them."""
        with self._inner_block():
            return self.guarded(lambda inner: self._block(self.named(inner)), node)

    @contextmanager
    def own_variables(self, names: Iterable[str]) -> Iterator[None]:
        """Translate what has variables of its own: a function, or a round of a loop over values."""
        around, here = self._declared_around, self._declared_here
        self._declared_around, self._declared_here = frozenset(), set(names)
        try:
            yield
        finally:
            self._declared_around, self._declared_here = around, here

    @contextmanager
    def _inner_block(self) -> Iterator[None]:
        """Translate a block, which has no variables of its own for the machine."""
        around = self._declared_around | self._declared_here
        with self.own_variables(()):
            self._declared_around = around
            yield

    def _block(self, nodes: Sequence[Node]) -> list[Statement]:
        in_order = sorted(nodes, key=lambda node: node.type not in _DECLARED_FUNCTIONS)
        return [statement for node in in_order for statement in self.statement(node)]

    def _body(self, node: Node) -> list[Statement]:
        return self.statements(node) if node.type == "statement_block" else self.statement(node)

    # Declarations and expressions.

    def _expression_statement(self, node: Node) -> list[Statement]:
        expression = self.only(node)
        return [] if expression.type == "string" else self._effects(expression)  # "use strict"

    def _effects(self, node: Node) -> list[Statement]:
        """What an expression does, whose value nobody takes."""
        if node.type == "sequence_expression":
            return [effect for child in self.named(node) for effect in self._effects(child)]
        term = self.expression(node)
        if isinstance(term, Assigned):
            return [Assign(term.target, term.value, declares=False)]
        return [Evaluate(term)]

    def _constants(self, node: Node) -> list[Statement]:
        declared = self._declarations(node)
        names = {name for statement in declared for name in names_of(statement.target)}
        if names & self._declared_around:
            raise Unsupported("a block with another variable of the same name")
        self._declared_here |= names
        return list(declared)

    def _declarations(self, node: Node) -> list[Assign]:
        return [
            Assign(
                self.target(self.field(declarator, "name")),
                self.optional(declarator.child_by_field_name("value")) or NONE,
                declares=True,
            )
            for declarator in self.named(node)
        ]

    def _variables(self, node: Node) -> list[Statement]:
        """`var` within a block makes a variable of the function."""
        declared = self._declarations(node)
        if self.body_of_function is None or node.parent == self.body_of_function:
            return list(declared)
        given = [declarator.child_by_field_name("value") for declarator in self.named(node)]
        self.hoisted += [name for each in declared for name in names_of(each.target)]
        return [
            Assign(each.target, each.value, declares=False)
            for each, value in zip(declared, given, strict=True)
            if value is not None
        ]

    def _define(self, node: Node) -> list[Statement]:
        return [Define(self.text_of_field(node, "name"), self.function(node))]

    def _enumeration(self, node: Node) -> list[Statement]:
        name = Name(self.text_of_field(node, "name"))
        return [Assign(name, self.enumeration(node), declares=True)]

    # Ways through the code.

    def _if(self, node: Node) -> list[Statement]:
        otherwise = node.child_by_field_name("alternative")
        return [
            If(
                self.expression(self.field(node, "condition")),
                self._body(self.field(node, "consequence")),
                [] if otherwise is None else self._body(self.only(otherwise)),
            )
        ]

    def _while(self, node: Node) -> list[Statement]:
        condition = self.expression(self.field(node, "condition"))
        return [While(condition, self._body(self.field(node, "body")))]

    def _do(self, node: Node) -> list[Statement]:
        body = self._body(self.field(node, "body"))
        condition = self.expression(self.field(node, "condition"))
        return [While(condition, body, runs_first=True)]

    def _for(self, node: Node) -> list[Statement]:
        first = node.child_by_field_name("initializer")
        if first is None or first.type == "empty_statement":
            return [self._for_from_there(node)]
        if first.type not in self.statement_lists:
            return [*self._effects(first), self._for_from_there(node)]
        with self._inner_block():
            return [Block([*self.statement(first), self._for_from_there(node)])]

    def _for_from_there(self, node: Node) -> Statement:
        after = node.child_by_field_name("increment")
        return While(
            self._condition(node.child_by_field_name("condition")),
            self._body(self.field(node, "body")),
            () if after is None else self._effects(after),
        )

    def _condition(self, node: Node | None) -> Expression:
        if node is None or node.type in _ENDLESS:
            return Constant(True)
        return self.inner(node) if node.type == "expression_statement" else self.expression(node)

    def _for_each(self, node: Node) -> list[Statement]:
        target = self.target(self.field(node, "left"))
        values = self.expression(self.field(node, "right"))
        over: Literal["keys", "values"]
        over = "keys" if self.text_of_field(node, "operator") == "in" else "values"
        kind = node.child_by_field_name("kind")
        with self.own_variables(names_of(target)):
            body = self._body(self.field(node, "body"))
        if kind is not None and kind.type == "var" and self.body_of_function is not None:
            self.hoisted += names_of(target)
            kind = None
        if kind is None:
            return [For(_EACH, values, [Assign(target, _EACH, declares=False), *body], over)]
        return [For(target, values, body, over)]

    def _switch(self, node: Node) -> list[Statement]:
        branches = self.named(self.field(node, "body"))
        bodies = [self._branch_body(branch) for branch in branches]
        places = [at for at, branch in enumerate(branches) if branch.type == "switch_default"]
        if len(places) > 1:
            raise Unsupported("two defaults")
        default = bodies[places[0]] if places else None
        if places and places[0] < len(bodies) - 1:
            _refuse_falls_around(bodies, places[0])
            bodies[-1] = [*bodies[-1], Break()]  # into no default, which comes last from now on
        cases = [
            ([self.expression(self.field(branch, "value"))], body)
            for branch, body in zip(branches, bodies, strict=True)
            if branch.type == "switch_case"
        ]
        subject = self.expression(self.field(node, "value"))
        return [Switch(subject, cases, default, falls_through=True)]

    def _branch_body(self, branch: Node) -> list[Statement]:
        nodes = branch.children_by_field_name("body")
        return self._block([node for node in nodes if node.type != "comment"])

    def _try(self, node: Node) -> list[Statement]:
        handler = node.child_by_field_name("handler")
        final = node.child_by_field_name("finalizer")
        return [
            Try(
                self.statements(self.field(node, "body")),
                None if handler is None else self._handler(handler),
                final=[] if final is None else self.statements(self.field(final, "body")),
            )
        ]

    def _handler(self, node: Node) -> list[Statement]:
        parameter = node.child_by_field_name("parameter")
        body = self.statements(self.field(node, "body"))
        if parameter is None:
            return body
        return [Assign(self.target(parameter), CAUGHT, declares=True), *body]

    def _return(self, node: Node) -> list[Statement]:
        return [Return(self.inner(node) if self.named(node) else None)]

    def _way_out(self, node: Node, way: Statement) -> list[Statement]:
        if self.named(node):
            raise Unsupported("a label")
        return [way]


def _refuse_falls_around(bodies: Sequence[Sequence[Statement]], default: int) -> None:
    """A default is moved behind the cases, which nothing may fall into or out of it to see."""
    around = bodies[max(default - 1, 0) : default + 1]
    if not all(map(_is_left, around)):
        raise Unsupported("a fall into or out of a default")


def _is_left(body: Sequence[Statement]) -> bool:
    last = body[-1] if body else None
    return isinstance(last, _WAYS_OUT) or (isinstance(last, Block) and _is_left(last.body))


def _nothing(node: Node) -> list[Statement]:
    """What says something to the compiler alone."""
    del node
    return []
