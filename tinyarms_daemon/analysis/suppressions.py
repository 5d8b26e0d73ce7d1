"""What the comments of a file ask not to be told about."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.prose.comments import Comment, comments_of
from tinyarms_daemon.analysis.string_literals import strings_of
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree
from tinyarms_daemon.domain.findings.rule import Sighting

_FORM = re.compile(r"tinyarms:\s*ignore(?P<file>-file)?\s*\[(?P<rules>[^\]\n]*)\]")
# One that names no rule, as other tools have it, begins its comment: elsewhere it is spoken of.
_NAMELESS = re.compile(r"\W*(?P<form>tinyarms:\s*(?>ignore(?:-file)?)\b)(?!\s*\[\s*[^\s\],])")
_RULE_NAME = re.compile(r"[^\s,]+")
# The contract's: whoever opens a file sees what is not checked in it.
_LAST_LINE_FOR_WHOLE_FILE = 10
# What may stand beside a comment that is alone on its line: JSX wraps it in braces.
_NO_CODE = " \t\r{}"
_LONGEST_NAME = 60
_LONG_STRINGS = frozenset({"python", "go", "swift"})

Target = tuple[str, int]
"""A rule, and the line on which it found something."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One rule that a comment names; an empty name where it names none.

    `next_line` is the line that the comment stands above: the next line of code for a comment
    that is alone on its line, else the line after it, which counts only where the comment finds
    nothing on its own. `string_lines` are those of a string of several lines, within which no
    comment can stand: it begins where the comment is heard, or ends there.
    """

    rule: str
    span: Span
    line: int
    next_line: int
    is_alone: bool
    is_for_file: bool
    string_lines: tuple[int, ...] = ()

    @property
    def has_effect(self) -> bool:
        """Whether it stands where it can be heard."""
        return not self.is_for_file or self.line <= _LAST_LINE_FOR_WHOLE_FILE


def suppressions_of(source: Document) -> tuple[Suppression, ...]:
    """Every suppression in a file's comments, in source order."""
    if "tinyarms:" not in source.text:
        return ()
    return source.fact(_suppressions)


def suppressed(
    places: Collection[Target], suppressions: Collection[Suppression]
) -> dict[Target, Suppression]:
    """Which places, each a rule and a line, are suppressed, and by what."""
    heard = [suppression for suppression in suppressions if suppression.has_effect]
    whole_file = {each.rule: each for each in heard if each.is_for_file}
    by_line = {
        (each.rule, line): each
        for each in heard
        if not each.is_for_file
        for line in (*each.string_lines, each.line, *([each.next_line] if each.is_alone else []))
    }
    found = {
        (rule, line): suppression
        for rule, line in places
        if (suppression := by_line.get((rule, line)) or whole_file.get(rule))
    }
    used = set(found.values())
    for suppression in heard:
        target = (suppression.rule, suppression.next_line)
        if suppression not in used and not suppression.is_for_file and target in places:
            found.setdefault(target, suppression)
    return found


def unused(
    source: Document,
    used: Collection[Suppression],
    rules_that_ran: Collection[str],
    known_rules: Collection[str],
) -> Iterator[Sighting]:
    """A sighting for each suppression that nothing needs, or whose rule does not exist."""
    for suppression in suppressions_of(source):
        if suppression in used:
            continue
        if suppression.rule not in known_rules:
            yield _sighting(source, suppression, _no_such_rule(suppression.rule, known_rules))
        elif not suppression.has_effect:
            late = "`ignore-file` is heard in the first ten lines only; this one is not."
            yield _sighting(source, suppression, late)
        elif suppression.rule in rules_that_ran:
            where = "in this file" if suppression.is_for_file else "here"
            nothing = f"There is nothing to ignore: {suppression.rule} finds nothing {where}."
            yield _sighting(source, suppression, nothing)


def _no_such_rule(name: str, known_rules: Collection[str]) -> str:
    if not name:
        return "This names no rule, so it ignores nothing: say which, as in ignore[magic-numbers]."
    name = name[:_LONGEST_NAME]
    nearest = get_close_matches(name, sorted(known_rules), n=1)
    hint = f"the nearest name is {nearest[0]}" if nearest else "`tinyarmsctl rules` lists them"
    return f"There is no rule {name}, so this ignores nothing; {hint}."


def _sighting(source: Document, suppression: Suppression, message: str) -> Sighting:
    return Sighting(
        region=source.positions.region(*suppression.span),
        text=source.text[slice(*suppression.span)],
        message=message,
    )


def _suppressions(source: Document) -> tuple[Suppression, ...]:
    comments = comments_of(source)
    code_below = _code_below(
        {
            line
            for comment in comments
            if _is_alone(source, comment)
            for line in range(*_lines(source, comment))
        }
    )
    strings = _long_strings(source)
    return tuple(
        replace(
            each,
            string_lines=strings.get(each.next_line if each.is_alone else each.line, ()),
        )
        for each in _in_comments(source, comments, code_below)
    )


def _long_strings(source: Document) -> dict[int, tuple[int, ...]]:
    """All lines of each string of several lines, by its first and by its last one. Templates of
    JavaScript are none: comments may stand in them."""
    if not isinstance(source, SyntaxTree) or source.language not in _LONG_STRINGS:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    for string in strings_of(source):
        start, end = source.span_of(string.node)
        lines = tuple(range(source.positions.line_of(start), source.positions.line_of(end) + 1))
        if len(lines) > 1:
            found |= {lines[0]: lines, lines[-1]: lines}
    return found


def _code_below(alone: Collection[int]) -> dict[int, int]:
    """For each line that holds nothing but a comment, the first line below that is none."""
    below: dict[int, int] = {}
    for line in sorted(alone, reverse=True):
        below[line] = below.get(line + 1, line + 1)
    return below


def _in_comments(
    source: Document, comments: Iterable[Comment], code_below: Mapping[int, int]
) -> Iterator[Suppression]:
    for comment in comments:
        for name, span, is_for_file in _named(comment):
            line = source.positions.line_of(span[0])
            yield Suppression(
                rule=name,
                span=span,
                line=line,
                next_line=code_below.get(line, _lines(source, comment)[1]),
                is_alone=line in code_below,
                is_for_file=is_for_file,
            )


def _named(comment: Comment) -> Iterator[tuple[str, Span, bool]]:
    """The rules that a comment names, each with its place and whether it is for the file."""
    first = comment.span[0]
    for found in _FORM.finditer(comment.text):
        for name in _RULE_NAME.finditer(found["rules"]):
            start = first + found.start("rules") + name.start()
            yield name[0], (start, start + len(name[0])), found["file"] is not None
    nameless = _NAMELESS.match(comment.text)
    if nameless is not None:
        start, end = nameless.span("form")
        yield "", (first + start, first + end), False


def _lines(source: Document, comment: Comment) -> Span:
    """The first line of a comment and the line after it."""
    start, end = comment.span
    last = end - 1 if comment.text.endswith("\n") else end
    return source.positions.line_of(start), source.positions.line_of(last) + 1


def _is_alone(source: Document, comment: Comment) -> bool:
    start, end = comment.span
    after = source.text.find("\n", max(start, end - 1))
    before = source.text.rfind("\n", 0, start) + 1
    around = source.text[before:start] + source.text[end : after if after >= 0 else None]
    return not around.strip(_NO_CODE)
