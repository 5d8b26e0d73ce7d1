"""Whether a model is still what it was, and so believed: it is asked what is known, among what is
not."""

from dataclasses import dataclass, replace
from datetime import timedelta

from tinyarms_daemon.application.judging.ask_model import Asking, AskModel
from tinyarms_daemon.domain.models.call import AskedOf, CallKind, CanaryAnswer
from tinyarms_daemon.domain.questions.question import Answer, Canary, Judgement, JudgementOutcome
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.prompts import Prompts


@dataclass(frozen=True, slots=True, kw_only=True)
class BelieveModel:
    """One with more than `mistakes_allowed` in its latest round of canaries is in quarantine."""

    book: ModelBook
    prompts: Prompts
    mistakes_allowed: int

    def __call__(self, asked: AskedOf) -> bool:
        """Whether the latest round went well; a model that was never controlled is believed."""
        score = self.book.round_score(asked, len(self.prompts.canaries(asked.role)))
        return score.mistakes <= self.mistakes_allowed


def failed_control(tag: str) -> str:
    """The sentence for a model in quarantine."""
    return (
        f"{tag} failed its control questions, so it is not believed; it is tried again later, and "
        f"`ollama pull {tag}` mends a broken download."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlModel:
    """Canaries are of the kind that a role is asked, and never remembered as verdicts. A model that
    is not believed in a role any more is asked another round there after `retry_after`."""

    ask: AskModel
    book: ModelBook
    prompts: Prompts
    clock: Clock
    is_trusted: BelieveModel
    interval: timedelta
    retry_after: timedelta

    def __call__(self, asking: Asking) -> float:
        """One round; the seconds that the model worked. Where it fails, what it said since the
        round before is taken back. A round that is broken off says nothing."""
        asked = AskedOf(asking.spec.tag, asking.digest, asking.spec.role)
        before = self.book.last_canary_at(asked)
        was_trusted = self.is_trusted(asked)
        answers: list[tuple[Canary, Judgement]] = []
        for canary in self.prompts.canaries(asked.role):
            question = canary.question
            again = replace(asking, kind=CallKind.CANARY, family=question.family)
            (judgement,) = self.ask([question], again)
            answers.append((canary, judgement))
            if judgement.outcome in (JudgementOutcome.DEFERRED, JudgementOutcome.CANCELLED):
                break
        else:
            for canary, judgement in answers:
                called = any(each.answer is Answer.YES for each in judgement.verdicts)
                self.book.record_canary(
                    CanaryAnswer(
                        at=self.clock.now(),
                        asked=asked,
                        is_planted=canary.is_planted,
                        was_called=called,
                    )
                )
        if was_trusted and not self.is_trusted(asked):
            self.book.withdraw(asked, before, self.clock.now())
        return sum(judgement.seconds for _, judgement in answers)

    def is_due(self, asked: AskedOf, *, after_a_batch: bool = False) -> bool:
        """Whether it is time for a round: in an idle moment, or where a batch of questions ends. A
        model that was never controlled does not leave a batch unseen, nor wait for an interval."""
        before = self.book.last_canary_at(asked)
        if before is not None:
            wait = self.interval if self.is_trusted(asked) else self.retry_after
            return self.clock.now() - before >= wait
        began_at = self.book.first_asked_at(asked)
        if after_a_batch or began_at is None:
            return after_a_batch  # else nothing was said yet that could be wrong
        return self.clock.now() - began_at >= self.retry_after
