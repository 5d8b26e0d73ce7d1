"""Functions and classes of Python as terms."""

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

from tinyarms_daemon.analysis.behavior.python_statements import PythonStatements
from tinyarms_daemon.analysis.behavior.python_types import python_input_type
from tinyarms_daemon.analysis.behavior.terms import (
    Call,
    Class,
    Constant,
    Expression,
    Function,
    InputType,
    Items,
    Name,
    Pairs,
    Parameter,
    Rest,
    Spread,
    Unsupported,
    extended,
)
from tinyarms_daemon.analysis.behavior.translator import has_within
from tinyarms_daemon.analysis.syntax_tree import Node

_DATACLASS = "dataclass"
_STATIC = "staticmethod"
_GETTERS = frozenset({"property", "cached_property"})
HARMLESS_DECORATORS = frozenset({
    _DATACLASS, _STATIC, *_GETTERS, "classmethod", "cache", "lru_cache", "wraps", "override",
    "final", "abstractmethod", "contextmanager",
})  # fmt: skip
"""What makes nothing else of a definition than its text says, as far as one sees from outside."""

_SETTERS = frozenset({"setter", "deleter"})
_NESTED = frozenset({"function_definition", "lambda", "class_definition"})
_YIELD = frozenset({"yield"})
_SEPARATORS = frozenset({"keyword_separator", "positional_separator"})
# They say of what kind a class is, and give it nothing that its methods use.
_HARMLESS_BASES = frozenset({"object", "ABC", "ABCMeta", "Generic", "Protocol"})
# They change what the other methods mean, or what makes an object.
_REFUSED_METHODS = frozenset({
    "__new__", "__post_init__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__",
})  # fmt: skip
_MADE_EMPTY: dict[str, Expression] = {
    "list": Items("list", []),
    "dict": Pairs([]),
    "set": Items("set", []),
}


