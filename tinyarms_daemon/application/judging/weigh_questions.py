"""Weighing the questions of a deep scan: what is in flux and what is believed goes first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.domain.questions.deep_budget import QuestionWeights, WorthPolicy
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import DeepQuestions
from tinyarms_daemon.ports.model_book import ModelBook


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighQuestions:
    """Looks up what is known of a repository beside its code. `commits` tells of a root by path in
    how many commits each file has changed since a moment, nothing where no history can be read;
    `model` is the one that is asked."""

    commits: Callable[[str, datetime], Mapping[str, int]]
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
            commits=self.commits(repository.root, since) if repository.is_git else {},
            judged=self.questions.judged(repository.id),
            trust=self.book.trust(self.model),
        )
