"""A concluder that reads nothing."""

from tinyarms_daemon.domain.analysis import AnalysisProfile
from tinyarms_daemon.domain.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.ports.concluder import ConclusionFailed


class FixedConcluder:
    """The Concluder port: answers `answer`, or fails with `failure`; `asked` is what it was asked."""

    def __init__(self, *answer: RuleConclusions) -> None:
        self.answer = list(answer)
        self.failure: str | None = None
        self.asked: list[ChangedTopics] = []

    def conclude(
        self, profile: AnalysisProfile, repository_id: int, changed: ChangedTopics
    ) -> list[RuleConclusions]:
        """The prepared conclusions."""
        self.asked.append(changed)
        if self.failure is not None:
            raise ConclusionFailed(self.failure)
        return self.answer
