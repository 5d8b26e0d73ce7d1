"""The analysis lane's step: take the most urgent files, check them, write what they showed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements
from tinyarms_daemon.application.judging.weigh_questions import WeighQuestions
from tinyarms_daemon.domain.errors import RepositoryUnavailable, StoreUnavailable, TinyarmsError
from tinyarms_daemon.domain.findings.finding import FindingQuery, FindingStatus
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.retold import (
    COPIES,
    RETELLING,
    ToldCopies,
    lines_told,
    without_retold,
)
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES, FAST_RULES, OTHER_RULES
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.domain.work.job import Batch, ConclusionTask, backoff
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.analyzer import Analyzer, Changed, Concluder, ConclusionFailed
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.profiles import Profiles
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import SourceTree

_FAST = frozenset((*FAST_RULES, *OTHER_RULES))
_DEEP = frozenset(DEEP_RULES)
_PRESENT = tuple(status for status in FindingStatus if status is not FindingStatus.FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLimits:
    """`batch_files`: how many files one step checks before it looks for something more urgent;
    `max_attempts`: how often a file is tried before it is parked with its error;
    `retry_backoff`, `retry_ceiling`: the wait between two tries, doubled each time;
    `aging`: how long a scan waits behind saves until it has a turn all the same."""

    batch_files: int
    max_attempts: int
    retry_backoff: timedelta
    retry_ceiling: timedelta
    aging: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNextBatch:
    """Each call looks anew for what is most urgent, so that a save overtakes a scan."""

    book: RepositoryBook
    ledger: Ledger
    findings: FindingStore
    tree: SourceTree
    profiles: Profiles
    analyzer: Analyzer
    concluder: Concluder
    clock: Clock
    judgements: DeferJudgements
    weigh: WeighQuestions
    bell: EventBell
    limits: WorkLimits

    def __call__(self) -> bool:
        """False where nothing was due. What fails is put back, its attempt counted, and raised."""
        now = self.clock.now()
        task = self.ledger.to_conclude(now, self.limits.aging)
        if task is not None:
            beside = self.ledger.to_conclude_beside(task, now, self.limits.aging)
            self._conclude([task] if beside is None else [task, beside])
            return True
        batch = self.ledger.take(now, self.limits.batch_files, self.limits.aging)
        if batch is None:
            return False
        try:
            self._run(batch)
        except BaseException as error:
            self.ledger.put_back(
                batch,
                error=_told(error),
                retry_at=self._retry_at(max(unit.attempts for unit in batch.units)),
                max_attempts=self.limits.max_attempts,
                at=self.clock.now(),
            )
            raise
        finally:
            self.bell.ring()
        return True

    def _conclude(self, tasks: Sequence[ConclusionTask]) -> None:
        """Conclude tasks of one repository together, and record one after the other."""
        repository = self.book.repository(tasks[0].repository_id)
        if repository is None:
            for task in tasks:
                self.ledger.cancel(task.job_id, self.clock.now())
            return
        try:
            with self._giving_up(tasks):
                concluded = self.concluder.conclude(
                    repository.id,
                    [
                        Changed(self.profiles.profile(repository, deep=task.deep), task.changed)
                        for task in tasks
                    ],
                )
            for task, said in zip(tasks, concluded, strict=True):
                with self._giving_up([task]):
                    self._record_conclusions(repository, task, said)
        except ConclusionFailed:
            pass  # the jobs tell of it
        finally:
            self.bell.ring()

    def _record_conclusions(
        self, repository: Repository, task: ConclusionTask, concluded: Sequence[RuleConclusions]
    ) -> None:
        if any(each.rule in RETELLING and each.topics is None for each in concluded):
            concluded = self._told_once(repository, concluded)
        is_planned = task.deep and any(each.candidates for each in concluded)
        weights = self.weigh(repository) if is_planned else None
        self.ledger.record_conclusions(task, concluded, self.clock.now(), weights)

    def _told_once(
        self, repository: Repository, concluded: Sequence[RuleConclusions]
    ) -> list[RuleConclusions]:
        """Without what is told as copies, whatever became of them: a dismissal is for both."""
        query = FindingQuery(repository=repository.name, rules=(COPIES,), statuses=_PRESENT)
        copies = [
            lines_told(finding.path, finding.observation)
            for finding in self.findings.search(query, self.clock.now())
        ]
        profile = self.profiles.profile(repository, deep=True)
        return without_retold(concluded, ToldCopies(copies), profile.rules)

    @contextmanager
    def _giving_up(self, tasks: Sequence[ConclusionTask]) -> Iterator[None]:
        """What fails in the block is a failed attempt, lest it be tried for ever, before all."""
        try:
            yield
        except Exception as error:
            told = str(error) if isinstance(error, ConclusionFailed) else _told(error)
            if told is not None:
                for task in tasks:
                    self.ledger.give_up_conclusion(
                        task,
                        error=told,
                        retry_at=self._retry_at(task.attempts + 1),
                        max_attempts=self.limits.max_attempts,
                        at=self.clock.now(),
                    )
            raise

    def _retry_at(self, attempts: int) -> datetime:
        wait = backoff(attempts, self.limits.retry_backoff, self.limits.retry_ceiling)
        return self.clock.now() + wait

    def _run(self, batch: Batch) -> None:
        repository = self.book.repository(batch.repository_id)
        if repository is None:
            self.ledger.cancel(batch.job_id, self.clock.now())
            return
        profile = self.profiles.profile(repository, deep=batch.deep)
        reports = list(self.analyzer.analyze(profile, self._requests(batch, repository, profile)))
        if self._has_vanished(repository, reports):
            # Its job is cancelled, and its own units with it; a later sweep asks anew.
            now = self.clock.now()
            self.ledger.cancel(batch.job_id, now)
            self.ledger.put_back(
                batch, error=None, retry_at=now, max_attempts=self.limits.max_attempts, at=now
            )
            return
        try:
            self._record(batch, reports, profile)
        except TinyarmsError:
            raise
        except Exception:
            if len(reports) == 1:
                raise
            self._record_one_by_one(batch, reports, profile)

    def _record_one_by_one(
        self, batch: Batch, reports: list[FileReport], profile: AnalysisProfile
    ) -> None:
        """A report that cannot be written costs itself only. Raises its error, once the others
        are written."""
        failure: Exception | None = None
        for report in reports:
            alone = replace(
                batch, units=tuple(unit for unit in batch.units if unit.path == report.path)
            )
            try:
                self._record(alone, [report], profile)
            except TinyarmsError:
                raise
            except Exception as error:  # noqa: BLE001 - raised below
                failure = error
        if failure is not None:
            raise failure

    def _record(self, batch: Batch, reports: list[FileReport], profile: AnalysisProfile) -> None:
        self.ledger.record(
            batch,
            reports,
            switched_off=(_DEEP if batch.deep else _FAST) - profile.rules.keys(),
            profile_digest=profile.digest,
            deferral=self.judgements.deferral(),
            at=self.clock.now(),
        )

    def _requests(
        self, batch: Batch, repository: Repository, profile: AnalysisProfile
    ) -> list[AnalysisRequest]:
        paths = [unit.path for unit in batch.units]
        known = {
            file.path: file.content_hash
            for file in self.book.files(repository.id, paths)
            if (file.deep_digest if batch.deep else file.profile_digest) == profile.digest
            and not file.gone
        }
        definitions = self.book.definitions(repository.id, paths) if batch.deep else {}
        return [
            AnalysisRequest(
                root=repository.root,
                path=unit.path,
                known_hash=known.get(unit.path),
                definitions=tuple(definitions.get(unit.path, ())),
            )
            for unit in batch.units
        ]

    def _has_vanished(self, repository: Repository, reports: list[FileReport]) -> bool:
        """Files may be gone one by one; where the whole repository is, nothing is fixed by it."""
        if all(report.stat is not None for report in reports):
            return False
        if all(report.outcome is Outcome.CHECKED for report in reports):
            return False
        try:
            self.tree.list_files(repository.root, is_git=repository.is_git, ignore=(), only=())
        except RepositoryUnavailable as error:
            self.book.set_unavailable(repository.id, str(error), self.clock.now())
            return True
        return False


def _told(error: BaseException) -> str | None:
    """The error to count as a failed attempt; None for being stopped, and for a store that cannot
    be written: neither says anything about the file."""
    if isinstance(error, StoreUnavailable) or not isinstance(error, Exception):
        return None
    return f"{type(error).__name__}: {error}"
