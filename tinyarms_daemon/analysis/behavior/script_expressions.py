"""Values and operators of TypeScript and JavaScript as terms."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from math import inf, nan
from typing import Literal

from tinyarms_daemon.analysis.behavior.escapes import unescaped
from tinyarms_daemon.analysis.behavior.library.patterns import safe_pattern
from tinyarms_daemon.analysis.behavior.script_members import NONE, ScriptMembers
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Assigned,
    Augmented,
    Both,
    Call,
    Choice,
    Comparison,
    Constant,
    Either,
    Expression,
    Fallback,
    Fields,
    Function,
    Ignored,
    Item,
    Items,
    Member,
    Name,
    Operator,
    Pairs,
    Parameter,
    Relation,
    Spread,
    Stepped,
    Text,
    Unary,
    Unsupported,
    Yielded,
)
from tinyarms_daemon.analysis.behavior.translator import OPERATORS, RELATIONS
from tinyarms_daemon.analysis.behavior.values import Failure
from tinyarms_daemon.analysis.syntax_tree import Node

_OPERATORS: Mapping[str, Operator] = {**OPERATORS, "**": "power"}
_RELATIONS: Mapping[str, Relation] = {
    **RELATIONS,
    "===": "equal",
    "!==": "unequal",
    "in": "in",
}
_CHOICES: Mapping[str, type[Both] | type[Either] | type[Fallback]] = {
    "&&": Both,
    "||": Either,
    "??": Fallback,
}
_AUGMENTED_CHOICES: Mapping[str, Literal["both", "either", "fallback"]] = {
    "&&": "both",
    "||": "either",
    "??": "fallback",
}
_SIGNS: Mapping[str, Literal["not", "negative", "positive", "inverted"]] = {
    "!": "not",
    "-": "negative",
    "+": "positive",
    "~": "inverted",
}
_CONSTANTS: Mapping[str, object] = {"undefined": None, "Infinity": inf, "NaN": nan}
_LONGEST_NUMBER = 40
_MOST_EXACT = 2**53
_UNSIGNED = Constant(0xFFFFFFFF)


class ScriptExpressions(ScriptMembers):
    """The expressions; functions and statements are those of a subclass."""

    spreads = frozenset({"spread_element"})

    @cached_property
    def expressions(self) -> Mapping[str, Callable[[Node], Expression]]:
        """What translates the expressions of each type of node."""
        return {
            "identifier": self._name,
            "this": self._name,
            "number": self._number,
            "true": lambda _: Constant(True),
            "false": lambda _: Constant(False),
            "null": lambda _: NONE,
            "undefined": lambda _: NONE,
            "string": lambda node: Constant(self.string(node)),
            "template_string": self._template,
            "regex": self._pattern,
            "parenthesized_expression": self.inner,
            "await_expression": self.inner,
            "non_null_expression": self.inner,
            "as_expression": self._asserted,
            "satisfies_expression": self._asserted,
            "type_assertion": lambda node: self.expression(self.named(node)[-1]),
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "update_expression": self._stepped,
            "ternary_expression": self._choice,
            "assignment_expression": self._assigned,
            "augmented_assignment_expression": self._augmented,
            "member_expression": self.link,
            "subscript_expression": self.link,
            "call_expression": self.link,
            "new_expression": self.made,
            "array": self._array,
            "object": self._object,
            "arrow_function": self.function,
            "function_expression": self.function,
            "generator_function": self.function,
            "yield_expression": self._yielded,
            "enum_declaration": self.enumeration,
        }

    def _name(self, node: Node) -> Expression:
        name = self.text_of(node)
        return Constant(_CONSTANTS[name]) if name in _CONSTANTS else Name(name)

    def _number(self, node: Node) -> Expression:
        text = self.text_of(node).replace("_", "").lower()
        if len(text) > _LONGEST_NUMBER or (text[0] == "0" and text[1:].isdigit()):
            raise Unsupported("a long number, or an octal one of old")
        try:
            number = float(int(text, 0)) if text[1:2] in ("x", "o", "b") else float(text)
        except ValueError as error:  # a BigInt
            raise Unsupported(f"the number {text}") from error
        # All numbers are of one type, so that 1.0 is 1.
        is_whole = number.is_integer() and abs(number) <= _MOST_EXACT
        return Constant(int(number) if is_whole else number)

    def string(self, node: Node) -> str:
        """What a string says."""
        return "".join(self._said(child) for child in self.named(node))

    def _said(self, node: Node) -> str:
        match node.type:
            case "string_fragment":
                return self.text_of(node)
            case "escape_sequence":
                return unescaped(self.text_of(node), keeps_unknown=False)
            case _:
                raise Unsupported(f"{node.type} in a string")

    def _template(self, node: Node) -> Expression:
        parts: list[str | tuple[Expression, str]] = []
        for child in self.named(node):
            if child.type == "template_substitution":
                parts.append((self.inner(child), ""))
            elif parts and isinstance(parts[-1], str):
                parts[-1] += self._said(child)
            else:
                parts.append(self._said(child))
        match parts:
            case []:
                return Constant("")
            case [str() as text]:
                return Constant(text)
            case _:
                return Text(parts)

    def _pattern(self, node: Node) -> Expression:
        flags = node.child_by_field_name("flags")
        written = "" if flags is None else self.text_of(flags)
        try:
            return Constant(safe_pattern(self.text_of_field(node, "pattern"), written))
        except Failure as error:
            raise Unsupported("no pattern") from error

    def _asserted(self, node: Node) -> Expression:
        """`value as Type`, `value satisfies Type`."""
        return self.expression(self.named(node)[0])

    def _binary(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator")
        asked = self._asked_for(self.field(node, "left"), self.field(node, "right"))
        if asked is not None and sign in _RELATIONS:
            return Comparison(_RELATIONS[sign], self.expression(asked), NONE)
        kind = self._kind_asked_for(self.field(node, "left"), self.field(node, "right"))
        if kind is not None and sign in _RELATIONS:
            return Comparison(_RELATIONS[sign], kind, Constant(True))
        left = self.expression(self.field(node, "left"))
        right = self.expression(self.field(node, "right"))
        if sign in _CHOICES:
            return _CHOICES[sign](left, right)
        if sign in _RELATIONS:
            return Comparison(_RELATIONS[sign], left, right)
        if sign == "instanceof":
            return Call(Name("*instanceof"), [left, right])
        if sign == ">>>":
            return _shifted_unsigned(left, right)
        if sign in _OPERATORS:
            return Arithmetic(_OPERATORS[sign], left, right)
        raise Unsupported(f"the operator {sign}")

    def _asked_for(self, left: Node, right: Node) -> Node | None:
        """`typeof value === "undefined"` asks whether a value is there."""
        if not _is_typeof(left) or right.type != "string" or self.string(right) != "undefined":
            return None
        return self.field(left, "argument")

    def _kind_asked_for(self, left: Node, right: Node) -> Expression | None:
        """`typeof value === "string"`."""
        if not _is_typeof(left) or right.type != "string":
            return None
        value = self.expression(self.field(left, "argument"))
        return Call(Name("*is"), [value, Constant(self.string(right))])

    def _unary(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator")
        argument = self.field(node, "argument")
        if sign in _SIGNS:
            return Unary(_SIGNS[sign], self.expression(argument))
        if sign == "void":
            return _without_result(self.expression(argument))
        if sign == "delete":
            return self._deleted(argument)
        raise Unsupported(f"the operator {sign}")

    def _deleted(self, node: Node) -> Expression:
        match self.target(node):
            case Item(owner, key):
                return Call(Member(owner, "delete"), [key])
            case Member(owner, name):
                return Call(Member(owner, "delete"), [Constant(name)])
            case _:
                raise Unsupported("a variable is deleted")

    def _stepped(self, node: Node) -> Expression:
        sign, argument = self.field(node, "operator"), self.field(node, "argument")
        by = 1 if self.text_of(sign) == "++" else -1
        return Stepped(self.place(argument), by, gives_new=sign.start_byte < argument.start_byte)

    def _choice(self, node: Node) -> Expression:
        condition, then, otherwise = (
            self.expression(self.field(node, name))
            for name in ("condition", "consequence", "alternative")
        )
        return Choice(condition, then, otherwise)

    def _assigned(self, node: Node) -> Expression:
        target = self.target(self.field(node, "left"))
        return Assigned(target, self.expression(self.field(node, "right")))

    def _augmented(self, node: Node) -> Expression:
        sign = self.text_of_field(node, "operator").removesuffix("=")
        target = self.place(self.field(node, "left"))
        value = self.expression(self.field(node, "right"))
        if sign in _AUGMENTED_CHOICES:
            return Augmented(_AUGMENTED_CHOICES[sign], target, value)
        if sign == ">>>" and isinstance(target, Name):
            return Assigned(target, _shifted_unsigned(target, value))
        if sign in _OPERATORS:
            return Augmented(_OPERATORS[sign], target, value)
        raise Unsupported(f"the operator {sign}=")

    def _array(self, node: Node) -> Expression:
        if _has_holes(node):
            raise Unsupported("a list with holes")
        return Items("list", self.items(self.named(node)))

    def _object(self, node: Node) -> Expression:
        """A record where all names are written out, else a map."""
        parts = [self._property(child) for child in self.named(node)]
        fields = [part if isinstance(part, Spread) else _field(*part) for part in parts]
        known = [field for field in fields if field is not None]
        return Fields(known) if parts and len(known) == len(parts) else Pairs(parts)

    def _property(self, node: Node) -> tuple[Expression, Expression] | Spread:
        match node.type:
            case "spread_element":
                return Spread(self.inner(node))
            case "shorthand_property_identifier":
                return Constant(self.text_of(node)), self._name(node)
            case "pair":
                return self._key(self.field(node, "key")), self.expression(
                    self.field(node, "value")
                )
            case "method_definition":
                return self._key(self.field(node, "name")), self.method(node)
            case _:
                raise Unsupported(f"{node.type} in an object")

    def _key(self, node: Node) -> Expression:
        match node.type:
            case "property_identifier":
                return Constant(self.text_of(node))
            case "computed_property_name":
                return self.inner(node)
            case _:
                return self.expression(node)

    @abstractmethod
    def method(self, node: Node) -> Function:
        """A method of an object. Unsupported for what reading or setting a field calls."""

    @abstractmethod
    def enumeration(self, node: Node) -> Fields:
        """What the names of an enum stand for."""

    def _yielded(self, node: Node) -> Expression:
        values = self.named(node)
        value = self.expression(values[0]) if values else NONE
        return Yielded(value, gives_all=any(child.type == "*" for child in node.children))


def _is_typeof(node: Node) -> bool:
    return node.type == "unary_expression" and node.children[0].type == "typeof"


def _field(key: Expression, value: Expression) -> tuple[str, Expression] | None:
    if isinstance(key, Constant) and isinstance(key.value, str):
        return key.value, value
    return None


def _shifted_unsigned(left: Expression, right: Expression) -> Expression:
    """`>>>` takes a number as 32 bits without a sign."""
    return Arithmetic("shift right", Arithmetic("and", left, _UNSIGNED), right)


def _without_result(value: Expression) -> Expression:
    """`void value` evaluates it and gives None."""
    if isinstance(value, Constant):
        return NONE
    return Call(Function([Parameter(Ignored())], NONE), [value])


def _has_holes(node: Node) -> bool:
    """`[a, , b]`, not `[a, b, ]`."""
    is_value_due = True
    for child in node.children[1:]:
        if child.type == "," and is_value_due:
            return True
        if child.type != "comment":
            is_value_due = child.type == ","
    return False
