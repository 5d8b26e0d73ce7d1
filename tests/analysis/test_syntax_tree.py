import pytest

from tests.analysis.sources import GRAMMARS, SOURCES
from tinyarms_daemon.analysis.syntax_tree import DEEPEST_LEVEL, SyntaxTree, ancestors
from tinyarms_daemon.domain.findings.source import Position, Region


def test_columns_count_code_points_where_tree_sitter_counts_bytes():
    tree = SyntaxTree("tsx", 'const é = "💥#fff"')

    (node,) = tree.find("(string_fragment) @text")

    assert tree.text_of(node) == "💥#fff"
    assert tree.region_of(node) == Region(Position(1, 12), Position(1, 17))
    assert tree.text_at(tree.region_of(node)) == "💥#fff"


def test_carriage_returns_shift_neither_lines_nor_columns():
    tree = SyntaxTree("python", "a = 1\r\nif b:\r\n    c = 23\r\n")

    node = tree.find("(integer) @number")[1]

    assert tree.region_of(node) == Region(Position(3, 9), Position(3, 11))


def test_nodes_are_found_once_and_in_source_order():
    tree = SyntaxTree("tsx", "f({ x: 5, y: { z: 6 } }, 7)")

    nodes = tree.find("(pair value: (_) @value) (number) @number (pair) @pair")

    assert [tree.text_of(node) for node in nodes] == [
        "x: 5",
        "5",
        "y: { z: 6 }",
        "{ z: 6 }",
        "z: 6",
        "6",
        "7",
    ]


def test_captures_come_by_name_and_matches_keep_together_what_belongs_together():
    tree = SyntaxTree("tsx", "f({ x: 5, y: { z: 6 } })")
    pattern = "(pair key: (_) @key value: (number) @value)"

    captures = tree.captures(pattern)
    matches = [
        {name: tree.text_of(nodes[0]) for name, nodes in match.items()}
        for match in tree.matches(pattern)
    ]

    assert [tree.text_of(node) for node in captures["key"]] == ["x", "z"]
    assert matches == [{"key": "x", "value": "5"}, {"key": "z", "value": "6"}]


def test_a_search_may_be_limited_to_a_part():
    tree = SyntaxTree("python", "def f():\n    return 5\n\n\nx = 6\n")
    (function,) = tree.find("(function_definition) @f")

    assert [tree.text_of(node) for node in tree.find("(integer) @n", function)] == ["5"]


def test_ancestors_come_from_the_inside_out():
    tree = SyntaxTree("python", "x = [5]\n")
    (number,) = tree.find("(integer) @n")

    assert [node.type for node in ancestors(number)] == [
        "list",
        "assignment",
        "expression_statement",
        "module",
    ]


def test_the_end_of_a_node_is_no_longer_than_asked_for():
    tree = SyntaxTree("python", "aé + bcd\n")
    (sum_,) = tree.find("(binary_operator) @sum")

    assert tree.end_of(sum_, 3) == "bcd"
    assert tree.end_of(sum_, 100) == "aé + bcd"


def test_a_fact_is_derived_once():
    tree = SyntaxTree("python", "x = 1\n")
    calls = []

    def count(of: SyntaxTree) -> int:
        calls.append(of)
        return len(of.text)

    assert (tree.fact(count), tree.fact(count)) == (6, 6)
    assert calls == [tree]


@pytest.mark.parametrize("language", GRAMMARS)
def test_every_grammar_loads_and_parses_its_sample(language):
    tree = SyntaxTree(language, SOURCES[language])

    assert tree.root.child_count
    assert not tree.is_cut
    assert tree.hindrance is None


def test_broken_text_has_errors_and_good_text_has_none():
    assert SyntaxTree("python", "def (").has_errors
    assert not SyntaxTree("python", "def f(): pass\n").has_errors


def test_a_tree_is_cut_below_the_deepest_level_only():
    shallow = SyntaxTree("python", "[" * 300 + "]" * 300)
    deep = SyntaxTree("python", "[" * (DEEPEST_LEVEL + 1) + "]" * (DEEPEST_LEVEL + 1))

    assert not shallow.is_cut
    assert deep.is_cut


def test_a_wide_tree_is_neither_cut_nor_hindered():
    tree = SyntaxTree("python", "x = [" + "1, " * 50_000 + "]\n")

    assert not tree.is_cut
    assert tree.hindrance is None
    assert len(tree.find("(integer) @n")) == 50_000


def test_a_long_run_of_stray_tokens_hinders_queries():
    tree = SyntaxTree("python", "(" * 100_000)

    assert tree.hindrance == "100,000 stray tokens stand in a row"
