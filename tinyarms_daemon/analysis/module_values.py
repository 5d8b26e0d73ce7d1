"""The values that a script's module names: constants, and what stands in objects and arrays."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

Key = str | int
_Way = tuple[Key, ...]

# These only say more of what they hold.
_WRAPPERS = frozenset(
    {
        "as_expression",
        "satisfies_expression",
        "parenthesized_expression",
        "non_null_expression",
        "type_assertion",
    }
)
_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
_CONTAINERS = frozenset({"object", "array", "call_expression"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$]*")
_DEEPEST = 9
_MOST_VALUES = 5_000


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value without parts. `root` is the variable it is reached by, `keys` the way from there;
    `maker` is the function that was handed the object it stands in, where there is one."""

    root: str
    keys: tuple[Key, ...]
    node: Node
    is_exported: bool
    maker: str

    @property
    def written(self) -> str:
        """How it is reached: `theme.space[4]`, `colors["blue-500"]`."""
        return self.root + "".join(map(_step, self.keys))


def module_values(tree: SyntaxTree) -> tuple[NamedValue, ...]:
    """What the module names at its outermost level, in source order; default exports have no
    root."""
    return tree.fact(_module_values)


def literal_text(tree: SyntaxTree, node: Node) -> str | None:
    """What stands between the quotes of a string in which nothing is computed."""
    if node.type not in ("string", "template_string"):
        return None
    if any(child.type == "template_substitution" for child in node.named_children):
        return None
    return tree.text_of(node)[1:-1]


def _unwrapped(node: Node) -> Node:
    while node.type in _WRAPPERS and node.named_child_count:
        node = node.named_children[0]
    return node


def _step(key: Key) -> str:
    if isinstance(key, int) or key.isdigit():
        return f"[{key}]"
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f'["{key}"]'


def _module_values(tree: SyntaxTree) -> tuple[NamedValue, ...]:
    if tree.language not in SCRIPT_LANGUAGES:
        return ()
    roots = list(_roots(tree))
    walk = _Walk(tree, {root.name: root.node for root in roots if root.name}, _exported(tree))
    found = []
    for root in roots:
        for value in walk.values(root):
            found.append(value)
            if len(found) == _MOST_VALUES:
                return tuple(found)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Root:
    name: str
    node: Node
    is_exported: bool


def _roots(tree: SyntaxTree) -> Iterator[_Root]:
    for statement in tree.root.named_children:
        if statement.type == "export_statement":
            declaration = statement.child_by_field_name("declaration")
            value = statement.child_by_field_name("value")
            if declaration is not None:
                yield from _declared(tree, declaration, is_exported=True)
            elif value is not None:
                yield _Root("", value, True)
        elif statement.type == "expression_statement" and statement.named_child_count:
            yield from _assigned(tree, statement.named_children[0])
        else:
            yield from _declared(tree, statement, is_exported=False)


def _declared(tree: SyntaxTree, statement: Node, *, is_exported: bool) -> Iterator[_Root]:
    if statement.type in _DECLARATIONS:
        for declarator in statement.named_children:
            name = declarator.child_by_field_name("name")
            value = declarator.child_by_field_name("value")
            if name is not None and value is not None:
                yield _Root(_variable(tree, name), value, is_exported)
    elif statement.type in ("enum_declaration", "class_declaration"):
        name, body = (statement.child_by_field_name(field) for field in ("name", "body"))
        if name is not None and body is not None:
            yield _Root(tree.text_of(name), body, is_exported)


def _variable(tree: SyntaxTree, name: Node) -> str:
    """The name of a variable; of `[themeClass, vars]` the last one, which holds the values."""
    if name.type == "array_pattern" and name.named_child_count:
        name = name.named_children[-1]
    return tree.text_of(name) if name.type == "identifier" else ""


def _assigned(tree: SyntaxTree, assignment: Node) -> Iterator[_Root]:
    """`module.exports = …` and `exports.name = …`"""
    left, right = (assignment.child_by_field_name(field) for field in ("left", "right"))
    if assignment.type != "assignment_expression" or left is None or right is None:
        return
    text = tree.text_of(left)
    if text in ("module.exports", "exports"):
        yield _Root("", right, True)
    elif left.type == "member_expression" and text.rpartition(".")[0] in (
        "module.exports",
        "exports",
    ):
        yield _Root(text.rpartition(".")[2], right, True)


