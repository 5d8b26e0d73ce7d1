"""What a terminal is shown."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.domain.printable import portable_path, printable

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
FILE_NAMES = st.binary().map(os.fsdecode)
BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.one_of(ANY_TEXT, FILE_NAMES))
def test_no_text_drives_the_terminal(text: str) -> None:
    shown = printable(text)

    assert not [each for each in shown if unicodedata.category(each) == "Cc" and each != "\t"]
    assert not set(shown) & set(BIDIRECTIONAL)
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(FILE_NAMES)
def test_every_file_name_can_be_written_as_json(name: str) -> None:
    shown = portable_path(name)

    assert shown.encode("utf-8").decode("utf-8") == shown


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"))))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("a\tb", "a\tb"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\rb", "a\\x0db"),
        ("\x9b31m", "\\x9b31m"),
        ("\udcff.py", "\\xff.py"),
        ("caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
        ("gpj.\u202eyp", "gpj.\\u202eyp"),
    ],
)
def test_what_could_drive_a_terminal_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
