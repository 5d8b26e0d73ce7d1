"""Where the sentences of a prose begin and end, and which of its lines are no sentences."""

import re
from dataclasses import dataclass
from itertools import takewhile

from tinyarms_daemon.analysis.prose.prose import Prose, ProseKind
from tinyarms_daemon.analysis.syntax_tree import Span

# A new thought: an empty line, an item of a list, a tag of a documentation comment, a field.
_BREAK = re.compile(
    r"\n[ \t]*(?=\n)|\n(?=[ \t]*(?:[-*+•]|\d+[.)]|[a-z][.)]|@[\w-]+|\\\w+|:\w+[^:\n]*:)[ \t])"
    r"|\n(?=[ \t]*[=~^-]{3,}\s*$)"
)
_END = re.compile(r"[.!?](?=[\"')\]`*_]*(?:\s|\Z))[\"')\]`*_]*|(?:[.;]|(?<!\bin):)(?=\s*\n)")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|cf|etc|vs|resp|approx|no|fig|sec|ch|incl)\.$", re.IGNORECASE
)
_CODE = re.compile(
    r"""^\s*import\s+[\w{*"'<]
    | (?:^|\s)(?: import\s+(?:[{*"'<]|\w+\s+from\b) | from\s+[\w.@"'/]+\s+import\b
        | \#\s*include\b | (?:const|let|var)\s+(?:[{\[]|\w+\s*(?:[=:;]|$))
        | @(?:import|use|forward|require)\s+(?:url\(|["'{*]|\w+\s+from\b)
        | @include\s+[\w.-]+\s*[(;]
        | export\s+(?:\*|\{|default|const|function)
        )
    | ^\s*assert\s.*\(["']
    | ^\s*(?:(?:async|static|abstract)\s+)?(?:def|class|func|fn|public|private|return)\s[^.`]*[(:{;]
    | ^\s*[\w.]+\(["'].*\)[;,]?\s*$ | \b(?:require|import|source|open|read|load)\(["'] | [;{}]\s*$
    | ^\s*go:\w+\s | ^\s*(?:\$|>{1,3}|%|\#|//|>>>|\.\.\.|\w+@[\w.-]+:)\s | =>|:=|[!=]==?|&&|\|\|
    | ["']\s*[:,]\s*$ | \w\s=\s
    | ^\s*(?:python3?|node|deno|bun|npx|npm|yarn|pnpm|pip|bash|sh|zsh|go|cargo|make|git|cat|cp|mv
        |rm|curl|docker|pytest|uv|ruby|php|java|gcc|g\+\+|clang|cmake|sudo|cd|ls|source|tsc
        |ts-node|tsx)\s+[\w./-]
    | ^\s*\.{1,2}/[\w./-]+\s+-
    | ^\s*</?(?!(?:p|li|b|i|em|br|code)\b)\w[^>]*>
    """,
    re.VERBOSE,
)
# `func retry() is defined in client.ts`: words, whatever else is on the line
_TOLD_WHERE = re.compile(
    r"\b(?:see|(?:defined|declared|implemented)\s(?:in|at))\s[`'\"]*$", re.IGNORECASE
)
_KEYED = re.compile(r"\W*@\w+:\s*\S+\s*$")  # `@requires: strings.c::join`: for a program
# An arrow that leads on to a call is none of a drawing: `client.ts -> retry()`
_DRAWN = re.compile(r"[├└│─┬┐┌→➜⇒]|\|--|`--|\+--|(?:^|\s)--?>\s(?![\w.]+\()|^\s*\|.*\|\s*$")
_RULED = re.compile(r"\s*[-=*#~]{2,}\s.*\s[-=*#~]{2,}\s*$")  # --- helpers.py aliases ---
_ARROW = re.compile(r"\s→\s")  # between the steps of a sentence, in a document
_MODULE_LINE = re.compile(r"(?:import|export)\s")  # of a document with components
_QUOTE_IN_CODE = re.compile(r"""["']\s*[>)\],}]|[ \w-]{1,40}["']""")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_INDENTATION = re.compile(r"[ \t]*")
_LITERAL_BLOCK = re.compile(
    r"(?:^(?!\s*\.\.\s).*::|\bcode(?:-block)?::.*|\bliteralinclude::.*|\be\.g\.:|[Ee]xamples?:|[Uu]sage:)\s*$"
)
_CODE_INDENTATION = 4
_FURTHEST = 4_000  # characters: no sentence is as long


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence around something: what is before it, and what is behind it up to its end.

    `opens` tells that no other stands before it in its paragraph or its item of a list, nor code
    on the line of its comment.
    """

    before: str
    after: str
    line: str
    opens: bool


def sentence_around(prose: Prose, span: Span) -> Sentence:
    """The sentence in which something stands."""
    text, span = _near(prose, span)
    start, end = _block_around(text, span)
    before, after = text[start : span[0]], text[span[1] : end]
    cut = 0
    for found in _END.finditer(before):
        if not _ABBREVIATION.search(before[: found.end()]):
            cut = found.end()
    stop = next(
        (
            found.start()
            for found in _END.finditer(after)
            if not _ABBREVIATION.search(after[: found.end()])
        ),
        len(after),
    )
    return Sentence(
        before=before[cut:],
        after=after[:stop],
        line=_line_around(text, span),
        opens=not (prose.follows_code or re.search(r"\w", before[:cut])),
    )


def is_running_text(prose: Prose, span: Span) -> bool:
    """Whether something stands among words, and not in code, a drawing or a table."""
    text, span = _near(prose, span)
    line = _line_around(text, span)
    in_document = prose.kind is not ProseKind.COMMENT
    drawn = _ARROW.sub(" ", line) if in_document else line
    if (
        _DRAWN.search(drawn)
        or _RULED.match(line)
        or _KEYED.match(line)
        or _is_quoted_in_code(text, span)
        or _goes_on_a_command(text, span)
    ):
        return False
    if in_document:
        return not _MODULE_LINE.match(line)
    is_told = _TOLD_WHERE.search(text[: span[0]])
    return bool(is_told or not _CODE.search(line)) and not _in_code_block(text, span[0])


def _goes_on_a_command(text: str, span: Span) -> bool:
    """Whether the line above ends with what joins two lines of a command."""
    return text[: text.rfind("\n", 0, span[0]) + 1].rstrip("\n").endswith(" \\")


def _near(prose: Prose, span: Span) -> tuple[str, Span]:
    """The text around something, so that a long text is not read for each of its parts."""
    start = max(0, span[0] - _FURTHEST)
    return prose.text[start : span[1] + _FURTHEST], (span[0] - start, span[1] - start)


def _is_quoted_in_code(text: str, span: Span) -> bool:
    """Whether something is a string of an expression, as in `<module "a" from "a.py">`."""
    before = text[: span[0]]
    if before.endswith(('="', "='")) or (before.endswith("<") and text[span[1] :][:1] == ">"):
        return True
    return before.endswith(('"', "'")) and bool(_QUOTE_IN_CODE.match(text, span[1]))


def _line_around(text: str, span: Span) -> str:
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    return text[start : end if end >= 0 else None]


def _block_around(text: str, span: Span) -> Span:
    start = 0
    for found in _BREAK.finditer(text):
        if found.start() >= span[1]:
            return start, found.start()
        if found.end() <= span[0]:
            start = found.end()
    return start, len(text)


def _in_code_block(text: str, offset: int) -> bool:
    """Whether a line of a comment is set off as code: by a fence, or by indentation."""
    lines = text[: text.find("\n", offset) + 1 or None].split("\n")
    if sum(1 for line in lines if _FENCE.match(line)) % 2:
        return True
    above = text[:offset].split("\n")[:-1]
    paragraph = takewhile(str.strip, reversed(above))
    if any(line.lstrip().startswith(">>>") for line in paragraph):
        return True
    indentation = _width(text[text.rfind("\n", 0, offset) + 1 :])
    for line in reversed(above):
        if not line.strip():
            continue
        if _width(line) < indentation:
            is_set_off = indentation - _width(line) >= _CODE_INDENTATION
            return bool(_LITERAL_BLOCK.search(line)) or (is_set_off and not above[-1])
    return False


def _width(line: str) -> int:
    found = _INDENTATION.match(line)
    return len(found[0].expandtabs(4)) if found else 0
