"""Pairs that gave the same, tried once more with what either of them says.

Each definition is sampled by itself, with what it compares with. What one of two does at a limit,
a prefix or a row of a table of which the other says nothing is not compared by that.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from tinyarms_daemon.analysis.behavior.draws import Literals
from tinyarms_daemon.analysis.behavior.file_terms import FileTerms, file_terms
from tinyarms_daemon.analysis.behavior.sampling import outcomes_of_function, said_in_function
from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.logic.outcome_table import OutcomeTable
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.values import function_in
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_MOST_ROUNDS = 4  # some hundredth of a second for both; what does the same says little
_TEXTS_OF_ROUND = 2
_NUMBERS_OF_ROUND = 3

_One = TypeVar("_One")


def differ_by_what_is_said(first: LogicUnit, text: str, second: LogicUnit, other: str) -> bool:
    """Whether two functions, in files of these texts, give other things for inputs that are drawn
    from what both say. False for what is no function, or not understood."""
    found = [each for each in (_function(first, text), _function(second, other)) if each]
    try:
        said = [known for file, node in found if (known := said_in_function(file, node))]
        return len(said) > 1 and any(_differ(found, literals) for literals in _rounds(*said))
    finally:
        for file, _ in found:
            file.forget()


def _differ(found: Sequence[tuple[FileTerms, Node]], literals: Literals) -> bool:
    table = OutcomeTable([outcomes_of_function(file, node, literals) for file, node in found])
    likeness = table.likeness(np.array([0]), np.array([1]))
    return bool(likeness.take_same[0] and likeness.other[0])


def _rounds(one: Literals, other: Literals) -> Iterator[Literals]:
    """What is drawn from in turn, first what only one of the two says."""
    texts = _own_first(one.texts, other.texts)
    numbers = _own_first(one.numbers, other.numbers)
    for number in range(_MOST_ROUNDS):
        of_texts = texts[number * _TEXTS_OF_ROUND :][:_TEXTS_OF_ROUND]
        of_numbers = numbers[number * _NUMBERS_OF_ROUND :][:_NUMBERS_OF_ROUND]
        if not of_texts and not of_numbers:
            return
        yield Literals(
            of_texts,
            of_numbers,
            sorted({*one.separators, *other.separators}),
            one.rounds or other.rounds,
        )


def _own_first(one: Sequence[_One], other: Sequence[_One]) -> list[_One]:
    shared = set(one) & set(other)
    return sorted({*one, *other}, key=lambda each: (each in shared, each))


def _function(unit: LogicUnit, text: str) -> tuple[FileTerms, Node] | None:
    language = language_of(unit.path, None)
    if language is None:
        return None
    tree = SyntaxTree(language, text)
    for each in definitions_of(tree):
        if (each.name, each.region.start.line) == (unit.name, unit.start_line):
            function = function_in(tree.node_at(each.span))
            terms = file_terms(tree)
            return None if function is None or terms is None else (terms, function)
    return None
