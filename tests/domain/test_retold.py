"""What is told as copies is not told once more as near copies."""

from dataclasses import replace

import pytest

from tests.making import observation
from tinyarms_daemon.domain.project import AskedPlace, Candidate, Conclusion, RuleConclusions
from tinyarms_daemon.domain.retold import Lines, Retold, lines_told, told_percent, without_retold
from tinyarms_daemon.domain.source import Place, Position, Region

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
    assert Retold(copies, 50)([ONE, OTHER]) is is_retold


def test_where_nothing_is_configured_nothing_counts_as_told():
    assert Retold([[ONE, OTHER]], told_percent({}))([ONE, OTHER]) is False
    assert told_percent({"complex-dry": {"told_percent": 40}}) == 40


def test_a_finding_has_its_own_place_and_those_of_others():
    found = observation(
        region=Region(Position(1, 1), Position(10, 5)),
        related=(Place("b.py", 11, 20, "a copy"), Place(None, 30, 39, "a copy")),
    )

    assert lines_told("a.py", found) == [ONE, OTHER, Lines("a.py", 30, 39)]


def test_near_copies_are_left_out_and_other_rules_stand():
    found = observation(
        region=Region(Position(1, 1), Position(10, 5)), related=(Place("b.py", 11, 20, ""),)
    )
    near = RuleConclusions("complex-dry", None, (Conclusion("a.py", found, frozenset()),))
    same = replace(near, rule="semantic-duplication")

    assert without_retold([near, same], Retold([[ONE, OTHER]], 50)) == [
        replace(near, conclusions=()),
        same,
    ]


def test_a_question_keeps_the_partners_that_are_not_told():
    first, told, untold = (
        AskedPlace(path, first, last, path)
        for path, first, last in [("a.py", 1, 10), ("b.py", 11, 20), ("c.py", 1, 10)]
    )
    asked = Candidate("complex-dry", "complex-dry", "Are they?", 1.5, (first, told, untold))
    only_told = replace(asked, places=(first, told))
    near = RuleConclusions("complex-dry", None, (), (asked, only_told))

    (left,) = without_retold([near], Retold([[ONE, OTHER]], 50))

    assert left.candidates == (replace(asked, places=(first, untold), worth=0.75),)
