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
from tinyarms_daemon.adapters.git_source_tree import GitSourceTree
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer, ProcessConcluder
from tinyarms_daemon.adapters.system_clock import SystemClock
from tinyarms_daemon.bootstrap.where import Where, configured_models, rule_versions
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.repository import Repository
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.alarm_board import AlarmBoard
    from tinyarms_daemon.application.defer_judgements import DeferJudgements
    from tinyarms_daemon.application.event_bell import EventBell
    from tinyarms_daemon.application.keep_house import KeepHouse
    from tinyarms_daemon.application.local_service import LocalService
    from tinyarms_daemon.application.run_next_batch import RunNextBatch
    from tinyarms_daemon.application.sweep_repository import SweepRepository
    from tinyarms_daemon.application.wake_watch import WakeWatch
    from tinyarms_daemon.application.weekly_scans import WeeklyPlan, WeeklyScans
    from tinyarms_daemon.ports.finding_store import FindingStore
    from tinyarms_daemon.ports.headroom_log import HeadroomLog
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.ledger import Ledger
    from tinyarms_daemon.ports.machine_clocks import MachineClocks
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.ports.repository_book import RepositoryBook
    from tinyarms_daemon.ports.store_care import StoreCare
    from tinyarms_daemon.settings.schema import Settings

WORKER_MODULE = "tinyarms_daemon.worker"
# How often the daemon looks whether the machine slept, and whether its watches live. On macOS a
# wait stands still while the machine sleeps, so it is also how late anything due can be noticed.
LOOK = timedelta(seconds=30)


def analyzer(settings: "Settings") -> ProcessAnalyzer:
    """Worker processes within the configured limits."""
    limits = settings.analysis
    return ProcessAnalyzer(
        module=WORKER_MODULE,
        workers=min(limits.workers, os.cpu_count() or 1),
        file_timeout_seconds=limits.file_timeout.total_seconds(),
        memory_bytes=limits.worker_memory_bytes,
        niceness=limits.worker_niceness,
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

        return SqlLedger(self.database)

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
        from tinyarms_daemon.adapters.psutil_probe import PsutilProbe

        return PsutilProbe(self.clock)

    @cached_property
    def bell(self) -> "EventBell":
        """Rings for listeners."""
        from tinyarms_daemon.application.event_bell import EventBell

        return EventBell()

    @cached_property
    def runtime(self) -> "ModelRuntime":
        """Ollama."""
        from tinyarms_daemon.adapters.ollama_runtime import OllamaRuntime

        return OllamaRuntime(self.settings.ollama.host)

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
    def stopping(self) -> threading.Event:
        """Set when the daemon is to end: whatever takes long looks at it and gives up."""
        return threading.Event()

    @cached_property
    def machine_clocks(self) -> "MachineClocks":
        """Wall, sleep and zone."""
        from tinyarms_daemon.adapters.machine_clocks import SystemClocks

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
            bell=self.bell,
            limits=WorkLimits(
                batch_files=self.settings.analysis.batch_files,
                max_attempts=self.settings.jobs.max_attempts,
                retry_first=self.settings.jobs.retry_backoff,
                retry_ceiling=self.settings.jobs.retry_ceiling,
                aging=self.settings.jobs.aging,
            ),
        )

    def service(
        self,
        *,
        started_at: datetime | None = None,
        unwatched: Callable[[], dict[str, str]] = dict,
        watch: Callable[[Repository], None] = lambda _: None,
        unwatch: Callable[[Repository], None] = lambda _: None,
        nudge: Callable[[], None] | None = None,
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
        )
        report = ReportStatus(
            identity=identity,
            book=self.book,
            ledger=self.ledger,
            findings=self.store,
            profiles=self.profiles,
            probe=self.probe,
            runtime=self.runtime,
            models=list(configured_models(self.settings)),
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
            clock=self.clock,
            bell=self.bell,
            keep_house=self.keep_house,
            hooks=Hooks(
                watch=watch,
                unwatch=unwatch,
                nudge=nudge or (lambda: None),
                run_next=self.run_next if nudge is None else None,
            ),
        )


@contextmanager
def open_workplace(
    where: Where, settings: "Settings", clock: Clock | None = None
) -> Iterator[Workplace]:
    """The workplace of a home that is prepared and migrated; closed at the end."""
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.alarm_board import AlarmBoard

    alarms = AlarmBoard()
    database = Database(
        where.home.database,
        busy_timeout_seconds=settings.store.busy_timeout.total_seconds(),
        on_trouble=lambda error: _tell_trouble(alarms, error),
    )
    workers = analyzer(settings)
    try:
        yield Workplace(where, settings, database, workers, clock or SystemClock(), alarms)
    finally:
        workers.close()
        database.close()


def _tell_trouble(alarms: "AlarmBoard", error: StoreUnavailable | None) -> None:
    """Once when the store can no longer be written, and once when it can again."""
    import structlog

    log = structlog.get_logger(__name__)
    if error is None:
        alarms.put("store", None)
        log.info("store_recovered")
        return
    alarms.put(
        "store", f"{error} Saves are noted meanwhile, and checked when it can be written again."
    )
    log.error("store_degraded", error=str(error))
