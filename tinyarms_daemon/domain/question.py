"""A narrow question to a model, and what it may answer."""

from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.domain.source import Place


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
    `partners` counts the excerpts after the first, each of which is answered on its own.
    """

    rule: str
    rule_version: int
    family: str
    asked: str
    subject: str
    excerpts: tuple[Excerpt, ...]
    key: str

    @property
    def partners(self) -> int:
        """How many answers there are beyond a plain one."""
        return max(len(self.excerpts) - 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An anchored answer: `quotation` stands verbatim in what was shown.

    `partner` is the number of the excerpt that it is about, None for a question about one alone.
    """

    answer: Answer
    quotation: str
    reason: str
    partner: int | None = None


class JudgementOutcome(StrEnum):
    """What became of asking."""

    ANSWERED = "answered"
    DEFERRED = "deferred"  # the machine or the runtime cannot now: ask again later
    CANCELLED = "cancelled"  # somebody wanted the model, or the answer became useless
    FAILED = "failed"  # no valid answer after the retry


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of a question. `reason` says why there are no verdicts; seconds are the model's."""

    outcome: JudgementOutcome
    verdicts: tuple[Verdict, ...] = ()
    model: str | None = None
    model_digest: str | None = None
    reason: str | None = None
    seconds: float = 0.0
