"""The paths that the configuration file of a JavaScript tool computes, as far as they are plain."""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, isabs, join, normpath

from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_ROOT = "/"  # of the repository: paths here are absolute below it
_JOINING = re.compile(r"(?:^|\.)(?:join|resolve|normalize|normalizePath|slash|fileURLToPath)$")
_HERE = frozenset({"__dirname", "import.meta.dirname", "process.cwd()"})
_FILE = frozenset({"__filename", "import.meta.url", "import.meta.filename"})
_NAME_CHARACTERS = 40
_FURTHEST = 12  # names that stand for names
_WRAPPERS = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"}
)


class ConfigValues:
    """Evaluates the expressions of one configuration file. Paths begin with `/`, which stands
    for the repository's root; text that is no path is itself."""

    def __init__(self, tree: SyntaxTree, path: str) -> None:
        self._tree = tree
        self._file = _ROOT + path
        self._folder = dirname(self._file)

    def path_of(self, node: Node | None) -> str | None:
        """The path, relative to the repository's root, that an expression leads to; None for
        what can't be known, and for a bare name, which means a package."""
        value = self._value(node, {}, 0)
        if value is None or not value.startswith((".", _ROOT)):
            return None
        said = self.meaning_of(node)
        if said is not None and said.type == "string":  # "/src" begins where the tool does
            value = f".{value}" if value.startswith(_ROOT) else value
        whole = normpath(join(self._folder, value))
        return whole.lstrip(_ROOT)

    def text_of(self, node: Node | None) -> str | None:
        """What a string or a name of a key says."""
        if node is None:
            return None
        if node.type == "property_identifier":
            return self._tree.text_of(node)
        if node.type == "computed_property_name" and node.named_child_count:
            node = node.named_child(0)
        return self._value(node, {}, 0)

    def meaning_of(self, node: Node | None) -> Node | None:
        """The expression that a name stands for; the node itself where it is no such name."""
        for _ in range(_FURTHEST):
            if node is not None and node.type in _WRAPPERS and node.named_child_count:
                node = node.named_child(0)
            elif node is not None and node.type in ("identifier", "shorthand_property_identifier"):
                node = self._variables.get(self._tree.text_of(node))
            else:
                return node
        return None

    @property
    def _variables(self) -> Mapping[str, Node]:
        return self._tree.fact(_variables)

    def _value(self, node: Node | None, bound: Mapping[str, str], depth: int) -> str | None:
        if node is None or depth > _FURTHEST:
            return None
        text = self._tree.end_of(node, _NAME_CHARACTERS)
        if text in _HERE:
            return self._folder
        if text in _FILE:
            return self._file
        match node.type:
            case "string" | "template_string":
                return self._string(node, bound, depth)
            case "identifier":
                if text in bound:
                    return bound[text]
                return self._value(self._variables.get(text), bound, depth + 1)
            case "binary_expression":
                sides = [
                    self._value(node.child_by_field_name(side), bound, depth + 1)
                    for side in ("left", "right")
                ]
                return None if None in sides else "".join(filter(None, sides))
            case "call_expression" | "new_expression":
                return self._call(node, bound, depth)
            case "member_expression" if text.endswith(").pathname"):
                return self._value(node.child_by_field_name("object"), bound, depth + 1)
            case kind if kind in _WRAPPERS:
                return self._value(node.named_child(0), bound, depth + 1)
        return None

    def _string(self, node: Node, bound: Mapping[str, str], depth: int) -> str | None:
        pieces: list[str | None] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                pieces.append(self._value(child.named_child(0), bound, depth + 1))
            else:
                pieces.append(self._tree.text_of(child))
        return None if None in pieces else "".join(filter(None, pieces))

    def _call(self, node: Node, bound: Mapping[str, str], depth: int) -> str | None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        arguments = node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return None
        values = [
            self._value(each, bound, depth + 1)
            for each in arguments.named_children
            if each.type != "comment"
        ]
        name = self._tree.end_of(function, _NAME_CHARACTERS)
        if name == "URL":
            return self._url(values)
        own = self._variables.get(name)
        if own is not None and own.type in (
            "arrow_function",
            "function_declaration",
            "function_expression",
        ):
            return self._own_call(own, values, depth)
        if not _JOINING.search(name) or None in values:
            return None
        said = [value for value in values if value is not None]
        return normpath(_resolved(said, self._folder, is_joined=name.endswith("join")))

    def _url(self, values: list[str | None]) -> str | None:
        if len(values) != 2 or None in values:
            return None
        name, base = values
        return normpath(join(dirname(base or ""), name or ""))

    def _own_call(self, function: Node, values: list[str | None], depth: int) -> str | None:
        """What a function of the file itself returns: `dir => path.join(__dirname, dir)`."""
        names = [self._tree.text_of(each) for each in _parameters(function)]
        bound = {
            name: value for name, value in zip(names, values, strict=False) if value is not None
        }
        body = function.child_by_field_name("body")
        if body is not None and body.type == "statement_block":
            returned = self._tree.find("(return_statement (_) @value)", body)
            body = returned[0] if returned else None
        return self._value(body, bound, depth + 1)


def _parameters(function: Node) -> Iterator[Node]:
    single = function.child_by_field_name("parameter")
    if single is not None:
        yield single
    parameters = function.child_by_field_name("parameters")
    for each in parameters.named_children if parameters is not None else ():
        yield each.child_by_field_name("pattern") or each


def _resolved(values: list[str], folder: str, *, is_joined: bool) -> str:
    if is_joined:
        whole = "/".join(values)
        return whole if isabs(whole) else join(folder, whole)
    return join(folder, *values)


def _variables(tree: SyntaxTree) -> Mapping[str, Node]:
    """The value or the function that each name of a file stands for; the first of it counts."""
    found: dict[str, Node] = {}
    for match in tree.matches(
        """
        (variable_declarator name: (identifier) @name value: (_) @value)
        (function_declaration name: (identifier) @name) @value
        """
    ):
        found.setdefault(tree.text_of(match["name"][0]), match["value"][0])
    return found
