"""The types of a file of Go: their fields, their zeros, and what they say of values to draw."""

from dataclasses import replace
from functools import cached_property

from tinyarms_daemon.analysis.behavior.terms import (
    Call,
    Constant,
    Expression,
    Fields,
    InputType,
    Items,
    Name,
    Unsupported,
)
from tinyarms_daemon.analysis.behavior.translator import Translator
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_WHOLE_NUMBERS = frozenset({
    "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
    "uintptr", "byte", "rune", "time.Duration", "time.Month", "time.Weekday", "time.Time",
})  # fmt: skip
_FLOATS = frozenset({"float32", "float64"})
_BUILDERS = frozenset({"strings.Builder", "bytes.Buffer"})
_LOCKS = "sync."
_NIL_TYPES = frozenset({
    "pointer_type", "map_type", "function_type", "interface_type", "channel_type",
})  # fmt: skip
_NIL_NAMES = frozenset({"error", "any"})
_MOST_NAMES = 10
"""How often one type may be named after another."""

PLAIN_CONVERSIONS = _WHOLE_NUMBERS | _FLOATS | {"string", "bool"}
"""The types of the language that are called to convert."""

StructFields = list[tuple[str, Expression]]


class GoTypes(Translator):
    """What a file declares of types; those within a function count from where they stand on."""

    def __init__(self, tree: SyntaxTree) -> None:
        super().__init__(tree)
        self.structs = self._all_structs()

    @cached_property
    def types(self) -> dict[str, Node]:
        """What each name of a type stands for."""
        found: dict[str, Node] = {}
        for declaration in self.tree.root.named_children:
            if declaration.type == "type_declaration":
                for specification in self.named(declaration):
                    name = specification.child_by_field_name("name")
                    meant = specification.child_by_field_name("type")
                    if name is not None and meant is not None:
                        found[self.text_of(name)] = meant
        return found

    @cached_property
    def type_parameters(self) -> frozenset[str]:
        """The names of types that are given from outside."""
        names = set[str]()
        for declaration in self.tree.root.named_children:
            for specification in [declaration, *declaration.named_children]:
                parameters = specification.child_by_field_name("type_parameters")
                for each in self.named(parameters) if parameters else []:
                    names |= {self.text_of(name) for name in each.children_by_field_name("name")}
            receiver = declaration.child_by_field_name("receiver")
            if receiver is not None:
                written = self.text_of(receiver).partition("[")[2].partition("]")[0]
                names |= {name.strip() for name in written.split(",")}
        return frozenset(names)

    def _all_structs(self) -> dict[str, StructFields]:
        """The fields of each struct, in order and with their zeros. One that takes in fields of
        another type of the project is left out."""
        found: dict[str, StructFields] = {}
        for name, meant in self.types.items():
            if self.is_struct(name):
                try:
                    found[name] = self.fields_of(meant)
                except Unsupported:
                    continue
        return found

    def is_struct(self, name: str) -> bool:
        """Whether a name is that of a struct of this file whose fields are all said there."""
        meant = self.types.get(name)
        if meant is None or meant.type != "struct_type":
            return False
        return not any(self._is_taken_in(field) for field in self.named(self.only(meant)))

    def declare_type(self, name: str, meant: Node) -> None:
        """Take in a type that is declared within a function."""
        if name in self.types and self.types[name] != meant:
            raise Unsupported("two types of one name")
        self.types[name] = meant
        if self.is_struct(name):
            self.structs[name] = self.fields_of(meant)

    def fields_of(self, struct: Node) -> StructFields:
        """The fields of a struct that is written out, in order and with their zeros."""
        fields: StructFields = []
        for declaration in self.named(self.only(struct)):
            type_ = self.field(declaration, "type")
            names = declaration.children_by_field_name("name")
            if not names:
                if self._is_taken_in(declaration):
                    raise Unsupported("fields of another type")
                fields.append((self.text_of(type_).rpartition(".")[2], self.zero(type_)))
            fields += [(self.text_of(name), self._zero_of_field(type_)) for name in names]
        return fields

    def meant_by(self, type_: Node) -> Node:
        """What a type is in the end: the name of one of this file stands for another."""
        for _ in range(_MOST_NAMES):
            if type_.type == "parenthesized_type":
                type_ = self.only(type_)
            elif type_.type == "type_identifier":
                meant = self.types.get(self.text_of(type_))
                if meant is None or meant.type == "struct_type":
                    return type_
                type_ = meant
            else:
                return type_
        raise Unsupported("a type named after many others")

    def zero(self, type_: Node) -> Expression:
        """What a variable of a type holds before anything is assigned."""
        return self.guarded(self._zero, type_)

    def zero_if_known(self, type_: Node) -> Expression | None:
        """The same; None where it is not known."""
        try:
            return self.zero(type_)
        except Unsupported:
            return None

    def input_type_within(self, node: Node) -> InputType | None:
        """What a type says of the values to draw."""
        node = self.meant_by(node)
        match node.type:
            case "slice_type" | "array_type" | "implicit_length_array_type":
                return InputType("list", self.input_type(self.field(node, "element")))
            case "map_type":
                value = self.field(node, "value")
                item = None if value.type == "struct_type" else self.input_type(value)
                return InputType("map", item)
            case "pointer_type":
                inner = self.input_type(self.only(node))
                return replace(inner, may_be_none=True) if inner else None
            case "function_type":
                return InputType("function")
        return _plain_input_type(self.text_of(node))

    def _is_taken_in(self, field: Node) -> bool:
        """Whether a field stands for those of another type; a lock has none."""
        if field.children_by_field_name("name"):
            return False
        return not self.text_of_field(field, "type").startswith(_LOCKS)

    def _zero_of_field(self, type_: Node) -> Expression:
        known = self.zero_if_known(type_)
        # A name of its own for each type: the machine draws it, and always the same.
        return known or Name(f"*zero of {self.text_of(type_).replace('.', ' ')}")

    def _zero(self, type_: Node) -> Expression:
        type_ = self.meant_by(type_)
        if type_.type in _NIL_TYPES:
            return Constant(None)
        if type_.type == "slice_type":
            return Items("list", [])
        if type_.type == "array_type":
            length = self.expression(self.field(type_, "length"))
            return zeros(length, self.zero(self.field(type_, "element")))
        if type_.type == "struct_type":
            return Fields(self.fields_of(type_))
        if type_.type == "generic_type":
            type_ = self.field(type_, "type")
        return self._zero_by_name(self.text_of(type_))

    def _zero_by_name(self, name: str) -> Expression:
        if self.is_struct(name) or name.startswith(_LOCKS):
            return Fields([], name)
        if name in _WHOLE_NUMBERS:
            return Constant(0)
        if name in _FLOATS:
            return Constant(0.0)
        if name == "string":
            return Constant("")
        if name == "bool":
            return Constant(False)
        if name in _BUILDERS:
            return Call(Name("*builder"), [])
        if name in _NIL_NAMES or name in self.type_parameters:
            return Constant(None)
        raise Unsupported(f"the zero of {name}")


def zeros(length: Expression, zero: Expression) -> Expression:
    """A list of that many zeros."""
    if length == Constant(0):
        return Items("list", [])
    return Call(Name("*zeros"), [length, zero])


def _plain_input_type(name: str) -> InputType | None:
    if name in _WHOLE_NUMBERS:
        return InputType("number")
    if name in _FLOATS:
        return InputType("float")
    return {"string": InputType("text"), "bool": InputType("truth")}.get(name)
