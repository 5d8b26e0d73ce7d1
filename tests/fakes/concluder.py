"""A concluder that reads nothing."""

from collections.abc import Sequence

from tinyarms_daemon.domain.findings.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.ports.analyzer import Changed, ConclusionFailed


class FixedConcluder:
    """The Concluder port: answers `answer`, or fails with `failure`; `asked` is what it was asked,
    `calls` how much at a time."""

    def __init__(self, *answer: RuleConclusions) -> None:
        self.answer = list(answer)
        self.failure: str | None = None
        self.asked: list[ChangedTopics] = []
        self.calls: list[int] = []

    def conclude(
        self, repository_id: int, changed: Sequence[Changed]
    ) -> list[list[RuleConclusions]]:
        """The prepared conclusions."""
        self.asked += [each.topics for each in changed]
        self.calls.append(len(changed))
        if self.failure is not None:
            raise ConclusionFailed(self.failure)
        return [self.answer for _ in changed]
