"""Which pairs stand in one question."""

from dataclasses import replace
from typing import cast

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.logic.groups import (
    AskingLimits,
    Link,
    _candidates_of,
    _compared,
    _members,
)
from tinyarms_daemon.analysis.logic.units import logic_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

(RULE,) = rules_named("semantic-duplication")
LIMITS = cast(AskingLimits, RULE.options)
TEXT = "def f(values):\n    return [value.name.strip().lower() for value in values if value.live]\n"
(UNIT,) = logic_units(SyntaxTree("python", TEXT), "a.py", "semantic-duplication")


def compared(room: int, **odds: float) -> list[str]:
    """Each question as the names in it; `ab=1.0` is a pair and its odds."""
    units = {name: replace(UNIT, name=name, key=name) for pair in odds for name in pair}
    links = [Link(units[one], units[other], said) for (one, other), said in odds.items()]
    return [
        subject.name
        + "".join((each.first if each.second is subject else each.second).name for each in chosen)
        for subject, chosen in _compared(links, room, LIMITS)
    ]


def test_what_is_much_less_likely_waits_for_a_question_of_its_own() -> None:
    assert compared(3, ab=3.0, ac=2.5, de=0.5, ad=-4.0) == ["abc", "de", "ad"]


def test_what_may_find_several_comes_before_what_may_find_one_as_likely() -> None:
    assert compared(1, ab=-1.0, cd=-1.1, ce=-1.1) == ["cde"]


def test_no_pair_stands_in_two_questions() -> None:
    assert compared(9, ab=1.0, bc=0.9, ca=0.8) == ["bac", "ac"]


def test_what_is_worth_next_to_nothing_is_not_asked() -> None:
    pairs = [(1.0, "ab"), (-5.0, "cd")]
    links = [
        Link(replace(UNIT, name=one, key=one), replace(UNIT, name=other, key=other), odds)
        for odds, (one, other) in pairs
    ]

    asked = list(_candidates_of(links, "semantic-duplication", "The same?", LIMITS))

    assert [[place.key for place in each.places] for each in asked] == [["a", "b"]]


def shown(*pairs: str, second_opinion: bool = False) -> list[str]:
    """The definitions of each question, in order."""
    units = {name: replace(UNIT, name=name, key=name) for pair in pairs for name in pair}
    links = [Link(units[one], units[other], 3.0) for one, other in pairs]
    asked = _candidates_of(links, "rule", "The same?", LIMITS, second_opinion=second_opinion)
    return ["".join(place.key for place in each.places) for each in asked]


def test_a_second_opinion_is_shown_the_same_the_other_way_round() -> None:
    assert shown("ab") == shown("ba") == ["ab"]
    assert shown("ab", second_opinion=True) == shown("ba", second_opinion=True) == ["ba"]
    assert shown("ab", "ac") == ["abc"]
    assert shown("ab", "ac", second_opinion=True) == ["acb"]


def test_of_what_stands_on_one_line_nothing_holds_another() -> None:
    """Minified code."""
    links = [
        Link(replace(UNIT, name=one, key=one), replace(UNIT, name=other, key=other), 9.0)
        for one, other in ("ab", "bc")
    ]
    assert [unit.name for unit in _members(links)] == ["a", "b", "c"]
