"""Values of token documents that are written in parts."""

import pytest

from tests.analysis.tokens.saying import tokens_said


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ({"colorSpace": "srgb", "components": [0.2, 0.4, 0.6]}, "#336699ff"),
        ({"colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.2}, "#00000033"),
        ({"colorSpace": "hsl", "components": [120, 50, 50]}, "#40bf40ff"),
        ({"colorSpace": "oklch", "components": [1, 0, 0]}, "#ffffffff"),
        ({"colorSpace": "display-p3", "components": [1, 0, 0], "hex": "#ff0000"}, "#ff0000ff"),
    ],
)
def test_a_color_is_read_from_its_components(value, color):
    assert tokens_said({"ink": {"$value": value}}) == [("color", "ink", color)]


@pytest.mark.parametrize(
    "value",
    [
        {"colorSpace": "display-p3", "components": [1, 0, 0]},
        {"colorSpace": "srgb", "components": [1, 0]},
        {"components": [1, 0, 0]},
    ],
)
def test_a_color_that_no_screen_is_known_to_show_so_is_no_token(value):
    assert tokens_said({"ink": {"$value": value}}) == []


def test_a_shadow_is_read_from_its_parts_in_units_of_their_own_and_from_references():
    parts = {
        "color": "{ink.$value}",
        "offsetX": "0px",
        "offsetY": {"value": 2, "unit": "px"},
        "blur": "0.25rem",
    }

    said = tokens_said({"ink": {"$value": "#00000033"}, "shadow": {"card": {"$value": parts}}})

    assert said[1:] == [("shadow", "shadow.card", "0px 2px 4px 0px #00000033")]


def test_the_layers_of_a_shadow_keep_their_order():
    layers = [
        {"x": "0", "y": "1", "blur": "3", "spread": "0", "color": "#0000001a"},
        {"x": "0", "y": "4", "blur": "8", "spread": "0", "color": "#0000001a"},
    ]

    said = tokens_said({"shadow": {"deep": {"value": layers}}})

    assert said == [
        ("shadow", "shadow.deep", "0px 1px 3px 0px #0000001a, 0px 4px 8px 0px #0000001a")
    ]
