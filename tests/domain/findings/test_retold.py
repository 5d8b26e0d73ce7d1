"""What is told as copies is not told once more as near copies."""

from dataclasses import replace

import pytest

from tests.making import observation
from tinyarms_daemon.domain.findings.project import (
    AskedPlace,
    Candidate,
    Conclusion,
    RuleConclusions,
)
from tinyarms_daemon.domain.findings.retold import Lines, ToldCopies, lines_told, without_retold
from tinyarms_daemon.domain.findings.source import Place, Position, Region

ONE, OTHER = Lines("a.py", 1, 10), Lines("b.py", 11, 20)


@pytest.mark.parametrize(
    ("copies", "is_retold"),
    [
        ([[Lines("a.py", 1, 5), Lines("b.py", 11, 15)]], True),
        ([[Lines("a.py", 1, 5), Lines("b.py", 11, 14)]], False),
        ([[Lines("a.py", 1, 3), Lines("b.py", 11, 13)], [ONE, OTHER]], True),
        ([[Lines("a.py", 1, 3), Lines("b.py", 11, 13)], [Lines("a.py", 8, 9), OTHER]], True),
        ([[Lines("a.py", 1, 5), Lines("a.py", 6, 10)], [OTHER, Lines("c.py", 1, 10)]], False),
        ([[Lines("a.py", 11, 20), Lines("b.py", 1, 10)]], False),
        ([], False),
    ],
    ids=[
        "half of each",
        "less than half",
        "all of each in one of two",
        "half in two together",
        "copies of something else",
        "copies in other lines",
        "no copies",
    ],
)
def test_definitions_are_told_where_half_of_their_lines_are_copies_of_each_other(copies, is_retold):
    assert ToldCopies(copies).tell([ONE, OTHER], 50) is is_retold


def test_a_finding_has_its_own_place_and_those_of_others():
    found = observation(
        region=Region(Position(1, 1), Position(10, 5)),
        related=(Place("b.py", 11, 20, "a copy"), Place(None, 30, 39, "a copy")),
    )

    assert lines_told("a.py", found) == [ONE, OTHER, Lines("a.py", 30, 39)]


@pytest.fixture
def near() -> RuleConclusions:
    found = observation(
        region=Region(Position(1, 1), Position(10, 5)), related=(Place("b.py", 11, 20, ""),)
    )
    return RuleConclusions("complex-dry", None, (Conclusion("a.py", found, frozenset()),))


def test_what_is_told_is_left_out_of_the_rules_that_would_tell_it_again(near):
    same = replace(near, rule="semantic-duplication")
    cycle = replace(near, rule="architectural-anti-patterns")
    options = {each.rule: {"told_percent": 50} for each in (near, same, cycle)}

    left = without_retold([near, same, cycle], ToldCopies([[ONE, OTHER]]), options)

    assert left == [replace(near, conclusions=()), replace(same, conclusions=()), cycle]


def test_where_the_option_is_not_among_those_of_the_rules_everything_is_told(near):
    assert without_retold([near], ToldCopies([[ONE, OTHER]]), {}) == [near]


def test_a_question_keeps_the_partners_that_are_not_told(near):
    first, told, untold = (
        AskedPlace(path, first, last, path)
        for path, first, last in [("a.py", 1, 10), ("b.py", 11, 20), ("c.py", 1, 10)]
    )
    asked = Candidate("complex-dry", "complex-dry", "Are they?", 1.5, (first, told, untold))
    only_told = replace(asked, places=(first, told))
    asking = replace(near, conclusions=(), candidates=(asked, only_told))

    (left,) = without_retold(
        [asking], ToldCopies([[ONE, OTHER]]), {"complex-dry": {"told_percent": 50}}
    )

    assert left.candidates == (replace(asked, places=(first, untold), worth=0.75),)
