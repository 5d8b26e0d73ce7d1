"""A judge that answers what a test prepared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tinyarms_daemon.domain.questions.question import (
    Answer,
    Judgement,
    JudgementOutcome,
    Question,
    Verdict,
)
from tinyarms_daemon.ports.judge import BY_ITSELF, Occasion

DIGEST = "abc"


@dataclass
class ScriptedJudge:
    """The Judge port: `says` gives the answer on a question's partner, by number from 1; None where
    nothing it says of it stands in the source. It can read `most_partners` at once.

    `asked` is what it was asked, with whether that was a second opinion; `retry_at` and the
    seconds `in_vain` are told with another outcome. Every answer is as sure as `confidence` says.
    """

    says: Callable[[Question, int], Answer | None] = lambda question, partner: Answer.NO
    outcome: JudgementOutcome = JudgementOutcome.ANSWERED
    retry_at: datetime | None = None
    seconds: float = 9.0
    in_vain: float = 0.0
    confidence: float | None = None
    most_partners: int = 10
    asked: list[tuple[Question, bool]] = field(default_factory=list)

    def judge(self, question: Question, *, role: str, occasion: Occasion = BY_ITSELF) -> Judgement:
        """The prepared answer."""
        assert role == "deep"
        if question.partners > self.most_partners:
            return Judgement(outcome=JudgementOutcome.TOO_LONG, reason="It is too long.")
        self.asked.append((question, occasion.second_opinion))
        if self.outcome is not JudgementOutcome.ANSWERED:
            said = "No Ollama answers."
            return Judgement(
                outcome=self.outcome, reason=said, retry_at=self.retry_at, seconds=self.in_vain
            )
        verdicts = tuple(
            Verdict(
                answer=answer,
                quotation=question.excerpts[partner].text[:20],
                reason="It counts the same.",
                partner=partner,
                confidence=self.confidence,
            )
            for partner in range(1, question.partners + 1)
            if (answer := self.says(question, partner)) is not None
        )
        return Judgement(
            outcome=JudgementOutcome.ANSWERED,
            verdicts=verdicts,
            model="qwen2.5-coder:7b",
            model_digest=DIGEST,
            seconds=self.seconds,
        )
