"""What a model has said of single definitions puts the pairs in another order."""

from dataclasses import replace

import pytest

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.logic.intents import IntentOdds, with_promise
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit, logic_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.questions.intent import Intent, IntentCard

TEXT = "def f(values):\n    return [value.name.strip().lower() for value in values if value.live]\n"
ODDS = IntentOdds(
    card_steps_odds=1.6,
    card_subject_odds=1.2,
    card_result_odds=0.8,
    card_input_odds=0.4,
    vector_odds=8.0,
)
PAIRS = [Pair(0, 1, -2.0, 0.0, -2.0), Pair(0, 2, -3.0, 0.0, -3.0)]
SORTS = IntentCard("list", "list", frozenset({"sort"}), frozenset({"names"}))
COUNTS = IntentCard("list", "number", frozenset({"count"}), frozenset({"visits"}))


@pytest.fixture
def units() -> list[LogicUnit]:
    tree = SyntaxTree("python", TEXT)
    assert definitions_of(tree)
    (unit,) = logic_units(tree, "a.py", "semantic-duplication")
    return [replace(unit, key=key) for key in "abc"]


def promised(units: list[LogicUnit], said: dict[str, Intent]) -> list[Pair]:
    return with_promise(PAIRS, units, said, ODDS)


def test_without_a_word_they_stay_as_they_are(units: list[LogicUnit]) -> None:
    assert promised(units, {}) == PAIRS


def test_those_with_the_same_card_come_first(units: list[LogicUnit]) -> None:
    said = {"a": Intent(SORTS), "b": Intent(COUNTS), "c": Intent(SORTS)}

    first, second = promised(units, said)

    assert (first.first, first.second) == (0, 2)
    assert first.promise > second.promise


def test_those_with_near_vectors_come_first(units: list[LogicUnit]) -> None:
    said = {"a": Intent(vector=(1.0, 0.0)), "b": Intent(vector=(0.0, 1.0)),
            "c": Intent(vector=(0.8, 0.6))}  # fmt: skip

    assert promised(units, said)[0].second == 2


def test_what_the_text_shows_is_kept_apart(units: list[LogicUnit]) -> None:
    said = {"a": Intent(SORTS), "b": Intent(COUNTS), "c": Intent(SORTS)}

    assert {pair.score for pair in promised(units, said)} == {-2.0, -3.0}


def test_vectors_of_two_models_are_not_compared(units: list[LogicUnit]) -> None:
    said = {"a": Intent(vector=(1.0, 0.0)), "c": Intent(vector=(1.0,))}

    assert promised(units, said) == PAIRS
