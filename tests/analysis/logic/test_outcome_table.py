"""What is told of pairs of definitions by what they give."""

import numpy as np
import pytest

from tinyarms_daemon.analysis.behavior.draws import (
    ADVERSE,
    NAMELESS,
    OF_NUMBERS,
    OF_SEPARATORS,
    OF_TEXTS,
    ORDERLY,
    PROBES,
    SAMPLES,
)
from tinyarms_daemon.analysis.behavior.outcomes import FAILED, RAISED, OutcomeMarks, Outcomes
from tinyarms_daemon.analysis.logic.outcome_table import OutcomeTable

MANY = tuple(range(2, SAMPLES + 2))
NAMELESS_MANY = tuple(range(101, 101 + len(NAMELESS)))
UNKNOWN = (None,) * len(NAMELESS)
MARKS = OutcomeMarks(
    signature=1,
    nameless_signature=1,
    adversity=1,
    texts=1,
    numbers=1,
    has_order=0,
    separators=1,
    reached_percent=100,
)


def outcomes(
    values: tuple[int | None, ...] = MANY,
    nameless: tuple[int | None, ...] = UNKNOWN,
    **marks: int,
) -> Outcomes:
    return Outcomes.of([*values, *nameless], MARKS._replace(**marks))


def told(one: Outcomes | None, other: Outcomes | None) -> tuple[bool, float]:
    likeness = OutcomeTable([one, other]).likeness(np.array([0]), np.array([1]))
    other = float(likeness.other[0]) if likeness.take_same[0] else 0.0
    return bool(likeness.are_same[0]), other


EXPECTED = SAMPLES - len(ADVERSE) - len(PROBES)
"""The samples that count for how much differs."""


def test_the_same_in_every_sample_is_the_same() -> None:
    assert told(outcomes(), outcomes()) == (True, 0.0)


def test_the_same_of_other_inputs_is_not_told_to_be_the_same() -> None:
    assert told(outcomes(signature=1), outcomes(signature=2)) == (False, 0.0)


def test_a_failure_that_is_written_differs_from_a_value_and_not_from_any_other_failure() -> None:
    raises, fails = (RAISED, *MANY[1:]), (FAILED, *MANY[1:])
    values = tuple(number + 1 for number in MANY)
    assert told(outcomes(raises), outcomes(fails)) == (True, 0.0)
    one, other = (RAISED, *values[1:]), (FAILED, *values[1:])
    assert told(outcomes(one), outcomes(values)) == (False, pytest.approx(1 / EXPECTED))
    assert told(outcomes(other), outcomes(values)) == (False, 0.0)


def test_what_differs_is_told_by_its_share_where_the_inputs_are_the_same() -> None:
    other = (*[99] * 6, *MANY[6:])
    assert told(outcomes(), outcomes(other)) == (False, pytest.approx(6 / EXPECTED))
    assert told(outcomes(), outcomes(other, signature=2)) == (False, 0.0)


def test_little_that_is_the_same_says_nothing() -> None:
    truths = tuple(number % 2 for number in MANY)
    assert told(outcomes(truths), outcomes(truths)) == (False, 0.0)
    assert told(outcomes((7,) * SAMPLES), outcomes((7,) * SAMPLES)) == (False, 0.0)


@pytest.mark.parametrize(
    ("special", "mark"),
    [
        (OF_TEXTS, "texts"),
        (OF_NUMBERS, "numbers"),
        (ADVERSE, "adversity"),
        (OF_SEPARATORS, "separators"),
    ],
)
def test_special_samples_count_where_both_have_the_same(special: range, mark: str) -> None:
    changed = (*MANY[: special.start], *[99] * len(special), *MANY[special.stop :])
    assert told(outcomes(), outcomes(changed))[0] is False
    assert told(outcomes(), outcomes(changed, **{mark: 2})) == (True, 0.0)


def test_without_names_is_compared_what_takes_other_names() -> None:
    one, other = outcomes(MANY, NAMELESS_MANY), (*[99] * 9, *MANY[9:])
    same = outcomes(other, NAMELESS_MANY, signature=2)
    assert told(one, same) == (True, 0.0)
    assert told(one, outcomes(other, NAMELESS_MANY, signature=2, nameless_signature=2))[0] is False
    other_too = outcomes(other, NAMELESS_MANY[::-1], signature=2)
    assert told(one, other_too) == (False, 1.0)


