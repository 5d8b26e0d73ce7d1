"""The definitions of a file as the deep rules compare them: what each does, in several views."""

from collections import Counter
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from sys import intern
from typing import Any
from zlib import crc32

from tinyarms_daemon.analysis.behavior.outcomes import Outcomes
from tinyarms_daemon.analysis.definition_keys import key_at
from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.languages import family_of
from tinyarms_daemon.analysis.logic.bags import VIEWS, Bags
from tinyarms_daemon.analysis.logic.marks import Marks
from tinyarms_daemon.analysis.logic.views import NO_VIEWS, Views
from tinyarms_daemon.analysis.logic.walk import walk
from tinyarms_daemon.analysis.suppressions import suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData

# Languages whose definitions are compared with each other.
LOGIC_LANGUAGES = frozenset(
    {"python", "javascript", "typescript", "tsx", "go", "java", "csharp", "php", "rust", "swift"}
)
_CALLABLE = frozenset({"function", "method", "constructor"})
_TYPES = frozenset({"class", "struct", "impl"})
FEWEST_LEAVES = 16
"""What is smaller is no unit of any rule: nothing can be told of it but that it is small."""
_MOST_LEAVES = 4_000  # nobody extracts a function from something that large in one step
_PAIR, _RUN = 2, 4
_ENCODED = [str, int, int, str, str, int, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class LogicUnit:
    """A definition. `key` names its content: it stays whatever changes around it.

    `family` is the language, JavaScript and TypeScript being one; `texts` are marks of its leaves,
    `forms` the same with names and values left out; `outcomes` are what it gives for drawn inputs,
    and `foundation` names what these rest on in its file.
    """

    path: str
    name: str
    start_line: int
    end_line: int
    family: str
    key: str
    leaves: int
    is_silenced: bool
    is_type: bool
    views: Views
    texts: Marks
    forms: Marks
    outcomes: Outcomes | None = None
    foundation: str = ""

    def without_forms(self) -> "LogicUnit":
        """The same for a rule that compares views."""
        return replace(self, forms=Marks.of(()))

    def with_forms_alone(self) -> "LogicUnit":
        """The same for a rule that compares nothing else."""
        return replace(self, views=NO_VIEWS, texts=Marks.of(()), outcomes=None)

    def encoded(self, numbers: MutableMapping[str, int]) -> FactData:
        """As a part of a fact, with numbers in place of words; it grows by new words."""
        flags = (self.is_silenced, self.is_type)
        return [
            self.name,
            self.start_line,
            self.end_line,
            self.family,
            self.key,
            self.leaves,
            "".join("1" if flag else "0" for flag in flags),
            self.views.written(numbers),
            self.texts.written(),
            self.forms.written(),
            "" if self.outcomes is None else self.outcomes.written(),
            self.foundation,
        ]


def fact_of(units: Sequence[LogicUnit]) -> FactData:
    """Units of one file as a fact: most of their words are those of their neighbors."""
    numbers: dict[str, int] = {}
    encoded = [unit.encoded(numbers) for unit in units]
    return {"words": [*numbers], "units": encoded}


def units_of(path: str, data: FactData) -> list[LogicUnit]:
    """The units of a file again; none where the fact is of another version. ValueError for what is
    no unit."""
    match data:
        case {"words": list(words), "units": list(units)}:
            # Words that many files have are kept once.
            vocabulary = [*map(intern, words)]
            return [_unit_of(path, each, vocabulary) for each in units]
    return []


def _unit_of(path: str, data: Any, vocabulary: Sequence[str]) -> LogicUnit:
    if [*map(type, data)] != _ENCODED:
        raise ValueError("no definition")
    name, first, last, family, key, leaves, flags, views, texts, forms, outcomes, foundation = data
    return LogicUnit(
        path=path,
        name=name,
        start_line=first,
        end_line=last,
        family=family,
        key=key,
        leaves=leaves,
        is_silenced=flags[:1] == "1",
        is_type=flags[1:] == "1",
        views=Views.read(views, vocabulary),
        texts=Marks.read(texts),
        forms=Marks.read(forms),
        outcomes=Outcomes.read(outcomes),
        foundation=foundation,
    )


def logic_units(tree: SyntaxTree, path: str, rule: str) -> list[LogicUnit]:
    """Every function and method with a body that is large enough to compare, in source order.

    A function inside another is part of that one, and no unit of its own unless it is a method.
    In Go the methods of a type are one unit together as well.
    """
    known = tree.fact(_known_units)
    if path not in known:
        known[path] = list(_units(tree, path))
    return _told_silenced(known[path], tree, rule)


def type_units(tree: SyntaxTree, path: str, rule: str, most_leaves: int) -> list[LogicUnit]:
    """The classes that are no larger than that, units beside their methods."""
    units = [
        _unit(tree, definition, bags, path)
        for definition in definitions_of(tree)
        if definition.kind in _TYPES and not _is_inner(definition)
        if _is_comparable(bags := _walked(tree, definition, most_leaves), most_leaves)
    ]
    return _told_silenced(units, tree, rule)


def _told_silenced(units: list[LogicUnit], tree: SyntaxTree, rule: str) -> list[LogicUnit]:
    silenced = suppressed({(rule, unit.start_line) for unit in units}, suppressions_of(tree))
    if not silenced:
        return units
    return [
        replace(unit, is_silenced=(rule, unit.start_line) in silenced and not _is_joined(unit))
        for unit in units
    ]


def _is_joined(unit: LogicUnit) -> bool:
    """Methods side by side: the comment at the first one is meant for that alone."""
    return unit.is_type and unit.family == "go"


def _known_units(tree: SyntaxTree) -> dict[str, list[LogicUnit]]:
    """Those that were found already, for another rule."""
    del tree
    return {}


def _units(tree: SyntaxTree, path: str) -> Iterator[LogicUnit]:
    receivers: dict[str, list[tuple[Definition, Bags]]] = {}
    for definition in definitions_of(tree):
        if definition.kind not in _CALLABLE or _is_inner(definition):
            continue
        bags = _walked(tree, definition, _MOST_LEAVES)
        owner = definition.name.rpartition(".")[0]
        if tree.language == "go" and definition.kind == "method" and owner:
            receivers.setdefault(owner, []).append((definition, bags))
        if _is_comparable(bags, _MOST_LEAVES):
            yield _unit(tree, definition, bags, path)
    for members in receivers.values():
        if len(members) > 1:
            yield _together(tree, members, path)


def _walked(tree: SyntaxTree, definition: Definition, most_leaves: int) -> Bags:
    return walk(tree, tree.node_at(definition.span), definition.name, most_leaves)


def _is_comparable(bags: Bags, most_leaves: int) -> bool:
    """False as well for what only declares: there is nothing that it does."""
    does_something = bags.control or bags.operations or bags.computes
    return FEWEST_LEAVES <= bags.leaves <= most_leaves and bool(does_something)


def _is_inner(definition: Definition) -> bool:
    """Whether it lies in a function."""
    outer = definition.outer
    while outer is not None:
        if outer.kind in _CALLABLE:
            return True
        outer = outer.outer
    return False


def _unit(tree: SyntaxTree, definition: Definition, bags: Bags, path: str) -> LogicUnit:
    start, end = definition.region.start.line, definition.region.end.line
    return LogicUnit(
        path=path,
        name=definition.name,
        start_line=start,
        end_line=end,
        family=family_of(tree.language),
        key=key_at(tree, start, end),
        leaves=bags.leaves,
        is_silenced=False,
        is_type=definition.kind in _TYPES,
        views=Views.of([bags.view(view) for view in VIEWS]),
        texts=Marks.of(_marks(bags.texts, _PAIR)),
        forms=Marks.of(_marks(bags.kinds, _RUN)),
    )


def _together(tree: SyntaxTree, members: list[tuple[Definition, Bags]], path: str) -> LogicUnit:
    """The methods of a type of Go, which stand side by side."""
    first, last = members[0][0], members[-1][0]
    together: list[Counter[str]] = [Counter() for _ in VIEWS]
    texts_of: set[int] = set()
    forms: set[int] = set()
    for _, bags in members:
        texts_of |= _marks(bags.texts, _PAIR)
        forms |= _marks(bags.kinds, _RUN)
        for bag, view in zip(together, VIEWS, strict=True):
            bag.update(bags.view(view))
    return LogicUnit(
        path=path,
        name=first.name.rpartition(".")[0],
        start_line=first.region.start.line,
        end_line=last.region.end.line,
        family="go",
        key=key_at(tree, first.region.start.line, last.region.end.line),
        leaves=sum(bags.leaves for _, bags in members),
        is_silenced=False,
        is_type=True,
        views=Views.of(together),
        texts=Marks.of(texts_of),
        forms=Marks.of(forms),
    )


def _marks(texts: list[str], length: int) -> frozenset[int]:
    """A mark for each run of so many neighbors."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    runs = zip(*(encoded[start:] for start in range(length)), strict=False)
    return frozenset(map(crc32, map(b"\0".join, runs)))
