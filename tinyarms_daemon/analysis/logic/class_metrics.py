"""What classes and modules weigh: complexity, foreign data, cohesion, and clusters of members.

WMC, ATFD and TCC are those of Lanza and Marinescu, Object-Oriented Metrics in Practice (2006), of
the methods that are judged. A method that decides nothing has no weight here, so that a facade of
one-liners has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.logic.vocabulary import BRANCHES, CALLS
from tinyarms_daemon.analysis.modules.imported_names import libraries_of
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.domain.project import FactData

CLASS_LANGUAGES = frozenset(
    {"python", "javascript", "typescript", "tsx", "go", "java", "csharp", "php", "cpp", "swift"}
)
_CLASSES = frozenset({"class", "struct", "impl"})
_METHODS = frozenset({"method", "function", "constructor"})
# Member accesses with the fields that hold the object and the member.
_ACCESSES = {
    "attribute": ("object", "attribute"),
    "member_expression": ("object", "property"),
    "selector_expression": ("operand", "field"),
    "field_access": ("object", "field"),
    "method_invocation": ("object", "name"),
    "member_access_expression": ("expression", "name"),
    "member_call_expression": ("object", "name"),
    "field_expression": ("argument", "field"),
}
_NAMES = frozenset({"identifier", "type_identifier", "name", "package_identifier"})
_TYPES = frozenset({"type", "type_annotation", "type_arguments", "type_parameters"})
# Where a class says what it is derived from, beside the field that Python's grammar has for it.
_HERITAGE = frozenset(
    {"class_heritage", "superclass", "super_interfaces", "base_list", "base_clause",
     "class_interface_clause", "base_class_clause", "inheritance_specifier"}
)  # fmt: skip
_JOINS = frozenset({"&&", "||", "and", "or"})  # of conditions
_SELVES = frozenset({"self", "this", "cls", "$this"})
_ACCESSORS = ("get", "set", "is")
# Where an import stands that binds names of modules.
_IMPORTS = {
    "python": "[(import_statement) (import_from_statement)] @import",
    "javascript": "(import_statement) @import",
    "typescript": "(import_statement) @import",
    "tsx": "(import_statement) @import",
    "go": "(import_spec path: (_) @path) @import",
}
# Frames that other code calls: what they share says nothing of a responsibility. Neither do
# Python's operators.
_FRAME = frozenset({"constructor", "render", "toString", "equals", "hashCode", "String"})
_OPERATOR = re.compile(r"__\w+__")
_LONGEST_SELF = 8  # bytes of `self`, `this` and a receiver's name


@dataclass(frozen=True, slots=True)
class Member:
    """A method, or a definition of a module. `uses` are attributes and members of its own class or
    module, `foreign` the data of others, of a module's the libraries; `complexity` is McCabe's."""

    name: str
    start_line: int
    end_line: int
    complexity: int
    uses: frozenset[str]
    foreign: frozenset[str]

    def encoded(self) -> FactData:
        """As a fact."""
        return [
            self.name,
            self.start_line,
            self.end_line,
            self.complexity,
            [*sorted(self.uses)],
            [*sorted(self.foreign)],
        ]


@dataclass(frozen=True, slots=True)
class Holder:
    """A class or a module, with its members in source order. `bases` are the names of classes that
    it is derived from, `unjudged` those of the methods that say nothing of what it is responsible
    for."""

    name: str
    start_line: int
    end_line: int
    members: tuple[Member, ...]
    bases: frozenset[str] = frozenset()
    unjudged: frozenset[str] = frozenset()

    @property
    def judged(self) -> list[Member]:
        """The members that say what the class is responsible for."""
        return [each for each in inner_members(self.members) if each.name not in self.unjudged]

    @property
    def weighted_methods(self) -> int:
        """WMC: the sum of the complexities of methods that decide anything."""
        return sum(member.complexity for member in self.judged if member.complexity > 1)

    @property
    def foreign_data(self) -> int:
        """ATFD: how many attributes of others are reached for."""
        return len({name for member in self.judged for name in member.foreign})

    @property
    def data_share(self) -> float:
        """The share of methods that use an attribute of their own."""
        names = {member.name for member in self.members}
        judged = self.judged
        return sum(1 for each in judged if each.uses - names) / len(judged) if judged else 0.0

    @property
    def cohesion(self) -> float:
        """TCC: the share of pairs of methods that use an attribute in common, among those that use
        anything of their class; 1 for one method."""
        names = {member.name for member in self.members}
        used = [member.uses - names for member in self.judged if member.uses]
        pairs = list(combinations(used, 2))
        return sum(1 for one, other in pairs if one & other) / len(pairs) if pairs else 1.0

    def encoded(self) -> FactData:
        """As a fact."""
        members: list[FactData] = [member.encoded() for member in self.members]
        return [self.name, self.start_line, self.end_line, members, [*sorted(self.bases)]]


def holder_of(data: FactData) -> Holder:
    """A class or module again. ValueError for what is none."""
    match data:
        case [str(name), int(start), int(end), list(members), list(bases)]:
            said = tuple(map(_member_of, members))
            return Holder(name, start, end, said, frozenset(map(str, bases)))
    raise ValueError("no class")


def with_unjudged(
    some: Sequence[Holder], holders: Iterable[Holder], common_percent: int
) -> list[Holder]:
    """Some of the classes of a project, each with what is not judged of it: what its bases
    prescribe, as to one dialect of many, and the cases of a choice by name, as a visitor's `visit`
    and `leave`."""
    by_name: defaultdict[str, list[Holder]] = defaultdict(list)
    for holder in holders:
        name = holder.name.rpartition(".")[2]
        if name not in holder.bases:  # else it is no root of those that are called as it is
            by_name[name].append(holder)
    found = []
    for holder in some:
        prescribed = frozenset(
            member.name
            for base in holder.bases
            for above in by_name.get(base, ())
            if above is not holder
            for member in above.members
        )
        without = replace(holder, unjudged=prescribed)
        cases = _cases(without.judged, common_percent)
        found.append(replace(without, unjudged=prescribed | cases))
    return found


def _cases(members: Sequence[Member], common_percent: int) -> frozenset[str]:
    """The names of the cases of a choice, where most members are such: a word that begins or ends
    more than `common_percent` of the names is that of a choice."""
    for place in (0, -1):
        words = Counter(word for member in members if (word := _word(member, place)))
        cases = {
            word: number
            for word, number in words.items()
            if number * 100 > len(members) * common_percent
        }
        if sum(cases.values()) * 2 > len(members):
            return frozenset(each.name for each in members if _word(each, place) in cases)
    return frozenset()


def _member_of(data: FactData) -> Member:
    match data:
        case [str(name), int(start), int(end), int(complexity), list(uses), list(foreign)]:
            return Member(
                name,
                start,
                end,
                complexity,
                frozenset(map(str, uses)),
                frozenset(map(str, foreign)),
            )
    raise ValueError("no member")


def classes_of(tree: SyntaxTree) -> Iterator[Holder]:
    """The classes of a file that have methods; of Go the types that methods are written for."""
    definitions = definitions_of(tree)
    if tree.language == "go":
        yield from _go_types(tree, definitions)
        return
    methods = defaultdict(list)
    for definition in definitions:
        outer = definition.outer
        if definition.kind in _METHODS and outer is not None and outer.kind in _CLASSES:
            methods[outer.span].append(definition)
    for definition in definitions:
        inside = methods.get(definition.span)
        if definition.kind in _CLASSES and inside:
            members = _members(tree, inside, lambda _: _SELVES)
            region = definition.region
            bases = frozenset(_bases(tree, tree.node_at(definition.span)))
            yield Holder(definition.name, region.start.line, region.end.line, members, bases)


def _go_types(tree: SyntaxTree, definitions: Sequence[Definition]) -> Iterator[Holder]:
    methods = defaultdict(list)
    for definition in definitions:
        owner, _, _ = definition.name.rpartition(".")
        if definition.kind == "method" and owner:
            methods[owner].append(definition)
    for owner, inside in methods.items():
        members = _members(tree, inside, lambda each: _receiver(tree, each))
        yield Holder(owner, members[0].start_line, members[-1].end_line, members)


def _members(
    tree: SyntaxTree,
    definitions: Iterable[Definition],
    selves: Callable[[Definition], frozenset[str]],
) -> tuple[Member, ...]:
    """The methods of one class. What it reads of another of its kind, as to compare or add the
    two, is not foreign."""
    return _without_own(_by_name(_member(tree, each, selves(each)) for each in definitions))


def joined_members(parts: Iterable[Holder]) -> tuple[Member, ...]:
    """The methods of one class that stands in several parts."""
    return _without_own([member for part in parts for member in part.members])


def _without_own(members: Sequence[Member]) -> tuple[Member, ...]:
    own = frozenset().union(*(member.uses for member in members))
    own |= {member.name for member in members}
    return tuple(replace(member, foreign=member.foreign - own) for member in members)


def _by_name(members: Iterable[Member]) -> list[Member]:
    """One member for each name: overloads, and the two accessors of a property, are one thing."""
    merged: dict[str, Member] = {}
    for member in members:
        known = merged.get(member.name)
        merged[member.name] = (
            member
            if known is None
            else replace(
                known,
                end_line=max(known.end_line, member.end_line),
                complexity=known.complexity + member.complexity - 1,
                uses=known.uses | member.uses,
                foreign=known.foreign | member.foreign,
            )
        )
    return list(merged.values())


def _receiver(tree: SyntaxTree, definition: Definition) -> frozenset[str]:
    receiver = tree.node_at(definition.span).child_by_field_name("receiver")
    if receiver is None:
        return frozenset()
    names = tree.find("(parameter_declaration name: (identifier) @name)", receiver)
    return frozenset(tree.text_of(name) for name in names[:1])


def module_of(tree: SyntaxTree, name: str, code_lines: int) -> Holder | None:
    """The functions and classes of a file's own level, with what of each other they use, and the
    libraries that they work with; None for none, and for a catalog, most of which are kinds of one
    thing."""
    outer = [
        each
        for each in definitions_of(tree)
        if each.outer is None and each.kind in _METHODS | _CLASSES and "." not in each.name
    ]
    if not outer or _is_catalog(tree, outer):
        return None
    names = {each.name for each in outer}
    libraries = libraries_of(tree)
    members = _by_name(
        Member(
            each.name,
            each.region.start.line,
            each.region.end.line,
            1,
            frozenset(named & names - {each.name}),
            frozenset(libraries[name] for name in worked_with & libraries.keys()),
        )
        for each in outer
        for named, worked_with in (_named(tree, tree.node_at(each.span)),)
    )
    return Holder(name, 1, code_lines, tuple(members))


def _is_catalog(tree: SyntaxTree, definitions: Sequence[Definition]) -> bool:
    bases = Counter(base for each in definitions for base in _bases(tree, tree.node_at(each.span)))
    return any(number * 2 > len(definitions) for _, number in bases.most_common(1))


def _bases(tree: SyntaxTree, node: Node) -> set[str]:
    """What a class is derived from; nothing for a function."""
    inner = [each for child in node.children for each in (child, *child.children)]
    python = (each.child_by_field_name("superclasses") for each in (node, *node.children))
    heritage = [each for each in inner if each.type in _HERITAGE]
    return {
        tree.text_of(each)
        for above in (*heritage, *filter(None, python))
        for each in _walk(above)
        if each.type in _NAMES and not each.child_count
    }


def _named(tree: SyntaxTree, top: Node) -> tuple[set[str], set[str]]:
    """The names in a definition, and those but in the types that it speaks of."""
    named: set[str] = set()
    worked_with: set[str] = set()
    waiting = [(top, False)]
    while waiting:
        node, is_type = waiting.pop()
        kind = node.type
        if kind in _NAMES and not node.child_count:
            name = tree.text_of(node)
            named.add(name)
            if not is_type:
                worked_with.add(name)
        is_type = is_type or kind in _TYPES
        waiting += [(child, is_type) for child in node.children]
    return named, worked_with


def _member(tree: SyntaxTree, definition: Definition, selves: frozenset[str]) -> Member:
    complexity = 1
    uses: set[str] = set()
    foreign: set[str] = set()
    for node in _walk(tree.node_at(definition.span)):
        kind = node.type
        if kind in BRANCHES or kind in _JOINS:
            complexity += 1
        fields = _ACCESSES.get(kind)
        if fields is None:
            continue
        owner, name = (node.child_by_field_name(field) for field in fields)
        if owner is None or name is None:
            continue
        member = tree.text_of(name)
        if owner.end_byte - owner.start_byte < _LONGEST_SELF and tree.text_of(owner) in selves:
            uses.add(member)
        elif _is_data(tree, node, owner, member):
            foreign.add(member)
    region = definition.region
    return Member(
        definition.name.rpartition(".")[2],
        region.start.line,
        region.end.line,
        complexity,
        frozenset(uses),
        frozenset(foreign),
    )


def _is_data(tree: SyntaxTree, node: Node, owner: Node, member: str) -> bool:
    """Whether data of another object is reached for: an attribute, or an accessor is called."""
    if owner.type in ("identifier", "name") and tree.text_of(owner)[:1].isupper():
        return False  # a class or an enumeration, by its name
    if _root(tree, owner) in tree.fact(_imported_names):
        return False  # what a module has is no data of an object
    is_called = node.type.endswith(("invocation", "call_expression")) or (
        node.parent is not None
        and node.parent.type in CALLS
        and node.parent.children[0].id == node.id
    )
    if is_called:
        return member.startswith(_ACCESSORS) and len(member) > len("get") and not member.islower()
    return not member.startswith("__")


def _root(tree: SyntaxTree, owner: Node) -> str:
    """What a chain of accesses begins with."""
    while fields := _ACCESSES.get(owner.type):
        inner = owner.child_by_field_name(fields[0])
        if inner is None:
            break
        owner = inner
    return tree.text_of(owner) if owner.type == "identifier" else ""


def _imported_names(tree: SyntaxTree) -> frozenset[str]:
    """The names that a file's imports bind."""
    pattern = _IMPORTS.get(tree.language)
    return frozenset(
        tree.text_of(each).strip('"').rpartition("/")[2]
        for statement in (tree.find(pattern) if pattern else ())
        for each in _walk(statement)
        if each.type in ("identifier", "package_identifier", "interpreted_string_literal")
    )


def _word(member: Member, place: int) -> str | None:
    """One of several words of a name, unless that only says that data are read or set."""
    words = words_of(member.name)
    return words[place] if len(words) > 1 and words[0] not in _ACCESSORS else None


def inner_members(members: Iterable[Member]) -> list[Member]:
    """All but frames, such as a constructor, and operators: these belong to each responsibility."""
    return [
        each for each in members if each.name not in _FRAME and not _OPERATOR.fullmatch(each.name)
    ]


def _walk(top: Node) -> Iterator[Node]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children
