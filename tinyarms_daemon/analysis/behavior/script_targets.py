"""Targets of TypeScript and JavaScript as terms."""

from collections.abc import Callable, Mapping
from functools import cached_property

from tinyarms_daemon.analysis.behavior.script_expressions import ScriptExpressions
from tinyarms_daemon.analysis.behavior.terms import (
    Ignored,
    Item,
    Member,
    Name,
    Rest,
    Target,
    Unpacked,
    UnpackedFields,
    Unsupported,
    WithDefault,
)
from tinyarms_daemon.analysis.syntax_tree import Node


class ScriptTargets(ScriptExpressions):
    """The targets; functions and statements are those of a subclass."""

    @cached_property
    def targets(self) -> Mapping[str, Callable[[Node], Target]]:
        """What translates the targets of each type of node."""
        return {
            "identifier": self._variable,
            "shorthand_property_identifier_pattern": self._variable,
            "array_pattern": self._unpacked,
            "object_pattern": self._unpacked_fields,
            "rest_pattern": lambda node: Rest(self.inner_target(node)),
            "assignment_pattern": self._with_default,
            "object_assignment_pattern": self._with_default,
            "member_expression": self._member,
            "subscript_expression": self._item,
            "parenthesized_expression": self.inner_target,
            "non_null_expression": self.inner_target,
            "as_expression": lambda node: self.target(self.named(node)[0]),
        }

    def _variable(self, node: Node) -> Target:
        return Name(self.text_of(node))

    def _unpacked(self, node: Node) -> Target:
        targets: list[Target] = []
        is_due = True
        for child in node.children[1:-1]:
            if child.type == ",":
                if is_due:
                    targets.append(Ignored())
                is_due = True
            elif child.type != "comment":
                targets.append(self.target(child))
                is_due = False
        if any(isinstance(target, Rest) for target in targets[:-1]):
            raise Unsupported("a target after the rest")
        return Unpacked(targets)

    def _unpacked_fields(self, node: Node) -> Target:
        fields: list[tuple[str, Target]] = []
        rest: Target | None = None
        for child in self.named(node):
            if child.type == "rest_pattern":
                rest = self.inner_target(child)
            else:
                fields.append(self._unpacked_field(child))
        return UnpackedFields(fields, rest)

    def _unpacked_field(self, node: Node) -> tuple[str, Target]:
        match node.type:
            case "shorthand_property_identifier_pattern":
                return self.text_of(node), self.target(node)
            case "object_assignment_pattern":
                return self.text_of_field(node, "left"), self.target(node)
            case "pair_pattern":
                key = self.field(node, "key")
                if key.type not in ("property_identifier", "string"):
                    raise Unsupported("a computed field is unpacked")
                name = self.string(key) if key.type == "string" else self.text_of(key)
                return name, self.target(self.field(node, "value"))
            case _:
                raise Unsupported(f"{node.type} in a target")

    def _with_default(self, node: Node) -> Target:
        target = self.target(self.field(node, "left"))
        return WithDefault(target, self.expression(self.field(node, "right")))

    def _member(self, node: Node) -> Target:
        owner = self.expression(self.field(node, "object"))
        return Member(owner, self.text_of_field(node, "property"))

    def _item(self, node: Node) -> Target:
        owner = self.expression(self.field(node, "object"))
        return Item(owner, self.expression(self.field(node, "index")))


def names_of(target: Target) -> list[str]:
    """The variables that take a value."""
    match target:
        case Name(name):
            return [name]
        case Rest(inner) | WithDefault(inner, _):
            return names_of(inner)
        case Unpacked(targets):
            return [name for inner in targets for name in names_of(inner)]
        case UnpackedFields(fields, rest):
            inner_targets = [inner for _, inner in fields] + ([rest] if rest is not None else [])
            return [name for inner in inner_targets for name in names_of(inner)]
        case _:
            return []
