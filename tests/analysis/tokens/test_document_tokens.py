"""Documents of tokens, as the tools for them write them."""

from tests.analysis.tokens.saying import tokens_said


def test_the_name_of_a_system_around_its_tokens_says_nothing_of_them():
    space = {"s": {"value": "8px"}, "m": {"value": "16px"}}

    said = tokens_said({"acme": {"space": space, "font-size": {"body": {"value": "1rem"}}}})

    assert said == [
        ("space", "acme.space.s", "8px"),
        ("space", "acme.space.m", "16px"),
        ("font-size", "acme.font-size.body", "1rem"),
    ]


def test_names_in_one_word_are_read_like_those_of_groups():
    said = tokens_said(
        {"acmeSpaceSmall": "8px", "acmeSpaceLarge": "32px", "acmeRadiusSmall": "2px"}
    )

    assert said == [
        ("space", "acmeSpaceSmall", "8px"),
        ("space", "acmeSpaceLarge", "32px"),
        ("radius", "acmeRadiusSmall", "2px"),
    ]


def test_tokens_of_several_sets_go_by_the_names_by_which_they_are_referred_to():
    said = tokens_said(
        {
            "brand": {"space": {"s": {"$value": "8px"}}, "color": {"ink": {"$value": "#123456"}}},
            "dark": {"color": {"ink": {"$value": "#fedcba"}}},
            "parts/card": {"card": {"padding": {"$value": "{space.s}"}}},
        }
    )

    assert said == [("space", "space.s", "8px"), ("color", "color.ink", "#123456ff")]


def test_a_token_that_is_changed_on_its_way_has_no_known_value():
    changed = {"studio.tokens": {"modify": {"type": "alpha", "value": "0.5", "space": "hsl"}}}

    said = tokens_said(
        {
            "color": {
                "ink": {"value": "#123456"},
                "faded": {"value": "{color.ink}", "$extensions": changed},
            }
        }
    )

    assert said == [("color", "color.ink", "#123456ff")]


def test_what_only_sounds_like_a_scale_is_none():
    assert not tokens_said(
        {"text-area": {"outline-offset": "4px"}, "text-input": {"height": "40px"}}
    )
    assert not tokens_said({"sizing": {"icon": {"s": "16px"}}, "base": {"fontSize": 1.25}})
