"""The use cases on a real store, with everything outside of it in a test's hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.adapters.store.opened import Store
from tests.domain.headroom.making import packaged_policy
from tests.fakes.analyzer import FixedAnalyzer
from tests.fakes.clock import FakeClock
from tests.fakes.concluder import FixedConcluder
from tests.fakes.headroom_probe import FixedProbe
from tests.fakes.model_residency import FixedResidency
from tests.fakes.model_runtime import FixedRuntime
from tests.fakes.profiles import FixedProfiles
from tests.fakes.source_tree import FixedTree
from tests.fakes.store_care import FixedCare
from tests.making import checked
from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
from tinyarms_daemon.adapters.store.deep_questions import SqlDeepQuestions
from tinyarms_daemon.adapters.store.headroom_book import SqlHeadroomBook
from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook
from tinyarms_daemon.adapters.store.model_book import SqlModelBook
from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.application.checking.run_next_batch import RunNextBatch, WorkLimits
from tinyarms_daemon.application.checking.sweep_repository import SweepRepository
from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.judging.control_model import BelieveModel
from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements
from tinyarms_daemon.application.judging.weigh_questions import WeighQuestions
from tinyarms_daemon.application.keep_house import KeepHouse
from tinyarms_daemon.application.service.local_service import LocalService
from tinyarms_daemon.application.service.report_models import ReportModels
from tinyarms_daemon.application.service.report_status import Identity, ReportStatus, Running
from tinyarms_daemon.application.service.tell_headroom import TellHeadroom
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.headroom.pace import Pace
from tinyarms_daemon.domain.models.model import ModelSpec
from tinyarms_daemon.domain.questions.deep_budget import WorthPolicy
from tinyarms_daemon.domain.questions.trust import TrustPolicy
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.store_care import Retention

QUICK = ModelSpec(
    name="level2-code",
    role="fast",
    tag="qwen2.5-coder:3b",
    context_tokens=4096,
    timeout_seconds=5.0,
    most_prompt_tokens=1800,
)
DEEP = replace(QUICK, name="level3-deep", role="deep", tag="qwen2.5-coder:7b")
RETENTION = Retention(
    job_retention=timedelta(days=30),
    event_retention=timedelta(days=90),
    sample_retention=timedelta(days=14),
    finding_retention=timedelta(days=180),
)
RETRY_AFTER = timedelta(minutes=30)


@dataclass
class Rig:
    """Everything that a daemon has but threads; `told` is what the hooks were called with."""

    store: Store
    clock: FakeClock = field(default_factory=FakeClock)
    tree: FixedTree = field(default_factory=FixedTree)
    profiles: FixedProfiles = field(default_factory=FixedProfiles)
    analyzer: FixedAnalyzer = field(default_factory=FixedAnalyzer)
    commits: dict[str, int] = field(default_factory=dict)
    concluder: FixedConcluder = field(default_factory=FixedConcluder)
    runtime: FixedRuntime = field(default_factory=FixedRuntime)
    probe: FixedProbe = field(default_factory=FixedProbe)
    alarms: AlarmBoard = field(default_factory=AlarmBoard)
    care: FixedCare = field(default_factory=FixedCare)
    residency: FixedResidency = field(default_factory=FixedResidency)
    bell: EventBell = field(default_factory=EventBell)
    told: list[tuple[str, Any]] = field(default_factory=list)
    unwatched: dict[str, str] = field(default_factory=dict)
    pid: int | None = 4242
    is_idle: bool = False
    describes: bool = False
    works_itself: bool = False

    @cached_property
    def sweep(self) -> SweepRepository:
        return SweepRepository(
            book=self.store.book,
            ledger=self.store.ledger,
            tree=self.tree,
            profiles=self.profiles,
            clock=self.clock,
        )

    @cached_property
    def judgements(self) -> DeferJudgements:
        return DeferJudgements(
            runtime=self.runtime,
            clock=self.clock,
            ledger=self.store.ledger,
            tag=QUICK.tag,
            retry_after=RETRY_AFTER,
        )

    @cached_property
    def weigh(self) -> WeighQuestions:
        return WeighQuestions(
            commits=lambda root, since: self.commits,
            questions=SqlDeepQuestions(self.store.database),
            book=SqlModelBook(self.store.database),
            model=DEEP.tag,
            policy=WorthPolicy(churn_days=90, churn_commits=4, changed_percent=50),
            clock=self.clock,
        )

    @cached_property
    def run_next(self) -> RunNextBatch:
        return RunNextBatch(
            book=self.store.book,
            ledger=self.store.ledger,
            findings=self.store.findings,
            tree=self.tree,
            profiles=self.profiles,
            analyzer=self.analyzer,
            concluder=self.concluder,
            clock=self.clock,
            judgements=self.judgements,
            weigh=self.weigh,
            bell=self.bell,
            limits=WorkLimits(
                batch_files=2,
                max_attempts=3,
                retry_backoff=timedelta(seconds=10),
                retry_ceiling=timedelta(minutes=1),
                aging=timedelta(hours=1),
            ),
        )

    @cached_property
    def keep_house(self) -> KeepHouse:
        return KeepHouse(
            care=self.care,
            findings=self.store.findings,
            clock=self.clock,
            alarms=self.alarms,
            retention=RETENTION,
            backup_interval=timedelta(days=1),
            largest_log_bytes=1_000_000,
        )

    @cached_property
    def running(self) -> Running:
        return Running(
            pid=self.pid,
            started_at=None if self.pid is None else self.clock.now(),
            unwatched=lambda: self.unwatched,
            watch=lambda repository: self.told.append(("watch", repository.name)),
            unwatch=lambda repository: self.told.append(("unwatch", repository.name)),
            nudge=lambda: self.told.append(("nudge", None)),
        )

    @cached_property
    def report(self) -> ReportStatus:
        return ReportStatus(
            identity=Identity(
                home="/home/me/.local/state/tinyarms",
                socket="/home/me/.local/state/tinyarms/daemon.sock",
                config="/home/me/.config/tinyarms/config.yaml",
                version="0.1.0",
                running=self.running,
                next_deep_scan=lambda _: self.clock.now() + timedelta(days=7),
                weekly_alarms=list,
                is_idle=self.is_idle,
            ),
            book=self.store.book,
            ledger=self.store.ledger,
            findings=self.store.findings,
            questions=lambda: SqlDeepQuestions(self.store.database),
            intents=lambda: SqlIntentBook(self.store.database) if self.describes else None,
            profiles=self.profiles,
            probe=lambda: self.probe,
            models=lambda: ReportModels(
                runtime=self.runtime,
                book=SqlModelBook(self.store.database),
                specs={model.role: model for model in (QUICK, DEEP)},
                policy=packaged_policy(),
                trust=TrustPolicy(trust_limit=0.25, trust_least_answers=5),
                is_believed=BelieveModel(
                    book=SqlModelBook(self.store.database),
                    prompts=PromptFiles(),
                    mistakes_allowed=1,
                ),
                has_weekly_scan=lambda: True,
            ),
            pace=lambda: Pace(burst_seconds=24.0, cooling=0.5),
            clock=self.clock,
            alarms=self.alarms,
        )

    @cached_property
    def headroom_book(self) -> SqlHeadroomBook:
        return SqlHeadroomBook(self.store.database)

    @cached_property
    def gate(self) -> GuardModelLoad:
        return GuardModelLoad(
            probe=self.probe,
            residency=self.residency,
            book=self.headroom_book,
            policy=packaged_policy(),
            clock=self.clock,
            models={QUICK.role: QUICK.tag, DEEP.role: DEEP.tag},
            is_night=lambda at: at.hour in range(1, 6),
        )

    @cached_property
    def headroom_told(self) -> TellHeadroom:
        return TellHeadroom(
            gate=self.gate,
            models=[QUICK, DEEP],
            book=self.headroom_book,
            log=self.headroom_book,
            model_book=SqlModelBook(self.store.database),
            clock=self.clock,
            localized=lambda at: at,
        )

    @cached_property
    def service(self) -> LocalService:
        return LocalService(
            book=self.store.book,
            ledger=self.store.ledger,
            store=self.store.findings,
            tree=self.tree,
            sweep=self.sweep,
            report=self.report,
            headroom_log=lambda: self.headroom_book,
            clock=self.clock,
            bell=self.bell,
            keep_house=lambda: self.keep_house,
            headroom_told=lambda: self.headroom_told,
            running=self.running,
            prepare=lambda: self.told.append(("prepare", None)),
            run_next=self.step if self.works_itself else None,
            questions=lambda: SqlDeepQuestions(self.store.database),
            deep_budget_seconds=1_800,
        )

    def step(self) -> bool:
        """What a process without lanes does next."""
        return self.run_next()

    def watch(self, name: str = "shop", *paths: str, is_git: bool = True) -> Repository:
        """Watch a repository that holds these files, each without findings."""
        repository = self.store.watch(name, is_git=is_git)
        self.tree.roots.setdefault(repository.root, {})
        if not is_git:
            self.tree.plain.add(repository.root)
        for path in paths:
            self.save(repository, path)
        return repository

    def save(self, repository: Repository, path: str, *observations: Observation) -> None:
        """Save a file that shows these."""
        at_ns = round(self.clock.now().timestamp() * 1e9) + len(self.tree.listings)
        self.tree.write(repository.root, path, at_ns=at_ns)
        stat = self.tree.roots[repository.root][path]
        self.show(checked(path, *observations, stat=stat, content_hash=f"b2:{at_ns}"))

    def show(self, report: FileReport) -> None:
        """Let the analysis of a file end with a report."""
        self.analyzer.reports[report.path] = report

    def scan(self, repository: Repository) -> None:
        """A complete scan, done, of files that were saved a while ago."""
        self.clock.advance(60)
        self.sweep(repository, JobKind.ASKED, complete=True)
        self.work()
        self.clock.advance(60)

    def work(self) -> int:
        """Do everything that is due; how many steps it took."""
        return sum(1 for _ in self._steps())

    def _steps(self) -> Iterator[None]:
        while self.run_next():
            yield
