"""From a candidate to a small question: its definition, and the imports that it uses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tinyarms_daemon.application.judging.compose_request import hash_of
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.questions.question import Excerpt, Question

_IMPORT = re.compile(
    r"\s*(?:import\b|from\s+\S+\s+import\b|use\s|using\s|require|#include|@import|@use|"
    r"(?:const|let|var)\s.*\brequire\()"
)
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_LONGEST_IMPORT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptLimits:
    """How much of a file is shown: characters around a candidate, lines above and below one that no
    definition encloses, and so many imports that the excerpt uses."""

    excerpt_characters: int
    excerpt_lines: int
    excerpt_imports: int


def candidate_question(
    observation: Observation,
    *,
    path: str,
    text: str,
    rule_version: int,
    options: Mapping[str, object],
    limits: ExcerptLimits,
) -> Question:
    """The question about a candidate in a text that is what was checked."""
    lines = text.split("\n")
    first, last = _window(observation, lines, limits)
    shown = "\n".join(lines[first - 1 : last])
    imports = _imports(lines, path, shown, range(first, last + 1))
    return Question(
        rule=observation.rule,
        rule_version=rule_version,
        family=observation.rule,
        asked=observation.question or "",
        subject=observation.evidence,
        excerpts=(Excerpt(place=Place(path, first, last, ""), text=shown),),
        key=hash_of({name: repr(value) for name, value in options.items()}),
        context=tuple(islice(imports, limits.excerpt_imports)),
        line=observation.region.start.line,
    )


def _window(observation: Observation, lines: list[str], limits: ExcerptLimits) -> tuple[int, int]:
    """First and last line: the definition where it is short enough, else as much of it around the
    candidate as may be shown."""
    start, end = observation.region.start.line, min(observation.region.end.line, len(lines))
    outer = observation.scope or (start - limits.excerpt_lines, end + limits.excerpt_lines)
    least, most = max(1, outer[0]), min(len(lines), outer[1])
    size = sum(len(line) + 1 for line in lines[start - 1 : end])
    grown = True
    while grown:
        grown = False
        for line in (start - 1, end + 1):
            if (
                least <= line <= most
                and size + len(lines[line - 1]) + 1 <= limits.excerpt_characters
            ):
                size += len(lines[line - 1]) + 1
                start, end = min(start, line), max(end, line)
                grown = True
    return start, end


def _imports(lines: list[str], path: str, shown: str, beside: range) -> Iterator[Excerpt]:
    """The file's imports of names that the excerpt uses."""
    used = set(_NAME.findall(shown))
    for number, line in enumerate(lines, 1):
        is_import = number not in beside and len(line) <= _LONGEST_IMPORT and _IMPORT.match(line)
        if is_import and not used.isdisjoint(_NAME.findall(line)):
            yield Excerpt(place=Place(path, number, number, ""), text=line)
