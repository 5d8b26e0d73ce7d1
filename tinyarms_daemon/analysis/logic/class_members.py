"""The classes and definitions of a file with their members, as their figures need them."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.logic.class_metrics import (
    Holder,
    Member,
    is_accessor,
    is_constant,
    without_own,
)
from tinyarms_daemon.analysis.logic.held_data import declared_data, is_property, means_own, own_of
from tinyarms_daemon.analysis.logic.vocabulary import BRANCHES, CALLS
from tinyarms_daemon.analysis.modules.imported_names import imported_names
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree, nodes_in

CLASS_LANGUAGES = frozenset(
    {"python", "javascript", "typescript", "tsx", "go", "java", "csharp", "php", "cpp", "swift"}
)
_CLASSES = frozenset({"class", "struct", "impl"})
_METHODS = frozenset({"method", "function", "constructor"})
# Member accesses with the fields that hold the object, by whichever name a grammar has for it, and
# last the member.
_ACCESSES = {
    "attribute": ("object", "attribute"),
    "member_expression": ("object", "property"),
    "selector_expression": ("operand", "field"),
    "field_access": ("object", "field"),
    "method_invocation": ("object", "name"),
    "member_access_expression": ("expression", "object", "name"),
    "nullsafe_member_access_expression": ("object", "name"),
    "scoped_property_access_expression": ("scope", "name"),
    "member_call_expression": ("object", "name"),
    "nullsafe_member_call_expression": ("object", "name"),
    "scoped_call_expression": ("scope", "name"),
    "field_expression": ("argument", "field"),
    "navigation_expression": ("target", "suffix"),
}
_NAMES = frozenset(
    {"identifier", "simple_identifier", "type_identifier", "name", "package_identifier"}
)
# Where a class says what it is derived from, beside the field that Python's grammar has for it.
_HERITAGE = frozenset(
    {"class_heritage", "superclass", "super_interfaces", "base_list", "base_clause",
     "class_interface_clause", "base_class_clause", "inheritance_specifier"}
)  # fmt: skip
_JOINS = frozenset({"&&", "||", "and", "or"})  # of conditions
_SELVES = frozenset({"self", "this", "cls", "$this", "static"})
# What stands in the body of a class or in a literal of an object.
_IN_BODY = ("pair", "method_definition", "field_definition", "public_field_definition")
_ASSIGNED = re.compile(r"\.prototype\b|=\s*class\b|\bdefault\s+class\b")
_LONGEST_SELF = 8  # bytes of `self`, `this` and a receiver's name


def classes_of(tree: SyntaxTree) -> Iterator[Holder]:
    """The classes of a file that have methods; of Go the types that methods are written for, and of
    JavaScript also the functions whose prototype they are put into."""
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
            node = tree.node_at(definition.span)
            own = frozenset(each.name.rpartition(".")[2] for each in inside)
            own |= declared_data(tree, node)
            members = _members(tree, inside, lambda _: _SELVES, own)
            region = definition.region
            bases = frozenset(_bases(tree, node))
            yield Holder(definition.name, region.start.line, region.end.line, members, bases)
    for owner, assigned in _assigned_to(tree).items():
        members = _members(tree, assigned, lambda _: _SELVES, frozenset())
        body = tree.node_at(assigned[0].span).parent
        above = body.parent if body is not None and body.type == "class_body" else None
        start = assigned[0].region.start.line if above is None else tree.region_of(above).start.line
        bases = frozenset() if above is None else frozenset(_bases(tree, above))
        yield Holder(owner, start, max(each.end_line for each in members), members, bases)


def _assigned_to(tree: SyntaxTree) -> Mapping[str, Sequence[Definition]]:
    """The methods of scripts that stand in no class of a name of its own, by what they are assigned
    to: those of `Cart.prototype.total = function () {}`, of `Cart.prototype = { total() {} }`, of
    `shop.Cart = class { total() {} }` and of `export default class { total() {} }`."""
    found: defaultdict[str, list[Definition]] = defaultdict(list)
    if tree.language in SCRIPT_LANGUAGES and _ASSIGNED.search(tree.text):
        for definition in definitions_of(tree):
            outer = definition.outer
            is_inside = outer is not None and outer.kind in _CLASSES
            if definition.kind in _METHODS and not is_inside:
                owner = _owner_of(tree, tree.node_at(definition.span))
                if owner:
                    found[owner].append(definition)
    return found


def _owner_of(tree: SyntaxTree, node: Node) -> str:
    """What a method is assigned to with its class or its prototype; empty for nothing."""
    if node.type not in _IN_BODY:
        left = node.child_by_field_name("left")
        held = left.child_by_field_name("object") if left is not None else None
        return _before_prototype(tree, held)
    body = node.parent
    holder = body.parent if body is not None else None
    if body is None or holder is None:
        return ""
    if body.type != "class_body":
        return _before_prototype(tree, holder.child_by_field_name("left"))
    name, assigned = holder.child_by_field_name("name"), holder.parent
    left = assigned.child_by_field_name("left") if assigned is not None else None
    said = name if name is not None else left
    if said is not None:
        return tree.text_of(said).rpartition(".")[2]
    return "default" if assigned is not None and assigned.type == "export_statement" else ""


def _before_prototype(tree: SyntaxTree, node: Node | None) -> str:
    owner, _, last = ("", "", "") if node is None else tree.text_of(node).rpartition(".")
    return owner.rpartition(".")[2] if last == "prototype" else ""


def held_by(tree: SyntaxTree, classes: Iterable[Holder]) -> frozenset[str]:
    """The names of the data that a file's types hold, and of the methods that hand them out."""
    held = set(declared_data(tree))
    for holder in classes:
        names = {member.name for member in holder.members}
        held.update(*(member.uses - names for member in holder.members))
        held |= {name for name in names if is_accessor(name)}
    return frozenset(held)


