"""Weighing the questions of a deep scan: what is in flux and what is believed goes first."""

from dataclasses import dataclass
from datetime import timedelta

from tinyarms_daemon.domain.questions.worth import QuestionWeights, WorthPolicy
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.churn import Churn
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import DeepQuestions
from tinyarms_daemon.ports.model_book import ModelBook


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighQuestions:
    """Looks up what is known of a repository beside its code. `model` is the one that is asked."""

    churn: Churn
    questions: DeepQuestions
    book: ModelBook
    model: str
    policy: WorthPolicy
    clock: Clock

    def __call__(self, repository: Repository) -> QuestionWeights:
        """What its questions are weighed with."""
        since = self.clock.now() - timedelta(days=self.policy.churn_days)
        return QuestionWeights(
            policy=self.policy,
            commits=self.churn.commits(repository.root, since) if repository.is_git else {},
            judged=self.questions.judged(repository.id),
            trust=self.book.trust(self.model),
        )
