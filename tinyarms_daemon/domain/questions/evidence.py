"""Whether what a model quotes stands in what it was shown, and is about what it was asked."""

import re
from dataclasses import replace

from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Position, Region
from tinyarms_daemon.domain.questions.question import Question
from tinyarms_daemon.domain.questions.shown_text import harmless

QUOTED = "quoted"  # the measure that a remark is found again by, where its definition has moved

_LINE_NUMBER = re.compile(r"^\s*\d+\| ?")
# A quotation of one sign stands nearly everywhere.
_LEAST_CHARACTERS = 2


def is_anchored(question: Question, partner: int | None, quotation: str) -> bool:
    """Whether a quotation stands verbatim in the text shown and touches the subject.

    White space counts as folded. For a partner its own excerpt, of which all is asked about, counts
    as well as the subject in the first.
    """
    quoted = _words(quotation)
    if len("".join(quoted)) < min(_LEAST_CHARACTERS, len(question.subject.strip())) or not quoted:
        return False
    if partner is not None and _spans(question.excerpts[partner].text, quoted):
        return True
    text = harmless(question.excerpts[0].text)
    subjects = _spans(text, harmless(question.subject).split())
    return any(
        start < subject_end and subject_start < end
        for start, end in _spans(text, quoted)
        for subject_start, subject_end in subjects
    )


def _words(quotation: str) -> list[str]:
    """The words of a quotation, without line numbers that were copied along."""
    lines = [_LINE_NUMBER.sub("", line) for line in harmless(quotation).split("\n")]
    return " ".join(lines).strip("`… ").split()


def _spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words stand in a row, with whatever white space between them."""
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    return [found.span() for found in re.finditer(pattern, harmless(text))]


def remarked(observation: Observation, quotation: str, reason: str) -> Observation | None:
    """The observation of a whole block narrowed to what was quoted of it; None where that does not
    stand in it exactly once, since nobody could say what is meant."""
    words = _words(quotation)
    found = _spans(observation.evidence, words)
    if len(found) != 1:
        return None
    start, end = found[0]
    said = " ".join(harmless(reason).split()).rstrip(".")
    return replace(
        observation,
        region=Region(_position(observation, start), _position(observation, end)),
        evidence=observation.evidence[start:end],
        message=f"A model remarks: {said}.",
        measures={**observation.measures, QUOTED: quotation, "reason": said},
    )


def _position(block: Observation, offset: int) -> Position:
    before = block.evidence[:offset]
    lines, start = before.count("\n"), block.region.start
    if not lines:
        return Position(start.line, start.column + offset)
    return Position(start.line + lines, offset - before.rfind("\n"))
