"""The composition root: settings to adapters to use cases; the only place that sees every room."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.git_source_tree import GitSourceTree
from tinyarms_daemon.adapters.home import Home, HomeLock, HomeTaken
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer, ProcessConcluder
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.adapters.system_clock import SystemClock
from tinyarms_daemon.domain.analysis import AnalysisProfile, FileReport
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.project import RuleConclusions
from tinyarms_daemon.domain.repository import Repository
from tinyarms_daemon.domain.rule import RuleDescription, Skill
from tinyarms_daemon.domain.rule_names import KNOWN_RULES
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.adapters.doctor import Examined
    from tinyarms_daemon.adapters.store.engine import Database
    from tinyarms_daemon.application.defer_judgements import ConfiguredModel, DeferJudgements
    from tinyarms_daemon.application.event_bell import EventBell
    from tinyarms_daemon.application.local_service import LocalService
    from tinyarms_daemon.application.run_next_batch import RunNextBatch
    from tinyarms_daemon.application.scan_loose import ScanLoose
    from tinyarms_daemon.application.sweep_repository import SweepRepository
    from tinyarms_daemon.ports.finding_store import FindingStore
    from tinyarms_daemon.ports.headroom_log import HeadroomLog
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.ledger import Ledger
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.ports.repository_book import RepositoryBook
    from tinyarms_daemon.settings.schema import Settings

APPLICATION = "tinyarms"
USER_FILE = "config.yaml"
WORKER_MODULE = "tinyarms_daemon.worker"


def default_home() -> Path:
    """The platform's own place for an application's state."""
    return platformdirs.user_state_path(APPLICATION, appauthor=False)


@dataclass(frozen=True, slots=True)
class Where:
    """One home, and the user's configuration file with whether it was named by the user."""

    home: Home
    user_file: Path
    user_file_named: bool

    @classmethod
    def of(cls, home: Path, configuration: Path | None) -> "Where":
        """With a home of its own the default configuration lies in it."""
        home = Path(os.path.abspath(home.expanduser()))
        if configuration is not None:
            return cls(Home(home), configuration, True)
        if home == default_home():
            folder = platformdirs.user_config_path(APPLICATION, appauthor=False)
            return cls(Home(home), folder / USER_FILE, False)
        return cls(Home(home), home / USER_FILE, False)


def load(where: Where) -> "Settings":
    """The effective settings. ConfigurationError with every problem."""
    from tinyarms_daemon.rules.registry import all_rules
    from tinyarms_daemon.settings.load import load_settings

    return load_settings(
        user_file=where.user_file,
        environment=os.environ,
        overrides={},
        rule_options={rule.id: rule.Options for rule in all_rules()},
        known_rules=KNOWN_RULES,
        user_file_must_exist=where.user_file_named,
    )


def rule_versions() -> Mapping[str, int]:
    """The rules of this version, with their versions."""
    from tinyarms_daemon.rules.registry import all_rules

    return {rule.id: rule.version for rule in all_rules()}


def rule_descriptions() -> list[RuleDescription]:
    """Every rule of this version, as data."""
    from tinyarms_daemon.analysis.rule import describe
    from tinyarms_daemon.rules.registry import all_rules

    return [describe(rule) for rule in all_rules()]


def analyzer(settings: "Settings") -> ProcessAnalyzer:
    """Worker processes within the configured limits."""
    limits = settings.analysis
    return ProcessAnalyzer(
        module=WORKER_MODULE,
        workers=min(limits.workers, os.cpu_count() or 1),
        file_timeout_seconds=limits.file_timeout.total_seconds(),
        memory_bytes=limits.worker_memory_bytes,
    )


