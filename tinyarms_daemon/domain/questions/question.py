"""A narrow question to a model, and what it may answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.findings.source import Place


class Answer(StrEnum):
    """A model's word on one question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Source that a question shows: whole lines, exactly as they stand at `place`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about code. `family` names the prompt file; `asked` is its last sentence.

    `subject` is the text that a quotation has to touch, within the first excerpt. `key` names the
    question for as long as what it shows does not change: the same key is never asked twice.
    `partners` counts the excerpts after the first, each of which is answered on its own. `context`
    is shown beside the excerpts, and never asked about; `line` is the subject's where it is known.
    """

    rule: str
    rule_version: int
    family: str
    asked: str
    subject: str
    excerpts: tuple[Excerpt, ...]
    key: str
    context: tuple[Excerpt, ...] = ()
    line: int | None = None

    @property
    def partners(self) -> int:
        """How many answers there are beyond a plain one."""
        return max(len(self.excerpts) - 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An anchored answer: `quotation` stands verbatim in what was shown.

    `partner` is the index among the excerpts of the one that it is about, from 1; None for a
    question about the first alone. `confidence` is the share of the model's own probability, or of
    its repeated answers, that went to this answer; None is not known.
    """

    answer: Answer
    quotation: str
    reason: str
    partner: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAnswer:
    """What a model said to one numbered question, of the right form and not yet believed."""

    answer: Answer
    quotation: str
    reason: str


class JudgementOutcome(StrEnum):
    """What became of asking."""

    ANSWERED = "answered"
    DEFERRED = "deferred"  # the machine or the runtime cannot now: ask again later
    CANCELLED = "cancelled"  # somebody wanted the model, or the answer became useless
    UNANSWERED = "unanswered"  # nothing whole came: the server hangs, crashes or is too slow
    TOO_LONG = "too_long"  # more than the model can read: another question
    FAILED = "failed"  # no valid answer after the retry


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of a question. `reason` says why there are no verdicts, `retry_at` when asking
    again makes sense (None: after the usual time); seconds are the model's."""

    outcome: JudgementOutcome
    verdicts: tuple[Verdict, ...] = ()
    model: str | None = None
    model_digest: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A question whose answer is known: a planted violation, or code that is known to be clean."""

    question: Question
    is_planted: bool
