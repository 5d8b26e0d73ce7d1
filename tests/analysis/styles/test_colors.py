import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.styles.colors import NAMED_COLORS, normalized


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("#fff", "#ffffffff"),
        ("#ABCD", "#aabbccdd"),
        ("#3B82F6", "#3b82f6ff"),
        ("#3b82f680", "#3b82f680"),
        ("Red", "#ff0000ff"),
        ("rgb(59, 130, 246)", "#3b82f6ff"),
        ("rgba(59 130 246 / 50%)", "#3b82f680"),
        ("rgba(#3b82f6, 0.5)", "#3b82f680"),
        ("rgba(black, .2)", "#00000033"),
        ("rgba(0, 0, 0, 51)", "#00000033"),
        ("rgb(100% 0% 0%)", "#ff0000ff"),
        ("rgb(300 -5 none)", "#ff0000ff"),
        ("hsl(0, 100%, 50%)", "#ff0000ff"),
        ("hsl(0.5turn 100% 50%)", "#00ffffff"),
        ("hsla(-120deg 100% 50% / 0)", "#0000ff00"),
        ("hwb(120 0% 0%)", "#00ff00ff"),
        ("hwb(0 60% 60%)", "#808080ff"),
        # White and sRGB red, as the CSS Color Module converts them.
        ("oklch(62.8% 0.2577 29.23)", "#ff0000ff"),
        ("oklab(1 0 0)", "#ffffffff"),
        ("lab(54.29 80.8 69.89)", "#ff0000ff"),
        ("lch(54.29 106.84 40.85)", "#ff0000ff"),
        ("color(srgb 1 0 0)", "#ff0000ff"),
    ],
)
def test_a_color_has_one_value_however_it_is_written(written, value):
    assert normalized(written) == value


@pytest.mark.parametrize(
    "written",
    ["", "#ff", "#ggg", "rgb(1, 2)", "rgb(var(--x))", "color(display-p3 1 0 0)", "currentcolor"],
)
def test_what_cannot_be_told_from_the_text_has_no_value(written):
    assert normalized(written) is None


def test_css_knows_148_colors_by_name():
    assert len(NAMED_COLORS) == 148


@given(
    st.sampled_from(["rgb", "hsl", "hwb", "lab", "lch", "oklab", "oklch", "color"]),
    st.lists(st.sampled_from(["1e400", "-1e400", "0", "50%", "none", "7turn", "x", "srgb"])),
)
def test_any_arguments_give_a_value_or_none(function, arguments):
    value = normalized(f"{function}({' '.join(arguments)})")

    assert value is None or len(value) == len("#rrggbbaa")
