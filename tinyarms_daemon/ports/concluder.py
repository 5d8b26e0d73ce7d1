"""Where rules conclude from the facts of a whole repository."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.findings.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.domain.work.analysis import AnalysisProfile


class ConclusionFailed(Exception):
    """The rules did not come to an end; the message says why."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed for the rules of a profile."""

    profile: AnalysisProfile
    topics: ChangedTopics


class Concluder(Protocol):
    """Reads the facts as the store holds them at the moment of the call."""

    def conclude(
        self, repository_id: int, changed: Sequence[Changed]
    ) -> list[list[RuleConclusions]]:
        """For each profile what each of its rules that is touched concludes. ConclusionFailed."""
