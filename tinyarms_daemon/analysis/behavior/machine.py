"""What the parts of an evaluation ask of each other: the machine that evaluates one sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tinyarms_daemon.analysis.behavior.inputs import Inputs
from tinyarms_daemon.analysis.behavior.terms import (
    Class,
    Expression,
    Operator,
    Target,
)
from tinyarms_daemon.analysis.behavior.values import Drawn, Path, Scope, Value

Language = Literal["python", "script", "go"]

LibraryFunction = Callable[["Machine", list[Value], dict[str, Value]], Value]
LibraryMethod = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Library:
    """What a language brings along: functions by the name they are called by, methods by the kind
    of their owner and name, what an owner of unknown kind must be to have a method, calls that only
    tell somebody, and constants by name."""

    functions: Mapping[str, LibraryFunction]
    methods: Mapping[str, Mapping[str, LibraryMethod]]
    kind_by_method: Mapping[str, str]
    ignored: frozenset[str]
    constants: Mapping[str, Value]


class Machine(Protocol):
    """Evaluates terms. Failure where the program raises an error, Unsupported where nobody knows
    what it does."""

    language: Language
    library: Library
    inputs: Inputs
    reached: set[int]
    moment: int

    def step(self) -> None:
        """Count work. Unsupported for what does not end soon."""

    def resolved(self, value: Value, kind: str | None = None) -> Value:
        """A value of an input as what it is known to be, or as that kind; others unchanged."""

    def guessed(self, value: Value, kind: str) -> Value:
        """The same, as that kind where none is known, until it is seen to be of another."""

    def number(self, value: Value) -> int | float:
        """A number. Failure for what is none."""

    def text(self, value: Value) -> str:
        """A text. Failure for None."""

    def items(self, value: Value) -> list[Value]:
        """The items of a list, tuple or set, the keys of a map, the characters of a text."""

    def is_true(self, value: Value, site: int = 0) -> bool:
        """Whether a condition holds, as the language has it. A site is where it is asked, by which
        is known whether the question is explained by what no input is."""

    def as_number(self, value: Value) -> int | float:
        """The number that a text says: `Number(text)`, `float(text)`."""

    def written(self, value: Value) -> str:
        """A value as text, as the language writes it."""

    def canonical(self, value: Value) -> Value:
        """A form in which what is the same in any language is equal."""

    def key(self, value: Value) -> Value:
        """A value as the key of a map or in a set."""

    def equals(self, left: Value, right: Value) -> bool:
        """Whether two values are the same."""

    def is_less(self, left: Value, right: Value) -> bool:
        """Whether one comes before another: numbers, texts, lists item by item."""

    def contains(self, owner: Value, value: Value) -> bool:
        """Whether a text, list, set or map has it."""

    def combined(self, operator: Operator, left: Value, right: Value) -> Value:
        """What an operator gives."""

    def item(self, owner: Value, key: Value) -> Value:
        """`owner[key]`."""

    def member(self, owner: Value, name: str) -> Value:
        """`owner.name`."""

    def evaluate(self, term: Expression, scope: Scope) -> Value:
        """What an expression gives."""

    def inner(self, scope: Scope | None = None) -> Scope:
        """A scope within another, which is let go of behind the sample."""

    def bind(self, target: Target, value: Value, scope: Scope, *, declares: bool) -> None:
        """Put a value where it goes."""

    def named(self, name: str, scope: Scope) -> Value:
        """What a name stands for: a variable, what the file has, or nothing that is known."""

    def call(
        self, function: Value, arguments: Sequence[Value], named: Mapping[str, Value] = {}
    ) -> Value:
        """What a function gives for arguments."""

    def call_named(self, name: str, arguments: list[Value], named: dict[str, Value]) -> Value:
        """What a function gives that this file does not have."""

    def call_method(
        self, owner: Value, name: str, arguments: list[Value], named: dict[str, Value]
    ) -> Value:
        """What a method gives."""

    def uninterpreted(self, name: str, arguments: Sequence[Value], path: Path = ()) -> Drawn:
        """What nothing is known of: the same for the same arguments. Unsupported where it is given
        a function, which it might call or not."""

    def at_top(self, name: str) -> Expression | Class | None:
        """What the file itself calls that; None for nothing."""

    def struct(self, name: str) -> Class | None:
        """A type of Go with its methods and the zeros of its fields; None for one of another
        file."""
