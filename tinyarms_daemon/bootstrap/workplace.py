"""Everything that stands on one open database: adapters to use cases."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer, ProcessConcluder
from tinyarms_daemon.bootstrap.where import Where, configured_models, rule_versions
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.repository import Repository
from tinyarms_daemon.domain.rule import Skill
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.alarm_board import AlarmBoard
    from tinyarms_daemon.application.ask_next_question import AskNextQuestion
    from tinyarms_daemon.application.defer_judgements import DeferJudgements
    from tinyarms_daemon.application.event_bell import EventBell
    from tinyarms_daemon.application.guard_model_load import GuardModelLoad
    from tinyarms_daemon.application.judge_questions import ModelJudge
    from tinyarms_daemon.application.keep_house import KeepHouse
    from tinyarms_daemon.application.local_service import LocalService
    from tinyarms_daemon.application.make_intents import MakeIntents
    from tinyarms_daemon.application.report_models import ReportModels
    from tinyarms_daemon.application.run_next_batch import RunNextBatch
    from tinyarms_daemon.application.sweep_repository import SweepRepository
    from tinyarms_daemon.application.tell_headroom import TellHeadroom
    from tinyarms_daemon.application.wake_watch import WakeWatch
    from tinyarms_daemon.application.weekly_scans import WeeklyPlan, WeeklyScans
    from tinyarms_daemon.application.weigh_questions import WeighQuestions
    from tinyarms_daemon.ports.deep_questions import DeepQuestions
    from tinyarms_daemon.ports.finding_store import FindingStore
    from tinyarms_daemon.ports.headroom_book import HeadroomBook
    from tinyarms_daemon.ports.headroom_log import HeadroomLog
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.ledger import Ledger
    from tinyarms_daemon.ports.machine_clocks import MachineClocks
    from tinyarms_daemon.ports.model_book import ModelBook
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.ports.notifier import Notifier
    from tinyarms_daemon.ports.question_queue import QuestionTask
    from tinyarms_daemon.ports.repository_book import RepositoryBook
    from tinyarms_daemon.ports.store_care import StoreCare
    from tinyarms_daemon.ports.timer import Timer
    from tinyarms_daemon.settings.schema import Settings

WORKER_MODULE = "tinyarms_daemon.worker"
# How often the daemon looks whether the machine slept, and whether its watches live. On macOS a
# wait stands still while the machine sleeps, so it is also how late anything due can be noticed.
LOOK = timedelta(seconds=30)


def analyzer(settings: "Settings", *, niceness: int | None = None) -> ProcessAnalyzer:
    """Worker processes within the configured limits; `niceness` None is the configured one."""
    limits = settings.analysis
    return ProcessAnalyzer(
        module=WORKER_MODULE,
        workers=min(limits.workers, os.cpu_count() or 1),
        file_timeout_seconds=limits.file_timeout.total_seconds(),
        memory_bytes=limits.worker_memory_bytes,
        niceness=limits.worker_niceness if niceness is None else niceness,
    )


def weekly_plan(settings: "Settings") -> "WeeklyPlan":
    """What the configuration says of weekly scans."""
    from tinyarms_daemon.application.weekly_scans import WeeklyPlan
    from tinyarms_daemon.domain.rule import Skill
    from tinyarms_daemon.domain.schedule import read_schedule

    deep = settings.deep
    is_wanted = settings.skill(Skill.DEEP).enabled
    return WeeklyPlan(
        expression=deep.schedule,
        schedule=read_schedule(deep.schedule) if is_wanted else None,
        alarm_after=deep.alarm_after,
        budget_seconds=deep.budget_minutes * 60,
        leftovers=read_schedule(deep.leftovers) if is_wanted else None,
    )


@dataclass(frozen=True)
class Workplace:
    """Everything that stands on one open database; built once, by a daemon or without one."""

    where: Where
    settings: "Settings"
    database: "Database"
    analyzer: ProcessAnalyzer
    clock: Clock
    alarms: "AlarmBoard"

    @cached_property
    def tree(self) -> GitSourceTree:
        """Folders and git."""
        return GitSourceTree()

    @cached_property
    def profiles(self) -> "ConfiguredProfiles":
        """Each repository's rules."""
        from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles

        return ConfiguredProfiles(self.settings, rule_versions())

    @cached_property
    def book(self) -> "RepositoryBook":
        """The watched repositories."""
        from tinyarms_daemon.adapters.store.repository_book import SqlRepositoryBook

        return SqlRepositoryBook(self.database)

    @cached_property
    def ledger(self) -> "Ledger":
        """Jobs and units."""
        from tinyarms_daemon.adapters.store.ledger import SqlLedger
        from tinyarms_daemon.bootstrap.question_costs import question_costs

        return SqlLedger(
            self.database, lambda: question_costs(self.settings, self.where.home.measured)
        )

    @cached_property
    def store(self) -> "FindingStore":
        """Findings and events."""
        from tinyarms_daemon.adapters.store.finding_store import SqlFindingStore

        return SqlFindingStore(self.database)

    @cached_property
    def care(self) -> "StoreCare":
        """Copies of the store, and looks through it."""
        from tinyarms_daemon.adapters.store.care import SqlStoreCare

        return SqlStoreCare(
            self.database, self.where.home.backups, backups_kept=self.settings.store.backups_kept
        )

    @cached_property
    def keep_house(self) -> "KeepHouse":
        """What the store needs from time to time."""
        from tinyarms_daemon.application.keep_house import KeepHouse
        from tinyarms_daemon.ports.store_care import Retention

        keep = self.settings.store
        return KeepHouse(
            care=self.care,
            findings=self.store,
            clock=self.clock,
            alarms=self.alarms,
            retention=Retention(
                jobs=keep.job_retention,
                events=keep.event_retention,
                samples=keep.sample_retention,
                findings=keep.finding_retention,
            ),
            backup_interval=keep.backup_interval,
            largest_log_bytes=keep.largest_log_bytes,
        )

    @cached_property
    def headroom_log(self) -> "HeadroomLog":
        """Readings over time."""
        from tinyarms_daemon.adapters.store.headroom_log import SqlHeadroomLog

        return SqlHeadroomLog(self.database)

    @cached_property
    def probe(self) -> "HeadroomProbe":
        """Readings now."""
        from tinyarms_daemon.adapters.machine.platform_probe import platform_probe

        interval = self.settings.headroom.slow_interval
        return platform_probe(self.clock, self.where.home.path, interval)

    @cached_property
    def headroom_book(self) -> "HeadroomBook":
        """What the gate decided and learned."""
        from tinyarms_daemon.adapters.store.headroom_book import SqlHeadroomBook

        return SqlHeadroomBook(self.database)

    @cached_property
    def gate(self) -> "GuardModelLoad":
        """Whether the machine can bear a model; the Gate port."""
        from tinyarms_daemon.bootstrap.gate import gate

        measured = self.where.home.measured
        guard = gate(
            self.settings, self.runtime, self.probe, self.headroom_book, self.clock, measured
        )
        guard.wakefulness = self.wake_watch.state
        return guard

    @cached_property
    def tell_headroom(self) -> "TellHeadroom":
        """Headroom and decisions, for a person."""
        from tinyarms_daemon.adapters.store.model_receipt import SqlModelReceipt
        from tinyarms_daemon.application.tell_headroom import TellHeadroom
        from tinyarms_daemon.bootstrap.models import model_specs

        return TellHeadroom(
            gate=self.gate,
            models=list(model_specs(self.settings).values()),
            book=self.headroom_book,
            log=self.headroom_log,
            receipt=SqlModelReceipt(self.database),
            clock=self.clock,
        )

    @cached_property
    def bell(self) -> "EventBell":
        """Rings for listeners."""
        from tinyarms_daemon.application.event_bell import EventBell

        return EventBell()

    @cached_property
    def runtime(self) -> "ModelRuntime":
        """Where models run."""
        from tinyarms_daemon.bootstrap.models import model_runtime

        return model_runtime(self.settings)

    @cached_property
    def model_book(self) -> "ModelBook":
        """Calls, verdicts and trust."""
        from tinyarms_daemon.adapters.store.model_book import SqlModelBook

        return SqlModelBook(self.database)

    @cached_property
    def judge(self) -> "ModelJudge":
        """Who answers questions about code."""
        from tinyarms_daemon.bootstrap.models import model_judge

        return model_judge(
            self.settings,
            runtime=self.runtime,
            gate=self.gate,
            book=self.model_book,
            clock=self.clock,
        )

    @cached_property
    def judgements(self) -> "DeferJudgements":
        """Why questions wait."""
        from tinyarms_daemon.application.defer_judgements import DeferJudgements

        return DeferJudgements(
            runtime=self.runtime,
            clock=self.clock,
            ledger=self.ledger,
            model=next(iter(configured_models(self.settings))),
            retry_after=self.settings.headroom.retry_after,
        )

    @cached_property
    def questions(self) -> "DeepQuestions":
        """Questions of deep scans."""
        from tinyarms_daemon.adapters.store.deep_questions import SqlDeepQuestions

        return SqlDeepQuestions(self.database)

    @cached_property
    def ask_next(self) -> "AskNextQuestion":
        """The model lane's step in a deep scan."""
        from tinyarms_daemon.application.ask_next_question import AskNextQuestion

        return AskNextQuestion(
            questions=self.questions,
            book=self.book,
            tree=self.tree,
            judge=self.judge,
            clock=self.clock,
            bell=self.bell,
            rule_versions=rule_versions(),
            retry_after=self.settings.headroom.retry_after,
        )

    @cached_property
    def make_intents(self) -> "MakeIntents":
        """The model lane's step when it is idle."""
        from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
        from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook
        from tinyarms_daemon.application.make_intents import MakeIntents
        from tinyarms_daemon.bootstrap.models import intent_specs

        return MakeIntents(
            book=SqlIntentBook(self.database),
            repositories=self.book,
            tree=self.tree,
            runtime=self.runtime,
            gate=self.gate,
            prompts=PromptFiles(),
            clock=self.clock,
            specs=intent_specs(self.settings),
        )

    @cached_property
    def stopping(self) -> threading.Event:
        """Set when the daemon is to end: whatever takes long looks at it and gives up."""
        return threading.Event()

    @cached_property
    def machine_clocks(self) -> "MachineClocks":
        """Wall, sleep and zone."""
        from tinyarms_daemon.adapters.machine.machine_clocks import SystemClocks

        return SystemClocks()

    @cached_property
    def wake_watch(self) -> "WakeWatch":
        """Whether the machine is awake for good; asked before heavy work, and of stale readings."""
        from tinyarms_daemon.application.wake_watch import WakeWatch

        return WakeWatch(self.machine_clocks, settle=self.settings.wake.settle, look=LOOK)

    @cached_property
    def weekly_scans(self) -> "WeeklyScans":
        """Which weekly scans are due."""
        from tinyarms_daemon.application.weekly_scans import WeeklyScans

        return WeeklyScans(
            book=self.book,
            ledger=self.ledger,
            store=self.store,
            sweep=self.sweep,
            plan=lambda: weekly_plan(self.profiles.settings),
            zone=lambda: self.machine_clocks.read().zone,
        )

    @cached_property
    def sweep(self) -> "SweepRepository":
        """Finds what differs."""
        from tinyarms_daemon.application.sweep_repository import SweepRepository

        return SweepRepository(
            book=self.book,
            ledger=self.ledger,
            tree=self.tree,
            profiles=self.profiles,
            clock=self.clock,
        )

    @cached_property
    def weigh(self) -> "WeighQuestions":
        """What the questions of a deep scan are ranked by beside their code."""
        from tinyarms_daemon.adapters.git.churn import GitChurn
        from tinyarms_daemon.application.weigh_questions import WeighQuestions
        from tinyarms_daemon.domain.question_worth import WorthPolicy

        _, large = configured_models(self.settings)
        deep = self.settings.deep
        return WeighQuestions(
            churn=GitChurn(),
            questions=self.questions,
            book=self.model_book,
            model=large.tag,
            policy=WorthPolicy(
                churn_days=deep.churn_days,
                churn_commits=deep.churn_commits,
                changed_percent=deep.changed_percent,
            ),
            clock=self.clock,
        )

    @cached_property
    def run_next(self) -> "RunNextBatch":
        """The lane's step."""
        from tinyarms_daemon.application.run_next_batch import RunNextBatch, WorkLimits

        return RunNextBatch(
            book=self.book,
            ledger=self.ledger,
            tree=self.tree,
            profiles=self.profiles,
            analyzer=self.analyzer,
            concluder=ProcessConcluder(self.analyzer, self.where.home.database),
            clock=self.clock,
            judgements=self.judgements,
            weigh=self.weigh,
            bell=self.bell,
            limits=WorkLimits(
                batch_files=self.settings.analysis.batch_files,
                max_attempts=self.settings.jobs.max_attempts,
                retry_first=self.settings.jobs.retry_backoff,
                retry_ceiling=self.settings.jobs.retry_ceiling,
                aging=self.settings.jobs.aging,
            ),
        )

    def _prepare_deep_scan(self, repository: Repository) -> None:
        """Workers start and load their rules while this process looks for what changed."""
        self.analyzer.prepare(all_workers=True)
        self.analyzer.preload(self.profiles.deep_profile(repository))
        self.analyzer.preload(self.profiles.profile(repository))

    def _step(self) -> bool:
        """Where no lanes are, one step of whatever is due: certain things before questions."""
        return self.run_next() or self.ask_next()

    def _model_report(self) -> "ReportModels":
        from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
        from tinyarms_daemon.application.believe_model import BelieveModel
        from tinyarms_daemon.application.report_models import ReportModels
        from tinyarms_daemon.bootstrap.models import model_specs

        return ReportModels(
            runtime=self.runtime,
            book=self.model_book,
            specs=model_specs(self.settings),
            compute_allowances_bytes={
                Skill.FAST.value: self.settings.headroom.fast.compute_allowance_bytes,
                Skill.DEEP.value: self.settings.headroom.deep.compute_allowance_bytes,
            },
            prompt_cache_bytes=self.settings.headroom.prompt_cache_bytes,
            trust_limit=self.settings.judging.trust_limit,
            trust_least_answers=self.settings.judging.trust_least_answers,
            is_believed=BelieveModel(
                book=self.model_book,
                prompts=PromptFiles(),
                mistakes_allowed=self.settings.judging.canary_mistakes,
            ),
            preview=self.tell_headroom.preview,
        )

    def tell_news(self, notifier: "Notifier", timer: "Timer") -> Callable[[], None]:
        """Tells the desktop what happened; nothing where the configuration says so."""
        from datetime import time

        from tinyarms_daemon.application.tell_news import TellNews
        from tinyarms_daemon.domain.notice import NoticePolicy

        said = self.settings.notifications
        if not said.enabled:
            return lambda: None
        policy = NoticePolicy(
            group=said.group,
            most_per_hour=said.most_per_hour,
            quiet_from=time.fromisoformat(said.quiet_from),
            quiet_until=time.fromisoformat(said.quiet_until),
        )
        return TellNews(
            store=self.store,
            notifier=notifier,
            timer=timer,
            clock=self.clock,
            policy=policy,
            deep_rules=self.settings.skill(Skill.DEEP).rules,
            alarms=self.alarms,
        )

    def service(
        self,
        *,
        started_at: datetime | None = None,
        unwatched: Callable[[], dict[str, str]] = dict,
        watch: Callable[[Repository], None] = lambda _: None,
        unwatch: Callable[[Repository], None] = lambda _: None,
        nudge: Callable[[], None] | None = None,
        asking: Callable[[], "QuestionTask | None"] = lambda: None,
    ) -> "LocalService":
        """The service on this store. Without `nudge` it does requested work itself."""
        from tinyarms_daemon.application.local_service import Hooks, LocalService
        from tinyarms_daemon.application.report_status import Identity, ReportStatus

        identity = Identity(
            home=str(self.where.home.path),
            socket=str(self.where.home.socket),
            version=__version__,
            pid=None if nudge is None else os.getpid(),
            started_at=started_at,
            unwatched=unwatched,
            next_deep_scan=lambda each: self.weekly_scans.next_at(each, self.clock.now()),
            weekly_alarms=lambda: self.weekly_scans.alarms(self.clock.now()),
            asking=asking,
        )
        report = ReportStatus(
            identity=identity,
            book=self.book,
            ledger=self.ledger,
            findings=self.store,
            profiles=self.profiles,
            probe=self.probe,
            models=self._model_report(),
            clock=self.clock,
            alarms=self.alarms,
        )
        return LocalService(
            book=self.book,
            ledger=self.ledger,
            store=self.store,
            tree=self.tree,
            sweep=self.sweep,
            report=report,
            headroom_log=self.headroom_log,
            clock=self.clock,
            bell=self.bell,
            keep_house=self.keep_house,
            headroom_told=self.tell_headroom,
            hooks=Hooks(
                watch=watch,
                unwatch=unwatch,
                nudge=nudge or (lambda: None),
                prepare=self._prepare_deep_scan,
                run_next=self._step if nudge is None else None,
            ),
            questions=self.questions,
            deep_budget_seconds=self.settings.deep.budget_minutes * 60,
        )


