"""Functions and methods of Go as terms."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from tinyarms_daemon.analysis.behavior.go_statements import GoStatements
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Class,
    Expression,
    Function,
    Name,
    Parameter,
    Statement,
    Unsupported,
)
from tinyarms_daemon.analysis.syntax_tree import Node

_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
_PARAMETERS = frozenset({"parameter_declaration", "variadic_parameter_declaration"})
_BLANK = "_"
_MAKER = "new"


class GoTerms(GoStatements):
    """Translates Go."""

    def function_within(self, node: Node) -> Function:
        """A function or method. One without a body is written in another language."""
        if node.type not in _FUNCTIONS:
            raise Unsupported(f"function {node.type}")
        around = self.named_results
        receiver = node.child_by_field_name("receiver")
        with self.block():
            try:
                own_name = self._receiver_name(receiver) if receiver else None
                own = self.declared(own_name).name if own_name else "self"
                parameters = self.parameters(self.field(node, "parameters"))
                before = self._named_results(node.child_by_field_name("result"))
                body = self.statements(self.field(node, "body"))  # their names are of one block
            finally:
                self.named_results = around
        results = self._result_types(node.child_by_field_name("result"))
        declared = self.only(receiver).child_by_field_name("type") if receiver else None
        own_type = self.input_type(declared) if declared else None
        if own_type is not None:  # who has no object calls no method of it
            own_type = replace(own_type, may_be_none=False)
        return Function(
            parameters, [*before, *body], own_name=own, results=results, own_type=own_type
        )

    def parameters_within(self, node: Node) -> list[Parameter]:
        """The parameters; the last one may take all that are left."""
        parameters: list[Parameter] = []
        for declaration in self.named(node):
            if declaration.type not in _PARAMETERS:
                raise Unsupported(f"the parameter {declaration.type}")
            type_ = self.input_type(self.field(declaration, "type"))
            takes_rest = declaration.type == "variadic_parameter_declaration"
            names = declaration.children_by_field_name("name")
            for name in [self.text_of(each) for each in names if each.is_named] or [_BLANK]:
                target = self.declared_target(name)
                parameters.append(Parameter(target, takes_rest=takes_rest, type=type_))
        return parameters

    def methods_of(self, name: str) -> dict[str, Function]:
        """The methods of a type of this file, each with the name that it calls its object."""
        return {
            self.text_of_field(node, "name"): self.function(node)
            for node in self._methods.get(name, [])
        }

    def class_named(self, name: str) -> Class:
        """A type of this file with its methods; those whose names are small are private."""
        methods = self.methods_of(name)
        private = frozenset(method for method in methods if method[:1].islower())
        return Class(name, None, {}, methods, {}, private)

    def maker_of(self, name: str) -> Node | None:
        """The function that makes objects of a type: `NewStack` of `Stack`."""
        return self._makers.get(name)

    @cached_property
    def _methods(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.tree.root.named_children:
            receiver = node.child_by_field_name("receiver")
            if node.type == "method_declaration" and receiver is not None:
                for declaration in self.named(receiver):
                    type_ = declaration.child_by_field_name("type")
                    if type_ is not None:
                        found.setdefault(self._base_name(type_), []).append(node)
        return found

    @cached_property
    def _makers(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for node in self.tree.root.named_children:
            result = node.child_by_field_name("result")
            if node.type != "function_declaration" or result is None:
                continue
            name = self.text_of_field(node, "name").lower()
            made = self._base_name(_first_type(result))
            # One with the whole name goes before others, such as `NewStackOf`.
            if name == _MAKER + made.lower() or (name.startswith(_MAKER) and made not in found):
                found[made] = node
        return found

    def _base_name(self, type_: Node) -> str:
        return self.text_of(type_).lstrip("*").partition("[")[0].strip()

    def _receiver_name(self, receiver: Node) -> str | None:
        name = self.only(receiver).child_by_field_name("name")
        return None if name is None or self.text_of(name) == _BLANK else self.text_of(name)

    def _named_results(self, result: Node | None) -> list[Statement]:
        """The results that are variables, with their zeros."""
        self.named_results = ()
        if result is None or result.type != "parameter_list":
            return []
        statements: list[Statement] = []
        names: list[Name] = []
        has_blank = False
        for declaration in self.named(result):
            for each in declaration.children_by_field_name("name"):
                name = self.text_of(each)
                if not each.is_named or name == _BLANK:
                    has_blank = has_blank or each.is_named
                    continue
                zero: Expression = self.zero(self.field(declaration, "type"))
                names.append(self.declared(name))
                statements.append(Assign(names[-1], zero, declares=True))
        self.named_results = None if has_blank else names
        return statements

    def _result_types(self, result: Node | None) -> Sequence[str]:
        if result is None:
            return ()
        if result.type != "parameter_list":
            return [self.text_of(result)]
        types: list[str] = []
        for declaration in self.named(result):
            names = [each for each in declaration.children_by_field_name("name") if each.is_named]
            types += [self.text_of_field(declaration, "type")] * max(1, len(names))
        return types


def _first_type(result: Node) -> Node:
    """The type of a result, or of the first of several."""
    if result.type == "parameter_list" and result.named_children:
        return result.named_children[0].child_by_field_name("type") or result
    return result
