"""Statements and targets of Go as terms."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from tinyarms_daemon.analysis.behavior.go_expressions import GoExpressions
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Augmented,
    Block,
    Break,
    Constant,
    Continue,
    Evaluate,
    Expression,
    For,
    If,
    Ignored,
    Item,
    ItemAndPresence,
    Items,
    Member,
    Name,
    Return,
    Statement,
    Switch,
    Target,
    Unary,
    Unpacked,
    Unsupported,
    While,
)
from tinyarms_daemon.analysis.behavior.translator import OPERATORS
from tinyarms_daemon.analysis.syntax_tree import Node

# They leave locks and files, which no outcome shows.
_DEFERRED_UNSEEN = frozenset({"Unlock", "RUnlock", "Close", "Done"})
_BLANK = "_"
_SWITCHED = Name("*switched")


class GoStatements(GoExpressions):
    """The statements; what a function is a subclass says."""

    named_results: Sequence[Name] | None = ()
    """What a bare `return` of the function at hand gives; None where one of them has no name."""

    @cached_property
    def statement_lists(self) -> Mapping[str, Callable[[Node], list[Statement]]]:
        """What translates the statements of each type of node."""
        return {
            "statement_list": self.statements,
            "block": lambda node: [Block(self.inner_block(node))],
            "expression_statement": lambda node: [Evaluate(self.inner(node))],
            "short_var_declaration": self._short_declaration,
            "var_declaration": self._variables,
            "const_declaration": self._constants,
            "type_declaration": self._type,
            "assignment_statement": self._assignment,
            "inc_statement": lambda node: [self._stepped(node, "+")],
            "dec_statement": lambda node: [self._stepped(node, "-")],
            "if_statement": self._if,
            "for_statement": self._for,
            "expression_switch_statement": self._switch,
            "type_switch_statement": self._type_switch,
            "return_statement": self._return,
            "break_statement": self._break,
            "continue_statement": self._continue,
            "defer_statement": self._defer,
            "empty_statement": lambda _: [],
        }

    @cached_property
    def targets(self) -> Mapping[str, Callable[[Node], Target]]:
        """What translates the targets of each type of node: variables that are there already."""
        return {
            "identifier": self._variable_target,
            "expression_list": self._several_targets,
            "index_expression": self._item_target,
            "selector_expression": self._member_target,
            "parenthesized_expression": self.inner_target,
        }

    def inner_block(self, node: Node) -> list[Statement]:
        """The statements of a block, whose names are its own."""
        with self.block():
            return self.statements(node)

    def declared_target(self, name: str) -> Target:
        """A new variable, or nothing for `_`."""
        return Ignored() if name == _BLANK else self.declared(name)

    def _variable_target(self, node: Node) -> Target:
        name = self.text_of(node)
        return Ignored() if name == _BLANK else self.variable(name)

    def _several_targets(self, node: Node) -> Target:
        parts = [self.target(child) for child in self.named(node)]
        return parts[0] if len(parts) == 1 else Unpacked(parts)

    def _item_target(self, node: Node) -> Target:
        owner = self.expression(self.field(node, "operand"))
        return Item(owner, self.expression(self.field(node, "index")))

    def _member_target(self, node: Node) -> Target:
        owner = self.expression(self.field(node, "operand"))
        return Member(owner, self.text_of_field(node, "field"))

    def _declared_targets(self, names: Sequence[Node]) -> Target:
        if any(name.type != "identifier" for name in names):
            raise Unsupported("a declaration of no name")
        parts = [self.declared_target(self.text_of(name)) for name in names]
        return parts[0] if len(parts) == 1 else Unpacked(parts)

    def _values(self, node: Node, taken: int) -> Expression:
        """What is assigned to so many targets."""
        children = self.named(node)
        if len(children) < taken and children[0].type == "type_assertion_expression":
            operand = self.expression(self.field(children[0], "operand"))
            return self.as_type(operand, self.field(children[0], "type"))
        values = [self.expression(child) for child in children]
        if len(values) == 1 and taken == 2 and isinstance(values[0], Item):
            return ItemAndPresence(values[0].owner, values[0].key)
        return values[0] if len(values) == 1 else Items("tuple", values)

    def _short_declaration(self, node: Node) -> list[Statement]:
        names = self.named(self.field(node, "left"))
        value = self._values(self.field(node, "right"), len(names))  # knows the names before
        return [Assign(self._declared_targets(names), value, declares=True)]

    def _assignment(self, node: Node) -> list[Statement]:
        left, right = self.field(node, "left"), self.field(node, "right")
        sign = self.text_of_field(node, "operator").removesuffix("=")
        if not sign:
            value = self._values(right, len(self.named(left)))
            return [Assign(self.target(left), value, declares=False)]
        place, added = self.place(self.only(left)), self.inner(right)
        if sign == "&^":
            return [Evaluate(Augmented("and", place, Unary("inverted", added)))]
        if sign not in OPERATORS:
            raise Unsupported(f"the operator {sign}=")
        return [Evaluate(Augmented(OPERATORS[sign], place, added))]

    def _stepped(self, node: Node, sign: str) -> Statement:
        return Evaluate(Augmented(OPERATORS[sign], self.place(self.only(node)), Constant(1)))

    def _variables(self, node: Node) -> list[Statement]:
        specifications = self.named(node)
        if len(specifications) == 1 and specifications[0].type == "var_spec_list":
            specifications = self.named(specifications[0])
        return [statement for each in specifications for statement in self._variable(each)]

    def _variable(self, node: Node) -> list[Statement]:
        names = _names(node)
        value = node.child_by_field_name("value")
        if value is not None:
            taken = self._values(value, len(names))
            return [Assign(self._declared_targets(names), taken, declares=True)]
        zero = self.zero(self.field(node, "type"))
        return [Assign(self._declared_targets([name]), zero, declares=True) for name in names]

    def _constants(self, node: Node) -> list[Statement]:
        return [
            Assign(self._declared_targets(names), value, declares=True)
            for names, value in [
                (_names(each), self._values(self.field(each, "value"), len(_names(each))))
                for each in self.named(node)
            ]
        ]

    def _type(self, node: Node) -> list[Statement]:
        for specification in self.named(node):
            name = self.text_of_field(specification, "name")
            self.declare_type(name, self.field(specification, "type"))
        return []

    def _with_initial(self, node: Node, translate: Callable[[Node], Statement]) -> list[Statement]:
        """A statement behind the one that stands before its condition."""
        with self.block():
            initial = node.child_by_field_name("initializer")
            before = self.statement(initial) if initial else []
            statement = translate(node)
        return [Block([*before, statement])] if before else [statement]

    def _if(self, node: Node) -> list[Statement]:
        return self._with_initial(node, self._choice)

    def _choice(self, node: Node) -> Statement:
        condition = self.expression(self.field(node, "condition"))
        then = self.inner_block(self.field(node, "consequence"))
        branch = node.child_by_field_name("alternative")
        if branch is None:
            return If(condition, then)
        is_block = branch.type == "block"
        return If(condition, then, self.inner_block(branch) if is_block else self.statement(branch))

    def _for(self, node: Node) -> list[Statement]:
        heads = [child for child in self.named(node) if child.type != "block"]
        head = heads[0] if heads else None
        if head is not None and head.type == "for_clause":
            return self._counted(head, self.field(node, "body"))
        with self.block():
            if head is not None and head.type == "range_clause":
                return [self._ranged(head, self.field(node, "body"))]
            condition = self.expression(head) if head else Constant(True)
            return [While(condition, self.inner_block(self.field(node, "body")))]

    def _counted(self, clause: Node, body: Node) -> list[Statement]:
        def loop(clause: Node) -> Statement:
            condition = self.optional(clause.child_by_field_name("condition"))
            update = clause.child_by_field_name("update")
            after = self.statement(update) if update else []
            return While(condition or Constant(True), self.inner_block(body), after)

        return self._with_initial(clause, loop)

    def _ranged(self, clause: Node, body: Node) -> Statement:
        values = self.expression(self.field(clause, "right"))
        left = clause.child_by_field_name("left")
        if left is None:
            return For(Ignored(), values, self.inner_block(body), "indexes")
        if any(child.type == "=" for child in clause.children):
            raise Unsupported("a loop over variables that are there already")
        names = self.named(left)
        target = self._declared_targets(names)
        statements = self.inner_block(body)
        return For(target, values, statements, "indexes" if len(names) == 1 else "entries")

    def _switch(self, node: Node) -> list[Statement]:
        return self._with_initial(node, self._cases)

    def _cases(self, node: Node) -> Statement:
        subject = self.optional(node.child_by_field_name("value"))
        cases: list[tuple[Sequence[Expression], Sequence[Statement]]] = []
        default: list[Statement] | None = None
        for child in self.named(node):
            if child.type == "expression_case":
                tests = self.items(self.named(self.field(child, "value")))
                cases.append((tests, self._case_body(child)))
            elif child.type == "default_case":
                default = self._case_body(child)
        return Switch(subject, cases, default)

    def _type_switch(self, node: Node) -> list[Statement]:
        return self._with_initial(node, self._type_cases)

    def _type_cases(self, node: Node) -> Statement:
        """Choices, each of which has the value under its name."""
        taken = Assign(_SWITCHED, self.expression(self.field(node, "value")), declares=True)
        alias = node.child_by_field_name("alias")
        cases: list[tuple[Sequence[Expression], Sequence[Statement]]] = []
        default: list[Statement] | None = None
        for child in self.named(node):
            if child.type not in ("type_case", "default_case"):
                continue
            with self.block():
                named = [self._declared_targets(self.named(alias))] if alias else []
                before = [Assign(target, _SWITCHED, declares=True) for target in named]
                body = [*before, *self._case_body(child)]
            types = child.children_by_field_name("type")
            if child.type == "default_case":
                default = body
            else:
                has = [self.as_type(_SWITCHED, each) for each in types if each.is_named]
                tests = [Item(each, Constant(1)) for each in has]
                cases.append((tests, body))
        return Block([taken, Switch(None, cases, default)])

    def _case_body(self, node: Node) -> list[Statement]:
        with self.block():
            lists = [child for child in self.named(node) if child.type == "statement_list"]
            return [statement for each in lists for statement in self.statements(each)]

    def _return(self, node: Node) -> list[Statement]:
        given = self.named(node)
        if given:
            values = self.items(self.named(given[0]))
            return [Return(values[0] if len(values) == 1 else Items("tuple", values))]
        names = self.named_results
        if names is None:
            raise Unsupported("a bare return of a result without a name")
        if not names:
            return [Return()]
        return [Return(names[0] if len(names) == 1 else Items("tuple", list(names)))]

    def _break(self, node: Node) -> list[Statement]:
        self._refuse_label(node)
        return [Break()]

    def _continue(self, node: Node) -> list[Statement]:
        self._refuse_label(node)
        return [Continue()]

    def _refuse_label(self, node: Node) -> None:
        if self.named(node):
            raise Unsupported("a label")

    def _defer(self, node: Node) -> list[Statement]:
        call = self.only(node)
        function = call.child_by_field_name("function")
        if function is not None and function.type == "selector_expression":
            is_empty = not self.named(self.field(call, "arguments"))
            if is_empty and self.text_of_field(function, "field") in _DEFERRED_UNSEEN:
                return []
        raise Unsupported("a deferred call")


def _names(node: Node) -> list[Node]:
    """The names that are declared, without the commas, which the grammar calls names too."""
    return [name for name in node.children_by_field_name("name") if name.is_named]
