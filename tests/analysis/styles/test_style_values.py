import pytest
from hypothesis import given

from tests.analysis.sources import WILD_TEXT
from tinyarms_daemon.analysis.styles.style_values import (
    takes_color,
    text_color_spans,
    utility_spans,
)


def colors(text: str, *, names: bool = True) -> list[str]:
    return [text[slice(*span)] for span in text_color_spans(text, 0, names=names)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("#fff", ["#fff"]),
        ("1px solid #CCC!important", ["#CCC"]),
        ("#ff", []),
        ("#fffff", []),
        ("#facade-x", []),
        ("rgb(1, 2, 3)", ["rgb(1, 2, 3)"]),
        ("rgb(1 2 3 / var(--a))", ["rgb(1 2 3 / var(--a))"]),
        ("rgb(var(--r), 2, 3)", []),
        ("rgba($black, .5)", []),
        ("rgba(#000, .5)", ["rgba(#000, .5)"]),
        ("hsl(var(--h) 50% 50%)", []),
        ("oklch(0.7 0.1 20deg)", ["oklch(0.7 0.1 20deg)"]),
        ("color(display-p3 1 0 0)", ["color(display-p3 1 0 0)"]),
        ("color-mix(in srgb, red 20%, #fff)", ["red", "#fff"]),
        ("linear-gradient(to right, red, rgb(1 2 3))", ["red", "rgb(1 2 3)"]),
        ("var(--x, #fff)", []),
        ("url(#fff) url('#fff') '#fff'", []),
        ("theme('colors.red')", []),
        ("map-get($map, red)", []),
        ("get-color(red)", []),
        ("palette(red, 500)", []),
        ("item.red", []),
        ("transparent currentColor inherit none", []),
        ("rgb(1, 2", []),
    ],
)
def test_colors_are_found_where_they_are_written_out(value, found):
    assert colors(value) == found


def test_names_of_colors_are_found_only_where_they_are_expected():
    assert colors("red tan", names=False) == []
    assert colors("linear-gradient(red, tan)", names=False) == ["red", "tan"]


@pytest.mark.parametrize(
    "name",
    [
        *("color", "backgroundColor", "border-left", "fill", "boxShadow", "stop-color", "bg"),
        *("tintColor", "text-decoration", "-webkit-text-fill-color", "colors"),
    ],
)
def test_some_names_take_colors(name):
    assert takes_color(name)


@pytest.mark.parametrize(
    "name", ["", "width", "border-radius", "fill-opacity", "strokeWidth", "font-family", "id"]
)
def test_other_names_take_none(name):
    assert not takes_color(name)


@pytest.mark.parametrize(
    ("classes", "found"),
    [
        ("p-2 bg-[#fff] m-1", ["bg-[#fff]"]),
        ("md:hover:text-[rgb(1,2,3)]/50", ["text-[rgb(1,2,3)]/50"]),
        ("[&:hover]:bg-[#fff]", ["bg-[#fff]"]),
        ("shadow-[0_0_10px_#fff]", ["shadow-[0_0_10px_#fff]"]),
        ("!bg-[#fff] border-[red]", ["bg-[#fff]", "border-[red]"]),
        ("[color:#fff]", ["[color:#fff]"]),
        ("[--brand:#fff] w-[12px] bg-[url(#fff)] bg-[var(--x)] before:content-['#fff']", []),
        ("grid-cols-[red_tan] bg-primary", []),
        ("[[[[", []),
    ],
)
def test_utility_classes_with_colors_are_found_without_their_variants(classes, found):
    assert [classes[slice(*span)] for span in utility_spans(classes, 0)] == found


@given(WILD_TEXT)
def test_any_text_can_be_looked_through(text):
    for start, end in (*text_color_spans(text, 0, names=True), *utility_spans(text, 0)):
        assert 0 <= start < end <= len(text)
