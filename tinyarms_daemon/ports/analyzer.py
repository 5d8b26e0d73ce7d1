"""What rules find in files, and conclude from a whole repository, wherever that runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.domain.findings.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest, FileReport


class AnalysisStopped(BaseException):
    """The analyzer was ended while it was at work. Nothing failed; what it was asked is undone."""


class AnalysisKilled(Unavailable):
    """Somebody, or the system short of memory, ends whatever analyzes: that is no word on a file,
    which is to be tried later."""


class Analyzer(Protocol):
    """Checks files. Never raises for what a file holds: a file that hangs, crashes or cannot be
    read comes back as skipped, with the reason. AnalysisKilled where that is not the file's doing.
    """

    def analyze(
        self, profile: AnalysisProfile, requests: Sequence[AnalysisRequest]
    ) -> Iterator[FileReport]:
        """One report for each request, in any order, as each is done."""

    def close(self) -> None:
        """End whatever runs; a later call starts it again."""


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
