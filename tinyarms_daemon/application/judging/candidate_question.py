"""From a candidate to a question: a small one shows its definition and the imports that it uses, a
deep one all its places."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from tinyarms_daemon.application.judging.compose_request import hash_of
from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate, place_key
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.questions.question import Answer, Excerpt, Judgement, Question
from tinyarms_daemon.ports.deep_questions import PairAnswer

_IMPORT = re.compile(
    r"\s*(?:import\b|from\s+\S+\s+import\b|use\s|using\s|require|#include|@import|@use|"
    r"(?:const|let|var)\s.*\brequire\()"
)
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_LONGEST_IMPORT = 200
_NOTHING_STANDS = "Nothing was said of it that stands in the source."


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


def deep_question(
    candidate: Candidate, read: Callable[[str], str | None], rule_versions: Mapping[str, int]
) -> Question | None:
    """The question with the source as it stands; None where that is not what was meant."""
    excerpts = []
    for place in candidate.places:
        lines = standing_text(read(place.path), place)
        if lines is None:
            return None
        where = Place(place.path, place.start_line, place.end_line, "")
        excerpts.append(Excerpt(place=where, text=lines))
    return Question(
        rule=candidate.rule,
        rule_version=rule_versions.get(candidate.rule, 1),
        family=candidate.family,
        asked=candidate.asked,
        subject=excerpts[0].text,
        excerpts=tuple(excerpts),
        key=_key(candidate),
    )


def pair_answers(candidate: Candidate, judgement: Judgement) -> Iterator[PairAnswer]:
    """The word on each partner. One of which nothing was said that stands, or that the model could
    not be shown, is not called the same: asked again, the model would say no more."""
    said = {verdict.partner: verdict for verdict in judgement.verdicts}
    for number, pair in enumerate(candidate.pair_keys(), 1):
        verdict = said.get(number)
        if verdict is None:
            yield PairAnswer(pair, False, judgement.reason or _NOTHING_STANDS, None)
        else:
            is_same = verdict.answer is Answer.YES
            yield PairAnswer(pair, is_same, verdict.reason, verdict.confidence)


def standing_text(text: str | None, place: AskedPlace) -> str | None:
    """The lines of a place in its file's text; None where they are not what was meant."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    standing = "\n".join(lines[place.start_line - 1 : place.end_line])
    return standing if place_key(standing) == place.key else None


def _key(candidate: Candidate) -> str:
    said = "\0".join((candidate.rule, *(place.key for place in candidate.places)))
    return blake2b(said.encode(), digest_size=16).hexdigest()
