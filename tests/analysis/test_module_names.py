"""What a file names at its outermost level."""

import pytest

from tinyarms_daemon.analysis.module_names import module_names
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("python", "A = 1\nB: int = 2\ndef f():\n    C = 3\n", ["A", "B"]),
        ("typescript", "export const a = 1, b = 2;\nlet c;\n", ["a", "b", "c"]),
        ("go", "package p\n\nconst (\n\tA = 1\n)\nvar b = 2\n", ["A", "b"]),
        ("cpp", "#define A 1\n", ["A"]),
    ],
)
def test_variables_and_constants_of_a_file_are_named(language, text, names):
    assert [name for name, _ in module_names(SyntaxTree(language, text))] == names
