"""Statements and targets of Python as terms."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, reduce

from tinyarms_daemon.analysis.behavior.python_expressions import PYTHON_OPERATORS, PythonExpressions
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Augmented,
    Break,
    Call,
    Comparison,
    Continue,
    Define,
    Either,
    Evaluate,
    Expression,
    For,
    If,
    Item,
    Items,
    Member,
    Name,
    Raise,
    Rest,
    Return,
    Slice,
    Statement,
    Target,
    Try,
    Unary,
    Unpacked,
    Unsupported,
    While,
)
from tinyarms_daemon.analysis.behavior.translator import CAUGHT
from tinyarms_daemon.analysis.syntax_tree import Node

_SUBJECT = Name("*subject")
_COMPARED = frozenset({
    "integer", "float", "string", "concatenated_string", "true", "false", "none",
})  # fmt: skip
_SAID_TO_READERS = frozenset({"string", "concatenated_string", "ellipsis", "comment"})


class PythonStatements(PythonExpressions):
    """The statements; what a function is a subclass says."""

    outer_variables: frozenset[str] = frozenset()
    """What the function at hand says to be variables of those around it."""

    @cached_property
    def statement_lists(self) -> Mapping[str, Callable[[Node], list[Statement]]]:
        """What translates the statements of each type of node."""
        return {
            "expression_statement": self._expressions_alone,
            "assignment": self._assignment,
            "augmented_assignment": self._augmented,
            "if_statement": self._if,
            "while_statement": self._while,
            "for_statement": self._for,
            "match_statement": self._match,
            "try_statement": self._try,
            "with_statement": self._with,
            "return_statement": self._return,
            "raise_statement": self._raise,
            "assert_statement": self._assert,
            "delete_statement": self._delete,
            "break_statement": lambda _: [Break()],
            "continue_statement": lambda _: [Continue()],
            "pass_statement": lambda _: [],
            "nonlocal_statement": lambda _: [],
            "import_statement": self._imported,
            "import_from_statement": self._imported,
            "function_definition": self._definition,
            "decorated_definition": self._definition,
        }

    @cached_property
    def targets(self) -> Mapping[str, Callable[[Node], Target]]:
        """What translates the targets of each type of node."""
        several = self._unpacked
        rest = self._rest
        return {
            "identifier": lambda node: Name(self.text_of(node)),
            "attribute": self._member_target,
            "subscript": self._item_target,
            "pattern_list": several,
            "tuple_pattern": several,
            "list_pattern": several,
            "tuple": several,
            "list": several,
            "expression_list": several,
            "as_pattern_target": self.inner_target,
            "parenthesized_expression": self.inner_target,
            "list_splat_pattern": rest,
            "list_splat": rest,
        }

    def refuse_outer(self, target: Target) -> None:
        """Raises Unsupported for a target that is a variable of a function around this one."""
        if not self.outer_variables.isdisjoint(_names(target)):
            raise Unsupported("an outer variable as such a target")

    def _unpacked(self, node: Node) -> Target:
        return Unpacked([self.target(child) for child in self.named(node)])

    def _rest(self, node: Node) -> Target:
        return Rest(self.inner_target(node))

    def _member_target(self, node: Node) -> Target:
        owner = self.expression(self.field(node, "object"))
        return Member(owner, self.text_of_field(node, "attribute"))

    def _item_target(self, node: Node) -> Target:
        term = self.expression(node)
        if isinstance(term, Item | Slice):
            return term
        raise Unsupported("a subscript as target")

    def _declared(self, target: Target, value: Expression) -> Assign:
        """An assignment to new variables of this function."""
        self.refuse_outer(target)
        return Assign(target, value, declares=True)

    def _expressions_alone(self, node: Node) -> list[Statement]:
        return [
            statement
            for child in self.named(node)
            if child.type not in _SAID_TO_READERS
            for statement in self.statement(child)
        ]

    def _assignment(self, node: Node) -> list[Statement]:
        right = node.child_by_field_name("right")
        if right is None:  # no more than a type
            return []
        target = self.target(self.field(node, "left"))
        before = self.statement(right) if right.type == "assignment" else []
        source = self.field(right, "left") if before else right
        value = self.expression(source)
        names = set(_names(target))
        if names & self.outer_variables and not names <= self.outer_variables:
            raise Unsupported("outer and own variables together")
        declares = not names & self.outer_variables
        return [*before, Assign(target, value, declares)]

    def _augmented(self, node: Node) -> list[Statement]:
        sign = self.text_of_field(node, "operator").removesuffix("=")
        if sign not in PYTHON_OPERATORS:
            raise Unsupported(f"the operator {sign}=")
        place = self.place(self.field(node, "left"))
        value = self.expression(self.field(node, "right"))
        return [Evaluate(Augmented(PYTHON_OPERATORS[sign], place, value))]

    def _if(self, node: Node) -> list[Statement]:
        otherwise: list[Statement] = []
        for branch in reversed(node.children_by_field_name("alternative")):
            if branch.type == "elif_clause":
                otherwise = [self._choice_of_statements(branch, otherwise)]
            else:
                otherwise = self.statements(self.field(branch, "body"))
        return [self._choice_of_statements(node, otherwise)]

    def _choice_of_statements(self, node: Node, otherwise: list[Statement]) -> Statement:
        condition = self.expression(self.field(node, "condition"))
        return If(condition, self.statements(self.field(node, "consequence")), otherwise)

    def _while(self, node: Node) -> list[Statement]:
        condition = self.expression(self.field(node, "condition"))
        body = self.statements(self.field(node, "body"))
        return [While(condition, body, otherwise=self._otherwise(node))]

    def _for(self, node: Node) -> list[Statement]:
        target = self.target(self.field(node, "left"))
        self.refuse_outer(target)
        values = self.expression(self.field(node, "right"))
        body = self.statements(self.field(node, "body"))
        return [For(target, values, body, otherwise=self._otherwise(node))]

    def _otherwise(self, node: Node) -> list[Statement]:
        branch = node.child_by_field_name("alternative")
        return self.statements(self.field(branch, "body")) if branch else []

    def _match(self, node: Node) -> list[Statement]:
        """Choices, since `break` within a case leaves the loop around it."""
        subjects = node.children_by_field_name("subject")
        if len(subjects) != 1:
            raise Unsupported("several subjects")
        chain: list[Statement] = []
        for case in reversed(self.named(self.field(node, "body"))):
            condition = self._case(case)
            body = self.statements(self.field(case, "consequence"))
            chain = body if condition is None else [If(condition, body, chain)]
        return [Assign(_SUBJECT, self.expression(subjects[0]), declares=True), *chain]

    def _case(self, case: Node) -> Expression | None:
        """When a case applies; None where it always does."""
        if case.type != "case_clause" or case.child_by_field_name("guard"):
            raise Unsupported("a guarded case")
        patterns = [child for child in self.named(case) if child.type == "case_pattern"]
        if len(patterns) != 1:
            raise Unsupported("a pattern of several parts")
        if self.text_of(patterns[0]) == "_":
            return None
        pattern = self.only(patterns[0])
        if pattern.type != "union_pattern":
            return self._compared(pattern)
        return reduce(Either, [self._compared(each) for each in self.named(pattern)])

    def _compared(self, pattern: Node) -> Expression:
        is_name = pattern.type == "dotted_name" and "." in self.text_of(pattern)
        if not is_name and pattern.type not in _COMPARED:
            raise Unsupported(f"the pattern {pattern.type}")
        value = self.expression(pattern)
        before = pattern.prev_sibling
        if before is not None and before.type == "-":  # which is no part of the number's node
            value = Unary("negative", value)
        return Comparison("equal", _SUBJECT, value)

    def _try(self, node: Node) -> list[Statement]:
        handlers: list[tuple[list[str], list[Statement]]] = []
        final: list[Statement] = []
        otherwise: list[Statement] = []
        for child in self.named(node):
            if child.type == "except_clause":
                handlers.append((self._taken(child), self._handler(child)))
            elif child.type == "finally_clause":
                final = self.statements(self.named(child)[-1])
            elif child.type == "else_clause":
                otherwise = self.statements(self.field(child, "body"))
        body = self.statements(self.field(node, "body"))
        if not handlers or all(each[1] == handlers[0][1] for each in handlers):
            handler = handlers[0][1] if handlers else None
            return [Try(body, handler, otherwise, final)]
        return [Try(body, None, otherwise, final, handlers)]

    def _taken(self, node: Node) -> list[str]:
        """The names of what a handler takes; none for one that takes all."""
        caught = node.child_by_field_name("value")
        if caught is not None and caught.type == "as_pattern":
            caught = self.named(caught)[0]
        if caught is None:
            return []
        several = self.named(caught) if caught.type == "tuple" else [caught]
        return [self.text_of(each).rpartition(".")[2] for each in several]

    def _handler(self, node: Node) -> list[Statement]:
        body = self.statements(self.named(node)[-1])
        caught = node.child_by_field_name("value")
        alias = caught.child_by_field_name("alias") if caught else None
        return [self._declared(self.target(alias), CAUGHT), *body] if alias else body

    def _with(self, node: Node) -> list[Statement]:
        body = self.statements(self.field(node, "body"))
        clauses = [child for child in self.named(node) if child.type == "with_clause"]
        items = [item for clause in clauses for item in self.named(clause)]
        for item in reversed(items):
            body = self._entered(self.field(item, "value"), body)
        return body

    def _entered(self, value: Node, body: list[Statement]) -> list[Statement]:
        """A body with what is entered for it: what suppresses errors is a handler."""
        alias = value.child_by_field_name("alias")
        if alias is not None:
            entered = self.expression(self.named(value)[0])
            return [self._declared(self.target(alias), entered), *body]
        term = self.expression(value)
        if isinstance(term, Call) and _last_name(term.function) == "suppress":
            return [Try(body, handler=[])]
        return [Evaluate(term), *body]

    def _return(self, node: Node) -> list[Statement]:
        values = self.named(node)
        return [Return(self.expression(values[0]) if values else None)]

    def _raise(self, node: Node) -> list[Statement]:
        values = self.named(node)
        raised = values[0].child_by_field_name("function") or values[0] if values else None
        name = self.text_of(raised).rpartition(".")[2] if raised else ""
        return [Raise(name if name[:1].isupper() else "")]

    def _assert(self, node: Node) -> list[Statement]:
        return [If(self.expression(self.named(node)[0]), [], [Raise()])]

    def _delete(self, node: Node) -> list[Statement]:
        deleted = self.only(node)
        parts = self.named(deleted) if deleted.type == "expression_list" else [deleted]
        return [statement for part in parts for statement in self._deleted(part)]

    def _deleted(self, node: Node) -> list[Statement]:
        if node.type == "identifier":  # nobody reads it any more
            return []
        target = self.target(node)
        if isinstance(target, Slice) and target.step is None:
            return [Assign(target, Items("list", []), declares=False)]
        if isinstance(target, Item):
            return [Evaluate(Call(Member(target.owner, "pop"), [target.key]))]
        raise Unsupported("a deleted field")

    def _imported(self, node: Node) -> list[Statement]:
        """What is called otherwise here than elsewhere; the rest goes by its name."""
        module = node.child_by_field_name("module_name")
        path = self.text_of(module).strip(".").split(".") if module else []
        return [
            self._declared(self.target(self.field(name, "alias")), self._imported_name(path, name))
            for name in node.children_by_field_name("name")
            if name.type == "aliased_import"
        ]

    def _imported_name(self, path: list[str], node: Node) -> Expression:
        first, *others = [*filter(None, path), *self.text_of_field(node, "name").split(".")]
        owner: Expression = Name(first)
        return reduce(Member, others, owner)

    def _definition(self, node: Node) -> list[Statement]:
        definition = node.child_by_field_name("definition") or node
        if definition.type != "function_definition":
            raise Unsupported("a class within a function")
        name = self.text_of_field(definition, "name")
        self.refuse_outer(Name(name))
        return [Define(name, self.function(node))]


def _names(target: Target) -> Iterator[str]:
    """The variables that a target of Python sets."""
    waiting: list[Target] = [target]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Name):
            yield each.name
        elif isinstance(each, Rest):
            waiting.append(each.target)
        elif isinstance(each, Unpacked):
            waiting += each.targets


def _last_name(function: Expression) -> str | None:
    return function.name if isinstance(function, Name | Member) else None
