"""Everything that stands on one open database: adapters to use cases."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.git_source_tree import GitSourceTree
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer, ProcessConcluder
from tinyarms_daemon.adapters.system_clock import SystemClock
from tinyarms_daemon.bootstrap.where import Where, configured_models, rule_versions
from tinyarms_daemon.domain.repository import Repository
from tinyarms_daemon.domain.rule import Skill
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.defer_judgements import DeferJudgements
    from tinyarms_daemon.application.event_bell import EventBell
    from tinyarms_daemon.application.local_service import LocalService
    from tinyarms_daemon.application.run_next_batch import RunNextBatch
    from tinyarms_daemon.application.sweep_repository import SweepRepository
    from tinyarms_daemon.ports.finding_store import FindingStore
    from tinyarms_daemon.ports.headroom_log import HeadroomLog
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.ledger import Ledger
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.ports.notifier import Notifier
    from tinyarms_daemon.ports.repository_book import RepositoryBook
    from tinyarms_daemon.ports.timer import Timer
    from tinyarms_daemon.settings.schema import Settings

WORKER_MODULE = "tinyarms_daemon.worker"


def analyzer(settings: "Settings") -> ProcessAnalyzer:
    """Worker processes within the configured limits."""
    limits = settings.analysis
    return ProcessAnalyzer(
        module=WORKER_MODULE,
        workers=min(limits.workers, os.cpu_count() or 1),
        file_timeout_seconds=limits.file_timeout.total_seconds(),
        memory_bytes=limits.worker_memory_bytes,
    )


@dataclass(frozen=True)
class Workplace:
    """Everything that stands on one open database; built once, by a daemon or without one."""

    where: Where
    settings: "Settings"
    database: "Database"
    analyzer: ProcessAnalyzer
    clock: Clock

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
            ),
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
        )

    def service(
        self,
        *,
        started_at: datetime | None = None,
        unwatched: Callable[[], dict[str, str]] = dict,
        next_deep_scan: Callable[[int], datetime | None] = lambda _: None,
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
            next_deep_scan=next_deep_scan,
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

    database = Database(
        where.home.database, busy_timeout_seconds=settings.store.busy_timeout.total_seconds()
    )
    workers = analyzer(settings)
    try:
        yield Workplace(where, settings, database, workers, clock or SystemClock())
    finally:
        workers.close()
        database.close()
