"""Documents of tokens, as the tools for them write them."""

import json

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.tokens.document_tokens import document_tokens_of


def _said(document: object) -> list[tuple[str, ...]]:
    tokens = document_tokens_of(Document("json", json.dumps(document)))
    return [(each.kind, each.name, each.value) for each in tokens]


def test_the_name_of_a_system_around_its_tokens_says_nothing_of_them():
    space = {"s": {"value": "8px"}, "m": {"value": "16px"}}

    said = _said({"acme": {"space": space, "font-size": {"body": {"value": "1rem"}}}})

    assert said == [
        ("space", "acme.space.s", "8px"),
        ("space", "acme.space.m", "16px"),
        ("font-size", "acme.font-size.body", "1rem"),
    ]


def test_names_in_one_word_are_read_like_those_of_groups():
    said = _said({"acmeSpaceSmall": "8px", "acmeSpaceLarge": "32px", "acmeRadiusSmall": "2px"})

    assert said == [
        ("space", "acmeSpaceSmall", "8px"),
        ("space", "acmeSpaceLarge", "32px"),
        ("radius", "acmeRadiusSmall", "2px"),
    ]


def test_tokens_of_several_sets_go_by_the_names_by_which_they_are_referred_to():
    said = _said(
        {
            "brand": {"space": {"s": {"$value": "8px"}}, "color": {"ink": {"$value": "#123456"}}},
            "dark": {"color": {"ink": {"$value": "#fedcba"}}},
            "parts/card": {"card": {"padding": {"$value": "{space.s}"}}},
        }
    )

    assert said == [("space", "space.s", "8px"), ("color", "color.ink", "#123456ff")]


def test_a_token_that_is_changed_on_its_way_has_no_known_value():
    changed = {"studio.tokens": {"modify": {"type": "alpha", "value": "0.5", "space": "hsl"}}}

    said = _said(
        {
            "color": {
                "ink": {"value": "#123456"},
                "faded": {"value": "{color.ink}", "$extensions": changed},
            }
        }
    )

    assert said == [("color", "color.ink", "#123456ff")]


def test_what_only_sounds_like_a_scale_is_none():
    assert not _said({"text-area": {"outline-offset": "4px"}, "text-input": {"height": "40px"}})
    assert not _said({"sizing": {"icon": {"s": "16px"}}, "base": {"fontSize": 1.25}})
