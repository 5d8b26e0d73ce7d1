"""Evaluates the terms of one sample. Nothing of a repository runs: what it does to values is done
here, in steps that are counted, on values whose size is capped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isinf, isnan, nan
from typing import TYPE_CHECKING

from tinyarms_daemon.analysis.behavior.canonical import canonical_form, equal
from tinyarms_daemon.analysis.behavior.draws import hashed
from tinyarms_daemon.analysis.behavior.evaluation import EVALUATORS, GIVEN
from tinyarms_daemon.analysis.behavior.execution import Returned, bind, execute
from tinyarms_daemon.analysis.behavior.inputs import FAILING_CALLS, Inputs
from tinyarms_daemon.analysis.behavior.library import library_of
from tinyarms_daemon.analysis.behavior.machine import Machine
from tinyarms_daemon.analysis.behavior.members import item_of, member_of, method_called
from tinyarms_daemon.analysis.behavior.operators import alike, capped, combined, contains
from tinyarms_daemon.analysis.behavior.places import plain
from tinyarms_daemon.analysis.behavior.terms import (
    Class,
    Expression,
    Function,
    Operator,
    Parameter,
    Target,
    Unsupported,
)
from tinyarms_daemon.analysis.behavior.values import (
    ALL_NAMED,
    OWN,
    Closure,
    Drawn,
    DrawnFunction,
    DrawnRecord,
    Failure,
    Instance,
    Native,
    OrderedSet,
    Path,
    Raised,
    Record,
    RecordKey,
    Scope,
    Unresolved,
    Value,
)

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.file_terms import FileTerms

MOST_STEPS = 3_000
_DEEPEST_CALL = 25
_NO_END = "does not end soon"


class Evaluator(Machine):
    """One sample of one definition: what is drawn in it and how much was done so far."""

    def __init__(self, inputs: Inputs, terms: FileTerms, most_steps: int = MOST_STEPS) -> None:
        self.inputs = inputs
        self.reached: set[int] = set()
        """Which statements were executed, by their identity."""
        self._terms = terms
        self.language = terms.language
        self.library = library_of(terms.language)
        self.steps_left = most_steps
        self.calls: list[Value] = []
        """The calls of which nothing is known, in order: all that some functions do."""
        self.moment = 0
        """How often an object has been called, which takes time."""
        self._depth = 0
        self._globals: dict[str, Value] = {}
        self._scopes: list[Scope] = []

    def step(self) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise Unsupported(_NO_END)

    # What is drawn becomes a value as it is used.

    def resolved(self, value: Value, kind: str | None = None) -> Value:
        if type(value) is Drawn:  # by far the most
            return self.inputs.take(value, kind)
        if isinstance(value, Unresolved):
            if value.name in self.library.constants:
                return self.library.constants[value.name]
            value = Drawn((f"name {plain(value.name.rpartition('.')[2])}",))
            return self.inputs.take(value, kind)
        return value

    def guessed(self, value: Value, kind: str) -> Value:
        value = self.resolved(value)
        return self.inputs.guess(value, kind) if isinstance(value, Drawn) else value

    def number(self, value: Value) -> int | float:
        value = self.resolved(value, "number")
        match value:
            case bool():
                return int(value)
            case int() | float():
                return value
            case None if self.language == "script":
                return nan
            case None | str() | list() | tuple() | dict() | set():
                raise Failure("no number")
            case _:
                raise Unsupported(f"{type(value).__name__} as a number")

    def text(self, value: Value) -> str:
        value = self.resolved(value, "text")
        if value is None:
            raise Failure("no text")
        if not isinstance(value, str):
            raise Unsupported(f"{type(value).__name__} as a text")
        return value

    def items(self, value: Value) -> list[Value]:
        value = self.resolved(value, "list")
        match value:
            case list():
                return value
            case tuple():
                return list(value)
            case set() | frozenset():
                return [_as_item(each) for each in sorted(value, key=self._order_of_set)]
            case OrderedSet() | dict():
                return [_as_item(each) for each in value]
            case str():
                return list(value)
            case None:
                if self.language == "go":
                    return []
                raise Failure("None has no items")
            case _:
                raise Unsupported(f"items of {type(value).__name__}")

    def _order_of_set(self, value: Value) -> str:
        """Sets have none; this one is the same in every run."""
        return repr(self.canonical(value))

    def is_true(self, value: Value, site: int = 0) -> bool:
        if value is None:
            self.inputs.explain(site)
        drawn, value = value, self.resolved(value)
        if isinstance(drawn, Drawn) and isinstance(value, list | dict):
            is_there = self.inputs.is_true(drawn, site) if self.language == "script" else True
            return is_there and (self.language == "script" or len(value) > 0)
        if isinstance(value, Drawn):
            return self.inputs.is_true(value, site)
        if isinstance(value, DrawnRecord):
            return self.inputs.is_true(Drawn(value.path), site)
        match value:
            case None | False:
                return False
            case bool():
                return True
            case int() | float():
                return value != 0 and not isnan(value)
            case str():
                return value != ""
            case list() | tuple() | dict() | set():
                return self.language == "script" or len(value) > 0
            case _:
                return True

    def as_number(self, value: Value) -> int | float:
        value = self.guessed(value, "text")
        if not isinstance(value, str):
            return self.number(value)
        if "_" not in value:
            for kind in (int, float):
                try:
                    return kind(value.strip())
                except ValueError:
                    continue
        if self.language != "script":
            raise Failure("no number")
        return nan if value.strip() else 0

    def written(self, value: Value) -> str:
        value = self.guessed(value, "text")
        is_python = self.language == "python"
        match value:
            case str():
                return value
            case None:
                return "None" if is_python else "null"
            case bool():
                return str(value) if is_python else str(value).lower()
            case int():
                return str(value)
            case float():
                if isnan(value) or isinf(value):
                    raise Unsupported("no number written")
                return str(int(value)) if value == int(value) and not is_python else repr(value)
            case list() | tuple() if self.language == "script":
                texts = ["" if each is None else self.written(each) for each in value]
                return capped(",".join(texts))
            case _:
                raise Unsupported(f"{type(value).__name__} written")

    # How values compare.

    def canonical(self, value: Value) -> Value:
        return canonical_form(self, value)

    def key(self, value: Value) -> Value:
        value = self.guessed(value, "text")
        match value:
            case float() if self.language == "script" and value.is_integer():
                return int(value)
            case None | str() | int() | float():
                return value
            case tuple():
                return tuple(map(self.key, value))
            case _:
                return RecordKey(value, self.canonical(value))

    def equals(self, left: Value, right: Value) -> bool:
        return equal(self, left, right)

    def is_less(self, left: Value, right: Value) -> bool:
        left, right = (self._parts_or_value(each) for each in (left, right))
        left, right = alike(self, left, right, "number")
        if isinstance(left, str) and isinstance(right, str):
            return left < right
        if isinstance(left, list | tuple) and isinstance(right, list | tuple):
            for one, other in zip(left, right, strict=False):
                if not self.equals(one, other):
                    return self.is_less(one, other)
            return len(left) < len(right)
        return self.number(left) < self.number(right)

    def _parts_or_value(self, value: Value) -> Value:
        if isinstance(value, Drawn | DrawnRecord):
            return self.inputs.parts(value) or value
        return value

    def contains(self, owner: Value, value: Value) -> bool:
        return contains(self, owner, value)

    def combined(self, operator: Operator, left: Value, right: Value) -> Value:
        return combined(self, operator, left, right)

    def item(self, owner: Value, key: Value) -> Value:
        return item_of(self, owner, key)

    def member(self, owner: Value, name: str) -> Value:
        return member_of(self, owner, name)

    # Terms, names and calls.

    def evaluate(self, term: Expression, scope: Scope) -> Value:
        self.steps_left -= 1  # as `step` does: by far the most are these
        if self.steps_left < 0:
            raise Unsupported(_NO_END)
        return EVALUATORS[type(term)](self, term, scope)

    def inner(self, scope: Scope | None = None) -> Scope:
        made = Scope(scope)
        self._scopes.append(made)
        return made

    def forget(self) -> None:
        """Let go of all variables: functions hold the scopes that hold them, and in a worker nobody
        looks for such circles."""
        for scope in self._scopes:
            scope.variables.clear()
        self._globals.clear()

    def bind(self, target: Target, value: Value, scope: Scope, *, declares: bool) -> None:
        bind(self, target, value, scope, declares=declares)

    def named(self, name: str, scope: Scope) -> Value:
        holder = scope.holding(name)
        if holder is not None:
            return holder.variables[name]
        if name not in self._globals:
            self._globals[name] = Unresolved(name)  # what needs itself
            term = self._terms.at_top(name)
            if isinstance(term, Class):
                self._globals[name] = term
            elif term is not None:
                self._globals[name] = self.evaluate(term, self.inner())
        return self._globals[name]

    def call(
        self, function: Value, arguments: Sequence[Value], named: Mapping[str, Value] = {}
    ) -> Value:
        self.step()
        function = function if isinstance(function, Unresolved) else self.resolved(function)
        match function:
            case Unresolved(name):
                return self.call_named(name, list(arguments), dict(named))
            case Native(call):
                return call(*arguments)
            case Closure():
                return self._run(function, arguments, dict(named))
            case Class():
                return self.made(function, arguments, named)
            case Drawn() | DrawnFunction():
                drawn = self.resolved(function, "function")
                if not isinstance(drawn, DrawnFunction):
                    raise Failure("None is called")
                given = list(arguments)
                while given and given[-1] is None:  # as good as not given
                    given.pop()
                result = Drawn((*drawn.path, *self._called("", given)))
                self._may_fail(result)
                return result
            case None:
                raise Failure("None is called")
            case _:
                raise Unsupported(f"{type(function).__name__} is called")

    def call_named(self, name: str, arguments: list[Value], named: dict[str, Value]) -> Value:
        if name in self.library.ignored:
            return None
        known = self.library.functions.get(name)
        if known is not None:
            return known(self, arguments, named)
        owner, _, method = name.rpartition(".")
        if self.language == "python" and owner == "str" and arguments:  # `key=str.lower`
            return self.call_method(arguments[0], method, arguments[1:], named)
        if _is_error(method):
            return Record()
        if name == "super":
            raise Unsupported("a method of another class")
        if self.language == "python" and method[:1].isupper():
            fields = {str(number): value for number, value in enumerate(arguments)}
            return Record({**fields, **named})
        return self.uninterpreted(method, [*arguments, *named.values()])

    def call_method(
        self, owner: Value, name: str, arguments: list[Value], named: dict[str, Value]
    ) -> Value:
        return method_called(self, owner, name, arguments, named)

    def uninterpreted(self, name: str, arguments: Sequence[Value], path: Path = ()) -> Drawn:
        self.inputs.calls.add(plain(name))
        result = Drawn((*path, *self._called(plain(name), arguments)))
        self.calls.append(self.inputs.place(result.path))
        self._may_fail(result)
        return result

    def _called(self, name: str, arguments: Sequence[Value]) -> tuple[str, int]:
        """What tells one call of a function from another. One that takes nothing gives something
        else with each call of an object: the time, a number of its own."""
        if not arguments and self.moment:
            return (f" {name}()", self.moment)
        # What is handed on is known by its place, which is the same in every sample.
        return (f"{name}()", self._hashed([self.inputs.sample, *arguments]))

    def _may_fail(self, result: Drawn) -> None:
        """Go says by what it gives that a call failed, others raise an error."""
        if self.language in FAILING_CALLS and self.inputs.is_failing(result):
            raise Raised("a call fails")

    def _hashed(self, arguments: Sequence[Value]) -> int:
        return hashed(*map(self.canonical, arguments))

    def made(
        self, type_: Class, arguments: Sequence[Value], named: Mapping[str, Value] = {}
    ) -> Instance:
        own = Instance(type_, path=(OWN,) if type_.inherits_more else ())
        scope = self.inner()
        scope.variables["this"] = own
        for name, value in type_.fields.items():
            if value is not None and not type_.takes_fields:
                own[name] = self.evaluate(value, scope)
        if type_.inherits_more and type_.initial is None:
            own.give(self.canonical([*arguments, *named.values()]))
        elif type_.initial is not None:
            self.call(Closure(type_.initial, self.inner(), own), arguments, named)
        elif type_.takes_fields:
            own.update(zip(type_.fields, arguments, strict=False))
            own.update(named)
            for name, value in type_.fields.items():
                if name not in own:
                    if value is None:
                        raise Failure("an argument is missing")
                    own[name] = self.evaluate(value, scope)
        return own

    def at_top(self, name: str) -> Expression | Class | None:
        return self._terms.at_top(name)

    def struct(self, name: str) -> Class | None:
        return self._terms.struct(name)

    def _run(self, closure: Closure, arguments: Sequence[Value], named: dict[str, Value]) -> Value:
        function = closure.function
        scope = self.inner(closure.scope)
        if closure.own is not None:
            scope.variables["this"] = scope.variables[function.own_name] = closure.own
        self._depth += 1
        try:
            if self._depth > _DEEPEST_CALL:
                raise Unsupported("calls too deep")
            self._take(function.parameters, arguments, named, scope)
            return self._result(function, scope)
        finally:
            self._depth -= 1

    def _result(self, function: Function, scope: Scope) -> Value:
        if not isinstance(function.body, list | tuple):
            return self.evaluate(function.body, scope)  # type: ignore[arg-type]
        given: list[Value] = []
        if function.is_generator:
            scope.variables[GIVEN] = given
        try:
            execute(self, function.body, scope)
        except Returned as returned:
            if not function.is_generator:
                return returned.value
        return given if function.is_generator else None

    def _take(
        self,
        parameters: Sequence[Parameter],
        arguments: Sequence[Value],
        named: dict[str, Value],
        scope: Scope,
    ) -> None:
        for number, parameter in enumerate(parameters):
            if parameter.takes_rest:
                self.bind(parameter.target, list(arguments[number:]), scope, declares=True)
                arguments = ()
                continue
            if parameter.takes_named:
                drawn = named.pop(ALL_NAMED, None)
                more = {} if drawn is None else self.resolved(drawn, "map")
                if not isinstance(more, dict):
                    raise Failure("no map")
                self.bind(parameter.target, {**more, **named}, scope, declares=True)
                continue
            if ALL_NAMED in named and number >= len(arguments):
                raise Unsupported("arguments by unknown names")
            name = getattr(parameter.target, "name", None)
            is_given = number < len(arguments)
            value = arguments[number] if is_given else None
            if not is_given and name in named:
                value, is_given = named.pop(name), True
            is_missing = not is_given or (self.language == "script" and value is None)
            if is_missing and parameter.default is not None:
                value = self.evaluate(parameter.default, scope)
            elif not is_given and self.language != "script":
                raise Failure("an argument is missing")
            self.bind(parameter.target, value, scope, declares=True)


def _is_error(name: str) -> bool:
    return name[:1].isupper() and name.endswith(("Error", "Exception"))


def _as_item(value: Value) -> Value:
    return value.record if isinstance(value, RecordKey) else value
