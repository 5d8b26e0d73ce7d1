"""JSON as people write it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.json_text import key_lines, read_json, without_comments

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, // one\n"b": [2, 3,],}', {"a": 1, "b": [2, 3]}),
        ('/* head */ {"a": "// no comment, ]"}', {"a": "// no comment, ]"}),
        ('{"a": "x\\", /* no */"}', {"a": 'x", /* no */'}),
        ("[1, /* two */ ]", [1]),
        ('{"\\ud800": "\\uDFFF", "a": "\\ud83d\\ude00"}', {"?": "?", "a": "😀"}),
    ],
)
def test_comments_and_the_last_comma_are_read_over(text, value):
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text", ["", "{", '{"a" 1}', '"open', '"open\\', "[" * 100_000, "NaN", "/*"]
)
def test_what_is_no_json_is_nothing(text):
    assert read_json(text) is None


@given(VALUES)
def test_every_plain_text_is_read_as_it_is(value):
    assert read_json(json.dumps(value)) == value


@given(st.text(st.sampled_from('"\\/*,]} \na')))
def test_every_character_keeps_its_place(text):
    plain = without_comments(text)

    assert len(plain) == len(text)
    assert plain.count("\n") == text.count("\n")


def test_keys_are_found_at_their_lines():
    text = '{\n  "x": "@/*",\n  // "@/*"\n  "paths": {\n    "@/*": []\n  }\n}'

    assert key_lines(text, ["@/*", "none"], "paths") == {"@/*": 5}