def migrate(home: Home, clock: Clock, *, backups_kept: int) -> None:
    """Bring the database to this version's schema, after a backup where there is something to lose.

    For the holder of the lock alone. StoreUnavailable for a file that is newer, damaged or denied.
    """
    import sqlite3

    from tinyarms_daemon.adapters.store.engine import store_unavailable

    try:
        revision = upgrade.revision_of(home.database)
        upgrade.refuse_newer(home.database, revision)
        if revision == upgrade.newest_revision():
            return
        if revision is not None:
            upgrade.back_up(home.database, home.backups, clock.now(), revision, keep=backups_kept)
        else:
            _create_private(home.database)
    except (sqlite3.Error, OSError) as error:
        raise store_unavailable(home.database, error) from error
    done = subprocess.run(
        [sys.executable, "-P", "-m", upgrade.__name__, str(home.database)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StoreUnavailable(
            f"The database {home.database} could not be brought to schema "
            f"{upgrade.newest_revision()} ({last_line}); its last copy is in {home.backups}."
        )


def _create_private(database: Path) -> None:
    os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    database.chmod(0o600)


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
            clock=self.clock,
            bell=self.bell,
            hooks=Hooks(
                watch=watch,
                unwatch=unwatch,
                nudge=nudge or (lambda: None),
                run_next=self.run_next if nudge is None else None,
            ),
        )


def configured_models(settings: "Settings") -> Iterator["ConfiguredModel"]:
    """The models of the configuration, the quick one first."""
    from tinyarms_daemon.application.defer_judgements import ConfiguredModel

    for skill in (Skill.FAST, Skill.DEEP):
        name = settings.skill(skill).model
        yield ConfiguredModel(name=name, role=skill.value, tag=settings.models.tag(name))


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


@contextmanager
def held_home(where: Where, settings: "Settings") -> Iterator[None]:
    """The lock on a home that is prepared and migrated. HomeTaken, naming its holder, else."""
    where.home.prepare()
    lock = HomeLock(where.home)
    if not lock.acquire():
        raise HomeTaken(
            f"Another process (pid {lock.holder()}) works in {where.home.path}; "
            "wait for it, or stop it."
        )
    try:
        migrate(where.home, SystemClock(), backups_kept=settings.store.backups_kept)
        yield
    finally:
        lock.release()


@contextmanager
def loose_scanner(settings: "Settings", rules: tuple[str, ...]) -> Iterator["ScanLoose"]:
    """A scan without a store, of `rules` alone where any are named."""
    from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
    from tinyarms_daemon.application.scan_loose import FolderRules, ScanLoose

    profiles = ConfiguredProfiles(settings, rule_versions())
    workers = analyzer(settings)
    try:
        yield ScanLoose(
            tree=GitSourceTree(),
            analyzer=workers,
            clock=SystemClock(),
            rules_of=lambda root: FolderRules(
                profiles.profile_at(root, rules), profiles.ignored_at(root)
            ),
            conclude=_conclude_in_memory,
        )
    finally:
        workers.close()


def _conclude_in_memory(
    profile: AnalysisProfile, reports: Sequence[FileReport]
) -> list[RuleConclusions]:
    from tinyarms_daemon.adapters.memory_project import MemoryProject
    from tinyarms_daemon.analysis.conclude_project import conclude_project
    from tinyarms_daemon.rules.registry import bind_rules

    rules = bind_rules(profile.rules)
    return list(conclude_project(rules, None, lambda rule: MemoryProject(rule, reports)))


def model_notice(settings: "Settings") -> str | None:
    """What to tell a person about a model that is missing, None where none is."""
    from tinyarms_daemon.adapters.ollama_runtime import OllamaRuntime
    from tinyarms_daemon.application.defer_judgements import why_deferred

    state = OllamaRuntime(settings.ollama.host).state()
    quick = next(iter(configured_models(settings)))
    if state.problem is None and state.installed is not None and quick.tag in state.installed:
        return None
    return f"{why_deferred(state, quick)} Until then what needs a model waits; the rest works."


def examine(where: Where, roots: list[str]) -> Iterator["Examined"]:
    """Every precondition; what the configuration tells only where it is sound."""
    from tinyarms_daemon.adapters.doctor import Examined, examine_machine, examine_models
    from tinyarms_daemon.adapters.ollama_runtime import OllamaRuntime
    from tinyarms_daemon.settings.problem import ConfigurationError

    try:
        settings = load(where)
    except ConfigurationError as error:
        remedy = "mend it; `tinyarmsctl config check` lists every problem"
        yield Examined("configuration", False, True, str(error), remedy)
        yield from examine_machine(where.home, roots)
        return
    yield Examined("configuration", True, True, f"sound ({where.user_file})")
    yield from examine_machine(where.home, roots)
    host = settings.ollama.host
    tags = [(model.tag, download_bytes(model.tag)) for model in wanted_models(settings)]
    yield from examine_models(OllamaRuntime(host).state(), host, tags, where.home)


def wanted_models(settings: "Settings") -> Iterator["ConfiguredModel"]:
    """The models that enabled skills use."""
    for model, skill in zip(configured_models(settings), (Skill.FAST, Skill.DEEP), strict=True):
        if settings.skill(skill).enabled:
            yield model


def download_bytes(tag: str) -> int | None:
    """How large the download of a model is, as far as the constants know."""
    from tinyarms_daemon.settings.constants import load_constants

    name = re.sub(r"\W", "_", tag)
    constant = load_constants().get(f"disk.download_bytes.{name}")
    return None if constant is None else int(constant.number)
