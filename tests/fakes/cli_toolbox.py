"""A toolbox around a fake service, for commands that are driven without a daemon."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.fakes.clock import NOON
from tests.fakes.control_messages import findings_message
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import FindingMessage, FindingsMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import NotRunning
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import RuleDescription, Severity, Skill
from tinyarms_daemon.domain.system.agent import AgentFormat
from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.faces.cli.toolbox import (
    Agent,
    DaemonProcess,
    InstalledHook,
    LooseScan,
    ModelDownload,
    Need,
    StoreCheck,
    StoredCopy,
)
from tinyarms_daemon.ports.agent_host import AgentRefused
from tinyarms_daemon.settings.stated import StatedValue
from tinyarms_daemon.settings.tree import Layer, Origin


def rule_description(rule_id: str = "hardcoded-colors") -> RuleDescription:
    """A rule with one option and an example of each kind."""
    return RuleDescription(
        id=rule_id,
        title="Literal color in code",
        rationale="A literal color cannot follow the theme,\nand drifts from the palette unseen.",
        fix_hint="Name the color once as a design token, and use the token here.",
        severity=Severity.WARNING,
        skill=Skill.FAST,
        languages=("css", "tsx"),
        version=1,
        options={"allowed": "colors that may stand anywhere (default: none)"},
        examples_bad={"hex in a style": '<p style={{ color: "«#3B82F6»" }} />'},
        examples_good={"a design token": "<p style={{ color: theme.brand }} />"},
    )


STORED_COPY = StoredCopy("/home/me/backups/tinyarms-1.db", NOON, 4096, ok=True)


def store_check(*problems: str) -> StoreCheck:
    """A database of 2 MB with one copy, and these problems."""
    return StoreCheck(
        path="/home/me/.local/state/tinyarms/tinyarms.db",
        size_bytes=2_000_000,
        log_bytes=0,
        schema="0001",
        problems=problems,
        copies=(STORED_COPY,),
    )


@dataclass
class FakeDaemon:
    """A child process that ends when it is told to."""

    alive: bool = True
    stops: int = 0

    def stop(self) -> None:
        self.alive = False
        self.stops += 1

    def is_alive(self) -> bool:
        return self.alive


@dataclass
class FakeToolbox:
    """Each field is an answer; `needs` and `loose_scans` are what was asked."""

    home: Path = Path("/home/me/.local/state/tinyarms")
    fake_service: FakeService = field(default_factory=FakeService)
    running: bool = True
    daemon: FakeDaemon = field(default_factory=FakeDaemon)
    watched_roots: tuple[str, ...] = ()
    changed: list[Path] = field(default_factory=list)
    loose_answer: FindingsMessage = field(default_factory=findings_message)
    problems: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notice_lines: list[str] = field(default_factory=list)
    deep_notice_lines: list[str] = field(default_factory=list)
    rule_answers: list[RuleDescription] = field(
        default_factory=lambda: [rule_description(), rule_description("magic-numbers")]
    )
    logged: list[str] = field(default_factory=list)
    left_out: tuple[Path, ...] = ()
    store_answer: StoreCheck = field(default_factory=lambda: store_check())
    staged_scans: list[tuple[str, datetime | None]] = field(default_factory=list)
    stored: tuple[FindingMessage, ...] = ()
    hook_arguments: list[str] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    loose_scans: list[LooseScan] = field(default_factory=list)
    wanted: list[ModelDownload] = field(default_factory=list)

    def now(self) -> datetime:
        return NOON

    @contextmanager
    def service(self, need: Need) -> Iterator[Service]:
        self.needs.append(need)
        if need is Need.DAEMON and not self.running:
            raise NotRunning("The daemon is not running; start it with 'tinyarmsd'.")
        yield self.fake_service

    def daemon_pid(self) -> int | None:
        return 4242 if self.running else None

    def start_daemon(self) -> DaemonProcess:
        self.running = True
        return self.daemon

    def open_dashboard(self) -> str:
        return "http://127.0.0.1:4711/?token=once"

    def rules(self) -> Mapping[str, RuleDescription]:
        return {rule.id: rule for rule in self.rule_answers}

    def watched_root_of(self, path: Path) -> str | None:
        roots = [root for root in self.watched_roots if path.is_relative_to(root)]
        return roots[0] if roots else None

    def leaves_out(self, root: str, path: Path) -> bool:
        return path in self.left_out

    def changed_paths(self, path: Path, since: str | None) -> list[Path]:
        return self.changed

    def scan_loose(
        self, scan: LooseScan, on_progress: Callable[[int, int], None]
    ) -> FindingsMessage:
        self.loose_scans.append(scan)
        on_progress(1, 2)
        return self.loose_answer

    def scan_staged(
        self,
        path: str,
        rules: Sequence[str],
        on_progress: Callable[[int, int], None],
        until: datetime | None,
        *,
        only_brought_in: bool = False,
    ) -> FindingsMessage:
        self.staged_scans.append((path, until))
        return self.loose_answer

    def stored_findings(
        self, root: str, statuses: Sequence[FindingStatus]
    ) -> Sequence[FindingMessage]:
        return [each for each in self.stored if not statuses or each["status"] in statuses]

    def install_hook(self, path: str, arguments: list[str]) -> InstalledHook:
        self.hook_arguments = arguments
        return InstalledHook(path=Path("/shop/.git/hooks/pre-commit"), kept=None, is_shared=False)

    def remove_hook(self, path: str) -> InstalledHook | None:
        return None

    def configuration(self) -> Iterable[StatedValue]:
        origin = Origin(layer=Layer.PACKAGED, place="/bundle/default.yaml", line=7)
        yield StatedValue("rules.file-size.max_lines", 350, origin)

    def check_configuration(self, file: Path | None) -> list[str]:
        return self.problems

    def configuration_paths(self) -> Mapping[str, Path]:
        return {"user": Path("/home/me/.config/tinyarms/config.yaml")}

    def doctor(self, *, asks: bool) -> list[Check]:
        return self.checks

    def deep_notices(self) -> list[str]:
        return self.deep_notice_lines

    def downloads(self, name: str | None) -> list[ModelDownload]:
        return self.wanted

    def check_store(self) -> StoreCheck:
        return self.store_answer

    def back_up_store(self) -> StoredCopy:
        return STORED_COPY

    def notices(self) -> list[str]:
        return self.notice_lines

    def agent(self, form: AgentFormat | None) -> Agent:
        raise AgentRefused("There is no agent here.")

    def agent_text(self, form: AgentFormat | None) -> str:
        return f"an agent for {form}\n"

    def log_lines(self, last: int, *, follow: bool) -> Iterator[str]:
        yield from self.logged[-last:]
