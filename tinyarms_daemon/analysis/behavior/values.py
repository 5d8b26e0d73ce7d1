"""What terms are evaluated to.

Numbers, texts, truth values, None, lists, tuples and sets are Python's own. A JavaScript set keeps
its order, so it is a map of its own; records differ from maps in that their keys are names.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from tinyarms_daemon.analysis.behavior.terms import Class, Function

Value = object
Path = tuple[str | int, ...]
"""Where a drawn value comes from: an input, then fields (`.name`), items (`*` and their number),
values of a map (`[]` and their key) and results of calls (`name()` and their arguments)."""


OWN = "own"
"""The object whose method is evaluated."""


class Failure(Exception):
    """The program raises an error, of that name if it is known."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.name = name


class Raised(Failure):
    """It raises one as it is written to, or because a call that it makes does: the same in every
    language, other than what an index beyond the end does."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value of an input that nobody has looked at yet, so that of what kind it is may be open."""

    path: Path


@dataclass(eq=False, slots=True)
class DrawnRecord:
    """A record of an input: each of its fields is drawn when it is first read."""

    path: Path
    written: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawnFunction:
    """A function of an input: the same arguments give the same drawn value."""

    path: Path


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name, or a chain of names, of which this file says nothing: `math.floor`, a constant."""

    name: str


ALL_NAMED = "**"
"""The name of drawn arguments whose names are not known."""

OF_A_RECORD = "..."
"""Where a record keeps the drawn one that it was spread from."""


class Record(dict[str, Value]):
    """Values by name."""


class Instance(Record):
    """A record with methods. Fields that it has not are drawn where it has a path."""

    def __init__(self, type_: Class, fields: Mapping[str, Value] = {}, path: Path = ()) -> None:
        super().__init__(fields)
        self.type = type_
        self.path = path

    def has(self, name: str) -> bool:
        """Whether a field or method is known."""
        type_ = self.type
        return name in self or name in type_.methods or name in type_.getters

    def give(self, arguments: Value) -> None:
        """Note what is given to the unknown class that makes the rest of it."""
        self["*given"] = arguments
        self.path = (*self.path, "given", crc32(repr(arguments).encode("utf-8", "surrogatepass")))


class ZeroMap(dict[Value, Value]):
    """A map of Go, which gives zeros; None where they are not known."""

    zero: Callable[[], Value] | None = None


NOT_THERE: Path = ("[]", -1)
"""The end of the path of what a drawn map of Go gives for a key that is not there."""


class DrawnMap(dict[Value, Value]):
    """A map of an input."""

    path: Path = ()


class DefaultMap(dict[Value, Value]):
    """A map of Python that makes what is not there: `defaultdict`, `Counter`."""

    def __init__(self, make: Callable[[], Value], *, keeps: bool) -> None:
        super().__init__()
        self.make = make
        self.keeps = keeps


class OrderedSet(dict[Value, bool]):
    """A set of JavaScript."""


class TextBuilder:
    """A `strings.Builder` of Go."""

    def __init__(self) -> None:
        self.parts: list[str] = []


@dataclass(frozen=True, slots=True)
class GlobalPattern:
    """A regular expression of JavaScript with the flag `g`, which stands for all matches."""

    pattern: re.Pattern[str]


@dataclass(eq=False, slots=True)
class Scope:
    """Variables of a function, within those of another."""

    outer: "Scope | None" = None
    variables: dict[str, Value] = field(default_factory=dict)

    def holding(self, name: str) -> "Scope | None":
        """The nearest scope that has this variable."""
        scope: Scope | None = self
        while scope is not None and name not in scope.variables:
            scope = scope.outer
        return scope


@dataclass(eq=False, slots=True)
class Closure:
    """A function with the variables around it, and its object where it is a method."""

    function: Function
    scope: Scope
    own: Value = None


@dataclass(frozen=True, slots=True)
class Native:
    """A function of a library."""

    call: Callable[..., Value]


@dataclass(frozen=True, slots=True, eq=False)
class RecordKey:
    """A record that is a key of a map or lies in a set."""

    record: Value
    canonical: Value

    def __hash__(self) -> int:
        return hash(self.canonical)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordKey) and self.canonical == other.canonical
