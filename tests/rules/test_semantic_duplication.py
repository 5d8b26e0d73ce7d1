"""Which pairs are asked about."""

from dataclasses import replace
from typing import cast

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import logic_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import KnownAnswer, pair_key
from tinyarms_daemon.rules.semantic_duplication import SemanticDuplicationOptions, _links

(RULE,) = rules_named("semantic-duplication")
OPTIONS = cast(SemanticDuplicationOptions, RULE.options)
FEW = replace(OPTIONS, most_questions=2, most_partners=2, same_file_percent=25)
TEXT = "def f(values):\n    return [value.name.strip().lower() for value in values if value.live]\n"
(UNIT,) = logic_units(SyntaxTree("python", TEXT), "a.py", "semantic-duplication")
UNITS = [replace(UNIT, name=name, key=name) for name in "abc"]
UNITS.append(replace(UNIT, name="d", key="d", path="d.py"))
A_B, A_C, A_D = (Pair(0, other, 1.0, 1.0, promise=1.0) for other in (1, 2, 3))


def asked(answers: dict[str, KnownAnswer]) -> list[str]:
    """The pairs that get a place, by the names of their definitions."""
    links = _links([A_B, A_C, A_D], UNITS, answers, FEW, lambda *_: True)
    return [link.first.name + link.second.name for link, _ in links]


def test_pairs_within_one_file_have_their_share_of_the_places_and_no_more() -> None:
    assert asked({}) == ["ab", "ad"]


def test_what_a_model_has_said_of_a_pair_beyond_the_share_counts_all_the_same() -> None:
    said = KnownAnswer(is_same=True, agreed=True, model="m", reason="both sum")

    assert asked({pair_key("a", "c"): said}) == ["ab", "ac", "ad"]


def certain(*, is_confirmed: bool) -> list[str]:
    """The pairs that are told without a model, by the names of their definitions."""
    pairs = [replace(A_D, score=OPTIONS.certain_odds, gives_same=True)]
    links = _links(pairs, UNITS, {}, FEW, lambda *_: is_confirmed)
    return [link.first.name + link.second.name for link, is_certain in links if is_certain]


def test_what_differs_by_what_one_of_the_two_says_is_asked_about_and_not_told() -> None:
    assert certain(is_confirmed=True) == ["ad"]
    assert not certain(is_confirmed=False)
