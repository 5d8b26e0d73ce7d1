"""Functions and classes of TypeScript and JavaScript as terms."""

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

from tinyarms_daemon.analysis.behavior.script_members import FUNCTIONS, NONE
from tinyarms_daemon.analysis.behavior.script_statements import ScriptStatements
from tinyarms_daemon.analysis.behavior.script_targets import names_of
from tinyarms_daemon.analysis.behavior.script_types import script_input_type
from tinyarms_daemon.analysis.behavior.terms import (
    Assign,
    Class,
    Constant,
    Expression,
    Fields,
    Function,
    InputType,
    Member,
    Name,
    Parameter,
    Statement,
    Unsupported,
    extended,
)
from tinyarms_daemon.analysis.syntax_tree import Node

_OWN = "this"
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
_CONSTRUCTOR = "constructor"
_FIELDS = frozenset({"public_field_definition", "field_definition"})
_PARAMETER_PROPERTIES = frozenset({"accessibility_modifier", "override_modifier", "readonly"})
_HARMLESS_MEMBERS = frozenset({"method_signature", "index_signature", "class_static_block"})
"""What gives objects nothing: signatures, and what is done for the class alone."""
_FUNCTION_VALUES = frozenset({"arrow_function", "function_expression"})
_MODIFIER = "accessibility_modifier"


@dataclass
class _Members:
    """What a class gives its objects."""

    initial: Function | None = None
    fields: dict[str, Expression | None] = field(default_factory=dict)
    methods: dict[str, Function] = field(default_factory=dict)
    getters: dict[str, Function] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)


