import pytest

from tinyarms_daemon.analysis.code_lines import count_code_lines, first_code_line
from tinyarms_daemon.analysis.literal_data import data_share
from tinyarms_daemon.analysis.prose.comments import comments_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_COUNTS = {
    "python": (
        (
            '"""Doc\nstring."""\n\n# why\nx = 1  # c\n\n\n'
            'def f():\n    """D."""\n    y = """a\n\nb"""\n'
        ),
        4,
    ),
    "javascript": ("// a\n/* b\n c */ x = 1;\n\ny = `\n// no comment\n`;\n", 4),
    "tsx": ("const a = (\n  <p>\n    {/* c */}\n    text\n  </p>\n);\n", 5),
    "go": ("// Package p.\npackage p\n\n/*\nx\n*/\nvar x = 1\n", 2),
    "java": ("/** Doc. */\nclass C {\n  // c\n}\n", 2),
    "cpp": ("// c\n#include <x>\n/* a */ int x; /* b */\n", 2),
    "csharp": ("/// <summary>\nclass C { }\n", 1),
    "php": ("<?php\n# a\n// b\n/* c */\n$x = 1;\n", 2),
    "bash": ("#!/bin/sh\n# c\nx=1 # d\n", 1),
    "rust": ("//! Doc.\n/// Doc.\nfn f() {}\n", 1),
    "swift": ("/* a */\n// b\nlet x = 1\n", 1),
    "css": ("/* a */\na {\n  b: c; /* d */\n}\n", 3),
    "scss": ("// a\n$x: (\n  'a': b,\n);\n", 3),
    "html": ("<!-- a -->\n<p>\n<style>\n/* c */\na { b: c }\n</style>\n", 4),
}


@pytest.mark.parametrize(("language", "case"), _COUNTS.items(), ids=_COUNTS)
def test_blank_lines_comments_and_docstrings_are_no_code(language, case):
    text, count = case

    assert count_code_lines(SyntaxTree(language, text)) == count


def test_lines_between_two_lines_are_counted():
    tree = SyntaxTree("python", "a = 1\n# c\nb = 2\n\nc = 3\n")

    assert count_code_lines(tree, 2, 4) == 1
    assert first_code_line(tree) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n", '"""Only."""\n'])
def test_a_file_without_code_has_no_first_line_of_it(text):
    tree = SyntaxTree("python", text)

    assert count_code_lines(tree) == 0
    assert first_code_line(tree) is None


def test_comments_come_in_order_with_those_of_style_sheets():
    tree = SyntaxTree("html", "<!-- a --><style>/* b */</style><!-- c -->")

    assert [comment.text for comment in comments_of(tree)] == [
        "<!-- a -->",
        "/* b */",
        "<!-- c -->",
    ]


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [
        ("python", "x = [\n    1,\n    2,\n]\n", 1.0),
        ("python", "import a\n\nx = {\n    'a': [1],\n}\n", 3 / 4),
        ("python", "x = [\n    lambda: 1,\n]\n", 0.0),
        ("tsx", "export default {\n  a: 1,\n  b: () => 2,\n};\n", 0.0),
        ("go", "package p\n\nvar x = []int{\n\t1,\n}\n", 3 / 4),
        ("css", "a { b: c }\n", 0.0),
        ("python", "", 0.0),
    ],
)
def test_the_share_of_literal_data_counts_collections_in_which_nothing_runs(language, text, share):
    assert data_share(SyntaxTree(language, text)) == share
