"""Everything that may be asked of tinyarms: by HTTP of the daemon, or in-process without one."""

from collections.abc import Iterator
from typing import Protocol

from tinyarms_daemon.control.messages import (
    EventMessage,
    FindingDetailMessage,
    FindingMessage,
    FindingQueryMessage,
    FindingsMessage,
    HeadroomHistoryMessage,
    HeadroomMessage,
    JobMessage,
    ModelDetailMessage,
    PrunedMessage,
    QuestionMessage,
    RepositoryMessage,
    ScanRequestMessage,
    StatusMessage,
    WhyMessage,
)


class Service(Protocol):
    """Answers are values ready for JSON. Every method may raise a TinyarmsError.

    `UsageError` where a name, an id or a path is not known.
    """

    def status(self, *, only_new: bool = False) -> StatusMessage:
        """The whole state; with `only_new`, findings not known at the first scan alone count."""

    def headroom(self) -> HeadroomMessage:
        """The readings, and for each configured model whether it is admitted and why not."""

    def why(self, job_id: int) -> WhyMessage:
        """Every decision about a job with its inputs, and the forecast."""

    def repositories(self) -> list[RepositoryMessage]:
        """Every watched repository, by name."""

    def add_repository(self, path: str, name: str | None) -> JobMessage:
        """Watch a folder and scan it; the job is the first scan."""

    def remove_repository(self, name: str, *, purge: bool) -> None:
        """Stop watching; the findings stay unless `purge`."""

    def request_scan(self, request: ScanRequestMessage) -> list[JobMessage]:
        """Accept a scan of paths in watched repositories: one job for each repository, of a deep
        scan two."""

    def deep_plan(self, path: str) -> list[QuestionMessage]:
        """What is still to be asked of the repository that holds an absolute path, best first."""

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        """The job as it goes on, at least once, the last time when it has ended.

        A job that is deferred counts as ended here: nothing happens to it before its time.
        """

    def jobs(self) -> list[JobMessage]:
        """Queued, running, deferred and failed jobs, the most urgent first."""

    def job(self, job_id: int) -> JobMessage:
        """One job, ended ones too."""

    def cancel_job(self, job_id: int) -> JobMessage:
        """Take a job's waiting units back; the running one ends first."""

    def models(self) -> list[ModelDetailMessage]:
        """Each configured model, with its memory and speed."""

    def retry_job(self, job_id: int) -> JobMessage:
        """Try what of a job failed, or waits for its next try, now."""

    def findings(self, query: FindingQueryMessage) -> FindingsMessage:
        """Findings that match, the most serious first."""

    def finding(self, finding_id: int) -> FindingDetailMessage:
        """One finding with its source lines."""

    def dismiss_finding(
        self, finding_id: int, *, reason: str, expires_seconds: float | None
    ) -> FindingMessage:
        """Set a finding aside, for a time or for good."""

    def reopen_finding(self, finding_id: int) -> FindingMessage:
        """Take a dismissal back."""

    def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
        """Events with an id above `after`, waiting for the first one up to `wait_seconds`.

        `after` -1 asks for the newest one only, to learn where to begin.
        """

    def headroom_history(self, *, hours: float) -> HeadroomHistoryMessage:
        """Readings of the last hours, thinned out, with what happened meanwhile."""

    def prune_store(self) -> PrunedMessage:
        """Forget what is older than the configuration wants to keep, and give its space back."""

    def pause(self, *, seconds: float | None) -> None:
        """Take up no model work, for a time or (None) until `resume`."""

    def resume(self) -> None:
        """Take up model work again."""
