"""Where rules conclude from the facts of a whole repository."""

from typing import Protocol

from tinyarms_daemon.domain.analysis import AnalysisProfile
from tinyarms_daemon.domain.project import ChangedTopics, RuleConclusions


class ConclusionFailed(Exception):
    """The rules did not come to an end; the message says why."""


class Concluder(Protocol):
    """Reads the facts as the store holds them at the moment of the call."""

    def conclude(
        self, profile: AnalysisProfile, repository_id: int, changed: ChangedTopics
    ) -> list[RuleConclusions]:
        """What each rule of the profile that is touched concludes. Raises ConclusionFailed."""
        ...
