"""A model's own finding in a piece of code: where it stands, and how it is told."""

from dataclasses import replace

from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Position, Region
from tinyarms_daemon.domain.questions.evidence import quoted_words, spans
from tinyarms_daemon.domain.questions.shown_text import harmless

QUOTED = "quoted"  # the measure that a remark is found again by, where its definition has moved


def remarked(observation: Observation, quotation: str, reason: str) -> Observation | None:
    """The observation of a whole block narrowed to what was quoted of it; None where that does not
    stand in it exactly once, since nobody could say what is meant."""
    words = quoted_words(quotation)
    found = spans(observation.evidence, words)
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
