"""Everything that stands on one open database: adapters to use cases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.git.commits import commits_by_path
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer, ProcessConcluder
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.application.checking.sweep_repository import SweepRepository
from tinyarms_daemon.application.service.local_service import LocalService
from tinyarms_daemon.application.service.report_status import Identity, ReportStatus, Running
from tinyarms_daemon.bootstrap.model_place import ModelPlace
from tinyarms_daemon.bootstrap.where import Where, model_specs
from tinyarms_daemon.bootstrap.workers import analyzer, prepare_deep_scan
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.questions.deep_budget import WorthPolicy
from tinyarms_daemon.domain.questions.trust import TrustPolicy
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.schedule import read_schedule
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.rules.registry import rule_versions
from tinyarms_daemon.settings.schema import Settings

if TYPE_CHECKING:
    from tinyarms_daemon.application.checking.run_next_batch import RunNextBatch
    from tinyarms_daemon.application.checking.weekly_scans import WeeklyPlan, WeeklyScans
    from tinyarms_daemon.application.judging.judge_waiting import JudgeWaiting
    from tinyarms_daemon.application.judging.weigh_questions import WeighQuestions
    from tinyarms_daemon.ports.notifier import Notifier
    from tinyarms_daemon.ports.timer import Timer


def weekly_plan(settings: Settings) -> "WeeklyPlan":
    """What the configuration says of weekly scans."""
    from tinyarms_daemon.application.checking.weekly_scans import WeeklyPlan

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
class Workplace(ModelPlace):
    """Everything that stands on one open database; built once, by a daemon or without one."""

    analyzer: ProcessAnalyzer

    @cached_property
    def stopping(self) -> threading.Event:
        """Set when the daemon is to end: whatever takes long looks at it and gives up."""
        return threading.Event()

    @cached_property
    def weekly_scans(self) -> "WeeklyScans":
        """Which weekly scans are due."""
        from tinyarms_daemon.application.checking.weekly_scans import WeeklyScans

        return WeeklyScans(
            book=self.book,
            ledger=self.ledger,
            store=self.store,
            sweep=self.sweep,
            plan=lambda: weekly_plan(self.profiles.settings),
            zone=lambda: self.machine_clocks.read().zone,
        )

    @cached_property
    def sweep(self) -> SweepRepository:
        """Finds what differs."""
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
        from tinyarms_daemon.application.judging.weigh_questions import WeighQuestions

        return WeighQuestions(
            commits=commits_by_path,
            questions=self.questions,
            book=self.model_book,
            model=model_specs(self.settings)[Skill.DEEP].tag,
            policy=made_of(WorthPolicy, vars(self.settings.deep)),
            clock=self.clock,
        )

    @cached_property
    def run_next(self) -> "RunNextBatch":
        """The lane's step."""
        from tinyarms_daemon.application.checking.run_next_batch import RunNextBatch, WorkLimits

        return RunNextBatch(
            book=self.book,
            ledger=self.ledger,
            findings=self.store,
            tree=self.tree,
            profiles=self.profiles,
            analyzer=self.analyzer,
            concluder=ProcessConcluder(self.analyzer, self.where.home.database),
            clock=self.clock,
            judgements=self.judgements,
            weigh=self.weigh,
            bell=self.bell,
            limits=made_of(
                WorkLimits, vars(self.settings.jobs), batch_files=self.settings.analysis.batch_files
            ),
        )

    @cached_property
    def judge_waiting(self) -> "JudgeWaiting":
        """The model lane's step."""
        from tinyarms_daemon.adapters.store.question_queue import SqlQuestionQueue
        from tinyarms_daemon.application.judging.candidate_question import ExcerptLimits
        from tinyarms_daemon.application.judging.judge_waiting import JudgeWaiting, JudgingLimits

        judging = self.settings.judging
        return JudgeWaiting(
            book=self.book,
            ledger=self.ledger,
            queue=SqlQuestionQueue(self.database, judging.untold_confidence),
            store=self.store,
            tree=self.tree,
            profiles=self.profiles,
            judge=self.judge,
            models=self.model_book,
            judgements=self.judgements,
            clock=self.clock,
            bell=self.bell,
            limits=made_of(
                JudgingLimits,
                vars(judging),
                excerpt=made_of(ExcerptLimits, vars(judging)),
                trust=made_of(TrustPolicy, vars(judging)),
            ),
            rule_versions=rule_versions(),
            has_weekly_scan=self.has_weekly_scan,
            stopping=self.stopping.is_set,
        )

    def _step(self) -> bool:
        """Where no lanes are, one step of whatever is due: certain things before questions."""
        return self.run_next() or self.ask_next()

    def tell_news(self, notifier: "Notifier", timer: "Timer") -> Callable[[], None]:
        """Tells the desktop what happened; nothing where the configuration says so."""
        from tinyarms_daemon.application.tell_news import TellNews
        from tinyarms_daemon.domain.system.notice import NoticePolicy

        said = self.settings.notifications
        if not said.enabled:
            return lambda: None
        return TellNews(
            store=self.store,
            notifier=notifier,
            timer=timer,
            clock=self.clock,
            policy=made_of(NoticePolicy, vars(said)),
            deep_rules=self.settings.skill(Skill.DEEP).rules,
            alarms=self.alarms,
        )

    def service(self, running: Running | None = None, *, is_idle: bool = False) -> LocalService:
        """The service on this store. Without a running daemon it does requested work itself;
        `is_idle` says that nobody does any."""
        identity = Identity(
            running=running or Running(),
            home=str(self.where.home.path),
            socket=str(self.where.home.socket),
            config=str(self.where.user_file),
            version=__version__,
            next_deep_scan=lambda each: self.weekly_scans.next_at(each, self.clock.now()),
            weekly_alarms=lambda: self.weekly_scans.alarms(self.clock.now()),
            is_idle=is_idle,
        )
        report = ReportStatus(
            identity=identity,
            book=self.book,
            ledger=self.ledger,
            findings=self.store,
            questions=lambda: self.questions,
            intents=lambda: self.intent_book if self.describes else None,
            profiles=self.profiles,
            probe=lambda: self.probe,
            models=lambda: self.report_models,
            pace=lambda: self.gate.pace,
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
            headroom_log=lambda: self.headroom_book,
            clock=self.clock,
            bell=self.bell,
            keep_house=lambda: self.keep_house,
            headroom_told=lambda: self.tell_headroom,
            running=identity.running,
            prepare=lambda: prepare_deep_scan(self.analyzer, self.profiles.settings),
            run_next=self._step if running is None else None,
            questions=lambda: self.questions,
            deep_budget_seconds=self.settings.deep.budget_minutes * 60,
        )


@contextmanager
def open_workplace(
    where: Where,
    settings: Settings,
    clock: Clock | None = None,
    make: Callable[..., Workplace] = Workplace,
    on_trouble: Callable[[StoreUnavailable | None], None] = lambda _: None,
    workers: ProcessAnalyzer | None = None,
) -> Iterator[Workplace]:
    """The workplace of a home that is prepared and migrated; closed at the end.

    `on_trouble` is told, once, that the store can no longer be written, and (None) that it can
    again. `workers` are those that were started already.
    """
    with closing(workers or analyzer(settings)) as every_worker:
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
        workplace = make(
            where=where,
            settings=settings,
            database=database,
            analyzer=every_worker,
            clock=clock or SystemClock(),
            alarms=alarms,
        )
        try:
            yield workplace
        finally:
            close_runtime = getattr(workplace.__dict__.get("runtime"), "close", None)
            if close_runtime is not None:  # the embedded one, where it was used
                close_runtime()
            database.close()