def _exported(tree: SyntaxTree) -> frozenset[str]:
    """The variables that are exported by their names after they were made."""
    found = set()
    for statement in tree.root.named_children:
        if statement.type == "export_statement":
            value = statement.child_by_field_name("value")
            if value is not None and value.type == "identifier":
                found.add(tree.text_of(value))
            for clause in statement.named_children:
                if clause.type == "export_clause":
                    names = (each.child_by_field_name("name") for each in clause.named_children)
                    found.update(tree.text_of(name) for name in names if name is not None)
        elif statement.type == "expression_statement" and statement.named_child_count:
            for root in _assigned(tree, statement.named_children[0]):
                found.update(
                    tree.text_of(each)
                    for each in (root.node, *root.node.named_children)
                    if each.type in _NAMES
                )
    return frozenset(found)


class _Walk:
    """Goes through objects and arrays to what has no parts."""

    def __init__(
        self, tree: SyntaxTree, variables: dict[str, Node], exported: frozenset[str]
    ) -> None:
        self._tree = tree
        self._variables = variables
        self._exported = exported

    def values(self, root: _Root) -> Iterator[NamedValue]:
        """Every value below a root."""
        is_exported = root.is_exported or root.name in self._exported
        for keys, node, maker in self._below(root.node, (), "", 0):
            yield NamedValue(root.name, keys, node, is_exported, maker)

    def _below(
        self, node: Node, keys: _Way, maker: str, depth: int
    ) -> Iterator[tuple[_Way, Node, str]]:
        if depth > _DEEPEST:
            return
        node = _unwrapped(node)
        parts = self._parts(node, is_named=bool(keys))
        if parts is None:
            yield keys, node, maker
            return
        if node.type == "call_expression":
            maker = self._maker(node) or maker
        depth += 2 if node.type in _NAMES else 1  # names may lead in a circle
        for key, part in parts:
            yield from self._below(part, (*keys, *key), maker, depth)

    def _parts(self, node: Node, *, is_named: bool) -> Iterable[tuple[_Way, Node]] | None:
        """What it holds, with the key of each where it has one; None where it is a value itself.
        The name of a variable stands for its parts where a key leads to it."""
        match node.type:
            case "object" | "enum_body" | "class_body":
                return (((key,), value) for key, value in self._pairs(node))
            case "array":
                return (((index,), value) for index, value in enumerate(node.named_children))
            case "call_expression":
                return [((), each) for each in self._objects_handed(node)] or None
            case "arrow_function":
                body = node.child_by_field_name("body")
                return [((), body)] if body is not None and body.type in _WRAPPERS else ()
            case kind if kind in _NAMES and is_named:
                known = self._variables.get(self._tree.text_of(node))
                has_parts = known is not None and _unwrapped(known).type in _CONTAINERS
                return [((), known)] if known is not None and has_parts else None
        return None

    def _maker(self, call: Node) -> str:
        """The function that is handed an object to make something of it; "" for `Object.freeze`."""
        callee = call.child_by_field_name("function")
        called = self._tree.text_of(callee).rpartition(".")[2] if callee else ""
        return "" if called == "freeze" else called

    def _objects_handed(self, call: Node) -> list[Node]:
        arguments = call.child_by_field_name("arguments")
        handed = arguments.named_children if arguments is not None else []
        return [
            each
            for each in handed
            if each.type in ("object", "arrow_function", "satisfies_expression", "as_expression")
        ]

    def _pairs(self, container: Node) -> Iterator[tuple[str, Node]]:
        for child in container.named_children:
            if child.type == "shorthand_property_identifier":
                yield self._tree.text_of(child), child
                continue
            key = child.child_by_field_name("key") or child.child_by_field_name("name")
            key = key or child.child_by_field_name("property")
            value = child.child_by_field_name("value")
            is_static = child.type not in ("public_field_definition", "field_definition") or any(
                each.type == "static" for each in child.children
            )
            if key is not None and value is not None and is_static:
                name = self._key(key)
                if name is not None:
                    yield name, value

    def _key(self, key: Node) -> str | None:
        if key.type == "computed_property_name":
            key = key.named_children[0] if key.named_child_count else key
        if key.type in ("property_identifier", "number"):
            return self._tree.text_of(key)
        return literal_text(self._tree, key)
