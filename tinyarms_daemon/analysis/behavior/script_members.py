"""Members, items and calls of TypeScript and JavaScript as terms, chains with `?.` among them."""

from collections.abc import Mapping

from tinyarms_daemon.analysis.behavior.terms import (
    INITIAL,
    OVERRIDDEN,
    Call,
    Choice,
    Comparison,
    Constant,
    Expression,
    Fields,
    Function,
    Item,
    Member,
    Name,
    Parameter,
    Unsupported,
)
from tinyarms_daemon.analysis.behavior.translator import Translator, has_within
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

NONE = Constant(None)
FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
"""The types of nodes that are functions of their own."""

_OWNERS: Mapping[str, str] = {
    "member_expression": "object",
    "subscript_expression": "object",
    "call_expression": "function",
}
"""The field in which each link of a chain has what stands before it."""
_OPTIONAL = frozenset({"optional_chain", "?."})
_BUILT_IN = frozenset({
    "Array", "Date", "Map", "Promise", "RegExp", "Set", "URLSearchParams", "WeakMap", "WeakSet",
})  # fmt: skip
"""What is made with `new` by the library."""
_OWNER = Name("*owner")
_YIELDS = frozenset({"yield_expression"})


class ScriptMembers(Translator):
    """The links of chains, and what is made with `new`."""

    def __init__(self, tree: SyntaxTree) -> None:
        super().__init__(tree)
        self._present: dict[int, Expression] = {}
        self.class_around = ""

    def link(self, node: Node) -> Expression:
        """`owner.name`, `owner[key]` or `function(…)`.

        Where the value before a `?.` is None, all the rest of its chain is left out: `a?.b.c` is
        None. That value is evaluated once.
        """
        decisive = self._decisive(node)
        if decisive is None or decisive.id in self._present:
            return self._single(node)
        value = self.expression(decisive)
        if _is_repeatable(value):
            rest = self._rest(node, decisive, value)
            return Choice(Comparison("equal", value, NONE), NONE, rest)
        if isinstance(value, Member) and self._is_called(node, decisive):
            raise Unsupported("a method that may be missing, of an object that is computed")
        if has_within(node, _YIELDS, FUNCTIONS):
            raise Unsupported("a value is given within a chain")
        rest = self._rest(node, decisive, _OWNER)
        body = Choice(Comparison("equal", _OWNER, NONE), NONE, rest)
        return Call(Function([Parameter(_OWNER)], body), [value])

    def _rest(self, node: Node, decisive: Node, value: Expression) -> Expression:
        """A chain in which that value is known to be there."""
        self._present[decisive.id] = value
        try:
            return self._single(node)
        finally:
            del self._present[decisive.id]

    def _decisive(self, node: Node) -> Node | None:
        """The last value in a chain that may be None, unless a term can say so of its own."""
        link = node
        while link.type in _OWNERS:
            owner = self._owner(link)
            if _is_optional(link):
                return None if self._says_so_itself(node, link) else owner
            link = owner
        return None

    def _says_so_itself(self, node: Node, link: Node) -> bool:
        """`a?.b` and `a?.b()` are terms, and so is the call of what is no method: `f?.()`."""
        if link == node:
            is_method = self._owner(link).type in _OWNERS
            return link.type == "member_expression" or (
                link.type == "call_expression" and not is_method
            )
        is_called = node.type == "call_expression" and self._owner(node) == link
        return is_called and link.type == "member_expression"

    def _is_called(self, node: Node, decisive: Node) -> bool:
        link = node
        while self._owner(link) != decisive:
            link = self._owner(link)
        return link.type == "call_expression"

    def _owner(self, link: Node) -> Node:
        owner = self.field(link, _OWNERS[link.type])
        while owner.type == "non_null_expression":
            owner = self.only(owner)
        return owner

    def _single(self, link: Node) -> Expression:
        owner = self._owner(link)
        if owner.type == "super":
            return self._overridden(link)
        present = self._present.get(owner.id)
        before = self.expression(owner) if present is None else present
        is_optional = _is_optional(link) and present is None
        match link.type:
            case "member_expression":
                return Member(before, self.text_of_field(link, "property"), is_optional)
            case "subscript_expression":
                return Item(before, self.expression(self.field(link, "index")))
            case _:
                return Call(before, self.arguments(link), is_optional=is_optional)

    def _overridden(self, link: Node) -> Expression:
        """What the class that this one extends has under a name; `super(…)` makes an object."""
        before = f"{OVERRIDDEN}{self.class_around}."
        if link.type == "call_expression":
            return Call(Member(Name("this"), before + INITIAL), self.arguments(link))
        if link.type != "member_expression":
            raise Unsupported("an item of a class")
        return Member(Name("this"), before + self.text_of_field(link, "property"))

    def arguments(self, node: Node) -> list[Expression]:
        """The arguments of a call; none for `new Map`."""
        arguments = node.child_by_field_name("arguments")
        if arguments is None and node.type == "new_expression":
            return []
        if arguments is None or arguments.type != "arguments":
            raise Unsupported("a template with a tag")
        return self.items(self.named(arguments))

    def made(self, node: Node) -> Expression:
        """`new Type(…)`."""
        constructor = self.field(node, "constructor")
        name = self.text_of(constructor).rpartition(".")[2]
        if name.endswith("Error"):
            return Fields([])  # nobody compares what errors say
        if constructor.type == "identifier":
            return Call(Name(f"new {name}" if name in _BUILT_IN else name), self.arguments(node))
        return Call(self.expression(constructor), self.arguments(node))


def _is_optional(link: Node) -> bool:
    return any(child.type in _OPTIONAL for child in link.children)


def _is_repeatable(value: Expression) -> bool:
    """Whether evaluating it once more gives the same and does nothing."""
    while isinstance(value, Member):
        value = value.owner
    return isinstance(value, Name | Constant)
