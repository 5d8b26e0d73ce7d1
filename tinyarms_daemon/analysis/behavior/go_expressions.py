"""Expressions of Go as terms."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Literal

from tinyarms_daemon.analysis.behavior.escapes import LONGEST_LITERAL, unescaped
from tinyarms_daemon.analysis.behavior.go_types import PLAIN_CONVERSIONS, GoTypes, zeros
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Both,
    Call,
    Comparison,
    Constant,
    Either,
    Expression,
    Fields,
    Item,
    Items,
    Member,
    Name,
    Pairs,
    Slice,
    Unary,
    Unsupported,
)
from tinyarms_daemon.analysis.behavior.translator import OPERATORS, RELATIONS
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_SIGNS: Mapping[str, Literal["not", "negative", "positive", "inverted"]] = {
    "!": "not",
    "-": "negative",
    "+": "positive",
    "^": "inverted",
}
_REFERENCES = frozenset({"&", "*"})
_CHARACTERS = frozenset({"[]rune", "[]byte", "[]int32", "[]uint8"})
_SEQUENCES = frozenset({"slice_type", "array_type", "implicit_length_array_type"})
_NAMED = frozenset({"type_identifier", "qualified_type", "generic_type", "struct_type"})
_LAST_OF_ONE_BYTE = "\x7f"
_LONGEST_NUMBER = 40


class GoExpressions(GoTypes):
    """The expressions, and which variable each name is: an inner one may have the same name."""

    spreads = frozenset({"variadic_argument"})

    def __init__(self, tree: SyntaxTree) -> None:
        self._blocks: list[dict[str, str]] = []
        super().__init__(tree)

    @cached_property
    def expressions(self) -> Mapping[str, Callable[[Node], Expression]]:
        """What translates the expressions of each type of node."""
        return {
            "identifier": self._name,
            "nil": lambda _: Constant(None),
            "true": lambda _: Constant(True),
            "false": lambda _: Constant(False),
            "int_literal": self._whole_number,
            "float_literal": self._float,
            "rune_literal": self._rune,
            "interpreted_string_literal": self._string,
            "raw_string_literal": self._raw_string,
            "parenthesized_expression": self.inner,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "selector_expression": self._member,
            "index_expression": self._item,
            "slice_expression": self._slice,
            "call_expression": self._call,
            "type_conversion_expression": self._conversion,
            "composite_literal": self._composite,
            "type_assertion_expression": self._asserted,
            "func_literal": self.function,
        }

    @contextmanager
    def block(self) -> Iterator[None]:
        """Names that are declared within it are not known behind it."""
        self._blocks.append({})
        try:
            yield
        finally:
            self._blocks.pop()

    def declared(self, name: str) -> Name:
        """A new variable. One of a block around it that has its name goes on by that name, so
        that this one gets another: the machine knows no blocks."""
        if not self._blocks:
            return Name(name)
        block = self._blocks[-1]
        if name not in block:
            taken = {meant for each in self._blocks for meant in each.values()}
            meant = name
            while meant in taken:
                meant += "'"
            block[name] = meant
        return Name(block[name])

    def variable(self, name: str) -> Name:
        """The variable that a name stands for here."""
        for block in reversed(self._blocks):
            if name in block:
                return Name(block[name])
        return Name(name)

    def _name(self, node: Node) -> Expression:
        name = self.text_of(node)
        if name == "iota":
            raise Unsupported("iota")
        return self.variable(name)

    def _whole_number(self, node: Node) -> Expression:
        text = self.text_of(node).replace("_", "")
        if len(text) > _LONGEST_NUMBER:
            raise Unsupported("a long number")
        is_octal = text.isdigit() and text.startswith("0")
        try:
            return Constant(int(text, 8 if is_octal else 0))
        except ValueError as error:
            raise Unsupported(f"the number {text}") from error

    def _float(self, node: Node) -> Expression:
        text = self.text_of(node).replace("_", "").lower()
        try:
            return Constant(float.fromhex(text) if text.startswith("0x") else float(text))
        except (ValueError, OverflowError) as error:
            raise Unsupported(f"the number {text}") from error

    def _rune(self, node: Node) -> Expression:
        text = unescaped(self.text_of(node)[1:-1], keeps_unknown=True)
        if len(text) != 1:
            raise Unsupported("a rune")
        return Constant(ord(text))

    def _string(self, node: Node) -> Expression:
        written = self.text_of(node)[1:-1]
        text = unescaped(written, keeps_unknown=True)
        is_of_bytes = "\\x" in written or any(f"\\{digit}" in written for digit in range(8))
        if is_of_bytes and max(text, default="") > _LAST_OF_ONE_BYTE:
            raise Unsupported("bytes")
        return Constant(text)

    def _raw_string(self, node: Node) -> Expression:
        text = self.text_of(node)[1:-1].replace("\r", "")
        if len(text) > LONGEST_LITERAL:
            raise Unsupported("a long string")
        return Constant(text)

    def _binary(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator")
        left = self.expression(self.field(node, "left"))
        right = self.expression(self.field(node, "right"))
        if sign == "&&":
            return Both(left, right)
        if sign == "||":
            return Either(left, right)
        if sign in RELATIONS:
            return Comparison(RELATIONS[sign], left, right)
        if sign == "&^":
            return Arithmetic("and", left, Unary("inverted", right))
        if sign in OPERATORS:
            return Arithmetic(OPERATORS[sign], left, right)
        raise Unsupported(f"the operator {sign}")

    def _unary(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator")
        operand = self.expression(self.field(node, "operand"))
        if sign in _REFERENCES:  # to read by a pointer is to read the value
            return operand
        if sign in _SIGNS:
            return Unary(_SIGNS[sign], operand)
        raise Unsupported(f"the operator {sign}")

    def _member(self, node: Node) -> Expression:
        owner = self.expression(self.field(node, "operand"))
        return Member(owner, self.text_of_field(node, "field"))

    def _item(self, node: Node) -> Expression:
        owner = self.expression(self.field(node, "operand"))
        return Item(owner, self.expression(self.field(node, "index")))

    def _slice(self, node: Node) -> Expression:
        owner = self.expression(self.field(node, "operand"))
        start = self.optional(node.child_by_field_name("start"))
        return Slice(owner, start, self.optional(node.child_by_field_name("end")))

    def _call(self, node: Node) -> Expression:
        function = self.field(node, "function")
        arguments = self.named(self.field(node, "arguments"))
        name = self.text_of(function) if function.type == "identifier" else ""
        if self.variable(name) == Name(name):
            if name == "make" and arguments:
                return self._made(arguments[0], arguments[1:])
            if name == "new" and len(arguments) == 1:
                return self._new(arguments[0])
            if name in self.types and len(arguments) == 1:
                return self._converted(self.types[name], arguments[0])
        return Call(self.expression(function), self.items(arguments))

    def _made(self, type_: Node, sizes: list[Node]) -> Expression:
        type_ = self.meant_by(type_)
        if type_.type == "map_type":
            return Pairs([], self.zero_if_known(self.field(type_, "value")))
        if type_.type != "slice_type" or not sizes:
            raise Unsupported(f"make of {type_.type}")
        length = self.expression(sizes[0])
        if length == Constant(0):
            return Items("list", [])
        return zeros(length, self.zero(self.field(type_, "element")))

    def _new(self, type_: Node) -> Expression:
        zero = self.zero(type_)
        if isinstance(zero, Fields | Call):
            return zero
        raise Unsupported("a pointer to a plain value")

    def _conversion(self, node: Node) -> Expression:
        return self._converted(self.field(node, "type"), self.field(node, "operand"))

    def _converted(self, type_: Node, operand: Node) -> Expression:
        """A value as another type; that of functions with given types is a call of one."""
        type_ = self.meant_by(type_)
        value = self.expression(operand)
        name = self.text_of(type_)
        if name in _CHARACTERS:
            return Call(Name("*runes"), [value])
        if name in PLAIN_CONVERSIONS:
            return Call(Name(name), [value])
        if type_.type == "generic_type":
            return Call(self.variable(self.text_of_field(type_, "type")), [value])
        return value

    def _asserted(self, node: Node) -> Expression:
        """The same value: that it has another type is an error of the program."""
        return self.expression(self.field(node, "operand"))

    def as_type(self, value: Expression, type_: Node) -> Expression:
        """A value, and whether it has a type; else the zero of that."""
        drawn = self.input_type(type_)
        said = [drawn.kind if drawn else "", self.text_of(type_).lstrip("*").rpartition(".")[2]]
        zero = self.zero_if_known(type_) or Constant(None)
        return Call(Name("*as type"), [value, *map(Constant, said), zero])

    def _composite(self, node: Node) -> Expression:
        return self._literal(self.field(node, "type"), self.field(node, "body"))

    def _literal(self, type_: Node, body: Node) -> Expression:
        type_ = self.meant_by(type_)
        if type_.type in _SEQUENCES:
            return self._list(type_, body)
        if type_.type == "map_type":
            return self._map(type_, body)
        if type_.type in _NAMED:
            return self._record(type_, body)
        if type_.type == "pointer_type":  # that of items is left out, and so is the sign before it
            return self._literal(self.only(type_), body)
        raise Unsupported(f"a literal of {type_.type}")

    def _list(self, type_: Node, body: Node) -> Expression:
        element = self.field(type_, "element")
        values: list[Expression] = []
        for child in self.named(body):
            if child.type == "keyed_element":
                raise Unsupported("items by their indexes")
            values.append(self._element(child, element))
        length = type_.child_by_field_name("length")
        if length is not None and self.expression(length) != Constant(len(values)):
            if values:
                raise Unsupported("an array with zeros at its end")
            return self.zero(type_)
        return Items("list", values)

    def _map(self, type_: Node, body: Node) -> Expression:
        key, value = self.field(type_, "key"), self.field(type_, "value")
        pairs = [
            (
                self._element(self.field(child, "key"), key),
                self._element(self.field(child, "value"), value),
            )
            for child in self.named(body)
        ]
        return Pairs(pairs, self.zero_if_known(value))

    def _record(self, type_: Node, body: Node) -> Expression:
        names = self._field_names(type_)
        fields: list[tuple[str, Expression]] = []
        for number, child in enumerate(self.named(body)):
            if child.type == "keyed_element":
                name = self.text_of_field(child, "key")
                fields.append((name, self._element(self.field(child, "value"), None)))
                continue
            if names is not None and number >= len(names):
                raise Unsupported("more values than fields")
            name = str(number) if names is None else names[number]
            fields.append((name, self._element(child, None)))
        if type_.type == "struct_type":
            said = dict(fields)
            return Fields([(name, said.get(name, zero)) for name, zero in self.fields_of(type_)])
        base = self.field(type_, "type") if type_.type == "generic_type" else type_
        return Fields(fields, self.text_of(base))

    def _field_names(self, type_: Node) -> list[str] | None:
        """The fields of a struct in order; None for one of another file."""
        if type_.type == "struct_type":
            return [name for name, _ in self.fields_of(type_)]
        base = self.field(type_, "type") if type_.type == "generic_type" else type_
        name = self.text_of(base)
        if name in self.types and not self.is_struct(name):
            raise Unsupported("fields of another type")
        return [field for field, _ in self.structs[name]] if name in self.structs else None

    def _element(self, node: Node, type_: Node | None) -> Expression:
        """An item; a literal within a list or map need not say its type again."""
        if node.type == "literal_element":
            node = self.only(node)
        if node.type != "literal_value":
            return self.expression(node)
        if type_ is None:
            raise Unsupported("a literal without its type")
        within = type_
        return self.guarded(lambda body: self._literal(within, body), node)
