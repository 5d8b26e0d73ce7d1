"""The ledger: what was asked for, and how far it is. It survives the process."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.questions.deep_budget import QuestionWeights
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import Batch, ConclusionTask, Job, JobRequest


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Units by why they wait."""

    on_save: int
    asked: int
    weekly: int
    deferred: int
    failed: int


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why what needs a model waits, and when to look again."""

    reason: str
    not_before: datetime


class Ledger(Protocol):
    """Every method is one transaction, and may raise StoreUnavailable."""

    def accept(self, request: JobRequest) -> int:
        """Write a job with a unit for each path, and return its id.

        A unit that waits for the same path in another job of the same or lesser urgency is
        superseded. A job without units is done at once.
        """

    def take(self, at: datetime, max_units: int, aging: timedelta) -> Batch | None:
        """The next units of the most urgent job, marked as running; None where nothing is due.

        A job that had no turn for `aging` goes before more urgent ones, for one batch.
        """

    def record(
        self,
        batch: Batch,
        reports: Sequence[FileReport],
        *,
        switched_off: Collection[str] = (),
        profile_digest: str,
        deferral: Deferral | None,
        at: datetime,
    ) -> None:
        """Write what checked files showed, and take their units out of the job: all or nothing.

        Findings of rules that are switched off are closed. Candidates that only a model can judge
        are written as deferred units.
        """

    def to_conclude(self, at: datetime, aging: timedelta) -> ConclusionTask | None:
        """The most urgent job whose files are all checked and whose facts changed something.

        None while files of a more urgent job wait, unless it had no turn for `aging`; nor while
        those of a deep scan wait that was asked for with it.
        """

    def to_conclude_beside(
        self, task: ConclusionTask, at: datetime, aging: timedelta
    ) -> ConclusionTask | None:
        """The deep scan that can be concluded together with a task; None where there is none."""

    def record_conclusions(
        self,
        task: ConclusionTask,
        concluded: Sequence[RuleConclusions],
        at: datetime,
        weights: QuestionWeights | None = None,
    ) -> None:
        """Write what several files bring about, and end the job: all or nothing. The questions of a
        deep scan are ranked by their worth under the `weights`."""

    def give_up_conclusion(
        self,
        task: ConclusionTask,
        *,
        error: str,
        retry_at: datetime,
        max_attempts: int,
        at: datetime,
    ) -> None:
        """Count a failed attempt and wait until `retry_at`; out of attempts, the job ends as failed
        with its error. A retry, or the next scan of the whole repository, makes up for it."""

    def put_back(
        self,
        batch: Batch,
        *,
        error: str | None,
        retry_at: datetime,
        max_attempts: int,
        at: datetime,
    ) -> None:
        """Units that were not done wait again.

        With an error the attempt counts, they wait until `retry_at`, and those out of attempts are
        parked. Without one they wait as if they had not been taken.
        """

    def recover(self, at: datetime, *, max_interruptions: int | None = None) -> int:
        """What was left as running waits again; the number of units.

        At a start `max_interruptions` is given: a unit that the daemon's end cut off so often is
        parked, so that one which ends the daemon is not tried for ever.
        """

    def retry(self, job_id: int) -> bool:
        """Try what of a job is parked, or waits for its next try, now; False where nothing is."""

    def in_flight(self, repository_id: int) -> frozenset[str]:
        """The files of a repository that are being checked at this moment."""

    def waiting(self, repository_id: int) -> frozenset[str]:
        """The files of a repository that are to be checked before long, because of a save or in
        its first scan."""

    def has_scan(self, repository_id: int) -> bool:
        """Whether a scan of the whole repository waits or goes on."""

    def parked(self, repository_id: int) -> dict[str, datetime]:
        """The files of a repository that are given up for now, and since when."""

    def counts(self) -> QueueCounts:
        """How much waits, and why."""

    def jobs(self) -> list[Job]:
        """Jobs that have not ended, and failed ones; the most urgent first."""

    def job(self, job_id: int) -> Job | None:
        """One job, ended or not."""

    def cancel(self, job_id: int, at: datetime) -> bool:
        """Take the waiting units of a job away; False where it has ended already."""

    def postpone_judgements(self, deferral: Deferral) -> None:
        """Every deferred question waits with this reason until then."""
