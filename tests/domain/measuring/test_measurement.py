"""What measurements amount to."""

import pytest

from tinyarms_daemon.domain.measuring.measurement import (
    SpeedSample,
    is_plausible,
    roofline_tokens_per_second,
    spread,
    throttled_share,
)


def series(*speeds: float) -> list[SpeedSample]:
    return [
        SpeedSample(seconds=10.0 * index, decode_tokens_per_second=speed, thermal_level=None)
        for index, speed in enumerate(speeds)
    ]


def test_repeats_are_told_by_median_and_ends() -> None:
    measured = spread([12.0, 10.0, 11.0, 30.0])

    assert measured is not None
    assert (measured.median, measured.low, measured.high, measured.runs) == (11.5, 10.0, 30.0, 4)


def test_no_measurement_has_no_spread() -> None:
    assert spread([]) is None


def test_no_answer_is_faster_than_reading_all_weights_once_a_token() -> None:
    small = roofline_tokens_per_second(100e9, 1_900_000_000)
    large = roofline_tokens_per_second(100e9, 4_700_000_000)

    assert small == pytest.approx(52.6, abs=0.1)
    assert large == pytest.approx(21.3, abs=0.1)
    assert not is_plausible(80, small)
    assert is_plausible(45, small)


def test_without_a_size_there_is_no_roofline_and_everything_is_plausible() -> None:
    assert roofline_tokens_per_second(100e9, 0) is None
    assert is_plausible(1000, None)


def test_a_long_run_shows_how_much_the_heat_took() -> None:
    assert throttled_share(series(20, 20, 20, 18, 14, 12, 12, 12, 12), 3) == pytest.approx(0.6)


def test_a_short_run_shows_nothing() -> None:
    assert throttled_share(series(20, 20, 12), 3) is None
