"""Whether a model is still what it was: it is asked what is known, among what is not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tinyarms_daemon.application.ask_model import Asking, AskModel
from tinyarms_daemon.domain.model_call import CallKind, CanaryScore
from tinyarms_daemon.domain.question import Answer, Canary, JudgementOutcome
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.prompts import Prompts


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlModel:
    """Canaries are never remembered as verdicts. More than `mistakes_allowed` in the latest round
    keep the model from being believed until a later round goes well, after `retry_after`."""

    ask: AskModel
    book: ModelBook
    prompts: Prompts
    clock: Clock
    mistakes_allowed: int
    interval: timedelta
    retry_after: timedelta

    def __call__(self, asking: Asking, should_stop: Callable[[], bool]) -> bool:
        """One round; False where the model failed it, and what it said since the round before was
        taken back. A round that is broken off says nothing."""
        tag, digest = asking.spec.tag, asking.digest
        before = self.book.last_canary_at(digest)
        was_trusted = self.is_trusted(tag, digest)
        answers: list[tuple[Canary, bool]] = []
        for canary in self.prompts.canaries():
            called = self._called(canary, asking, should_stop)
            if called is None:
                return True
            answers.append((canary, called))
        for canary, called in answers:
            self.book.record_canary(
                tag, digest, is_planted=canary.is_planted, was_called=called, at=self.clock.now()
            )
        is_sound = self.is_trusted(tag, digest)
        if not is_sound and was_trusted:
            self.book.withdraw(tag, digest, before, self.clock.now())
        return is_sound

    def is_trusted(self, tag: str, digest: str) -> bool:
        """Whether the latest round went well; a model that was never controlled is believed."""
        return _mistakes(self._latest(tag, digest)) <= self.mistakes_allowed

    def is_due(self, tag: str, digest: str) -> bool:
        """Whether it is time for a round in an idle moment."""
        before = self.book.last_canary_at(digest) or self.book.first_asked_at(digest)
        if before is None:
            return False  # nothing was said yet that could be wrong
        wait = self.interval if self.is_trusted(tag, digest) else self.retry_after
        return self.clock.now() - before >= wait

    def _latest(self, tag: str, digest: str) -> CanaryScore:
        return self.book.canary_score(tag, digest, len(self.prompts.canaries()))

    def _called(
        self, canary: Canary, asking: Asking, should_stop: Callable[[], bool]
    ) -> bool | None:
        """Whether the model calls it a violation; None where it gave no answer at all."""
        question = canary.question
        asking = replace(asking, kind=CallKind.CANARY, family=question.family)
        (judgement,) = self.ask([question], asking, should_stop)
        if judgement.outcome in (JudgementOutcome.DEFERRED, JudgementOutcome.CANCELLED):
            return None
        return any(verdict.answer is Answer.YES for verdict in judgement.verdicts)


def _mistakes(score: CanaryScore) -> int:
    return score.planted - score.caught + score.flagged
