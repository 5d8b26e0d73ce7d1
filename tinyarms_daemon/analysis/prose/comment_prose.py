"""What people read in the comments and docstrings of code."""

import re
from collections.abc import Iterable, Iterator

from tinyarms_daemon.analysis.prose.comments import Comment, comments_of, docstrings_of
from tinyarms_daemon.analysis.prose.prose import Prose, ProseBuilder, ProseKind
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree

# What stands around the words of a line: the marks of a comment, a string, or a box drawn by hand.
_OPENING = re.compile(r"\s*(?:/\*+!?|//+!?|<!--+|--|#+!?|;+|\*+(?!\w*/)|\{/\*+)?[ \t]?")
_CLOSING = re.compile(r"\s*(?:\*+/\}?|--+>|\*+)?\s*$")
_BLOCKS = ("/*", "<!--")
# What may stand above the comment that speaks for a file, and right below it.
_ABOVE = re.compile(
    r"(?:\s|#!.*|<\?php\b|package\s[\w.]+;?|[\"']use \w+[\"'];?|#\s*(?:ifndef|define|pragma)\b.*)*"
)
_BELOW = re.compile(
    r"[ \t]*(?:\r?\n[ \t]*(?=\r?\n|\Z|#\s*(?:include|ifndef|define|pragma)\b"
    r"|(?:import|from|use|package|[\"']use)\b)|\Z)"
)
_STRING_OPENING = re.compile(r"[a-zA-Z]*(?:\"\"\"|'''|\"|')")
_STRING_CLOSING = re.compile(r"(?:\"\"\"|'''|\"|')\s*$")


def comment_prose_of(tree: SyntaxTree, worth_reading: re.Pattern[str]) -> Iterator[Prose]:
    """The comments and docstrings in which a pattern is found, in source order.

    Line comments one below the other are one text; marks and line ends stay out of it.
    """
    spans = [*_joined(tree, comments_of(tree)), *docstrings_of(tree)]
    docstrings = frozenset(docstrings_of(tree))
    above, is_above = 0, True  # all code
    for start, end in sorted(spans):
        text = tree.text[start:end]
        is_above = is_above and _ABOVE.fullmatch(tree.text, above, start) is not None
        above = end
        if worth_reading.search(text):
            before = tree.text[tree.text.rfind("\n", 0, start) + 1 : start]
            yield _prose(
                text,
                start,
                is_string=(start, end) in docstrings,
                follows_code=bool(before.strip()),
                heads_file=is_above
                and ((start, end) in docstrings or _BELOW.match(tree.text, end) is not None),
            )


def _joined(tree: SyntaxTree, comments: Iterable[Comment]) -> Iterator[Span]:
    """The spans of comments, those of one run as one: alone on lines that follow each other."""
    run: Span | None = None
    for comment in comments:
        start, end = comment.span
        if run is not None and _follows(tree.text, run, start):
            run = run[0], end
            continue
        if run is not None:
            yield run
        run = start, end
    if run is not None:
        yield run


def _follows(text: str, run: Span, start: int) -> bool:
    if text.startswith(_BLOCKS, start) or text.startswith(_BLOCKS, run[0]):
        return False
    between = text[run[1] : start]
    first = text.rfind("\n", 0, run[0]) + 1
    # The comment of some Rust lines holds its line end, others leave it out.
    ends = between.count("\n") + (text[run[1] - 1 : run[1]] == "\n")
    return not between.strip() and ends == 1 and not text[first : run[0]].strip()


def _prose(
    text: str, start: int, *, is_string: bool, follows_code: bool, heads_file: bool
) -> Prose:
    builder = ProseBuilder()
    offset = 0
    lines = text.split("\n")
    margin = _margin(lines[1:]) if is_string else 0
    for number, line in enumerate(lines):
        first, last = _bounds(
            line,
            is_first=number == 0,
            is_last=number == len(lines) - 1,
            is_string=is_string,
        )
        first = max(first, min(margin, last)) if number else first
        at = start + offset
        builder.add(line[first:last], range(at + first, at + last))
        offset += len(line) + 1
        if number < len(lines) - 1:
            builder.add("\n", (start + offset - 1,))
    return builder.build(ProseKind.COMMENT, follows_code=follows_code, heads_file=heads_file)


def _margin(lines: Iterable[str]) -> int:
    """The indentation that all lines of a string have in common."""
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def _bounds(line: str, *, is_first: bool, is_last: bool, is_string: bool) -> Span:
    """Where the words of a line begin and end; the indentation behind a mark stays with them."""
    if is_string:
        opened = _STRING_OPENING.match(line) if is_first else None
        closed = _STRING_CLOSING.search(line) if is_last else None
    else:
        opened, closed = _OPENING.match(line), _CLOSING.search(line)
    first = opened.end() if opened else 0
    last = closed.start() if closed else len(line.rstrip())
    return first, max(first, last)
