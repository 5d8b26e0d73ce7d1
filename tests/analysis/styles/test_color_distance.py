"""The difference of two colors, against the test data that is published for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.styles.color_distance import NearColors, ciede2000, is_near, lab_of

# Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary
# Test Data, and Mathematical Observations. Color Research and Application 30 (2005), table 1.
_PUBLISHED = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = [tuple(map(float, line.split())) for line in _PUBLISHED.strip().splitlines()]
colors = st.integers(0, 0xFFFFFF).map("#{:06x}ff".format)


@pytest.mark.parametrize("pair", PAIRS, ids=range(1, len(PAIRS) + 1))
def test_the_difference_is_the_published_one_in_both_directions(pair):
    one, two, expected = pair[:3], pair[3:6], pair[6]

    assert ciede2000(one, two) == pytest.approx(expected, abs=5e-5)
    assert ciede2000(two, one) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ("#ffffffff", (100.0, 0.0, 0.0)),
        ("#000000ff", (0.0, 0.0, 0.0)),
        ("#ff0000ff", (53.24, 80.09, 67.20)),
        ("#0000ffff", (32.30, 79.19, -107.86)),
    ],
)
def test_colors_stand_where_cielab_has_them(color, expected):
    assert lab_of(color) == pytest.approx(expected, abs=0.02)


def test_one_step_of_a_channel_is_near_and_another_alpha_is_not():
    assert is_near("#3b82f6ff", "#3b82f7ff", 2)
    assert not is_near("#3b82f6ff", "#3b82f680", 2)
    assert not is_near("#3b82f6ff", "#ef4444ff", 2)


def shifted(color: str, steps: tuple[int, int, int]) -> str:
    """A color with each channel some steps away."""
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    moved = [min(255, max(0, each + step)) for each, step in zip(channels, steps, strict=True)]
    return "#" + "".join(f"{each:02x}" for each in moved) + "ff"


@given(colors, st.tuples(*[st.integers(-12, 12)] * 3), st.floats(0.1, 10))
def test_the_short_cuts_change_no_answer_for_colors_close_by(one, steps, most):
    two = shifted(one, steps)

    assert is_near(one, two, most) is (ciede2000(lab_of(one), lab_of(two)) < most)


@given(colors, colors, st.floats(0.1, 20))
def test_the_short_cuts_change_no_answer(one, two, most):
    expected = ciede2000(lab_of(one), lab_of(two)) < most

    assert is_near(one, two, most) is expected


@given(st.lists(colors, max_size=30), colors, st.floats(0.1, 20))
def test_the_near_ones_of_many_are_those_that_are_near_one_by_one(many, color, most):
    expected = {other for other in many if other != color and is_near(color, other, most)}

    assert set(NearColors(many).near(color, most)) == expected
