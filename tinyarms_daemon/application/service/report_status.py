"""The whole state in one answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.application.pause import paused_until
from tinyarms_daemon.application.service.messages_of import moment, reading_message
from tinyarms_daemon.control.messages import (
    CurrentMessage,
    DaemonMessage,
    DeepScanMessage,
    DescribedMessage,
    RepositoryMessage,
    StatusMessage,
)
from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.headroom.pace import Pace, seconds_with_rests
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import DeepQuestions, DeepScanLeft, JudgedWorth
from tinyarms_daemon.ports.finding_store import FindingStore, OpenCounts
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
from tinyarms_daemon.ports.intent_book import IntentBook
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.profiles import Profiles
from tinyarms_daemon.ports.question_queue import QuestionTask
from tinyarms_daemon.ports.repository_book import RepositoryBook

if TYPE_CHECKING:
    from tinyarms_daemon.application.service.report_models import ReportModels

_WEEK = timedelta(days=7)
_RESTORATION_TOLD = _WEEK  # long enough to be seen by someone who looks once in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The daemon that answers, and what is asked and told of it beside the store: nothing in a
    program that reads the database by itself. `asking` is what a model is asked at this moment."""

    pid: int | None = None
    started_at: datetime | None = None
    unwatched: Callable[[], dict[str, str]] = dict
    asking: Callable[[], QuestionTask | None] = lambda: None
    watch: Callable[[Repository], None] = lambda _: None
    unwatch: Callable[[Repository], None] = lambda _: None
    nudge: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who answers, and of which home; `is_idle` where nobody works on what waits."""

    running: Running
    home: str
    socket: str
    config: str
    version: str
    next_deep_scan: Callable[[int], datetime | None]
    weekly_alarms: Callable[[], list[str]]
    is_idle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus:
    """Reads only. What only the whole state tells is made when that is asked for."""

    identity: Identity
    book: RepositoryBook
    ledger: Ledger
    findings: FindingStore
    questions: Callable[[], DeepQuestions]
    intents: Callable[[], IntentBook | None]
    profiles: Profiles
    probe: Callable[[], HeadroomProbe]
    models: "Callable[[], ReportModels]"
    pace: Callable[[], Pace]
    clock: Clock
    alarms: AlarmBoard

    def __call__(self, *, only_new: bool) -> StatusMessage:
        """The state at this moment."""
        now = self.clock.now()
        counts = self.findings.open_counts(now, only_new=only_new)
        queue = self.ledger.counts()
        return {
            "daemon": self._daemon(now),
            "current": self._current(self.jobs()),
            "deep_scans": [self._deep_scan(left, now) for left in self.questions().left()],
            "described": self._described(),
            "queue": {
                "on_save": queue.on_save,
                "asked": queue.asked,
                "weekly": queue.weekly,
                "deferred": queue.deferred,
                "failed": queue.failed,
            },
            "repositories": self.repositories(counts),
            "headroom": {
                name: reading_message(reading, now) for name, reading in self.probe().read().items()
            },
            "models": self.models().brief(),
            "findings": {
                "open": counts.total,
                "by_severity": counts.by_severity,
                "by_rule": counts.by_rule,
            },
            "alarms": self._alarms(queue.failed, now),
        }

    def _described(self) -> DescribedMessage | None:
        """None where nothing is to be described in advance."""
        book = self.intents()
        if book is None:
            return None
        said = book.described()
        return {
            "definitions": said.definitions,
            "cards": said.cards,
            "vectors": said.vectors,
        }

    def _deep_scan(self, left: DeepScanLeft, now: datetime) -> DeepScanMessage:
        end = None
        if not self.identity.is_idle and paused_until(self.findings, now) is None:
            begins_at = max(now, left.not_before or now)
            end = begins_at + timedelta(seconds=seconds_with_rests(left.seconds, self.pace()))
        return {
            "job": left.job_id,
            "repository": left.repository,
            "questions_left": left.questions,
            "seconds_left": round(left.seconds, 1),
            "estimated_end": moment(end),
        }

    def jobs(self) -> list[Job]:
        """Jobs that have not ended, and failed ones, the most urgent first."""
        return list(map(self.as_it_stands, self.ledger.jobs()))

    def as_it_stands(self, job: Job) -> Job:
        """A job of the ledger, which does not hear of an end that nobody saw."""
        return job.as_left() if self.identity.is_idle else job

    def repositories(self, counts: OpenCounts) -> list[RepositoryMessage]:
        """Every watched repository with its figures."""
        skipped: dict[str, int] = {}
        for name, _, _ in self.findings.skipped():
            skipped[name] = skipped.get(name, 0) + 1
        files = self.book.file_counts()
        worths = self.questions().judged_worth(self.clock.now() - _WEEK)
        return [
            {
                "name": repository.name,
                "root": repository.root,
                "files": files.get(repository.id, 0),
                "skipped": skipped.get(repository.name, 0),
                "open": counts.by_repository.get(repository.name, 0),
                "last_scan_at": moment(repository.last_scan_at),
                "next_deep_scan_at": moment(self.identity.next_deep_scan(repository.id)),
                "judged_percent": worths.get(repository.id, JudgedWorth()).percent,
                "questions_waiting": worths.get(repository.id, JudgedWorth()).questions_waiting,
                "unavailable": repository.unavailable,
                "configuration_problem": self.profiles.problem(repository),
            }
            for repository in self.book.repositories()
        ]

    def _daemon(self, now: datetime) -> DaemonMessage:
        pid, started_at = self.identity.running.pid, self.identity.running.started_at
        uptime = None if started_at is None else round((now - started_at).total_seconds(), 1)
        return {
            "running": pid is not None,
            "pid": pid,
            "version": None if pid is None else self.identity.version,
            "uptime_seconds": uptime,
            "paused_until": moment(paused_until(self.findings, now)),
            "home": self.identity.home,
            "socket": self.identity.socket,
            "config": self.identity.config,
        }

    def _current(self, jobs: Sequence[Job]) -> CurrentMessage | None:
        for job in jobs:
            if job.state is JobState.RUNNING:
                return {
                    "job": job.id,
                    "kind": job.kind.value,
                    "repository": job.repository,
                    "done": job.units_done + job.units_skipped + job.units_failed,
                    "total": job.units_total,
                }
        asking = self.identity.running.asking()
        if asking is None:
            return None
        repository = self.book.repository(asking.repository_id)
        return {
            "job": asking.job_id,
            "kind": JobKind.JUDGEMENT.value,
            "repository": "" if repository is None else repository.name,
            "done": 0,
            "total": len(asking.candidates),
        }

    def _alarms(self, failed: int, now: datetime) -> list[str]:
        """What stands on the board, and what the store itself tells."""
        alarms = [*self.alarms.sentences(), *self.models().alarms()]
        restored = self.findings.last_event(EventKind.DATABASE_RESTORED)
        if restored is not None and now - restored.at < _RESTORATION_TOLD:
            alarms.append(restoration_in_words(restored))
        unwatched = self.identity.running.unwatched()
        for repository in self.book.repositories():
            trouble = repository.unavailable or unwatched.get(repository.root)
            if trouble is not None:
                alarms.append(trouble)
            problem = self.profiles.problem(repository)
            if problem is not None:
                alarms.append(problem)
        alarms.extend(self.identity.weekly_alarms())
        if failed:
            files = "1 file" if failed == 1 else f"{failed} files"
            alarms.append(
                f"{files} could not be checked after several attempts; `tinyarmsctl jobs` says "
                "why, `tinyarmsctl jobs retry ID` tries again."
            )
        return alarms


def restoration_in_words(event: Event) -> str:
    """What became of a database that was damaged."""
    made_at = event.detail.get("backup_at")
    if isinstance(made_at, str):
        copy_at = datetime.fromisoformat(made_at).astimezone()
        lost = (
            f"it was replaced by its copy of {copy_at:%Y-%m-%d %H:%M}, and what was "
            "dismissed or recorded since then is lost"
        )
    else:
        lost = "there was no copy of it, so its history and what was dismissed are lost"
    return (
        f"The database was found damaged at {event.at.astimezone():%Y-%m-%d %H:%M}: {lost}; "
        f"the damaged one is kept in {event.detail.get('kept_aside')}."
    )
