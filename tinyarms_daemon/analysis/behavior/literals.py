"""What a definition compares with, without which it would mostly take its last branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tinyarms_daemon.analysis.behavior.draws import Literals
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Fields,
    Items,
    Member,
    Name,
    Pairs,
    Spread,
    Switch,
    Unsupported,
    within,
)

if TYPE_CHECKING:
    from tinyarms_daemon.analysis.behavior.file_terms import FileTerms

_ROUNDING = frozenset({"ceil", "floor", "round", "trunc"})
_SCALING = ("multiply", "divide", "divide down", "power")
_SHORTEST = 2  # a single sign lies in the texts that all draw from


def literals_of(term: object, file: FileTerms) -> Literals:
    """Those of comparisons and cases, and of what the file has at its top level that is named: keys
    of tables, items of lists, limits; and all texts that may separate others."""
    found: set[str | float] = set()
    separators: set[str] = set()
    rounds = False
    for inner in within(term):
        match inner:
            case Comparison(_, left, right):
                found.update(_said_by(left), _said_by(right))
            case Switch(_, cases):
                found.update(
                    said for tests, _ in cases for test in tests for said in _said_by(test)
                )
            case Constant(str() as said) if said and not any(map(str.isalnum, said)):
                separators.add(said)
            case Call(Member(_, name) | Name(name)) if name.rpartition(".")[2] in _ROUNDING:
                rounds = True
            case Name(name):
                found.update(_said_by(_at_top(file, name)))
    return Literals(_texts(found), _numbers(found), sorted(separators), rounds)


def said_in(term: object, file: FileTerms) -> Literals:
    """All that a term says, whether or not it is compared with: prefixes, steps, rows of tables.
    Not factors and exponents, which scale what is there, but draw no line in it."""
    compared = literals_of(term, file)
    inside = list(within(term))
    scales = {
        id(side)
        for inner in inside
        if isinstance(inner, Arithmetic) and inner.operator in _SCALING
        for side in (inner.left, inner.right)
    }
    said: list[str | float] = [*compared.texts, *compared.numbers]
    for inner in inside:
        if isinstance(inner, Constant) and id(inner) not in scales:
            said += _said_by(inner)
    return replace(compared, texts=_texts(said), numbers=_numbers(said))


def _texts(said: Iterable[str | float]) -> list[str]:
    return sorted({each for each in said if isinstance(each, str) and len(each) >= _SHORTEST})


def _numbers(said: Iterable[str | float]) -> list[float]:
    """Without those near zero, which all draw."""
    return sorted({each for each in said if isinstance(each, int | float) and abs(each) > 1})


def _at_top(file: FileTerms, name: str) -> object:
    try:
        return file.at_top(name)
    except Unsupported:
        return None


def _said_by(term: object) -> Iterator[str | float]:
    """The texts and numbers that a term says itself: it, its items, its keys."""
    match term:
        case Constant(bool()):
            return
        case Constant(str() | int() | float() as said):
            yield said
        case Arithmetic("multiply", left, right):
            yield from _product(left, right)
        case Items(_, items):
            for item in items:
                yield from _said_by(item)
        case Pairs(pairs):
            for pair in pairs:
                if not isinstance(pair, Spread):
                    yield from _said_by(pair[0])
        case Fields(fields_):
            for field in fields_:
                if not isinstance(field, Spread):
                    yield field[0]


def _product(left: object, right: object) -> Iterator[float]:
    """`9 * 60`."""
    for one in _said_by(left):
        for other in _said_by(right):
            if isinstance(one, int | float) and isinstance(other, int | float):
                yield one * other
