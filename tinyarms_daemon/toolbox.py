"""What tinyarmsctl's commands are handed: the daemon where it answers, else the house itself."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.store.short_questions import has_dismissals, watched_roots
from tinyarms_daemon.bootstrap.service_access import ServiceAccess, pause
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.control.messages import FindingMessage, FindingsMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import TinyarmsError, UsageError
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import RuleDescription, Skill
from tinyarms_daemon.domain.folders import innermost
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

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.doctor.access import WatchedRoot
    from tinyarms_daemon.control.client import ControlClient
    from tinyarms_daemon.faces.cli.measuring import Measuring
    from tinyarms_daemon.settings.stated import StatedValue


def make_toolbox(
    home: Path, configuration: Path | None, tell: Callable[[str], None]
) -> "HouseToolbox":
    """The toolbox of a home; `tell` takes what is to be said beside a result."""
    return HouseToolbox(Where.of(home, configuration), tell)


class HouseToolbox:
    """The Toolbox protocol; each part of the house is imported when a command needs it."""

    def __init__(self, where: Where, tell: Callable[[str], None]) -> None:
        self._where = where
        self._access = ServiceAccess(where, tell)
        self.home = where.home.path

    def service(self, need: Need) -> AbstractContextManager[Service]:
        return self._access.service(need)

    def now(self) -> datetime:
        return SystemClock().now()

    def daemon_pid(self) -> int | None:
        return self._access.daemon_pid()

    def start_daemon(self) -> DaemonProcess:
        return self._access.start_daemon()

    def open_dashboard(self) -> str:
        with self.service(Need.DAEMON) as service:
            return cast("ControlClient", service).open_dashboard()

    def rules(self) -> Mapping[str, RuleDescription]:
        from tinyarms_daemon.rules.registry import rule_descriptions

        return rule_descriptions()

    def watched_root_of(self, path: Path) -> str | None:
        from tinyarms_daemon.adapters.git.command import is_in_nested_work_tree

        real = os.path.realpath(path)
        root = innermost(self._watched_roots(), real)
        return None if root is not None and is_in_nested_work_tree(real, root) else root

    def leaves_out(self, root: str, path: Path) -> bool:
        from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
        from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
        from tinyarms_daemon.rules.registry import rule_versions

        profiles = ConfiguredProfiles(self._access.settings, rule_versions())
        try:
            ignore = profiles.ignored_at(root)
        except UsageError:  # told by the scan itself, which goes by the last good configuration
            return False
        tree = GitSourceTree()
        name = os.path.relpath(os.path.realpath(path), root)
        is_git = tree.inspect(root).is_git
        return not tree.list_files(root, is_git=is_git, ignore=ignore, only={name})

    def changed_paths(self, path: Path, since: str | None) -> list[Path]:
        from tinyarms_daemon.adapters.git.changed_files import changed_files

        return [Path(name) for name in changed_files(os.path.realpath(path), since)]

    def scan_loose(
        self, scan: LooseScan, on_progress: Callable[[int, int], None]
    ) -> FindingsMessage:
        from tinyarms_daemon.bootstrap.loose_scan import loose_scanner

        paths = [str(path) for path in scan.paths]
        if scan.changed or scan.since is not None:
            paths = [
                str(changed)
                for path in scan.paths
                for changed in self.changed_paths(path, scan.since)
            ]
        measured = self._where.home.measured
        with loose_scanner(
            self._access.settings, scan.rules, deep=scan.deep, measured=measured
        ) as scan_loose:
            return scan_loose(
                [os.path.abspath(path) for path in paths], on_progress, with_plan=scan.plan
            )

    def scan_staged(
        self,
        path: str,
        rules: Sequence[str],
        on_progress: Callable[[int, int], None],
        until: datetime | None,
        *,
        only_brought_in: bool = False,
    ) -> FindingsMessage:
        from tinyarms_daemon.bootstrap.staged_scan import scan_staged

        return scan_staged(
            self._access.settings,
            path,
            tuple(rules),
            on_progress,
            until,
            only_brought_in=only_brought_in,
        )

    def stored_findings(
        self, root: str, statuses: Sequence[FindingStatus]
    ) -> Sequence[FindingMessage]:
        try:
            database = self._where.home.database
            if not self._access.has_current_database:
                return ()
            if list(statuses) == [FindingStatus.DISMISSED] and not has_dismissals(database):
                return ()
            with self._access.own_service(Need.READ) as service:
                names = [each["name"] for each in service.repositories() if each["root"] == root]
                if not names:
                    return ()
                found = service.findings({"repository": names[0], "statuses": list(statuses)})
        except TinyarmsError:
            return ()
        return found["findings"]

    def install_hook(self, path: str, arguments: list[str]) -> InstalledHook:
        from tinyarms_daemon.adapters.git.hook import git_hook

        hook = git_hook(path)
        hook.install(str(Path(sys.executable).with_name("tinyarmsctl")), arguments)
        kept = hook.before if os.path.lexists(hook.before) else None
        return InstalledHook(path=hook.path, kept=kept, is_shared=hook.is_shared)

    def remove_hook(self, path: str) -> InstalledHook | None:
        from tinyarms_daemon.adapters.git.hook import git_hook

        hook = git_hook(path)
        if not hook.remove():
            return None
        return InstalledHook(path=hook.path, kept=None, is_shared=hook.is_shared)

    def configuration(self) -> Iterable["StatedValue"]:
        from tinyarms_daemon.bootstrap.configuration_here import settings_in
        from tinyarms_daemon.settings.stated import stated_values

        return stated_values(settings_in(self._where, Path.cwd()))

    def check_configuration(self, file: Path | None) -> list[str]:
        from tinyarms_daemon.bootstrap.configuration_here import configuration_problems

        problems = configuration_problems(self._where, file, Path.cwd())
        return [str(problem) for problem in problems]

    def configuration_paths(self) -> Mapping[str, Path]:
        from tinyarms_daemon.bootstrap.configuration_here import repository_file

        return {
            "packaged": bundled("config/default.yaml"),
            "user": self._where.user_file,
            "repository": repository_file(Path.cwd()),
        }

    def doctor(self, *, asks: bool) -> list[Check]:
        from tinyarms_daemon.bootstrap.examination import examine

        return list(examine(self._where, self._watched(), asks=asks))

    def deep_notices(self) -> list[str]:
        from tinyarms_daemon.bootstrap.examination import model_notices

        return model_notices(self._access.settings, Skill.DEEP)

    def downloads(self, name: str | None) -> list[ModelDownload]:
        from tinyarms_daemon.bootstrap.download import downloads

        return downloads(self._access.settings, name)

    def check_store(self) -> StoreCheck:
        from tinyarms_daemon.bootstrap.store_check import check_store

        return check_store(self._where.home)

    def back_up_store(self) -> StoredCopy:
        from tinyarms_daemon.adapters.store.backups import back_up
        from tinyarms_daemon.bootstrap.store_check import require_database

        home = self._where.home
        require_database(home)
        keep = self._access.settings.store.backups_kept
        now = SystemClock().now()
        copy = back_up(home.database, home.backups, now, keep=keep)
        return StoredCopy(str(copy), now, copy.stat().st_size, ok=True)

    def measuring(self) -> "Measuring":
        from tinyarms_daemon.bootstrap.measuring import Programme

        self._where.home.prepare()  # what is measured for an hour has to have a place
        return Programme(self._where, self._access.settings)

    def notices(self) -> list[str]:
        from tinyarms_daemon.bootstrap.examination import model_notices

        return model_notices(self._access.settings, Skill.FAST)

    def agent(self, form: AgentFormat | None) -> Agent:
        from tinyarms_daemon.bootstrap.agent import agent_life

        return agent_life(self._where, form)

    def agent_text(self, form: AgentFormat | None) -> str:
        from tinyarms_daemon.bootstrap.agent import agent_text

        return agent_text(self._where, form)

    def log_lines(self, last: int, *, follow: bool) -> Iterator[str]:
        from tinyarms_daemon.adapters.logs.log_tail import log_lines

        file = self._where.home.logs / "tinyarmsd.log"
        return log_lines(file, last, pause if follow else None)

    def _watched(self) -> "list[WatchedRoot]":
        """As far as it is known without making a home or bringing one to this version."""
        from tinyarms_daemon.adapters.doctor.access import WatchedRoot

        if self.daemon_pid() is None and not self._access.has_current_database:
            return []
        try:
            with self.service(Need.READ) as service:
                return [
                    WatchedRoot(
                        name=each["name"],
                        root=each["root"],
                        unavailable=each["unavailable"],
                        misconfigured=each["configuration_problem"],
                    )
                    for each in service.repositories()
                ]
        except TinyarmsError:  # whatever it is, one of the checks says it
            return []

    def _watched_roots(self) -> list[str]:
        database = self._where.home.database
        is_idle = not self._access.is_open and self.daemon_pid() is None
        if is_idle and self._access.has_current_database:
            roots = watched_roots(database)
            if roots is not None:
                return roots
        with self.service(Need.READ) as service:
            return [repository["root"] for repository in service.repositories()]
