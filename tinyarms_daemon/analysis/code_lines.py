"""Which lines of a file hold code."""

import re
from itertools import accumulate

from tinyarms_daemon.analysis.prose.comments import comments_of, docstrings_of
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree

_COMMENTED_ELEMENT = "(jsx_expression . (comment)+ .) @comment"
_NOT_A_LINE_FEED = re.compile(r"[^\n]+")


def code_line_counts(tree: SyntaxTree) -> list[int]:
    """For each line, how many lines of code stand before it, and at the end how many in all.

    Blank lines, comments and docstrings are no code.
    """
    return tree.fact(_counts)


def count_code_lines(tree: SyntaxTree, start_line: int = 1, end_line: int | None = None) -> int:
    """How many of the lines from `start_line` to `end_line`, from 1 and inclusive, hold code."""
    counts = code_line_counts(tree)
    return counts[len(counts) - 1 if end_line is None else end_line] - counts[start_line - 1]


def first_code_line(tree: SyntaxTree) -> int | None:
    """The first line that holds code, from 1."""
    counts = code_line_counts(tree)
    return counts.index(1) if counts[-1] else None


def _counts(tree: SyntaxTree) -> list[int]:
    lines = _without_prose(tree).split("\n")
    return list(accumulate((1 if line.strip() else 0 for line in lines), initial=0))


def _without_prose(tree: SyntaxTree) -> str:
    """The text with nothing but line ends where comments and docstrings stood."""
    pieces = []
    position = 0
    spans = [comment.span for comment in comments_of(tree)]
    for start, end in sorted([*spans, *docstrings_of(tree), *_commented_elements(tree)]):
        if start >= position:
            pieces.append(tree.text[position:start])
            pieces.append(_NOT_A_LINE_FEED.sub("", tree.text[start:end]))
            position = end
    pieces.append(tree.text[position:])
    return "".join(pieces)


def _commented_elements(tree: SyntaxTree) -> list[Span]:
    """`{/* … */}`: among elements a comment needs braces, which are no code either."""
    if tree.language not in ("javascript", "tsx"):
        return []
    return [tree.span_of(node) for node in tree.find(_COMMENTED_ELEMENT)]
