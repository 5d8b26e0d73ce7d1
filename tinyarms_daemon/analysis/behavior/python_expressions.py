"""Expressions of Python as terms."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from typing import Literal

from tinyarms_daemon.analysis.behavior.escapes import unescaped
from tinyarms_daemon.analysis.behavior.terms import (
    INITIAL,
    OVERRIDDEN,
    Arithmetic,
    Assigned,
    Both,
    Call,
    Choice,
    Comparison,
    Comprehension,
    Constant,
    Either,
    Expression,
    Fields,
    ForEach,
    Item,
    Items,
    Member,
    Name,
    Operator,
    Pairs,
    Relation,
    Slice,
    Spread,
    Target,
    Text,
    Unary,
    Unsupported,
    Yielded,
)
from tinyarms_daemon.analysis.behavior.translator import (
    OPERATORS,
    RELATIONS,
    Translator,
    has_within,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

PYTHON_OPERATORS: Mapping[str, Operator] = {**OPERATORS, "//": "divide down", "**": "power"}
_RELATIONS: Mapping[str, Relation] = {
    **RELATIONS,
    "in": "in",
    "not in": "not in",
    "is": "equal",
    "is not": "unequal",
}
_SIGNS: Mapping[str, Literal["negative", "positive", "inverted"]] = {
    "-": "negative",
    "+": "positive",
    "~": "inverted",
}
_CONVERSIONS = {"!r": "repr", "!s": "str", "!a": "ascii"}
# What gives another value, or does something, when it is evaluated again.
_NOT_REPEATABLE = frozenset({"call", "named_expression", "yield", "await"})
_NEVER: frozenset[str] = frozenset()
_MIDDLE = "*middle"
_LONGEST_NUMBER = 40


class PythonExpressions(Translator):
    """The expressions; the statements are those of a subclass."""

    functions_around = 0
    """How many functions lie around what is being translated."""
    class_around = ""
    """The name of the class that does."""

    def __init__(self, tree: SyntaxTree) -> None:
        super().__init__(tree)
        self._starred = set[int]()

    @abstractmethod
    def refuse_outer(self, target: Target) -> None:
        """Raises Unsupported for a target that is a variable of a function around this one."""

    @cached_property
    def expressions(self) -> Mapping[str, Callable[[Node], Expression]]:
        """What translates the expressions of each type of node."""
        return {
            "identifier": self._name,
            "integer": self._number,
            "float": self._number,
            "true": lambda _: Constant(True),
            "false": lambda _: Constant(False),
            "none": lambda _: Constant(None),
            "string": self._string,
            "concatenated_string": self._strings,
            "parenthesized_expression": self.inner,
            "await": self.inner,
            "binary_operator": self._arithmetic,
            "boolean_operator": self._both_or_either,
            "not_operator": self._negation,
            "unary_operator": self._signed,
            "comparison_operator": self._comparisons,
            "conditional_expression": self._choice,
            "named_expression": self._assigned,
            "attribute": self._member,
            "subscript": self._item_or_slice,
            "call": self._call,
            "list": lambda node: Items("list", self.items(self.named(node))),
            "tuple": lambda node: Items("tuple", self.items(self.named(node))),
            "expression_list": lambda node: Items("tuple", self.items(self.named(node))),
            "set": lambda node: Items("set", self.items(self.named(node))),
            "dictionary": self._dictionary,
            "list_comprehension": lambda node: self._comprehension("list", node),
            "generator_expression": lambda node: self._comprehension("list", node),
            "set_comprehension": lambda node: self._comprehension("set", node),
            "dictionary_comprehension": lambda node: self._comprehension("map", node),
            "lambda": self.function,
            "list_splat": self._within_star,
            "yield": self._yielded,
            "dotted_name": self._dotted,
        }

    def item(self, node: Node) -> Expression:
        """One item or argument, or all those of another value. The grammar takes `*a.b` for a
        field of `*a`, so that a star may lie at the start of any expression."""
        first = node
        while first.child_count:
            first = first.children[0]
        if first.type != "*":
            return self.expression(node)
        self._starred.add(first.start_byte)
        return Spread(self.expression(node))

    def _within_star(self, node: Node) -> Expression:
        if node.start_byte not in self._starred:
            raise Unsupported("a star that is no item's")
        return self.inner(node)

    def _name(self, node: Node) -> Expression:
        return Name(self.text_of(node))

    def _dotted(self, node: Node) -> Expression:
        """A constant in a case, or a module."""
        first, *others = (self.text_of(part) for part in self.named(node))
        owner: Expression = Name(first)
        return reduce(lambda term, name: Member(term, name), others, owner)

    def _number(self, node: Node) -> Expression:
        text = self.text_of(node).replace("_", "")
        if len(text) > _LONGEST_NUMBER:
            raise Unsupported("a long number")
        try:
            return Constant(int(text, 0) if node.type == "integer" else float(text))
        except ValueError as error:  # an imaginary one, or one of Python 2
            raise Unsupported(f"the number {text}") from error

    def _string(self, node: Node) -> Expression:
        opening, *inside = node.children
        prefix = self.text_of(opening).rstrip("\"'").lower()
        if opening.type != "string_start" or "b" in prefix or "t" in prefix:
            raise Unsupported("bytes")
        parts: list[str | tuple[Expression, str]] = []
        for child in inside:
            if child.type == "string_content":
                parts.append(self._content(child, prefix))
            elif child.type == "interpolation":
                parts.append(self._interpolation(child))
        if any(isinstance(part, tuple) for part in parts):
            return Text(parts)
        return Constant("".join(part for part in parts if isinstance(part, str)))

    def _content(self, node: Node, prefix: str) -> str:
        text = self.text_of(node)
        if "f" in prefix:
            text = text.replace("{{", "{").replace("}}", "}")
        return text if "r" in prefix else unescaped(text, keeps_unknown=True)

    def _interpolation(self, node: Node) -> tuple[Expression, str]:
        value = self.expression(self.field(node, "expression"))
        conversion = node.child_by_field_name("type_conversion")
        specification = node.child_by_field_name("format_specifier")
        if any(child.type == "=" for child in node.children):
            raise Unsupported("a template that names its value")
        if conversion is not None:
            name = _CONVERSIONS.get(self.text_of(conversion))
            if name is None:
                raise Unsupported("a conversion")
            value = Call(Name(name), [value])
        if specification is None:
            return value, ""
        if self.named(specification):
            raise Unsupported("a computed format")
        return value, self.text_of(specification).removeprefix(":")

    def _strings(self, node: Node) -> Expression:
        parts: list[str | tuple[Expression, str]] = []
        for child in self.named(node):
            term = self.expression(child)
            if isinstance(term, Text):
                parts += term.parts
            elif isinstance(term, Constant):
                parts.append(str(term.value))
        texts = [part for part in parts if isinstance(part, str)]
        return Text(parts) if len(texts) < len(parts) else Constant("".join(texts))

    def _arithmetic(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator")
        if sign not in PYTHON_OPERATORS:
            raise Unsupported(f"the operator {sign}")
        left, right = self._sides(node)
        return Arithmetic(PYTHON_OPERATORS[sign], left, right)

    def _both_or_either(self, node: Node) -> Expression:
        left, right = self._sides(node)
        return (Both if self.text_of_field(node, "operator") == "and" else Either)(left, right)

    def _sides(self, node: Node) -> tuple[Expression, Expression]:
        return self.expression(self.field(node, "left")), self.expression(self.field(node, "right"))

    def _negation(self, node: Node) -> Expression:
        return Unary("not", self.expression(self.field(node, "argument")))

    def _signed(self, node: Node) -> Expression:
        sign = _SIGNS[self.text_of_field(node, "operator")]
        return Unary(sign, self.expression(self.field(node, "argument")))

    def _comparisons(self, node: Node) -> Expression:
        operands = self.named(node)
        # The sign of `not in` may hold any blanks, its type does not.
        signs = [sign.type for sign in node.children_by_field_name("operators")]
        operands = [operand for operand in operands if operand.type not in _RELATIONS]
        if len(operands) != len(signs) + 1 or not set(signs) <= set(_RELATIONS):
            raise Unsupported("a comparison")
        left = self.expression(operands[0])
        comparisons: list[Expression] = []
        for number, sign in enumerate(signs, start=1):
            right = self.expression(operands[number])
            again = right
            if number < len(signs) and _does_something(operands[number]):
                again = Name(f"{_MIDDLE}{number}")
                right = Assigned(again, right)
            comparisons.append(Comparison(_RELATIONS[sign], left, right))
            left = again
        return reduce(Both, comparisons)

    def _choice(self, node: Node) -> Expression:
        parts = self.named(node)
        if len(parts) != 3:
            raise Unsupported("a choice")
        then, condition, otherwise = map(self.expression, parts)
        return Choice(condition, then, otherwise)

    def _assigned(self, node: Node) -> Expression:
        target = Name(self.text_of_field(node, "name"))
        self.refuse_outer(target)
        return Assigned(target, self.expression(self.field(node, "value")))

    def _member(self, node: Node) -> Expression:
        name = self.text_of_field(node, "attribute")
        owner = self.field(node, "object")
        if owner.type == "call" and self.text_of_field(owner, "function") == "super":
            name = INITIAL if name == "__init__" else name
            return Member(Name("this"), f"{OVERRIDDEN}{self.class_around}.{name}")
        return Member(self.expression(owner), name)

    def _item_or_slice(self, node: Node) -> Expression:
        owner = self.expression(self.field(node, "value"))
        keys = node.children_by_field_name("subscript")
        if len(keys) != 1 or any(child.type == "," for child in node.children):
            return Item(owner, Items("tuple", self.items(keys)))
        return self.slice_of(owner, keys[0]) or Item(owner, self.expression(keys[0]))

    def slice_of(self, owner: Expression, key: Node) -> Slice | None:
        """The part of an owner by a key `start:end:step`; None for another key."""
        if key.type != "slice":
            return None
        bounds: list[Expression | None] = [None, None, None]
        position = 0
        for child in key.children:
            if child.type == ":":
                position += 1
            elif child.type != "comment":
                bounds[position] = self.expression(child)
        return Slice(owner, *bounds)

    def _call(self, node: Node) -> Expression:
        function = self.expression(self.field(node, "function"))
        arguments = self.field(node, "arguments")
        if arguments.type == "generator_expression":
            return Call(function, [self.expression(arguments)])
        positional: list[Expression] = []
        named: list[tuple[str, Expression] | Spread] = []
        for argument in self.named(arguments):
            if argument.type == "dictionary_splat":
                named.append(Spread(self.inner(argument)))
            elif argument.type == "keyword_argument":
                value = self.expression(self.field(argument, "value"))
                named.append((self.text_of_field(argument, "name"), value))
            else:
                positional.append(self.item(argument))
        return Call(function, positional, named or ())

    def _dictionary(self, node: Node) -> Expression:
        """What is made by names within a function is a record, a table of a module a map."""
        pairs = [self._pair(child) for child in self.named(node)]
        fields = [pair if isinstance(pair, Spread) else _field(*pair) for pair in pairs]
        known = [field for field in fields if field is not None]
        if pairs and self.functions_around and len(known) == len(pairs):
            return Fields(known)
        return Pairs(pairs)

    def _pair(self, node: Node) -> tuple[Expression, Expression] | Spread:
        if node.type == "dictionary_splat":
            return Spread(self.inner(node))
        key, value = self.field(node, "key"), self.field(node, "value")
        return self.expression(key), self.expression(value)

    def _comprehension(self, kind: Literal["list", "set", "map"], node: Node) -> Expression:
        body = self.field(node, "body")
        clauses = [self._clause(child) for child in self.named(node) if child != body]
        if kind == "map":
            key, value = self.field(body, "key"), self.field(body, "value")
            return Comprehension(kind, self.expression(value), clauses, self.expression(key))
        return Comprehension(kind, self.expression(body), clauses)

    def _clause(self, node: Node) -> ForEach | Expression:
        if node.type == "if_clause":
            return self.inner(node)
        if node.type != "for_in_clause":
            raise Unsupported(f"the clause {node.type}")
        target = self.target(self.field(node, "left"))
        return ForEach(target, self._values(node.children_by_field_name("right")))

    def _values(self, nodes: Sequence[Node]) -> Expression:
        values = [node for node in nodes if node.is_named]
        return self.item(values[0]) if len(values) == 1 else Items("tuple", self.items(values))

    def _yielded(self, node: Node) -> Expression:
        values = self.named(node)
        value = self.expression(values[0]) if values else Constant(None)
        return Yielded(value, gives_all=any(child.type == "from" for child in node.children))


def _field(key: Expression, value: Expression) -> tuple[str, Expression] | None:
    if isinstance(key, Constant) and isinstance(key.value, str):
        return key.value, value
    return None


def _does_something(node: Node) -> bool:
    return node.type in _NOT_REPEATABLE or has_within(node, _NOT_REPEATABLE, _NEVER)
