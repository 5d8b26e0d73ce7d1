"""What a definition says, from which inputs are drawn."""

import pytest

from tinyarms_daemon.analysis.behavior.file_terms import FileTerms
from tinyarms_daemon.analysis.behavior.literals import literals_of, said_in
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


@pytest.mark.parametrize(
    ("body", "compared", "said"),
    [
        ("return value + 7 if value > 90 else value", [90], [7, 90]),
        ("return value * 180 / 60 + 7 ** 3", [], []),
        ("return value * 180 if value < 180 else value", [180], [180]),
        ("return [limit for limit in (4, 9) if limit < value]", [], [4, 9]),
        ('return value.startswith("00") or value.endswith("x")', [], ["00"]),
        ("return value or True", [], []),
    ],
)
def test_all_that_is_said_counts_but_what_only_scales(
    body: str, compared: list[float], said: list[float | str]
) -> None:
    tree = SyntaxTree("python", f"def f(value):\n    {body}\n")
    file = FileTerms(tree)
    node = tree.root.named_children[0]
    function = file.terms.function(node)

    found = literals_of(function, file)
    assert [*found.texts, *found.numbers] == compared
    found = said_in(function, file)
    assert [*found.texts, *found.numbers] == said
    file.forget()
