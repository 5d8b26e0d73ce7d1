"""What a file imports: each import with what is taken, and whether it runs when the file loads."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.modules.relative_imports import is_first_argument
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, ancestors
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.findings.source import Position, Region

_FUNCTIONS = word_set("""
    function_definition lambda function_declaration arrow_function function_expression
    method_definition generator_function_declaration generator_function method_declaration
    """)
_SCRIPT_IMPORTS = """
    (import_statement source: (string) @source)
    (export_statement source: (string) @source)
    (import_require_clause source: (string) @source)
    (call_expression function: [(identifier) (import)] @call
        arguments: (arguments (string) @source))
"""
_JAVASCRIPT_IMPORTS = _SCRIPT_IMPORTS.replace(
    "(import_require_clause source: (string) @source)", ""
)
_OTHERS = {
    "go": "(import_spec path: (_) @path) @import",
    "java": "(import_declaration [(scoped_identifier) (identifier)] @path) @import",
    "csharp": "(using_directive [(qualified_name) (identifier)] @path) @import",
    "php": "(namespace_use_clause [(qualified_name) (name)] @path) @import",
    "cpp": "(preproc_include path: (string_literal) @path) @import",
}
_PACKAGES = {
    "java": "(package_declaration [(scoped_identifier) (identifier)] @name)",
    "csharp": """
        (namespace_declaration name: (_) @name)
        (file_scoped_namespace_declaration name: (_) @name)
    """,
    "php": "(namespace_definition name: (namespace_name) @name)",
}
# Where TypeScript writes a name that is a type and no value.
_TYPE_PARENTS = frozenset({"nested_type_identifier", "type_query", "nested_identifier"})
_IMPORTING_PARENTS = frozenset({"import_specifier", "import_clause", "namespace_import"})
_DECLARING_PARENTS = frozenset({"required_parameter", "optional_parameter", "variable_declarator"})
_TYPING = re.compile(r"\b(?:typing\.|t\.)?TYPE_CHECKING\b")
ALL_NAMES = "*"
_ENCODED = [str, list, int, str, list, str]
_PLACE = [int, int, int, int]
_CALLED = re.compile(r"(?<![\w.$])([\w$]+)(?:\.[\w$]+)*\(")
_CHAIN = re.compile(r"(?<![\w.])\w++(?:\s*\.\s*\w+)+")


class Binding(StrEnum):
    """When an import runs."""

    LOAD = "load"  # with the file
    LATER = "later"  # inside a function, or by import()
    NEVER = "never"  # for types alone


@dataclass(frozen=True, slots=True)
class ModuleImport:
    """One import of one module.

    `names` are those that are taken out of it (`*` for all); `used` counts how many different ones
    the file uses. `text` is the statement, exactly as it stands at `region`.
    """

    specifier: str
    names: tuple[str, ...]
    used: int
    binding: Binding
    region: Region
    text: str

    def encoded(self) -> FactData:
        """As a fact."""
        start, end = self.region.start, self.region.end
        place: list[FactData] = [start.line, start.column, end.line, end.column]
        return [self.specifier, [*self.names], self.used, self.binding.value, place, self.text]


def import_of(data: Any) -> ModuleImport:
    """An import again. ValueError for what is none."""
    if [*map(type, data)] != _ENCODED:  # a pattern takes twice as long, and imports are many
        raise ValueError("no import")
    specifier, names, used, binding, place, text = data
    if [*map(type, place)] != _PLACE:
        raise ValueError("no place")
    first, start, last, end = place
    region = Region(Position(first, start), Position(last, end))
    return ModuleImport(specifier, tuple(names), used, Binding(binding), region, text)


def imports_of(tree: SyntaxTree) -> tuple[ModuleImport, ...]:
    """Every import of a file, in source order; none for a language without modules."""
    return tree.fact(_imports)


def _imports(tree: SyntaxTree) -> tuple[ModuleImport, ...]:
    if tree.language == "python":
        found = _python(tree)
    elif tree.language in SCRIPT_LANGUAGES:
        found = _scripts(tree)
    elif tree.language in _OTHERS:
        found = _others(tree)
    else:
        return ()
    return tuple(sorted(found, key=lambda each: (each.region, each.specifier)))


def package_of(tree: SyntaxTree) -> str | None:
    """The package or namespace that a file says it belongs to."""
    pattern = _PACKAGES.get(tree.language)
    names = tree.find(pattern) if pattern else []
    return tree.text_of(names[0]).replace("\\", ".") if names else None


def _python(tree: SyntaxTree) -> Iterator[ModuleImport]:
    for node in tree.find("[(import_statement) (import_from_statement)] @import"):
        binding = _python_binding(tree, node)
        module = node.child_by_field_name("module_name")
        names = node.children_by_field_name("name")
        if module is not None:
            said = [tree.text_of(_plain(name)) for name in names] or [ALL_NAMES]
            used = sum(_attributes(tree, local) for local in _locals(tree, names))
            yield _import(tree, node, tree.text_of(module), tuple(said), used, binding)
            continue
        for name in names:
            alias = name.child_by_field_name("alias")
            specifier = tree.text_of(_plain(name))
            used = _attributes(tree, tree.text_of(alias) if alias is not None else specifier)
            yield _import(tree, node, specifier, (), used, binding)


def _locals(tree: SyntaxTree, names: list[Node]) -> Iterator[str]:
    """What imported names are called in the file."""
    for name in names:
        yield tree.text_of(name.child_by_field_name("alias") or name)


def _plain(name: Node) -> Node:
    return name.child_by_field_name("name") or name if name.type == "aliased_import" else name


def _python_binding(tree: SyntaxTree, node: Node) -> Binding:
    binding = Binding.LOAD
    below = node
    for outer in ancestors(node):
        if outer.type in _FUNCTIONS:
            binding = Binding.LATER
        elif outer.type == "if_statement":
            condition = outer.child_by_field_name("condition")
            consequence = outer.child_by_field_name("consequence")
            is_then = consequence is not None and consequence.id == below.id
            if condition is not None and is_then:
                said = tree.text_of(condition)
                if _TYPING.fullmatch(said.strip("() ")):
                    return Binding.NEVER
        below = outer
    return binding


def _scripts(tree: SyntaxTree) -> Iterator[ModuleImport]:
    pattern = _JAVASCRIPT_IMPORTS if tree.language == "javascript" else _SCRIPT_IMPORTS
    for match in tree.matches(pattern):
        source = match["source"][0]
        specifier = tree.text_of(source).strip("\"'`").partition("?")[0]
        if "call" in match:
            yield from _called(tree, match["call"][0], source, specifier)
            continue
        statement = source.parent
        while statement is not None and not statement.type.endswith("_statement"):
            statement = statement.parent
        if statement is not None:
            yield _stated(tree, statement, specifier)


def _called(
    tree: SyntaxTree, function: Node, source: Node, specifier: str
) -> Iterator[ModuleImport]:
    call = function.parent
    if call is None or (function.type == "identifier" and tree.text_of(function) != "require"):
        return
    if not is_first_argument(source):  # comments for bundlers may stand before it
        return
    is_later = function.type == "import" or any(each.type in _FUNCTIONS for each in ancestors(call))
    taken = call.parent
    names: tuple[str, ...] = (ALL_NAMES,)
    if taken is not None and taken.type == "variable_declarator":
        name = taken.child_by_field_name("name")
        if name is not None and name.type == "object_pattern":
            names = tuple(tree.text_of(each) for each in name.named_children)
    binding = Binding.LATER if is_later else Binding.LOAD
    yield _import(tree, call, specifier, names, max(1, len(names)), binding)


def _stated(tree: SyntaxTree, statement: Node, specifier: str) -> ModuleImport:
    kinds = {child.type for child in statement.children}
    taken = list(_taken(tree, statement))
    names = tuple(name for name, _, _ in taken)
    is_type = "type" in kinds or bool(taken and all(typed for _, _, typed in taken))
    if not is_type and taken and statement.type == "import_statement":
        is_type = tree.language != "javascript" and not any(
            local in tree.fact(_values) for _, local, _ in taken
        )
    used = sum(
        max(1, _attributes(tree, local)) if name == ALL_NAMES and local else 1
        for name, local, _ in taken
    )
    binding = Binding.NEVER if is_type else Binding.LOAD
    return _import(tree, statement, specifier, names or (), used, binding)


def _taken(tree: SyntaxTree, statement: Node) -> Iterator[tuple[str, str, bool]]:
    """Each name, the local one for it, and whether it is marked as a type."""
    for node in tree.find(
        "[(import_specifier) (export_specifier) (namespace_import)] @taken", statement
    ):
        is_type = any(child.type == "type" for child in node.children)
        if node.type == "namespace_import":
            yield ALL_NAMES, tree.text_of(node.named_children[-1]), False
            continue
        name = node.child_by_field_name("name")
        alias = node.child_by_field_name("alias")
        if name is not None:
            yield tree.text_of(name), tree.text_of(alias or name), is_type
    for clause in statement.named_children:
        if clause.type == "import_clause":
            for child in clause.named_children:
                if child.type == "identifier":
                    yield "default", tree.text_of(child), False
    if statement.type == "export_statement" and any(
        each.type == "*" for each in statement.children
    ):
        yield ALL_NAMES, "", False


def _values(tree: SyntaxTree) -> frozenset[str]:
    """The names that a file of TypeScript uses as values."""
    pattern = "[(identifier) (shorthand_property_identifier)] @name"
    used = set()
    for node in tree.find(pattern):
        parent = node.parent
        kind = "" if parent is None else parent.type
        if kind in _IMPORTING_PARENTS:
            continue
        if kind in _TYPE_PARENTS and parent is not None and not _is_value(parent):
            continue
        if kind in _DECLARING_PARENTS and parent is not None and _declares(parent, node):
            continue
        used.add(tree.text_of(node))
    if tree.has_errors:  # in what the grammar does not know, names may be told as anything
        for node in tree.find("(ERROR [(property_identifier) (type_identifier)] @name)"):
            used.add(tree.text_of(node))
        used.update(_CALLED.findall(tree.text))
    return frozenset(used)


def _declares(parent: Node, name: Node) -> bool:
    """Whether a name is that of a parameter or variable, and hides what was imported."""
    declared = parent.child_by_field_name("pattern") or parent.child_by_field_name("name")
    return declared is not None and declared.id == name.id


def _is_value(node: Node) -> bool:
    """Whether a dotted name stands for a value, as in `<Menu.Item>`."""
    outer: Node | None = node
    while outer is not None and outer.type == "nested_identifier":
        outer = outer.parent
    return outer is not None and outer.type.startswith("jsx_")


def _attributes(tree: SyntaxTree, name: str) -> int:
    """How many different attributes of a module are used in a file; at least one."""
    return max(1, len(tree.fact(_attributes_by_name).get(name, ())))


def _attributes_by_name(tree: SyntaxTree) -> dict[str, set[str]]:
    """The attributes that are asked of each name: of `a.b.c` of both `a` and `a.b`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for chain in set(_CHAIN.findall(tree.text)):
        steps = [step.strip() for step in chain.split(".")]
        for length in range(1, len(steps)):
            found[".".join(steps[:length])].add(steps[length])
    return found