def test_what_is_the_same_by_other_names_is_told_from_what_is_by_the_same() -> None:
    one, other = outcomes(MANY, NAMELESS_MANY), (*[99] * 9, *MANY[9:])
    by_other_names = outcomes(other, NAMELESS_MANY, signature=2)
    ones, others = np.array([0, 0]), np.array([1, 2])
    likeness = OutcomeTable([one, one, by_other_names]).likeness(ones, others)
    assert likeness.are_same.tolist() == [True, True]
    assert likeness.are_same_named.tolist() == [True, False]


def test_what_is_known_of_one_alone_may_be_where_they_differ() -> None:
    def are_same(unknown: int) -> tuple[bool, bool]:
        other = outcomes((*[None] * unknown, *MANY[unknown:]))
        table = OutcomeTable([outcomes(), other])
        likeness = table.likeness(np.array([0]), np.array([1]))
        return bool(likeness.are_same[0]), bool(likeness.are_same_named[0])

    assert [are_same(unknown) for unknown in (0, 1, 2)] == [(True, True)] * 2 + [(True, False)]


def test_where_hardly_a_statement_is_reached_what_is_the_same_is_only_alike() -> None:
    rare = outcomes(reached_percent=41)

    likeness = OutcomeTable([outcomes(), rare]).likeness(np.array([0]), np.array([1]))

    assert likeness.are_same.tolist() == [True]
    assert likeness.are_same_named.tolist() == [False]


def test_names_say_more_than_what_is_the_same_without_them() -> None:
    other = outcomes((*[99] * 9, *MANY[9:]), NAMELESS_MANY)
    assert told(outcomes(MANY, NAMELESS_MANY), other) == (False, pytest.approx(9 / EXPECTED))


def test_what_differs_for_orderly_inputs_is_told_from_what_does_for_odd_ones() -> None:
    def differs_orderly(sample: int) -> bool:
        changed = (*MANY[:sample], 99, *MANY[sample + 1 :])
        table = OutcomeTable([outcomes(), outcomes(changed)])
        return bool(table.likeness(np.array([0]), np.array([1])).differ_orderly[0])

    assert [number for number in range(SAMPLES) if differs_orderly(number)] == list(ORDERLY)


def test_how_much_differs_is_told_of_orderly_inputs_where_they_have_an_order() -> None:
    in_order = {"has_order": 1}
    odd = next(number for number in range(SAMPLES) if number not in ORDERLY)
    orderly = ORDERLY[0]
    share = pytest.approx(1 / len(ORDERLY))
    for sample, told_share in ((odd, 0.0), (orderly, share)):
        changed = (*MANY[:sample], 99, *MANY[sample + 1 :])
        assert told(outcomes(**in_order), outcomes(changed)) == (False, told_share)


def test_what_differs_only_where_calls_fail_counts_for_nothing_and_is_not_the_same() -> None:
    changed = (*MANY[: ADVERSE.start], 99, *MANY[ADVERSE.start + 1 :])
    assert told(outcomes(), outcomes(changed)) == (False, 0.0)


def test_what_is_not_known_is_not_compared() -> None:
    half = tuple(None if number % 2 else number for number in MANY)
    assert told(outcomes(), outcomes(half)) == (True, 0.0)
    few = tuple(number if number < 4 else None for number in MANY)
    assert told(outcomes(), outcomes(few)) == (False, 0.0)
    assert told(outcomes(), None) == (False, 0.0)


def test_pairs_that_give_the_same_are_found_among_many() -> None:
    others = [outcomes(tuple(value + 100 * each for value in MANY)) for each in range(1, 50)]
    table = OutcomeTable([outcomes(), *others, None, outcomes(texts=2)])
    ones, twos = table.same_pairs()
    assert [*zip(ones.tolist(), twos.tolist(), strict=True)] == [(0, 51)]


def test_what_very_many_give_pairs_nobody() -> None:
    ones, _ = OutcomeTable([outcomes()] * 40).same_pairs()
    assert not len(ones)


def test_of_no_definitions_there_are_no_pairs() -> None:
    ones, _ = OutcomeTable([]).same_pairs()
    assert not len(ones)


def test_what_differs_in_a_probe_alone_is_not_the_same_and_not_otherwise_different() -> None:
    changed = (*MANY[: PROBES.start], *[99] * len(PROBES), *MANY[PROBES.stop :])
    likeness = OutcomeTable([outcomes(), outcomes(changed)]).likeness(np.array([0]), np.array([1]))

    assert not likeness.are_same[0]
    assert (likeness.other[0], likeness.differ_orderly[0]) == (0.0, False)
