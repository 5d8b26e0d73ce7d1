"""The aliases that the configuration files of bundlers and of jest define."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.modules.config_values import ConfigValues
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

BUNDLER_CONFIG = re.compile(
    r"""(?:^|/)(?: (?:[\w-]+\.)?(?:vite|vitest|webpack|rspack|rsbuild|vue|craco|next|astro|rollup
    |babel|svelte|electron\.vite)\.(?:[\w-]+\.)*(?:config|conf)(?:\.[\w-]+)*\.[cm]?[jt]s
    | webpack[\w.-]*\.[cm]?[jt]s | config-overrides\.js )$""",
    re.VERBOSE,
)
JEST_CONFIG = re.compile(
    r"(?:^|/)jest[\w.-]*\.config\.[cm]?[jt]s$|(?:^|/)jest\.config[\w.-]*\.[cm]?[jt]s$"
)
_ALIAS_OBJECTS = """
    (pair key: [(property_identifier) (string)] @key value: (_) @value)
    (assignment_expression left: (member_expression property: (property_identifier) @key)
        right: (_) @value)
    (object (shorthand_property_identifier) @key @value)
"""
_ASSIGNED = """
    (assignment_expression
        left: (subscript_expression object: (member_expression
            property: (property_identifier) @object) index: (_) @key) right: (_) @value)
    (assignment_expression
        left: (member_expression object: (member_expression
            property: (property_identifier) @object) property: (property_identifier) @key)
        right: (_) @value)
    (call_expression function: (member_expression object: (_) @object
        property: (property_identifier) @method) arguments: (arguments . (_) @key . (_) @value))
"""
_MERGED = """
    (call_expression function: (member_expression) @function
        arguments: (arguments . (member_expression) @target (object) @value))
"""
_NAME_CHARACTERS = 40
_TARGET = ".alias"
_ROOT_FOLDER = "<rootDir>"
_EVERYTHING = "(.*)"
_REGULAR = re.compile(r"[\\^$.|?*+()\[\]{}]")


@dataclass(frozen=True, slots=True)
class ToolAlias:
    """A pattern of specifiers and what it means from the repository's root, each with at most one
    `*`, and the line that says so."""

    pattern: str
    target: str
    line: int


def bundler_aliases(tree: SyntaxTree, path: str) -> Iterator[ToolAlias]:
    """The aliases of a bundler's configuration, as far as they are written out."""
    values = ConfigValues(tree, path)
    for key, value in _alias_values(tree, values):
        target = values.path_of(value)
        line = tree.region_of(key).start.line
        if key.type == "regex":
            pattern = _text_of_regex(tree.text_of(key))
            yield from _of_regex(pattern, target, line)
        elif (name := values.text_of(key)) is not None and target is not None:
            yield from _of_name(name, target, line)


def jest_aliases(tree: SyntaxTree, path: str) -> Iterator[ToolAlias]:
    """The aliases of a `moduleNameMapper`."""
    values = ConfigValues(tree, path)
    for match in tree.matches(_ALIAS_OBJECTS):
        key = match["key"][0]
        if values.text_of(key) != "moduleNameMapper":
            continue
        mapper = values.meaning_of(match["value"][0])
        for pattern, target in _pairs(mapper):
            line = tree.region_of(pattern).start.line
            yield from mapped_names(values.text_of(pattern), values.text_of(target), path, line)


def mapped_names(
    pattern: str | None, target: str | None, path: str, line: int
) -> Iterator[ToolAlias]:
    """The alias of one entry of a `moduleNameMapper` in a file."""
    if pattern is None or target is None or not target.startswith(_ROOT_FOLDER):
        return
    folder = path.rpartition("/")[0]
    whole = f"{folder}/{target.removeprefix(_ROOT_FOLDER).lstrip('/')}".lstrip("/")
    yield from _of_regex(pattern, whole, line)


def _alias_values(tree: SyntaxTree, values: ConfigValues) -> Iterator[tuple[Node, Node]]:
    """Keys and values of everything that is called `alias`."""
    for match in tree.matches(_ALIAS_OBJECTS):
        key, value = match["key"][0], match["value"][0]
        if tree.text_of(key).strip("\"'") == "alias":
            yield from _entries(values, values.meaning_of(value))
    for match in tree.matches(_ASSIGNED):
        name = tree.end_of(match["object"][0], _NAME_CHARACTERS)
        is_set = "method" not in match or tree.text_of(match["method"][0]) == "set"
        if is_set and name.rpartition(".")[2] == "alias":
            yield match["key"][0], match["value"][0]
    for match in tree.matches(_MERGED):
        is_assign = tree.text_of(match["function"][0]) == "Object.assign"
        if is_assign and tree.end_of(match["target"][0], len(_TARGET)) == _TARGET:
            yield from _pairs(match["value"][0])


def _entries(values: ConfigValues, said: Node | None) -> Iterator[tuple[Node, Node]]:
    if said is None or said.type != "array":
        yield from _pairs(said)
        return
    for item in said.named_children:
        parts = {values.text_of(key): value for key, value in _pairs(values.meaning_of(item))}
        find, replacement = parts.get("find"), parts.get("replacement")
        if find is not None and replacement is not None:
            yield find, replacement


def _pairs(said: Node | None) -> Iterator[tuple[Node, Node]]:
    if said is None or said.type != "object":
        return
    for child in said.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "pair" and key is not None and value is not None:
            yield key, value


def _of_name(name: str, target: str, line: int) -> Iterator[ToolAlias]:
    if name.endswith("$"):
        yield ToolAlias(name[:-1], target, line)
        return
    stem = name.rstrip("/")
    if stem == name:
        yield ToolAlias(name, target, line)
    yield ToolAlias(f"{stem}/*", f"{target}/*".lstrip("/"), line)


def _of_regex(pattern: str, target: str | None, line: int) -> Iterator[ToolAlias]:
    """The alias of a regular expression that is a beginning, with or without a rest."""
    if target is None or not pattern.startswith("^"):
        return
    is_whole = pattern.endswith("$")
    body = pattern[1:].removesuffix("$")
    has_rest = body.endswith(_EVERYTHING)
    said = re.sub(r"\\([/.\-@~#])", r"\1", body.removesuffix(_EVERYTHING))
    if _REGULAR.search(said.replace(".", "")):
        return
    if has_rest and target.count("$1") == 1 and "$2" not in target:
        yield ToolAlias(f"{said}*", target.replace("$1", "*"), line)
    elif not has_rest and "$1" not in target:
        if is_whole:
            yield ToolAlias(said, target, line)
        else:
            yield ToolAlias(f"{said}*", f"{target}{'/' * said.endswith('/')}*", line)


def _text_of_regex(literal: str) -> str:
    return literal[1:].rpartition("/")[0]
