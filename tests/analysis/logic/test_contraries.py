"""Which names say contrary things."""

import pytest

from tinyarms_daemon.analysis.logic.contraries import are_contrary


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("first_monday", "lastMonday"),
        ("cheapest_offer", "highestOffer"),
        ("EncodeFrame", "decode_frame"),
        ("meanDelay", "median_delay"),
        ("litres_to_kg", "kgToLitres"),
    ],
)
def test_contrary_words_are_seen_in_either_order_and_notation(name: str, other: str) -> None:
    assert are_contrary(name, other)
    assert are_contrary(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("newest_first", "by_latest"),
        ("fastest_lap", "shortest_time"),
        ("min_and_max", "maxAndMin"),
        ("first_then_last", "last"),
        ("drop_invalid", "keepValid"),
        ("to_kg", "kgTo"),
        ("firsthand", "lasting"),
        ("", "last"),
    ],
)
def test_words_of_other_kinds_and_words_that_both_say_tell_nothing(name: str, other: str) -> None:
    assert not are_contrary(name, other)
    assert not are_contrary(other, name)
