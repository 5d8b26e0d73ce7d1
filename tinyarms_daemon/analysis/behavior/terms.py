"""A small language into which definitions of several languages are translated.

Terms are values: a translator makes them of a syntax tree, the machine evaluates them. What the
languages mean differently by the same sign is left to the machine, which knows the language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal


class Unsupported(Exception):
    """Code, or a value, of which no outcome is known."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, a truth value, None, or a compiled pattern."""

    value: object


@dataclass(frozen=True, slots=True)
class Name:
    """A variable; as a target, where a value goes."""

    name: str


Operator = Literal[
    "add", "subtract", "multiply", "divide", "divide down", "remainder", "power",
    "and", "or", "xor", "shift left", "shift right",
]  # fmt: skip
Relation = Literal["equal", "unequal", "less", "at most", "more", "at least", "in", "not in"]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands; `and`, `or` and `xor` are those of bits and of sets."""

    operator: Operator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands; a chain of Python is Both of several."""

    relation: Relation
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Both:
    """`and`, which gives one of its operands."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Either:
    """`or`, which gives one of its operands."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Fallback:
    """`??`: the right one where the left one is None."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Unary:
    """One operand. `positive` makes a number of a text in JavaScript."""

    operator: Literal["not", "negative", "positive", "inverted"]
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Choice:
    """`then if condition else otherwise`."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Member:
    """`owner.name`; an optional one is None where its owner is."""

    owner: "Expression"
    name: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """`owner[key]`."""

    owner: "Expression"
    key: "Expression"


@dataclass(frozen=True, slots=True)
class ItemAndPresence:
    """`owner[key]` of Go with a second result: whether it is there."""

    owner: "Expression"
    key: "Expression"


