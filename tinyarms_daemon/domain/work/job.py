"""Jobs and their units: what was asked for, and how far it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tinyarms_daemon.domain.findings.project import ChangedTopics


class JobKind(StrEnum):
    """Why a job exists, in order of urgency."""

    ON_SAVE = "on_save"
    ASKED = "asked"
    WEEKLY = "weekly"
    JUDGEMENT = "judgement"  # candidates of a repository that wait for a model


class JobState(StrEnum):
    """Where a job stands; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DEFERRED = "deferred"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        """True where nothing more will happen by itself."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


INTERRUPTED = "interrupted; goes on when the daemon starts"
URGENCY = {JobKind.ON_SAVE: 0, JobKind.ASKED: 1, JobKind.WEEKLY: 2, JobKind.JUDGEMENT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """Something to be done, before the ledger has accepted it.

    `paths` are to be checked; `gone` were known and are no longer there to be checked: those of
    them that are `left_out` are files all the same. `complete` is set when
    the job stands for the whole repository, so that its end is a scan of the repository. One that
    `concludes_all` looks at every topic, not at those alone whose facts have changed. A `deep` one
    runs the deep rules; if it `asks`, a model answers their questions for `budget_seconds`.
    """

    kind: JobKind
    repository_id: int
    paths: tuple[str, ...]
    gone: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    complete: bool = False
    concludes_all: bool = False
    deep: bool = False
    asks: bool = False
    budget_seconds: int | None = None
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as the ledger knows it. Counts are of units; `reasons` say why it waits."""

    id: int
    kind: JobKind
    repository_id: int
    repository: str
    state: JobState
    requested_at: datetime
    complete: bool
    not_before: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempts: int = 0
    paths: tuple[str, ...] = ()
    units_total: int = 0
    units_done: int = 0
    units_skipped: int = 0
    units_failed: int = 0
    findings_opened: int = 0
    findings_fixed: int = 0
    reasons: tuple[str, ...] = ()
    error: str | None = None

    def as_left(self) -> "Job":
        """The same where nobody works: what still stands as running was cut off, and waits."""
        if self.state is not JobState.RUNNING:
            return self
        return replace(self, state=JobState.QUEUED, reasons=(INTERRUPTED,))


@dataclass(frozen=True, slots=True)
class Unit:
    """One file to check."""

    id: int
    path: str
    attempts: int


@dataclass(frozen=True, slots=True)
class ConclusionTask:
    """What is left of a job whose files are all checked: to conclude what changed facts mean."""

    job_id: int
    repository_id: int
    changed: ChangedTopics
    attempts: int
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Units of one job, taken together."""

    job_id: int
    kind: JobKind
    repository_id: int
    units: tuple[Unit, ...]
    complete: bool = False
    deep: bool = False


_MOST_DOUBLINGS = 32  # beyond any ceiling; the shift stays small


def backoff(attempts: int, first: timedelta, ceiling: timedelta) -> timedelta:
    """How long to wait after `attempts` failures in a row: doubled each time, up to `ceiling`."""
    doublings = min(max(attempts - 1, 0), _MOST_DOUBLINGS)
    return min(first * (1 << doublings), ceiling)
