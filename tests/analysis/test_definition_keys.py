"""What the contents of definitions are called, and where they begin."""

from tinyarms_daemon.analysis.definition_keys import definition_keys_of, key_at
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

PAIR = """package p

type Pair struct{ a, b int }

func (p Pair) Sum() int { return p.a + p.b }

func (p Pair) Least() int { return min(p.a, p.b) }

func (o Other) Alone() int { return 1 }
"""


def test_a_key_stays_with_its_definition_whatever_comes_above() -> None:
    text = "def f():\n    return 1\n"

    ((key, line),) = definition_keys_of(SyntaxTree("python", text))
    ((moved_key, moved_line),) = definition_keys_of(SyntaxTree("python", "import os\n\n" + text))

    assert (moved_key, line, moved_line) == (key, 1, 3)


def test_the_methods_of_a_type_of_go_have_a_key_together() -> None:
    tree = SyntaxTree("go", PAIR)

    found = definition_keys_of(tree)

    assert found[-1] == (key_at(tree, 5, 7), 5)
    assert sum(line == 9 for _, line in found) == 1