@dataclass(frozen=True, slots=True)
class Slice:
    """`owner[start:end:step]`."""

    owner: "Expression"
    start: "Expression | None"
    end: "Expression | None"
    step: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Spread:
    """All values of one, among items, arguments, pairs or fields."""

    value: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments, name=named)`. `new Map(…)` calls what has the name `new Map`."""

    function: "Expression"
    arguments: "Sequence[Expression]"
    named: "Sequence[tuple[str, Expression] | Spread]" = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, a tuple or a set that is written out."""

    kind: Literal["list", "tuple", "set"]
    items: "Sequence[Expression]"


@dataclass(frozen=True, slots=True)
class Pairs:
    """A map whose keys are values. `zero` is what Go gives for a key that is not there."""

    pairs: "Sequence[tuple[Expression, Expression] | Spread]"
    zero: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Fields:
    """A record whose keys are names. Those of a type of Go that are not said have their zeros, and
    without names they are numbered from 0."""

    fields: "Sequence[tuple[str, Expression] | Spread]"
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where an argument goes. One may take all that are left, and one all named ones; who
    calls may leave out one that `is_optional`, or has a default."""

    target: "Target"
    default: "Expression | None" = None
    takes_rest: bool = False
    takes_named: bool = False
    type: "InputType | None" = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class InputType:
    """What is declared of a value, as far as it can be drawn; `item` is that of its items,
    `parts` is how many a tuple has."""

    kind: Literal["number", "float", "text", "truth", "list", "map", "record", "function"]
    item: "InputType | None" = None
    may_be_none: bool = False
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Function:
    """A function, with a body or one expression. `own_name` is what it calls its object;
    `results` are the declared ones of Go, as `own_type` is; `decorators` make something unknown of
    it."""

    parameters: Sequence[Parameter]
    body: "Sequence[Statement] | Expression"
    is_generator: bool = False
    own_name: str = "self"
    results: Sequence[str] = ()
    decorators: Sequence[str] = ()
    own_type: "InputType | None" = None


@dataclass(frozen=True, slots=True)
class ForEach:
    """A clause of a comprehension."""

    target: "Target"
    values: "Expression"


@dataclass(frozen=True, slots=True)
class Comprehension:
    """A list, set or map by clauses; of a map `key` is the key. A condition is an expression."""

    kind: Literal["list", "set", "map"]
    item: "Expression"
    clauses: "Sequence[ForEach | Expression]"
    key: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Text:
    """A template: texts, and values with their format specifications."""

    parts: "Sequence[str | tuple[Expression, str]]"


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment that gives its value."""

    target: "Target"
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Augmented:
    """`target += value`, and gives it; also `&&=`, `||=` and `??=`."""

    operator: Operator | Literal["both", "either", "fallback"]
    target: "Name | Item | Member"
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Stepped:
    """`i++` gives the old value, `++i` the new one."""

    target: "Name | Item | Member"
    by: int
    gives_new: bool


@dataclass(frozen=True, slots=True)
class Yielded:
    """One value of a generator, or all of one."""

    value: "Expression"
    gives_all: bool = False


Expression = (
    Constant
    | Name
    | Arithmetic
    | Comparison
    | Both
    | Either
    | Fallback
    | Unary
    | Choice
    | Member
    | Item
    | ItemAndPresence
    | Slice
    | Spread
    | Call
    | Items
    | Pairs
    | Fields
    | Function
    | Comprehension
    | Text
    | Assigned
    | Augmented
    | Stepped
    | Yielded
)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A target that takes nothing."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A target that takes all items that are left."""

    target: "Target"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Targets for the items of a list or tuple."""

    targets: "Sequence[Target]"


@dataclass(frozen=True, slots=True)
class UnpackedFields:
    """Targets for fields by name; `rest` takes a record of all others."""

    fields: "Sequence[tuple[str, Target]]"
    rest: "Target | None" = None


@dataclass(frozen=True, slots=True)
class WithDefault:
    """A target that takes another value where it is given None."""

    target: "Target"
    default: "Expression"


Target = Name | Item | Member | Slice | Ignored | Rest | Unpacked | UnpackedFields | WithDefault


@dataclass(frozen=True, slots=True)
class Assign:
    """One that declares makes a variable of its own function, another changes the nearest."""

    target: Target
    value: Expression
    declares: bool


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression for what it does."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class If:
    """A choice of statements."""

    condition: Expression
    then: "Sequence[Statement]"
    otherwise: "Sequence[Statement]" = ()


@dataclass(frozen=True, slots=True)
class While:
    """A loop; `after` comes behind each round, `otherwise` once it was not left by `break`."""

    condition: Expression
    body: "Sequence[Statement]"
    after: "Sequence[Statement]" = ()
    otherwise: "Sequence[Statement]" = ()
    runs_first: bool = False


@dataclass(frozen=True, slots=True)
class For:
    """A loop over values, over keys (`in` of JavaScript), over indexes or keys (`i := range`), or
    over pairs of those and values (`i, value := range`)."""

    target: Target
    values: Expression
    body: "Sequence[Statement]"
    over: Literal["values", "keys", "indexes", "entries"] = "values"
    otherwise: "Sequence[Statement]" = ()


@dataclass(frozen=True, slots=True)
class Return:
    """The end of a function."""

    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a loop or of a case."""


@dataclass(frozen=True, slots=True)
class Continue:
    """The end of a round."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A failure, by the name of what is raised as far as that is said."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """`handler` is None where there is none; it takes every failure. Of several `handlers` each
    says what it takes."""

    body: "Sequence[Statement]"
    handler: "Sequence[Statement] | None" = None
    otherwise: "Sequence[Statement]" = ()
    final: "Sequence[Statement]" = ()
    handlers: "Sequence[tuple[Sequence[str], Sequence[Statement]]]" = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """The first case one of whose tests equals the subject; without a subject, one that is true.
    Those of JavaScript fall through to the next one."""

    subject: Expression | None
    cases: "Sequence[tuple[Sequence[Expression], Sequence[Statement]]]"
    default: "Sequence[Statement] | None" = None
    falls_through: bool = False


@dataclass(frozen=True, slots=True)
class Define:
    """A function with a name, within another."""

    name: str
    function: Function


@dataclass(frozen=True, slots=True)
class Block:
    """Statements together."""

    body: "Sequence[Statement]"


Statement = (
    Assign
    | Evaluate
    | If
    | While
    | For
    | Return
    | Break
    | Continue
    | Raise
    | Try
    | Switch
    | Define
    | Block
)


@dataclass(frozen=True, slots=True)
class Class:
    """A type with methods. Its objects are made by `initial`, or take its fields in order where
    `takes_fields`; `fields` are what they hold before, None for one that must be given."""

    name: str
    initial: Function | None
    fields: "Mapping[str, Expression | None]"
    methods: Mapping[str, Function]
    getters: Mapping[str, Function]
    private: frozenset[str]
    takes_fields: bool = False
    inherits_more: bool = False
    """Whether what it inherits is not all known: other fields and methods are drawn."""


OVERRIDDEN = "super."
"""What stands before the name of a method of the class that another one extends."""


def extended(own: Class, base: Class) -> Class:
    """A class with what it inherits. What its methods call as `super` goes by a name of its own."""
    before = f"{OVERRIDDEN}{own.name}."
    initial = {INITIAL: base.initial} if base.initial else {}
    overridden = {
        before + name: method
        for name, method in {**base.methods, **initial}.items()
        if not name.startswith(OVERRIDDEN)
    }
    return Class(
        own.name,
        own.initial or base.initial,
        {**base.fields, **own.fields},
        {**overridden, **base.methods, **own.methods},
        {**base.getters, **own.getters},
        own.private | base.private | frozenset(overridden),
        own.takes_fields or (base.takes_fields and own.initial is None),
        own.inherits_more or base.inherits_more,
    )


INITIAL = "*initial"
"""The method that makes an object, among those that `super` calls."""


def within(term: object) -> Iterator[object]:
    """A term and all that it holds."""
    waiting = [term]
    while waiting:
        inner = waiting.pop()
        kind: Any = type(inner)
        if isinstance(inner, list | tuple):
            waiting += inner
        elif names := _parts_of(kind):
            yield inner
            waiting += [getattr(inner, name) for name in names]


@cache
def _parts_of(kind: type[Any]) -> Sequence[str]:
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []
