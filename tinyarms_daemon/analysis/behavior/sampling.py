"""Definitions are sampled: evaluated for drawn inputs.

Two that give the same for every sample most likely do the same, however they are written; two that
take the same and give other things do not. This is how EqMiner (Jiang and Su, "Automatic mining of
functionally equivalent code fragments via random testing", ISSTA 2009) finds equal code; but here
nothing of a repository runs: its terms are evaluated.
"""

from collections.abc import Callable, Sequence

from tinyarms_daemon.analysis.behavior.canonical import NOT_A_NUMBER
from tinyarms_daemon.analysis.behavior.draws import (
    ADVERSE,
    IN_HALVES,
    NAMELESS,
    NO_LITERALS,
    OF_MILLIONS,
    OF_NUMBERS,
    OF_ONE,
    OF_TEXTS,
    SAMPLES,
    Literals,
    hashed,
    mixed,
)
from tinyarms_daemon.analysis.behavior.evaluator import MOST_STEPS, Evaluator
from tinyarms_daemon.analysis.behavior.file_terms import FileTerms
from tinyarms_daemon.analysis.behavior.go_terms import GoTerms
from tinyarms_daemon.analysis.behavior.inputs import Inputs
from tinyarms_daemon.analysis.behavior.literals import literals_of, said_in
from tinyarms_daemon.analysis.behavior.outcomes import FAILED, RAISED, OutcomeMarks, Outcomes
from tinyarms_daemon.analysis.behavior.places import Layout, is_of_call
from tinyarms_daemon.analysis.behavior.terms import (
    OVERRIDDEN,
    Class,
    Constant,
    Function,
    Ignored,
    InputType,
    Items,
    Pairs,
    Parameter,
    Raise,
    Statement,
    Unsupported,
    within,
)
from tinyarms_daemon.analysis.behavior.values import (
    ALL_NAMED,
    OWN,
    Closure,
    Drawn,
    Failure,
    Instance,
    Raised,
    Record,
    Scope,
    Value,
)
from tinyarms_daemon.analysis.syntax_tree import Node

_ROUNDS = 5  # after which no more is learned of the kinds of inputs
_FIRST_SAMPLES = 4  # from which they are learned; if none of them says anything, no other will
_BRANCHES = (OF_TEXTS.start, OF_NUMBERS.start)
_STEPS_OF_ALL = 36_000  # a thirtieth of a second or so
_CALLS = 7  # of the methods of an object, which show what it keeps
_MOST_LAYOUTS = 6  # of more, the first few samples alone would take too long
# Code that is wrong, or calls the library as no library allows: what it does is not known.
_NOT_KNOWN = (
    Unsupported,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

_Make = Callable[[Evaluator, list[Value], dict[str, Value]], Value]
"""What is called in a sample, with the drawn arguments, of which some may be named."""


def outcomes_of_function(
    file: FileTerms, node: Node, literals: Literals | None = None
) -> Outcomes | None:
    """Those of a function, or of what it makes: an object or functions. None where more than
    half of them are not known. Its inputs are drawn from `literals`, or what it compares with."""
    try:
        function = file.terms.function(node)
        if literals is None:
            literals = literals_of(function, file)
    except _NOT_KNOWN:
        return None
    sampling = _Sampling(file, [function], function.parameters, literals)
    sampling.declare_own(function.own_type)
    return sampling.outcomes(
        lambda machine, arguments, named: _called(machine, function, arguments, named)
    )


def said_in_function(file: FileTerms, node: Node) -> Literals | None:
    """What a function says; None where it is not understood."""
    try:
        return said_in(file.terms.function(node), file)
    except _NOT_KNOWN:
        return None


def outcomes_of_class(file: FileTerms, node: Node) -> Outcomes | None:
    """Those of the methods of an object of a class."""
    if isinstance(file.terms, GoTerms):
        return None
    try:
        type_ = file.terms.class_(node)
    except _NOT_KNOWN:
        return None
    return _Sampling(file, _functions_in(type_), _given(type_)).outcomes(
        lambda machine, arguments, named: machine.made(type_, arguments, named)
    )


def outcomes_of_go_type(file: FileTerms, name: str) -> Outcomes | None:
    """Those of the methods of a type of Go, which its `New…` makes if the file has one; else its
    fields are drawn."""
    if not isinstance(file.terms, GoTerms):
        return None
    try:
        maker, type_ = file.terms.maker_of(name), file.struct(name)
    except _NOT_KNOWN:
        return None
    if maker is not None:
        return outcomes_of_function(file, maker)
    if type_ is None:
        return None
    return _Sampling(file, _functions_in(type_), ()).outcomes(_with_drawn_fields(type_))


def _declared(parameter: Parameter) -> InputType | None:
    return InputType("list", parameter.type) if parameter.takes_rest else parameter.type


def _left_out(parameters: Sequence[Parameter]) -> range:
    """The last ones, which need not be given: who does the same may not have them."""
    first = len(parameters)
    while first and _is_left_out(parameters[first - 1]):
        first -= 1
    return range(first, len(parameters))


def _is_left_out(parameter: Parameter) -> bool:
    """Whether it need not be given: what it is then says nothing that a caller would."""
    return parameter.is_optional or isinstance(parameter.default, Constant | Items | Pairs)


def _with_drawn_fields(type_: Class) -> _Make:
    return lambda *_: Instance(type_, path=(OWN,))


def _functions_in(type_: Class) -> Sequence[Function]:
    """Its own ones and those that it inherits, but none that it overrides."""
    methods = [method for name, method in type_.methods.items() if not name.startswith(OVERRIDDEN)]
    initial = [] if type_.initial is None else [type_.initial]
    return [*initial, *methods, *type_.getters.values()]


def _given(type_: Class) -> Sequence[Parameter]:
    if type_.initial is not None:
        return type_.initial.parameters
    if type_.takes_fields:
        return [Parameter(Ignored()) for value in type_.fields.values() if value is None]
    return ()


def _called(
    machine: Evaluator, function: Function, arguments: Sequence[Value], named: dict[str, Value]
) -> Value:
    own = Drawn((OWN,))
    machine.inputs.calls.update(function.decorators)
    given = machine.call(Closure(function, _with_this(machine, own), own), arguments, named)
    return _as_elsewhere(machine, function.results, given)


def _with_this(machine: Evaluator, own: Value) -> Scope:
    scope = machine.inner()
    scope.variables["this"] = own
    return scope


def _as_elsewhere(machine: Evaluator, results: Sequence[str], given: Value) -> Value:
    """What a function of Go gives as other languages say it: an error is a failure, and a value
    that is not there is None."""
    if not results:
        return given
    *others, last = results
    values = given if isinstance(given, tuple) else (given,)
    if last == "error" and len(values) == len(results):
        if isinstance(machine.resolved(values[-1]), Record):
            raise Raised("an error is given")
        return None if not others else values[0] if len(others) == 1 else values[:-1]
    if last == "bool" and len(results) == 2 == len(values):
        return values[0] if machine.is_true(values[1]) else None
    if given is None and last.startswith("[]"):
        return []
    return {} if given is None and last.startswith("map[") else given


class _Sampling:
    """The samples of one definition."""

    def __init__(
        self,
        file: FileTerms,
        functions: Sequence[Function],
        parameters: Sequence[Parameter],
        literals: Literals = NO_LITERALS,
    ) -> None:
        self._file = file
        self._functions = functions
        self._reached: set[int] = set()
        self._parameters = parameters
        self._literals = literals
        self._inputs = Inputs(literals)
        self._steps_left = _STEPS_OF_ALL
        self._inputs.empty_holds = file.language == "script"
        self._inputs.are_rounded = literals.rounds
        self._optional = _left_out(parameters)
        self._inputs.optional = frozenset(map(str, self._optional))
        for number, parameter in enumerate(parameters):
            self._inputs.declare((str(number),), _declared(parameter))

    def declare_own(self, type_: InputType | None) -> None:
        """Note what is declared of the object whose method is called."""
        self._inputs.declare((OWN,), type_)

    def outcomes(self, make: _Make) -> Outcomes | None:
        """Those of calls, once all is known of the inputs that can be learned."""
        values: dict[int, int | None] = {}
        for _ in range(_ROUNDS):
            known = self._inputs.known()
            values = {number: self._sampled(number, make) for number in range(_FIRST_SAMPLES)}
            if not any(value is not None for value in values.values()):
                return None
            if self._inputs.known() != known:
                continue
            values |= {number: self._sampled(number, make) for number in self._other_ways()}
            if self._inputs.known() == known:
                break
        drawn = [number for number in range(SAMPLES) if self._is_drawn(number)]
        values |= {number: self._sampled(number, make) for number in drawn[_FIRST_SAMPLES:]}
        if sum(value is None for value in values.values()) > len(drawn) // 2:
            return None
        self._start(0)
        signature = self._inputs.signature()
        nameless = self._nameless(make) or [values.get(number) for number in NAMELESS]
        return Outcomes.of(
            [*map(values.get, range(SAMPLES)), *nameless],
            OutcomeMarks(
                signature=signature,
                nameless_signature=self._inputs.signature_without_names(),
                adversity=self._inputs.adversity(self._file.language),
                texts=hashed(self._literals.texts),
                numbers=hashed(self._literals.numbers),
                has_order=int(self._inputs.has_order),
                separators=hashed(self._literals.separators),
                reached_percent=self._reached_percent(),
            ),
        )

    def _reached_percent(self) -> int:
        statements = [
            id(term)
            for function in self._functions
            for term in within(function)
            if isinstance(term, Statement) and not isinstance(term, Raise)
        ]
        reached = sum(map(self._reached.__contains__, statements))
        return 100 * reached // len(statements) if statements else 100

    def _is_drawn(self, sample: int) -> bool:
        if sample in IN_HALVES:
            return self._inputs.draws_fractions()
        if sample == OF_MILLIONS:
            return self._inputs.draws_numbers()
        return self._inputs.draws.is_drawn(sample)

    def _other_ways(self) -> list[int]:
        """Samples that go where the first ones hardly do: to what is compared with, and to what is
        done when a call fails."""
        ways = [number for number in _BRANCHES if self._inputs.draws.is_drawn(number)]
        return [*ways, ADVERSE.start] if self._inputs.calls else ways

    def _nameless(self, make: _Make) -> list[int | None]:
        """What some samples give whatever the inputs are called and in whatever order they stand:
        of all ways to number them the one that gives the least, which is the same for whoever does
        the same. Nothing where names make no difference, or what is called has names as well."""
        layouts: list[Layout | None] = []
        if not self._inputs.calls:
            layouts += self._inputs.layouts(_MOST_LAYOUTS)
        if not layouts and self._optional:
            layouts.append(None)
        self._steps_left += _STEPS_OF_ALL
        given: list[int | None] = []
        for number in NAMELESS if layouts else ():
            if not self._is_drawn(number):
                given.append(None)
                continue
            by_layout = [self._laid_out(layout, number, make) for layout in layouts]
            least = min((each for each in by_layout if each is not None), default=None)
            layouts = [
                each for each, value in zip(layouts, by_layout, strict=True) if value == least
            ]
            given.append(least)
        self._inputs.lay_out(layouts[0] if layouts else None)
        return given

    def _laid_out(self, layout: Layout | None, sample: int, make: _Make) -> int | None:
        self._inputs.lay_out(layout)
        return self._sampled(sample, make)

    def _start(self, sample: int) -> None:
        self._inputs.start(sample, [str(number) for number in range(len(self._parameters))])

    def _sampled(self, sample: int, make: _Make) -> int | None:
        self._start(sample)
        allowed = max(0, min(MOST_STEPS, self._steps_left))
        machine = Evaluator(self._inputs, self._file, allowed)
        try:
            outcome = self._outcome(machine, sample, make)
            return FAILED if outcome == NOT_A_NUMBER else hashed(outcome)
        except Raised:
            calls = sorted(map(repr, machine.calls)) if sample in ADVERSE else ()
            return hashed("raised", *calls) if calls else RAISED
        except Failure:
            return FAILED
        except _NOT_KNOWN:
            return None
        finally:
            self._steps_left -= allowed - machine.steps_left
            self._reached |= machine.reached
            machine.forget()

    def _outcome(self, machine: Evaluator, sample: int, make: _Make) -> Value:
        arguments: list[Value] = []
        named: dict[str, Value] = {}
        for number, parameter in enumerate(self._parameters):
            value = Drawn((str(number),))
            if number in self._optional and self._inputs.leaves_out:
                continue
            if parameter.takes_rest:
                arguments += machine.items(value)
            elif parameter.takes_named:
                named[ALL_NAMED] = value
            elif any(each.takes_rest for each in self._parameters[:number]):
                named[getattr(parameter.target, "name", "")] = value
            else:
                arguments.append(value)
        made = machine.resolved(make(machine, arguments, named))
        callable_ = _functions_of(machine, made)
        if callable_:
            if sample == OF_ONE:
                raise Unsupported("an object of no size")
            return self._driven(machine, sample, callable_)
        return self._compared(machine, made, arguments)

    def _driven(self, machine: Evaluator, sample: int, functions: Sequence[Value]) -> Value:
        """What an object, or functions with variables in common, give one after the other."""
        self._inputs.driven = len(functions)
        given: list[Value] = []
        for step in range(_CALLS):
            machine.moment = step + 1
            number = mixed(hashed(sample, step)) % len(functions)
            function = functions[number]
            parameters: Sequence[Parameter] = ()
            if isinstance(function, Closure):
                parameters = function.function.parameters
                self._inputs.calls.update(function.function.decorators)
            arguments = [Drawn((f"{number} {each}", step)) for each in range(len(parameters))]
            for each, parameter in enumerate(parameters):
                self._inputs.declare((f"{number} {each}",), parameter.type)
            try:
                given.append(machine.canonical(machine.call(function, arguments)))
            except Failure:
                given.append("fails")
        return ("driven", *given)

    def _compared(self, machine: Evaluator, given: Value, arguments: Sequence[Value]) -> Value:
        """What is compared of what a function does: what it gives, an argument as such; what it
        changes, but of what is made for it nobody else knows; and of one that gives nothing also
        what it calls."""
        changes = [
            (self._inputs.place(path), machine.canonical(value))
            for path, value in self._inputs.changed()
            if given is None or not is_of_call(path)
        ]
        effects = [*sorted(changes, key=repr), *(machine.calls if given is None else ())]
        canonical = machine.canonical(given)
        if canonical is not None and not isinstance(canonical, int | float):
            for argument in arguments:
                if canonical == machine.canonical(argument) and isinstance(argument, Drawn):
                    canonical = ("argument", self._inputs.place(argument.path))
        return (canonical, *effects) if effects else canonical


def _functions_of(machine: Evaluator, made: Value) -> list[Value]:
    """What can be called of what was made: the public methods in order, or the functions."""
    match made:
        case Instance():
            named = {**made.type.methods, **made.type.getters}
            return [
                Closure(function, machine.inner(), made)
                for name, function in named.items()
                if name not in made.type.private
            ]
        case Closure():
            return [made]
        case list() | tuple():
            return [each for each in made if isinstance(each, Closure)]
        case dict():
            return [each for each in made.values() if isinstance(each, Closure)]
        case _:
            return []