def _go_types(tree: SyntaxTree, definitions: Sequence[Definition]) -> Iterator[Holder]:
    methods = defaultdict(list)
    for definition in definitions:
        owner, _, _ = definition.name.rpartition(".")
        if definition.kind == "method" and owner:
            methods[owner].append(definition)
    for owner, inside in methods.items():
        members = _members(tree, inside, lambda each: _receiver(tree, each), frozenset())
        yield Holder(owner, members[0].start_line, members[-1].end_line, members)


def _members(
    tree: SyntaxTree,
    definitions: Iterable[Definition],
    selves: Callable[[Definition], frozenset[str]],
    own: frozenset[str],
) -> tuple[Member, ...]:
    """The methods of one class. What it reads of another of its kind, as to compare or add the
    two, is not foreign."""
    return without_own(_by_name(_member(tree, each, selves(each), own) for each in definitions))


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
    """The functions and classes of a file's own level, with what of each other they use; None for
    none, and for a catalog, most of which are kinds of one thing."""
    of_assigned = {each.span for inside in _assigned_to(tree).values() for each in inside}
    outer = [
        each
        for each in definitions_of(tree)
        if each.outer is None
        and each.kind in _METHODS | _CLASSES
        and "." not in each.name
        and each.span not in of_assigned
    ]
    if not outer or _is_catalog(tree, outer):
        return None
    names = {each.name for each in outer}
    members = _by_name(
        Member(
            each.name,
            each.region.start.line,
            each.region.end.line,
            1,
            frozenset(_named(tree, tree.node_at(each.span)) & names - {each.name}),
            frozenset(),
        )
        for each in outer
    )
    return Holder(name, 1, code_lines, tuple(members))


def _is_catalog(tree: SyntaxTree, definitions: Sequence[Definition]) -> bool:
    """Whether most definitions are kinds of one thing, some of them by way of others."""
    bases = {each.name: _bases(tree, tree.node_at(each.span)) for each in definitions}
    kinds = Counter(base for name in bases for base in _above(name, bases))
    return any(number * 2 > len(definitions) for _, number in kinds.most_common(1))


def _above(name: str, bases: Mapping[str, AbstractSet[str]]) -> set[str]:
    """What a class is derived from, whatever lies between."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = bases.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _bases(tree: SyntaxTree, node: Node) -> set[str]:
    """What a class is derived from; nothing for a function."""
    inner = [each for child in node.children for each in (child, *child.children)]
    python = (each.child_by_field_name("superclasses") for each in (node, *node.children))
    heritage = [each for each in inner if each.type in _HERITAGE]
    return {
        tree.text_of(each)
        for above in (*heritage, *filter(None, python))
        for each in nodes_in(above)
        if each.type in _NAMES | {"property_identifier"} and not each.child_count
    }


def _named(tree: SyntaxTree, top: Node) -> set[str]:
    """The names in a definition."""
    return {
        tree.text_of(node) for node in nodes_in(top) if node.type in _NAMES and not node.child_count
    }


def _member(
    tree: SyntaxTree, definition: Definition, selves: frozenset[str], own: frozenset[str]
) -> Member:
    complexity = 1
    uses: set[str] = set()
    foreign: set[str] = set()
    top = tree.node_at(definition.span)
    nodes = list(nodes_in(top))
    for node in nodes:
        kind = node.type
        if kind in BRANCHES or kind in _JOINS:
            complexity += 1
        owner, name = _access(node) if kind in _ACCESSES else (None, None)
        if owner is None or name is None:
            continue
        member = tree.text_of(name).lstrip("$")
        if owner.end_byte - owner.start_byte < _LONGEST_SELF and tree.text_of(owner) in selves:
            uses.add(member)
        elif _is_data(tree, node, owner, member):
            foreign.add(member)
    if means_own(tree):
        uses |= own_of(tree, nodes, own)
    region = definition.region
    return Member(
        _member_name(definition),
        region.start.line,
        region.end.line,
        complexity,
        frozenset(uses),
        frozenset(foreign),
        is_property(tree, top),
    )


def _member_name(definition: Definition) -> str:
    """The name of a method; a constructor is called after its class in some languages."""
    owner, _, name = definition.name.rpartition(".")
    is_constructor = definition.kind == "constructor" or name == owner.rpartition(".")[2]
    return "constructor" if is_constructor else name


def _access(node: Node) -> tuple[Node | None, Node | None]:
    """Whose member is reached for at a node, and which."""
    *owners, member = _ACCESSES[node.type]
    name = node.child_by_field_name(member)
    found = (node.child_by_field_name(each) for each in owners)
    suffix = (
        name.child_by_field_name("suffix") if name is not None else None
    )  # Swift's, without a dot
    return next(filter(None, found), None), suffix or name


def _is_data(tree: SyntaxTree, node: Node, owner: Node, member: str) -> bool:
    """Whether data of another object is reached for: an attribute, or an accessor is called."""
    if owner.type in ("identifier", "name") and tree.text_of(owner)[:1].isupper():
        return False  # a class or an enumeration, by its name
    if is_constant(member):
        return False
    if _root(tree, owner) in imported_names(tree):
        return False  # what a module has is no data of an object
    is_called = node.type.endswith(("invocation", "call_expression")) or (
        node.parent is not None
        and node.parent.type in CALLS
        and node.parent.children[0].id == node.id
    )
    if is_called:
        return is_accessor(member)
    return not member.startswith("__")


def _root(tree: SyntaxTree, owner: Node) -> str:
    """What a chain of accesses begins with."""
    while owner.type in _ACCESSES and (inner := _access(owner)[0]) is not None:
        owner = inner
    return tree.text_of(owner) if owner.type == "identifier" else ""
