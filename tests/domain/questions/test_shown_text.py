"""How many tokens a text is taken to have."""

import pytest

from tinyarms_daemon.domain.questions.shown_text import estimated_tokens


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("def same(left, right):\n    return left == right\n", 14),
        ("0xdeadbeef, 0x1234abcd, 0xcafebabe, 3.14159265358979", 40),
        ("// Комментарий на русском языке о том что делает код", 36),
        ('"😀😁😂🤣😃😄😅😆"', 26),
    ],
    ids=["code", "digits", "another alphabet", "pictures"],
)
def test_a_text_is_not_taken_for_much_less_than_a_tokenizer_makes_of_it(
    text: str, measured: int
) -> None:
    assert 0.9 * measured <= estimated_tokens(text) <= 2 * measured


def test_a_table_of_digits_costs_more_than_prose_of_its_length() -> None:
    assert estimated_tokens("1234567890" * 10) > 2 * estimated_tokens("explaining " * 10)
