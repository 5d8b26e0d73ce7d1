"""Whether what a model quotes stands in what it was shown, and is about what it was asked."""

import re

from tinyarms_daemon.domain.questions.question import Question
from tinyarms_daemon.domain.questions.shown_text import harmless

_LINE_NUMBER = re.compile(r"^\s*\d+\| ?")
# A quotation of one sign stands nearly everywhere.
_LEAST_CHARACTERS = 2


def is_anchored(question: Question, partner: int | None, quotation: str) -> bool:
    """Whether a quotation stands verbatim in the text shown and touches the subject.

    White space counts as folded. For a partner its own excerpt, of which all is asked about, counts
    as well as the subject in the first.
    """
    quoted = quoted_words(quotation)
    if len("".join(quoted)) < min(_LEAST_CHARACTERS, len(question.subject.strip())) or not quoted:
        return False
    if partner is not None and spans(question.excerpts[partner].text, quoted):
        return True
    text = harmless(question.excerpts[0].text)
    subjects = spans(text, harmless(question.subject).split())
    return any(
        start < subject_end and subject_start < end
        for start, end in spans(text, quoted)
        for subject_start, subject_end in subjects
    )


def quoted_words(quotation: str) -> list[str]:
    """The words of a quotation, without line numbers that were copied along."""
    lines = [_LINE_NUMBER.sub("", line) for line in harmless(quotation).split("\n")]
    return " ".join(lines).strip("`… ").split()


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words stand in a row, with whatever white space between them."""
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    return [found.span() for found in re.finditer(pattern, harmless(text))]
