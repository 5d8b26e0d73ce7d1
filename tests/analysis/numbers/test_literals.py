import pytest

from tests.analysis.sources import SOURCES
from tinyarms_daemon.analysis.numbers.literals import is_octal, number_value, numbers_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("5", 5), ("5.0", 5), (".5", 0.5), ("5.", 5), ("1_000", 1000), ("1'000", 1000)),
        *(("1e3", 1000), ("0xFF", 255), ("0b101", 5), ("0o17", 15), ("-33", -33)),
        *(("10n", 10), ("5L", 5), ("5UL", 5), ("1.5f", 1.5), ("12d", 12), ("3m", 3)),
        *(("29u8", 29), ("3.0f64", 3), ("9usize", 9), ("0xffu32", 255), ("0xffUL", 255)),
        *(("4j", 4), ("x", None), ("", None), ("0x", None), ("1" * 5000, None)),
        *(("1e999", None), ("-1e999", None), ("1e-999", 0)),
    ],
)
def test_a_number_has_a_value_in_any_notation(text, value):
    assert number_value(text) == value


def test_modes_of_files_are_octal():
    assert is_octal("0755") and is_octal("0o644")
    assert not is_octal("755") and not is_octal("0x0a")


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("python", {"0.2", "1.19", "72", "2.5"}),
        ("tsx", {"37", "72", "2500", "27"}),
        ("swift", {"33", "72", "37"}),
        ("rust", {"72", "37", "20"}),
        ("csharp", {"72", "34", "16"}),
    ],
)
def test_the_numbers_of_a_file_are_found(language, numbers):
    tree = SyntaxTree(language, SOURCES[language])

    assert {tree.text_of(node) for node in numbers_of(tree)} >= numbers


@pytest.mark.parametrize("language", ["css", "html"])
def test_a_language_that_is_no_code_has_no_numbers(language):
    assert numbers_of(SyntaxTree(language, SOURCES[language])) == []
