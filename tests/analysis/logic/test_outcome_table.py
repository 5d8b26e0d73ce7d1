"""What is told of pairs of definitions by what they give."""

import numpy as np
import pytest

from tinyarms_daemon.analysis.behavior.inputs import SAMPLES, SAMPLES_OF_ALL, SAMPLES_OF_TEXTS
from tinyarms_daemon.analysis.behavior.outcomes import Outcomes
from tinyarms_daemon.analysis.logic.outcome_table import OutcomeTable

MANY = tuple(range(1, SAMPLES + 1))


def outcomes(
    values: tuple[int | None, ...] = MANY, *, signature: int = 1, texts: int = 1, numbers: int = 1
) -> Outcomes:
    return Outcomes.of(values, signature=signature, texts=texts, numbers=numbers)


def told(one: Outcomes | None, other: Outcomes | None) -> tuple[bool, bool, float]:
    likeness = OutcomeTable([one, other]).likeness(np.array([0]), np.array([1]))
    other = float(likeness.other[0]) if likeness.take_same[0] else 0.0
    return bool(likeness.are_same[0]), bool(likeness.are_dull[0]), other


def test_the_same_in_every_sample_is_the_same() -> None:
    assert told(outcomes(), outcomes()) == (True, False, 0.0)


def test_the_same_of_other_inputs_is_the_same_as_well() -> None:
    assert told(outcomes(signature=1), outcomes(signature=2)) == (True, False, 0.0)


def test_what_differs_is_told_by_its_share_where_the_inputs_are_the_same() -> None:
    other = (*MANY[:-6], *[99] * 6)
    assert told(outcomes(), outcomes(other)) == (False, False, pytest.approx(6 / SAMPLES))
    assert told(outcomes(), outcomes(other, signature=2)) == (False, False, 0.0)


def test_little_that_is_the_same_is_told_apart() -> None:
    truths = tuple(number % 2 for number in MANY)
    assert told(outcomes(truths), outcomes(truths)) == (False, True, 0.0)
    assert told(outcomes((7,) * SAMPLES), outcomes((7,) * SAMPLES)) == (False, False, 0.0)


@pytest.mark.parametrize("first", [SAMPLES_OF_ALL, SAMPLES_OF_ALL + SAMPLES_OF_TEXTS])
def test_samples_of_own_literals_count_where_both_have_the_same(first: int) -> None:
    changed = (*MANY[:first], *[99] * 5, *MANY[first + 5 :])
    with_others = {SAMPLES_OF_ALL: {"texts": 2}}.get(first, {"numbers": 2})
    assert told(outcomes(), outcomes(changed)) == (False, False, pytest.approx(5 / SAMPLES))
    assert told(outcomes(), outcomes(changed, **with_others)) == (True, False, 0.0)


def test_what_is_not_known_is_not_compared() -> None:
    half = tuple(None if number % 2 else number for number in MANY)
    assert told(outcomes(), outcomes(half)) == (True, False, 0.0)
    few = tuple(number if number < 4 else None for number in MANY)
    assert told(outcomes(), outcomes(few)) == (False, False, 0.0)
    assert told(outcomes(), None) == (False, False, 0.0)


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