class ScriptTerms(ScriptStatements):
    """Translates TypeScript, TSX and JavaScript."""

    def class_(self, node: Node) -> Class:
        """A class, with what it inherits from another one of the file."""
        return self.guarded(self._class, node)

    def function_within(self, node: Node) -> Function:
        """A function, an arrow function or a method, given with or without what declares it."""
        node = self._declared(node)
        if node.type not in FUNCTIONS:
            raise Unsupported(f"function {node.type}")
        body = self.field(node, "body")
        held = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        parameters = [] if held is None else self.parameters(held)
        if body.type != "statement_block":
            return Function(parameters, self.expression(body))
        is_generator = any(child.type == "*" for child in node.children)
        return Function(parameters, self._body_with_variables(body, parameters), is_generator)

    def _declared(self, node: Node) -> Node:
        """What an export or a declaration of one variable declares."""
        match node.type:
            case "export_statement":
                inner = node.child_by_field_name("declaration") or self.field(node, "value")
            case "lexical_declaration" | "variable_declaration":
                inner = self.only(node)
            case "variable_declarator":
                inner = self.field(node, "value")
            case _:
                return node
        return self._declared(inner)

    def _body_with_variables(self, body: Node, parameters: list[Parameter]) -> list[Statement]:
        around = self.body_of_function, self.hoisted
        self.body_of_function, self.hoisted = body, []
        taken = [name for each in parameters for name in names_of(each.target)]
        try:
            with self.own_variables(taken):
                statements = self.statements(body)
            names = [name for name in dict.fromkeys(self.hoisted) if name not in taken]
            return [*(Assign(Name(name), NONE, declares=True) for name in names), *statements]
        finally:
            self.body_of_function, self.hoisted = around

    def parameters_within(self, node: Node) -> list[Parameter]:
        """The parameters, or the only one that has no parentheses."""
        if node.type == "identifier":
            return [Parameter(self.target(node))]
        written = [child for child in self.named(node) if child.type != "decorator"]
        return [self._parameter(child) for child in written if not self._is_own(child)]

    def _is_own(self, node: Node) -> bool:
        """TypeScript may declare of what type `this` is."""
        pattern = node.child_by_field_name("pattern")
        return pattern is not None and pattern.type == _OWN

    def _parameter(self, node: Node) -> Parameter:
        match node.type:
            case "required_parameter" | "optional_parameter":
                return self._typed_parameter(node)
            case "assignment_pattern":
                default = self.expression(self.field(node, "right"))
                return Parameter(self.target(self.field(node, "left")), default)
            case "rest_pattern":
                return Parameter(self.inner_target(node), takes_rest=True)
            case _:
                return Parameter(self.target(node))

    def _typed_parameter(self, node: Node) -> Parameter:
        annotation = node.child_by_field_name("type")
        type_ = None if annotation is None else self.input_type(self.only(annotation))
        pattern = self.field(node, "pattern")
        if pattern.type == "rest_pattern":
            item = None if type_ is None else type_.item
            return Parameter(self.inner_target(pattern), takes_rest=True, type=item)
        is_optional = node.type == "optional_parameter"
        if type_ is not None and is_optional:
            type_ = replace(type_, may_be_none=True)
        default = self.optional(node.child_by_field_name("value"))
        return Parameter(self.target(pattern), default, type=type_, is_optional=is_optional)

    def input_type_within(self, node: Node) -> InputType | None:
        """What a type annotation says."""
        return script_input_type(self.tree, node)

    def method(self, node: Node) -> Function:
        """A method of an object, which it calls `this`."""
        if _has(node, "get") or _has(node, "set"):
            raise Unsupported("a function that reading or setting a field calls")
        return self._method(node)

    def _method(self, node: Node) -> Function:
        return replace(self.function(node), own_name=_OWN)

    def enumeration(self, node: Node) -> Fields:
        """The constants of an enum; one without a value is one more than the last."""
        constants: list[tuple[str, Expression]] = []
        following: int | None = 0
        for member in self.named(self.field(node, "body")):
            if member.type == "enum_assignment":
                name = self._member_name(self.field(member, "name"))
                value = self.expression(self.field(member, "value"))
            elif following is None:
                raise Unsupported("a constant after one that is computed")
            else:
                name, value = self._member_name(member), Constant(following)
            match value:
                case Constant(int() as number):
                    following = number + 1
                case _:
                    following = None
            constants.append((name, value))
        return Fields(constants)

    def _class(self, node: Node) -> Class:
        node = self._declared(node)
        if node.type not in _CLASSES:
            raise Unsupported(f"class {node.type}")
        heritage = [child for child in self.named(node) if child.type == "class_heritage"]
        bases = [base for each in heritage for base in self._bases(each)]
        members = _Members()
        named = node.child_by_field_name("name")
        name, around = "" if named is None else self.text_of(named), self.class_around
        self.class_around = name
        try:
            for member in self.named(self.field(node, "body")):
                if not _has(member, "static"):
                    self._add(member, members)
        finally:
            self.class_around = around
        if None in bases and not members.methods and not members.initial:
            raise Unsupported("a class that only inherits")
        own = Class(
            name,
            members.initial,
            members.fields,
            members.methods,
            members.getters,
            frozenset(members.private),
            inherits_more=None in bases,
        )
        return reduce(extended, [base for base in bases if base is not None], own)

    def _bases(self, heritage: Node) -> list[Class | None]:
        """The class that it extends; None for one of another file."""
        extended_ = [child for child in self.named(heritage) if child.type != "implements_clause"]
        found: list[Class | None] = []
        for clause in extended_:
            base = clause.child_by_field_name("value") or clause
            of_file = self._classes_of_file.get(self.text_of(base))
            found.append(self.class_(of_file) if of_file else None)
        return found

    @cached_property
    def _classes_of_file(self) -> dict[str, Node]:
        nodes = (
            node.child_by_field_name("declaration") or node
            for node in self.tree.root.named_children
        )
        return {self.text_of_field(node, "name"): node for node in nodes if node.type in _CLASSES}

    def _add(self, node: Node, members: _Members) -> None:
        if node.type in _HARMLESS_MEMBERS:
            return
        if node.type in _FIELDS:
            self._add_field(node, members)
        elif node.type == "method_definition":
            self._add_method(node, members)
        else:
            raise Unsupported(f"{node.type} in a class")

    def _add_field(self, node: Node, members: _Members) -> None:
        named = node.child_by_field_name("name") or self.field(node, "property")
        name = self._member_name(named)
        value = node.child_by_field_name("value")
        if value is not None and value.type in _FUNCTION_VALUES:
            members.methods[name] = self._method(value)
            self._note_private(node, name, members)
        else:
            members.fields[name] = self.optional(value) or NONE

    def _add_method(self, node: Node, members: _Members) -> None:
        name = self._member_name(self.field(node, "name"))
        if name == _CONSTRUCTOR:
            members.initial = self._constructor(node)
            return
        if _has(node, "set"):
            raise Unsupported("a function that setting a field calls")
        methods = members.getters if _has(node, "get") else members.methods
        methods[name] = self._method(node)
        self._note_private(node, name, members)

    def _note_private(self, node: Node, name: str, members: _Members) -> None:
        modifiers = (self.text_of(child) for child in node.children if child.type == _MODIFIER)
        if name.startswith(("#", "_")) or any(text != "public" for text in modifiers):
            members.private.add(name)

    def _constructor(self, node: Node) -> Function:
        """`constructor(private x)` keeps the argument in the field `x`."""
        function = self._method(node)
        kept: list[Statement] = []
        for parameter in self.named(self.field(node, "parameters")):
            if any(child.type in _PARAMETER_PROPERTIES for child in parameter.children):
                name = self.text_of_field(parameter, "pattern")
                kept.append(Assign(Member(Name(_OWN), name), Name(name), declares=False))
        if not isinstance(function.body, list):
            raise Unsupported("a constructor that is an expression")
        return replace(function, body=[*kept, *function.body])

    def _member_name(self, node: Node) -> str:
        match node.type:
            case "property_identifier" | "private_property_identifier":
                return self.text_of(node)
            case "string":
                return self.string(node)
            case "computed_property_name" if self.text_of(node).startswith("[Symbol."):
                return self.text_of(node)
            case _:
                raise Unsupported(f"a member named by {node.type}")


def _has(node: Node, sign: str) -> bool:
    return any(child.type == sign for child in node.children)
