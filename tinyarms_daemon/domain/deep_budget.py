"""What a question to the large model costs, and which questions a window has time for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.project import Candidate

# Estimated: a line of code is about ten tokens of the model; the instructions before it are the
# same for all questions of a rule, so that the runtime has them from the question before.
_TOKENS_A_LINE = 10
_TOKENS_OF_THE_FRAME = 60
_TOKENS_OF_AN_ANSWER = 15
# Chosen: however short they are, no more than 150 questions in half an hour.
_LEAST_SECONDS = 12.0
_MOST_LINES = 60  # of one place: the rest is left out of the prompt
# Planned until this machine is measured: the figures of constants.yaml for the 7B, repeated here
# because the domain reads no files; a test holds the two together.
PREFILL_TOKENS_PER_SECOND = 130.0
DECODE_TOKENS_PER_SECOND = 17.0


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """A candidate with the model's estimated seconds."""

    candidate: Candidate
    estimated_seconds: float


def estimated_seconds(candidate: Candidate) -> float:
    """How long the model works on a question: reading it, then one answer for each partner."""
    lines = sum(
        min(place.end_line - place.start_line + 1, _MOST_LINES) for place in candidate.places
    )
    read = _TOKENS_OF_THE_FRAME + lines * _TOKENS_A_LINE
    said = _TOKENS_OF_AN_ANSWER * max(1, len(candidate.places) - 1)
    return round(read / PREFILL_TOKENS_PER_SECOND + said / DECODE_TOKENS_PER_SECOND, 2)


def ranked(candidates: Iterable[Candidate]) -> list[RankedQuestion]:
    """The most worth for each second first; second opinions before new questions, since a finding
    waits for each."""
    questions = [RankedQuestion(each, estimated_seconds(each)) for each in candidates]
    return sorted(
        questions,
        key=lambda each: (
            not each.candidate.second_opinion,
            -round(each.candidate.worth / each.estimated_seconds, 6),
            each.candidate.rule,
            [(place.path, place.start_line) for place in each.candidate.places],
        ),
    )


def within_budget(questions: Sequence[RankedQuestion], budget_seconds: float) -> int:
    """How many of the first questions end within so many seconds of the model; second opinions
    are counted apart from new ones."""
    spent = 0.0
    new = 0
    for number, question in enumerate(questions):
        spent += question.estimated_seconds
        new += not question.candidate.second_opinion
        if spent > budget_seconds or new * _LEAST_SECONDS > budget_seconds:
            return number
    return len(questions)