class PythonTerms(PythonStatements):
    """Translates Python."""

    def class_(self, node: Node) -> Class:
        """A class, given with or without its decorators."""
        return self.guarded(self._class, node)

    def function_within(self, node: Node) -> Function:
        """A function, a lambda or a method, given with or without its decorators."""
        if node.type not in {"function_definition", "lambda", "decorated_definition"}:
            raise Unsupported(f"function {node.type}")
        unknown = self._decorators(node) - HARMLESS_DECORATORS
        node = node.child_by_field_name("definition") or node
        body = self.field(node, "body")
        around = self.outer_variables
        if node.type != "lambda":
            self.outer_variables = self._outer_variables(body)
        self.functions_around += 1
        try:
            held = node.child_by_field_name("parameters")
            parameters = self.parameters(held) if held else []
            if node.type == "lambda":
                return Function(parameters, self.expression(body))
            is_generator = "yield" in self.text_of(body) and has_within(body, _YIELD, _NESTED)
            statements = self.statements(body)
            return Function(parameters, statements, is_generator, decorators=tuple(sorted(unknown)))
        finally:
            self.functions_around -= 1
            self.outer_variables = around

    def parameters_within(self, node: Node) -> list[Parameter]:
        """The parameters."""
        written = [child for child in self.named(node) if child.type not in _SEPARATORS]
        return [self._parameter(child) for child in written]

    def input_type_within(self, node: Node) -> InputType | None:
        """What an annotation says."""
        return python_input_type(self.tree, node)

    def _parameter(self, node: Node) -> Parameter:
        match node.type:
            case "identifier":
                return Parameter(self.target(node))
            case "list_splat_pattern":
                return self._rest_parameter(node, None)
            case "dictionary_splat_pattern":
                return Parameter(self.inner_target(node), takes_named=True, type=InputType("map"))
            case "typed_parameter":
                type_ = self.input_type(self.field(node, "type"))
                inner = self.named(node)[0]
                if inner.type == "list_splat_pattern":
                    return self._rest_parameter(inner, type_)
                if inner.type == "dictionary_splat_pattern":
                    return self._parameter(inner)
                return replace(self._parameter(inner), type=type_)
            case "default_parameter" | "typed_default_parameter":
                written = node.child_by_field_name("type")
                return Parameter(
                    self.target(self.field(node, "name")),
                    self.expression(self.field(node, "value")),
                    type=self.input_type(written) if written else None,
                )
        raise Unsupported(f"the parameter {node.type}")

    def _rest_parameter(self, node: Node, type_: InputType | None) -> Parameter:
        target = self.target(node)
        if not isinstance(target, Rest):
            raise Unsupported("a parameter")
        return Parameter(target.target, takes_rest=True, type=type_)

    def _outer_variables(self, body: Node) -> frozenset[str]:
        names = set[str]()
        waiting = [body] if "nonlocal" in self.text_of(body) else []
        while waiting:
            node = waiting.pop()
            if node.type == "nonlocal_statement":
                names |= {self.text_of(name) for name in self.named(node)}
            waiting += [child for child in node.named_children if child.type not in _NESTED]
        return frozenset(names)

    def _decorators(self, node: Node) -> set[str]:
        """The last names of the decorators of a definition."""
        if node.type != "decorated_definition":
            parent = node.parent
            if parent is None or parent.type != "decorated_definition":
                return set()
            node = parent
        found = set[str]()
        for child in node.named_children:
            if child.type == "decorator":
                called = self.only(child)
                called = called.child_by_field_name("function") or called
                name = self.text_of(called).rpartition(".")[2]
                found.add(name)
        return found

    def _class(self, node: Node) -> Class:
        decorators = self._decorators(node)
        if not decorators <= HARMLESS_DECORATORS:
            raise Unsupported("a decorated class")
        node = node.child_by_field_name("definition") or node
        if node.type != "class_definition":
            raise Unsupported(f"class {node.type}")
        bases = self._bases(node)
        is_dataclass = _DATACLASS in decorators
        members = _Members(inherits_more=None in bases)
        name, around = self.text_of_field(node, "name"), self.class_around
        self.class_around = name
        try:
            for child in self.named(self.field(node, "body")):
                self._add_member(members, child, is_dataclass)
        finally:
            self.class_around = around
        if members.inherits_more and not members.methods and not members.initial:
            raise Unsupported("a class that only inherits")
        own = Class(
            name,
            members.initial,
            members.given | members.other,
            members.methods,
            members.getters,
            frozenset(name for name in members.methods if _is_private(name)),
            takes_fields=is_dataclass and members.initial is None,
            inherits_more=members.inherits_more,
        )
        return reduce(extended, [base for base in bases if base is not None], own)

    def _bases(self, node: Node) -> list[Class | None]:
        """The classes that it extends; None for one of another file."""
        bases = node.child_by_field_name("superclasses")
        found: list[Class | None] = []
        for base in self.named(bases) if bases else []:
            if base.type == "keyword_argument" and self.text_of_field(base, "name") != "metaclass":
                raise Unsupported("an argument of a class")
            written = base.child_by_field_name("value") or base  # also of `Generic[T]`
            name = self.text_of(written).rpartition(".")[2]
            if name not in _HARMLESS_BASES:
                is_other = written.type != "identifier" or self._classes.get(name) == node
                of_file = None if is_other else self._classes.get(name)
                found.append(self.class_(of_file) if of_file else None)
        return found

    @cached_property
    def _classes(self) -> dict[str, Node]:
        nodes = (
            node.child_by_field_name("definition") or node for node in self.named(self.tree.root)
        )
        return {
            self.text_of_field(node, "name"): node
            for node in nodes
            if node.type == "class_definition"
        }

    def _add_member(self, members: "_Members", node: Node, is_dataclass: bool) -> None:
        definition = node.child_by_field_name("definition") or node
        if definition.type == "function_definition":
            self._add_method(members, definition)
        elif node.type == "expression_statement":
            for child in self.named(node):
                if child.type == "assignment":
                    self._add_field(members, child, is_dataclass)
                elif child.type not in {"string", "concatenated_string", "ellipsis"}:
                    raise Unsupported("work in a class")
        elif node.type != "pass_statement":
            raise Unsupported(f"{node.type} in a class")

    def _add_method(self, members: "_Members", node: Node) -> None:
        name = self.text_of_field(node, "name")
        decorators = self._decorators(node)
        if name in _REFUSED_METHODS or decorators & _SETTERS:
            raise Unsupported(f"the method {name}")
        if _is_special(name) and name not in {"__init__", "__call__"}:
            return  # what operators do with the object, which nobody here applies to it
        function = self.function(node)
        if _STATIC not in decorators:
            function = _without_own(function)
        if name == "__init__":
            members.initial = function
        elif decorators & _GETTERS:
            members.getters[name] = function
        else:
            members.methods[name] = function

    def _add_field(self, members: "_Members", node: Node, is_dataclass: bool) -> None:
        left, right = self.field(node, "left"), node.child_by_field_name("right")
        type_ = node.child_by_field_name("type")
        name = self.text_of(left)
        if left.type != "identifier":
            raise Unsupported("several fields at once")
        if _is_special(name) or (right is None and not is_dataclass):
            return
        if members.inherits_more and (type_ is not None or (right and right.type == "call")):
            return  # the base may make fields of objects of it
        value = self.expression(right) if right else None
        is_given = is_dataclass and type_ is not None and "ClassVar" not in self.text_of(type_)
        if is_given and isinstance(value, Call) and value.function == Name("field"):
            options = dict(each for each in value.named if not isinstance(each, Spread))
            is_given = options.get("init") != Constant(False)
            value = _default(options)
        (members.given if is_given else members.other)[name] = value


@dataclass(slots=True)
class _Members:
    inherits_more: bool = False
    initial: Function | None = None
    given: dict[str, Expression | None] = field(default_factory=dict)
    """Fields that are arguments of a dataclass, in their order."""
    other: dict[str, Expression | None] = field(default_factory=dict)
    methods: dict[str, Function] = field(default_factory=dict)
    getters: dict[str, Function] = field(default_factory=dict)


def _without_own(function: Function) -> Function:
    """A method, which calls its object by its first parameter's name."""
    own = function.parameters[0].target if function.parameters else None
    if not isinstance(own, Name):
        raise Unsupported("a method without its object")
    return replace(function, parameters=list(function.parameters[1:]), own_name=own.name)


def _default(options: dict[str, Expression]) -> Expression | None:
    factory = options.get("default_factory")
    if factory is None:
        return options.get("default")
    if isinstance(factory, Name):
        return _MADE_EMPTY.get(factory.name, Call(factory, []))
    return Call(factory, [])


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _is_private(name: str) -> bool:
    return name.startswith("_") and not _is_special(name)