@contextmanager
def open_workplace(
    where: Where,
    settings: "Settings",
    clock: Clock | None = None,
    make: Callable[..., Workplace] = Workplace,
    on_trouble: Callable[[StoreUnavailable | None], None] = lambda _: None,
) -> Iterator[Workplace]:
    """The workplace of a home that is prepared and migrated; closed at the end.

    `on_trouble` is told, once, that the store can no longer be written, and (None) that it can again.
    """
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.alarm_board import AlarmBoard

    alarms = AlarmBoard()

    def trouble(error: StoreUnavailable | None) -> None:
        waits = "Saves are noted meanwhile, and checked when it can be written again."
        alarms.put("store", None if error is None else f"{error} {waits}")
        on_trouble(error)

    database = Database(
        where.home.database,
        busy_timeout_seconds=settings.store.busy_timeout.total_seconds(),
        on_trouble=trouble,
    )
    workers = analyzer(settings)
    workplace = make(
        where=where,
        settings=settings,
        database=database,
        analyzer=workers,
        clock=clock or SystemClock(),
        alarms=alarms,
    )
    try:
        yield workplace
    finally:
        close_runtime = getattr(workplace.__dict__.get("runtime"), "close", None)
        if close_runtime is not None:  # the embedded one, where it was used
            close_runtime()
        workers.close()
        database.close()
