"""Every question and request, answered from the store: in the daemon, or without one."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tinyarms_daemon.application.checking.sweep_repository import (
    DeepWish,
    SweepRepository,
    holding_repository,
)
from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.application.pause import pause_until
from tinyarms_daemon.application.service.messages_of import (
    deferral_moments,
    event_message,
    finding_detail,
    finding_message,
    findings_message,
    headroom_history_message,
    job_message,
    query_of,
    question_message,
    scan_moments,
)
from tinyarms_daemon.application.service.report_status import ReportStatus, Running
from tinyarms_daemon.control.messages import (
    NO_END,
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
from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.findings.finding import Dismissal, Finding
from tinyarms_daemon.domain.folders import lies_in_any
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.domain.work.commit_message import commit_of
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.domain.work.repository import KnownFile, Repository, free_name
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import DeepQuestions
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import MOST_SOURCE_BYTES, RootFacts, SourceTree

if TYPE_CHECKING:
    from tinyarms_daemon.application.keep_house import KeepHouse
    from tinyarms_daemon.application.service.tell_headroom import TellHeadroom
    from tinyarms_daemon.ports.headroom_log import HeadroomLog

_FOR_EVER = datetime.fromisoformat(NO_END)
_MOST_EVENTS = 500
_MOST_SAMPLES = 360  # more than a chart has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalService:
    """The Service protocol on the ports. What few questions need is made when one is asked.

    `prepare`: what makes ready for a deep scan, which goes on meanwhile;
    `run_next`: one step of waiting work in this thread; None where a lane does it.
    """

    book: RepositoryBook
    ledger: Ledger
    store: FindingStore
    tree: SourceTree
    sweep: SweepRepository
    report: ReportStatus
    headroom_log: "Callable[[], HeadroomLog]"
    clock: Clock
    bell: EventBell
    keep_house: "Callable[[], KeepHouse]"
    running: Running
    prepare: Callable[[], None]
    run_next: Callable[[], bool] | None
    headroom_told: "Callable[[], TellHeadroom]"
    questions: Callable[[], DeepQuestions]
    deep_budget_seconds: int

    def status(self, *, only_new: bool = False) -> StatusMessage:
        return self.report(only_new=only_new)

    def headroom(self) -> HeadroomMessage:
        return self.headroom_told().headroom()

    def why(self, job_id: int) -> WhyMessage:
        return self.headroom_told().why(self._job(job_id))

    def repositories(self) -> list[RepositoryMessage]:
        counts = self.store.open_counts(self.clock.now(), only_new=False)
        return self.report.repositories(counts)

    def add_repository(self, path: str, name: str | None) -> JobMessage:
        """Watch a folder and scan it; the job is the first scan. Under the name of a repository
        whose folder is gone it is that one, moved."""
        facts = self.tree.inspect(path)
        watched = self.book.repositories()
        for other in watched:
            if other.root == facts.root:
                raise UsageError(f"{facts.root} is watched already, as {other.name}.")
        gone = next((other for other in watched if other.name == name), None)
        moved = gone and self._moved(gone, facts)
        repository = moved or self.book.add(
            facts.root,
            free_name(name, facts.root, {other.name for other in watched}),
            is_git=facts.is_git,
            at=self.clock.now(),
        )
        self.running.watch(repository)
        self._share_out(repository)
        return self._scan(repository, ())

    def _moved(self, repository: Repository, facts: RootFacts) -> Repository | None:
        """The repository where it is now; None where it is where it was, or cannot be moved."""
        with suppress(UsageError):
            self.tree.inspect(repository.root)
            return None
        moved = self.book.move(repository.id, facts.root, is_git=facts.is_git)
        if moved is not None:
            self.running.unwatch(repository)
        return moved

    def remove_repository(self, name: str, *, purge: bool) -> None:
        repository = self._named(name)
        self.running.unwatch(repository)
        self.book.remove(repository.id, purge=purge, at=self.clock.now())
        self._share_out(repository)
        self.bell.ring()

    def _share_out(self, inner: Repository) -> None:
        """A repository around this one begins or ends to leave out what lies in it."""
        others = [each for each in self.book.repositories() if each.id != inner.id]
        outer = holding_repository(others, inner.root)
        if outer is not None:
            with suppress(RepositoryUnavailable):  # it is looked at when it is back
                self.sweep(outer, JobKind.ON_SAVE)
            self.running.nudge()

    def request_scan(self, request: ScanRequestMessage) -> list[JobMessage]:
        watched = self.book.repositories()
        if not request["paths"]:
            return [job for repository in watched for job in self._scan_as(repository, (), request)]
        paths: dict[int, list[str]] = {}
        for path in request["paths"]:
            repository = _holding(watched, path)
            relative = os.path.relpath(os.path.realpath(path), repository.root)
            paths.setdefault(repository.id, []).append(relative)
        return [
            job
            for repository in watched
            if repository.id in paths
            for job in self._scan_as(repository, paths[repository.id], request)
        ]

    def deep_plan(self, path: str) -> list[QuestionMessage]:
        repository = _holding(self.book.repositories(), path)
        return [question_message(each) for each in self.questions().plan(repository.id)]

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        while True:
            rung = self.bell.rung
            job = self._job(job_id)
            yield job_message(job)
            if job.state.is_end or job.state is JobState.DEFERRED:
                return
            if self.run_next is None:
                self.bell.wait(rung, 1.0)
            elif not self.run_next():
                yield job_message(self._job(job_id))  # the last step may have had it wait
                return

    def jobs(self) -> list[JobMessage]:
        return [job_message(job) for job in self.report.jobs()]

    def job(self, job_id: int) -> JobMessage:
        return job_message(self._job(job_id))

    def cancel_job(self, job_id: int) -> JobMessage:
        job = self._job(job_id)
        if not self.ledger.cancel(job_id, self.clock.now()):
            raise UsageError(f"Job {job_id} has ended already ({job.state.value}).")
        self.bell.ring()
        return self.job(job_id)

    def models(self) -> list[ModelDetailMessage]:
        return self.report.models().in_detail()

    def retry_job(self, job_id: int) -> JobMessage:
        job = self._job(job_id)
        if not self.ledger.retry(job_id):
            raise UsageError(f"Nothing of job {job_id} can be retried: it is {job.state.value}.")
        self.running.nudge()
        self.bell.ring()
        return self.job(job_id)

    def findings(self, query: FindingQueryMessage) -> FindingsMessage:
        now = self.clock.now()
        name = query.get("repository")
        watched = [self._named(name)] if name is not None else self.book.repositories()
        asked = (
            query_of(query)
            if name is None
            else replace(query_of(query), repository=watched[0].name)
        )
        found = [finding_message(finding, now) for finding in self.store.search(asked, now)]
        names = {repository.name for repository in watched}
        message = findings_message(
            found,
            roots=[repository.root for repository in watched],
            skipped=[
                (path, reason)
                for repository_name, path, reason in self.store.skipped(name)
                if repository_name in names
            ],
            files=self._files(watched, query.get("counted")),
            checked=0,
            deferred=sum(
                job.units_total
                for job in self.ledger.jobs()
                if job.repository in names
                and (job.kind, job.state) == (JobKind.JUDGEMENT, JobState.DEFERRED)
            ),
        )
        message["findings"] = found[: query.get("limit")]  # the summary counts all that match
        return message

    def finding(self, finding_id: int) -> FindingDetailMessage:
        finding = self._finding(finding_id)
        root = next(
            (each.root for each in self.book.repositories() if each.name == finding.repository), ""
        )
        text = self.tree.read_text(root, finding.path, MOST_SOURCE_BYTES) if root else None
        return finding_detail(finding, self.clock.now(), root, text)

    def dismiss_finding(
        self, finding_id: int, *, reason: str, expires_seconds: float | None
    ) -> FindingMessage:
        now = self.clock.now()
        if not reason.strip():
            raise UsageError("A dismissal needs a reason; say it with --reason.")
        expires_at = None if expires_seconds is None else _later(now, expires_seconds)
        dismissal = Dismissal(reason=reason.strip(), at=now, expires_at=expires_at)
        return self._set_dismissal(finding_id, dismissal)

    def reopen_finding(self, finding_id: int) -> FindingMessage:
        return self._set_dismissal(finding_id, None)

    def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
        rung = self.bell.rung
        events = self.store.events(after, _MOST_EVENTS)
        if not events and wait_seconds > 0:
            self.bell.wait(rung, wait_seconds)
            events = self.store.events(after, _MOST_EVENTS)
        now = self.clock.now()
        return [
            event_message(
                event,
                None if event.finding_id is None else self.store.finding(event.finding_id),
                now,
            )
            for event in events
        ]

    def headroom_history(self, *, hours: float) -> HeadroomHistoryMessage:
        since = self.clock.now() - timedelta(hours=hours)
        samples = self.headroom_log().samples(since)
        moments = [
            *scan_moments(self.store.scan_events(since)),
            *deferral_moments(job for job in self.ledger.jobs() if job.requested_at >= since),
        ]
        return headroom_history_message(samples, moments, _MOST_SAMPLES)

    def prune_store(self) -> PrunedMessage:
        return {"forgotten": dict(self.keep_house().prune())}

    def pause(self, *, seconds: float | None) -> None:
        until = _FOR_EVER if seconds is None else _later(self.clock.now(), seconds)
        pause_until(self.store, until)
        self.running.nudge()

    def resume(self) -> None:
        pause_until(self.store, None)
        self.running.nudge()

    def _scan(self, repository: Repository, paths: Sequence[str]) -> JobMessage:
        """A scan of a whole repository, or of files and folders in it."""
        whole = not paths or "." in paths
        lies_deep = any(os.path.isdir(os.path.join(repository.root, path)) for path in paths)
        job_id = self.sweep(
            repository,
            JobKind.ASKED,
            complete=whole,
            only=None if whole or lies_deep else paths,
            below=paths if lies_deep and not whole else (),
        )
        self.running.nudge()
        if job_id is None:
            raise UsageError(f"Nothing to scan in {repository.root}.")
        return self.job(job_id)

    def _scan_as(
        self, repository: Repository, paths: Sequence[str], request: ScanRequestMessage
    ) -> list[JobMessage]:
        """A scan; a deep one is a second job, of the whole repository, behind it."""
        if not request.get("deep"):
            return [self._scan(repository, paths)]
        self.prepare()
        job = self._scan(repository, paths)
        wish = DeepWish(
            asks=not request.get("no_model"),
            budget_seconds=request.get("budget_seconds", self.deep_budget_seconds),
        )
        job_id = self.sweep(repository, JobKind.ASKED, complete=True, deep=wish)
        self.running.nudge()
        return [job] if job_id is None else [job, self.job(job_id)]

    def _files(self, watched: Sequence[Repository], counted: Sequence[str] | None) -> int:
        """How many source files there are, or of these files and folders."""
        if counted is None:
            files = self.book.file_counts()
            return sum(files.get(repository.id, 0) for repository in watched)
        places = frozenset(counted)
        return sum(
            _is_source(file) and lies_in_any(portable_path(file.path), places)
            for repository in watched
            for file in self.book.files(repository.id)
        )

    def _set_dismissal(self, finding_id: int, dismissal: Dismissal | None) -> FindingMessage:
        finding = self._finding(finding_id)
        if dismissal is None and finding.dismissal is None:
            return finding_message(finding, self.clock.now())
        self.store.dismiss(finding_id, dismissal, self.clock.now())
        self.bell.ring()
        return finding_message(self._finding(finding_id), self.clock.now())

    def _named(self, name: str) -> Repository:
        watched = self.book.repositories()
        for repository in watched:
            if name in (repository.name, repository.root):
                return repository
        names = ", ".join(repository.name for repository in watched) or "none"
        raise UsageError(f"No repository is watched as {name}; watched: {names}.")

    def _job(self, job_id: int) -> Job:
        job = self.ledger.job(job_id)
        if job is None:
            raise UsageError(f"There is no job {job_id}; `tinyarmsctl jobs` lists those that wait.")
        return self.report.as_it_stands(job)

    def _finding(self, finding_id: int) -> Finding:
        finding = self.store.finding(finding_id)
        if finding is None:
            raise UsageError(
                f"There is no finding {finding_id}; `tinyarmsctl findings` lists the open ones."
            )
        return finding


def _holding(watched: Sequence[Repository], path: str) -> Repository:
    repository = holding_repository(watched, os.path.realpath(path))
    if repository is None:
        raise UsageError(f"{path} is in no watched repository; `repo add` watches one.")
    return repository


def _later(moment: datetime, seconds: float) -> datetime:
    try:
        return moment + timedelta(seconds=seconds)
    except OverflowError:
        return _FOR_EVER


def _is_source(file: KnownFile) -> bool:
    """Whether it counts as a file of its repository: it is there, and read or skipped."""
    is_told = file.language is not None or file.skip_reason is not None
    return is_told and not file.gone and commit_of(file.path) is None
