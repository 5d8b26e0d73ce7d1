"""A service that answers what a test prepared, and remembers what it was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.control_messages import (
    finding_detail,
    findings_message,
    headroom_message,
    job_message,
    model_detail,
    repository_message,
    status_message,
    why_message,
)
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
from tinyarms_daemon.domain.errors import UsageError


@dataclass
class FakeService:
    """Each field is an answer; `calls` is what was asked, in order.

    `event_batches` are handed out one a poll; when none is left, a person presses Ctrl-C.
    """

    status_answer: StatusMessage = field(default_factory=status_message)
    repository_answers: list[RepositoryMessage] = field(
        default_factory=lambda: [repository_message()]
    )
    findings_answer: FindingsMessage = field(default_factory=findings_message)
    job_answers: list[JobMessage] = field(default_factory=lambda: [job_message()])
    plan_answer: list[QuestionMessage] = field(default_factory=list)
    model_answers: list[ModelDetailMessage] = field(default_factory=lambda: [model_detail()])
    progress: list[JobMessage] = field(default_factory=list)
    event_batches: list[list[EventMessage]] = field(default_factory=list)
    headroom_answer: HeadroomMessage = field(default_factory=headroom_message)
    why_answer: WhyMessage = field(default_factory=why_message)
    source: list[dict[str, Any]] | None = None
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def status(self, *, only_new: bool = False) -> StatusMessage:
        self.calls.append(("status", only_new))
        return self.status_answer

    def headroom(self) -> HeadroomMessage:
        return self.headroom_answer

    def why(self, job_id: int) -> WhyMessage:
        return {**self.why_answer, "job": self.job(job_id)}

    def repositories(self) -> list[RepositoryMessage]:
        return self.repository_answers

    def add_repository(self, path: str, name: str | None) -> JobMessage:
        self.calls.append(("add_repository", path, name))
        return self.job_answers[0]

    def remove_repository(self, name: str, *, purge: bool) -> None:
        self.calls.append(("remove_repository", name, purge))

    def request_scan(self, request: ScanRequestMessage) -> list[JobMessage]:
        self.calls.append(("request_scan", request))
        return self.job_answers

    def deep_plan(self, path: str) -> list[QuestionMessage]:
        self.calls.append(("deep_plan", path))
        return self.plan_answer

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        yield from self.progress
        yield self.job(job_id)

    def jobs(self) -> list[JobMessage]:
        return self.job_answers

    def job(self, job_id: int) -> JobMessage:
        for job in self.job_answers:
            if job["id"] == job_id:
                return job
        raise UsageError(f"There is no job {job_id}.")

    def cancel_job(self, job_id: int) -> JobMessage:
        self.calls.append(("cancel_job", job_id))
        return {**self.job(job_id), "state": "cancelled"}

    def retry_job(self, job_id: int) -> JobMessage:
        self.calls.append(("retry_job", job_id))
        return {**self.job(job_id), "state": "queued"}

    def findings(self, query: FindingQueryMessage) -> FindingsMessage:
        self.calls.append(("findings", query))
        return self.findings_answer

    def finding(self, finding_id: int) -> FindingDetailMessage:
        for finding in self.findings_answer["findings"]:
            if finding["id"] == finding_id:
                said = {} if self.source is None else {"source": self.source}
                return finding_detail(finding, **said)
        raise UsageError(f"There is no finding {finding_id}.")

    def dismiss_finding(
        self, finding_id: int, *, reason: str, expires_seconds: float | None
    ) -> FindingMessage:
        self.calls.append(("dismiss_finding", finding_id, reason, expires_seconds))
        return {**self.finding(finding_id), "status": "dismissed"}

    def reopen_finding(self, finding_id: int) -> FindingMessage:
        self.calls.append(("reopen_finding", finding_id))
        return self.finding(finding_id)

    def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
        self.calls.append(("events", after, wait_seconds))
        if after == -1:
            return []
        if not self.event_batches:
            raise KeyboardInterrupt
        return self.event_batches.pop(0)

    def models(self) -> list[ModelDetailMessage]:
        return self.model_answers

    def headroom_history(self, *, hours: float) -> HeadroomHistoryMessage:
        self.calls.append(("headroom_history", hours))
        return {"samples": [], "moments": []}

    def prune_store(self) -> PrunedMessage:
        self.calls.append(("prune_store",))
        return {"forgotten": {"jobs": 2, "events": 1}}

    def pause(self, *, seconds: float | None) -> None:
        self.calls.append(("pause", seconds))

    def resume(self) -> None:
        self.calls.append(("resume",))
