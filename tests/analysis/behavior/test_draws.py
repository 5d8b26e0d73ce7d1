"""Each sample draws in its own way."""

from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.behavior.draws import (
    NARROW,
    NO_LITERALS,
    OF_NUMBERS,
    OF_ONE,
    OF_SEPARATORS,
    OF_TEXTS,
    ORDERLY,
    SAMPLES,
    TIED,
    Draws,
    Literals,
)

CHANCES = st.integers(0, 2**32 - 1)
PLAIN = Draws(NO_LITERALS)
SORTED = [sample for sample in ORDERLY if sample not in OF_TEXTS]


@given(first=CHANCES, second=CHANCES, item=st.integers(0, 4), sample=st.sampled_from(SORTED))
def test_in_orderly_samples_lists_are_in_order(
    first: int, second: int, item: int, sample: int
) -> None:
    before = PLAIN.number(sample, first, item, is_end=False)
    assert before <= PLAIN.number(sample, second, item + 1, is_end=False)


@given(first=CHANCES, second=CHANCES, item=st.integers(0, 5), sample=st.sampled_from(SORTED))
def test_in_orderly_samples_nothing_ends_before_its_start(
    first: int, second: int, item: int, sample: int
) -> None:
    start = PLAIN.number(sample, first, item, is_end=False)
    assert start <= PLAIN.number(sample, second, item, is_end=True)


@given(chance=CHANCES, sample=st.integers(0, SAMPLES - 1), most=st.integers(0, 6))
def test_lists_are_no_longer_than_allowed_and_narrow_ones_not_short(
    chance: int, sample: int, most: int
) -> None:
    length = PLAIN.length(sample, chance, most)
    assert length <= most
    assert length >= min(3, most) or sample not in NARROW


def test_narrow_samples_draw_what_touches() -> None:
    drawn = [
        PLAIN.number(sample, chance, 0, is_end=False) for sample in NARROW for chance in range(30)
    ]
    assert len(set(drawn)) < 20
    assert 0 in drawn


def test_the_numbers_that_are_compared_with_are_drawn_exactly_and_what_lies_beside() -> None:
    draws = Draws(Literals(numbers=(48,)))
    drawn = {
        draws.number(sample, chance, 0, is_end=False)
        for sample in OF_NUMBERS
        for chance in range(64)
    }
    assert {47, 48, 49} <= drawn


def test_samples_of_literals_are_drawn_where_there_are_any() -> None:
    def drawn(draws: Draws) -> set[int]:
        return {sample for sample in range(SAMPLES) if draws.is_drawn(sample)}

    assert set(range(SAMPLES)) - drawn(PLAIN) == {*OF_TEXTS, *OF_NUMBERS, *OF_SEPARATORS}
    literals = Literals(texts=("gold",), numbers=(9,), separators=(";",))
    assert drawn(Draws(literals)) == set(range(SAMPLES))


@given(chance=CHANCES)
def test_the_texts_that_are_compared_with_are_drawn(chance: int) -> None:
    draws = Draws(Literals(texts=("gold",)))
    drawn = [draws.text(sample, chance + step) for sample in OF_TEXTS for step in range(9)]
    assert any("gold" in text for text in drawn)


@given(chance=CHANCES, order=st.integers(0, 3))
def test_one_number_is_zero_in_one_sample(chance: int, order: int) -> None:
    drawn = PLAIN.number(OF_ONE, chance, None, is_end=False, order=order)
    assert (drawn == 0) == (order == 0)
    assert PLAIN.length(OF_ONE, chance, order) == min(1, order)


@given(chance=CHANCES)
def test_separators_take_turns_as_the_outer_one(chance: int) -> None:
    draws = Draws(Literals(separators=(";", "=")))
    pairs, turned = (draws.text(sample, chance) for sample in OF_SEPARATORS)
    assert turned.translate({ord(";"): "=", ord("="): ";"}) == pairs
    keys = [pair.partition("=")[0].strip().lower() for pair in pairs.split(";") if pair]
    assert len(keys) > len({*keys})
    assert not PLAIN.is_drawn(OF_SEPARATORS[0])


@given(chance=CHANCES)
def test_of_a_value_and_two_limits_the_upper_one_is_above_and_one_is_the_sum(chance: int) -> None:
    for sample in TIED:
        value, lower, upper = (
            PLAIN.number(sample, chance, None, is_end=False, order=order) for order in range(3)
        )
        assert lower < upper
        assert value + lower + upper == 2 * max(value, lower, upper)


def test_texts_of_some_samples_differ_in_nothing_but_case_or_blanks() -> None:
    by_case, by_blanks, *_ = (
        {PLAIN.text(sample, chance) for chance in range(99)} for sample in TIED
    )
    assert len(by_case) > len({text.lower() for text in by_case}) == 1
    assert len(by_blanks) > len({text.strip() for text in by_blanks}) == 1