def _others(tree: SyntaxTree) -> Iterator[ModuleImport]:
    for match in tree.matches(_OTHERS[tree.language]):
        node, path = match["import"][0], match["path"][0]
        if path == node.child_by_field_name("name") and tree.language == "csharp":
            continue  # what an alias calls it here
        specifier = _group(tree, node) + tree.text_of(path).strip("\"'`").replace("\\", ".")
        name = specifier.rpartition("/" if tree.language == "go" else ".")[2]
        alias = node.child_by_field_name("name")
        local = tree.text_of(alias) if alias is not None and tree.language == "go" else name
        used = _attributes(tree, local) if tree.language == "go" else 1
        is_whole = tree.language == "csharp" and alias is None and not _is_static(node)
        names = (ALL_NAMES,) if is_whole else (name,)
        yield _import(tree, node, specifier, names, used, Binding.LOAD)


def _group(tree: SyntaxTree, clause: Node) -> str:
    """What stands before the braces in `use App\\Models\\{Cart, Item}` of PHP, with its dot."""
    group = clause.parent
    if group is None or group.type != "namespace_use_group" or group.parent is None:
        return ""
    before = [each for each in group.parent.named_children if each.type == "namespace_name"]
    return "".join(f"{tree.text_of(each)}.".replace("\\", ".") for each in before)


def _is_static(directive: Node) -> bool:
    """Whether the names of one type are brought in, and not those of a namespace."""
    return any(child.type == "static" for child in directive.children)


def _import(
    tree: SyntaxTree,
    node: Node,
    specifier: str,
    names: tuple[str, ...],
    used: int,
    binding: Binding,
) -> ModuleImport:
    start, end = tree.span_of(node)
    text = tree.text[start:end].rstrip()
    region = tree.positions.region(start, start + len(text))
    return ModuleImport(specifier, names, max(1, used), binding, region, text)
