"""What the commands are handed: the only thing of the house below that they see."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tinyarms_daemon.control.messages import FindingMessage, FindingsMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import RuleDescription
from tinyarms_daemon.domain.models.model import ModelProof, PullProgress
from tinyarms_daemon.domain.system.agent import AgentFormat, AgentOutcome
from tinyarms_daemon.domain.system.check import Check

if TYPE_CHECKING:
    from tinyarms_daemon.faces.cli.measuring import Measuring
    from tinyarms_daemon.settings.stated import StatedValue


class Need(StrEnum):
    """What a command needs of the service behind it."""

    READ = "read"  # the daemon, or the database as it is; never takes the lock unless to migrate
    WRITE = "write"  # the daemon, or this process with the daemon's lock
    WORKERS = "workers"  # as WRITE, for so much work that this process begins with its workers
    DAEMON = "daemon"  # the daemon alone: NotRunning without one


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseScan:
    """A scan of paths that are in no watched repository: nothing of it is stored."""

    paths: tuple[Path, ...]
    rules: tuple[str, ...] = ()
    changed: bool = False
    since: str | None = None
    deep: bool = False
    plan: bool = False


@dataclass(frozen=True, slots=True)
class ModelDownload:
    """A model to be fetched; bytes are None where they are not known, `needed_bytes` those that
    must be free for it. `steps` fetches it, `prove` says what it then shows of itself, a short
    answer included (None: it is not installed)."""

    tag: str
    size_bytes: int | None
    needed_bytes: int | None
    free_bytes: int | None
    steps: Callable[[], Iterator[PullProgress]]
    prove: Callable[[], ModelProof | None]


@dataclass(frozen=True, slots=True)
class StoredCopy:
    """A copy of the database: its file, when it was made, its size, and whether it is sound."""

    path: str
    made_at: datetime | None
    size_bytes: int
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCheck:
    """The database as it was found, without changing it; `problems` is empty where it is sound."""

    path: str
    size_bytes: int
    log_bytes: int
    schema: str | None
    problems: tuple[str, ...]
    copies: tuple[StoredCopy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledHook:
    """A git hook: where it is, and where the one is kept that was there before, if any was."""

    path: Path
    kept: Path | None
    is_shared: bool


class DaemonProcess(Protocol):
    """A daemon started by this command, in the foreground of the terminal."""

    def stop(self) -> None:
        """Ask it to end and wait until it has."""

    def is_alive(self) -> bool:
        """False once it has ended."""


class Agent(Protocol):
    """The daemon as the system's agent; each call says what it did, and may be repeated."""

    def install(self) -> AgentOutcome:
        """Write the description, load it, and wait until the daemon answers."""

    def uninstall(self, *, purge: bool) -> AgentOutcome:
        """Unload and remove it; with `purge` the home, too."""

    def start(self) -> AgentOutcome:
        """Start it and wait until it answers. NotRunning where none is installed."""

    def stop(self) -> AgentOutcome:
        """End the daemon, however it was started."""

    def restart(self) -> AgentOutcome:
        """End it and start it."""


class Toolbox(Protocol):
    """Built by the composition root, for one home and one configuration."""

    home: Path

    def now(self) -> datetime:
        """This moment, aware and in UTC."""

    def service(self, need: Need) -> AbstractContextManager[Service]:
        """The daemon where it answers, else this process where `need` allows it.

        A service in this process does requested scans while `follow_job` is iterated.
        """

    def daemon_pid(self) -> int | None:
        """The pid of the daemon that holds this home, None where none does."""

    def start_daemon(self) -> DaemonProcess:
        """Start a daemon as a child that ends with this process; returns when it answers.

        UsageError where one already runs, naming its pid.
        """

    def open_dashboard(self) -> str:
        """An address that opens the daemon's dashboard once. NotRunning without a daemon."""

    def rules(self) -> Mapping[str, RuleDescription]:
        """Every rule of this version by its id; to look one up may take a moment, ids do not."""

    def watched_root_of(self, path: Path) -> str | None:
        """The root of the watched repository that holds `path`; None where none does, or where a
        git repository inside it does, which is no part of it."""

    def leaves_out(self, root: str, path: Path) -> bool:
        """Whether a scan of the watched repository at `root` never looks at this file of it, since
        git or the configuration ignores it."""

    def changed_paths(self, path: Path, since: str | None) -> list[Path]:
        """Files below `path` that differ from a revision (None: HEAD), untracked ones too."""

    def scan_loose(
        self, scan: LooseScan, on_progress: Callable[[int, int], None]
    ) -> FindingsMessage:
        """Scan and return, without a store."""

    def scan_staged(
        self,
        path: str,
        rules: Sequence[str],
        on_progress: Callable[[int, int], None],
        until: datetime | None,
        *,
        only_brought_in: bool = False,
    ) -> FindingsMessage:
        """Scan what is staged below a path, from the index alone, and store nothing.

        What cannot be checked until then, where a moment is given, is told as skipped. With
        `only_brought_in` what the last commit has already is left out.
        """

    def stored_findings(
        self, root: str, statuses: Sequence[FindingStatus]
    ) -> Sequence[FindingMessage]:
        """The findings of the repository at a root with one of these statuses, without any all that
        are known; none where it is not watched or its database cannot be read at once. Asks no
        daemon."""

    def install_hook(self, path: str, arguments: list[str]) -> InstalledHook:
        """Write the pre-commit hook that calls tinyarmsctl with these arguments."""

    def remove_hook(self, path: str) -> InstalledHook | None:
        """Take the hook away; None where ours is not there."""

    def configuration(self) -> Iterable["StatedValue"]:
        """The effective configuration with the origin of each value."""

    def check_configuration(self, file: Path | None) -> list[str]:
        """Every problem of a file (None: the effective configuration), one sentence each."""

    def configuration_paths(self) -> Mapping[str, Path]:
        """Where each layer's file is looked for, by layer, existing or not."""

    def doctor(self, *, asks: bool) -> list[Check]:
        """Every precondition, looked at now."""

    def deep_notices(self) -> list[str]:
        """Why the large model is not asked now, and what to do about it; nothing where it is."""

    def downloads(self, name: str | None) -> list[ModelDownload]:
        """What `models pull` fetches: a model by its key or tag, or (None) those that are missing.

        UsageError for a name that is no model's; Unavailable where no runtime answers.
        """

    def check_store(self) -> StoreCheck:
        """Look the database and its copies through; neither is changed, nor restored."""

    def back_up_store(self) -> StoredCopy:
        """Copy the database into the home's backups/, while a daemon runs or without one."""

    def measuring(self) -> "Measuring":
        """The measuring programme."""

    def notices(self) -> list[str]:
        """Lines worth telling before a run: for instance that no Ollama answers, and its remedy."""

    def agent(self, form: AgentFormat | None) -> Agent:
        """The agent of this platform. UsageError where `form` is another platform's."""

    def agent_text(self, form: AgentFormat | None) -> str:
        """The description that `install` would write; None is this platform's form."""

    def log_lines(self, last: int, *, follow: bool) -> Iterator[str]:
        """The newest lines of the daemon's log, with `follow` every later one as it comes."""
