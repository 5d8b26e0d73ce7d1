"""The agent of this platform, and the daemon of a home as the agent's life needs it."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.adapters.agent.agent_files import DiskAgentFiles
from tinyarms_daemon.adapters.agent.agent_template import describe_agent, read_template
from tinyarms_daemon.adapters.agent.launchd_agent import LaunchdAgent, program_of_plist
from tinyarms_daemon.adapters.agent.systemd_agent import SystemdAgent, program_of_unit
from tinyarms_daemon.adapters.doctor.agent import judge_agent
from tinyarms_daemon.adapters.home import EARLY_ERRORS, HomeLock, is_answered
from tinyarms_daemon.application.agent_life import AgentLife
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.errors import Unavailable, UsageError
from tinyarms_daemon.domain.system.agent import AgentDescription, AgentFormat, AgentState
from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.ports.agent_host import AgentHost, AgentRefused

_LOOK_SECONDS = 0.1
# launchd may wait for the template's ThrottleInterval before it starts a job again.
_LONGEST_START_SECONDS = 60.0
_LONGEST_STOP_SECONDS = 25.0
_MOST_ERROR_BYTES = 4096


def own_format() -> AgentFormat:
    """What this platform starts agents from."""
    return AgentFormat.LAUNCHD if sys.platform == "darwin" else AgentFormat.SYSTEMD


def agent_host(form: AgentFormat) -> AgentHost:
    """The system's side of a format."""
    if form is AgentFormat.LAUNCHD:
        return LaunchdAgent(read_template()["Label"], user_home=Path.home(), pause=_pause)
    said = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(said) if os.path.isabs(said) else Path.home() / ".config"
    return SystemdAgent(configuration_home=folder)


def description(where: Where) -> AgentDescription:
    """How this installation's daemon is to be started on this home."""
    configuration = where.user_file if where.user_file_named else None
    return describe_agent(home=where.home.path, configuration=configuration)


def agent_text(where: Where, form: AgentFormat | None) -> str:
    """What `install` would write."""
    return agent_host(form or own_format()).render(description(where))


def agent_life(where: Where, form: AgentFormat | None) -> AgentLife:
    """The agent's life on this platform. UsageError for the other one's format."""
    if form not in (None, own_format()):
        raise UsageError(
            f"This system starts its agents by {own_format()}; --format {form} can only be "
            "printed, with --dry-run."
        )
    host = agent_host(own_format())

    def prepared_description() -> AgentDescription:
        where.home.prepare()  # launchd starts nothing whose folder is missing
        return description(where)

    return AgentLife(
        host=host,
        files=DiskAgentFiles(host.file, where.home),
        daemon=HomeDaemon(where, host),
        describe=prepared_description,
    )


def examine_agent(where: Where) -> Check:
    """Whether an agent is installed, starts what is there, and stays up."""
    form = own_format()
    read_program = program_of_plist if form is AgentFormat.LAUNCHD else program_of_unit
    host = agent_host(form)
    try:
        state = host.state()
    except AgentRefused as error:
        state = AgentState(loaded=False, trouble=str(error))
    return judge_agent(
        host.file, installed=read_program(host.file), wanted=description(where).program, state=state
    )


@dataclass(frozen=True)
class HomeDaemon:
    """The RunningDaemon protocol on a home's lock and socket."""

    where: Where
    host: AgentHost
    longest_stop_seconds: float = _LONGEST_STOP_SECONDS

    def pid(self) -> int | None:
        return HomeLock(self.where.home).holder()

    def wait_until_answered(self) -> None:
        if not _wait_until(self.answers, _LONGEST_START_SECONDS):
            raise Unavailable(self._why_unanswered())

    def wait_until_ended(self) -> None:
        if not _wait_until(lambda: self.pid() is None, self.longest_stop_seconds):
            raise Unavailable(
                f"The daemon (pid {self.pid()}) has not ended within "
                f"{self.longest_stop_seconds:g} s; "
                f"`kill -9 {self.pid()}` ends it, and loses nothing."
            )

    def terminate(self) -> None:
        """SIGTERM, to a daemon alone, once it answers: another program that holds the home ends by
        itself. Unavailable where that one does not."""
        _wait_until(lambda: self.pid() is None or self.answers(), self.longest_stop_seconds)
        pid = self.pid()
        if pid is None or pid <= 0:
            return
        if not self.answers():
            raise Unavailable(
                f"Another program (pid {pid}) works in {self.where.home.path}, and is no daemon "
                "that answers; wait for it, or end it."
            )
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)

    def answers(self) -> bool:
        return self.pid() is not None and is_answered(self.where.home)

    def _why_unanswered(self) -> str:
        state = self.host.state()
        said = last_error(self.where.home.logs / EARLY_ERRORS)
        reason = said or state.trouble or state.last_end or "it gave no reason"
        return (
            f"The agent was started, but its daemon does not answer after "
            f"{_LONGEST_START_SECONDS:g} s ({reason}); `tinyarmsctl logs` may say more, and "
            "`tinyarmsd` in a terminal shows how it starts."
        )


def last_error(file: Path) -> str | None:
    """The last line that the daemon said before its log was open, None where it said nothing."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, os.fstat(opened.fileno()).st_size - _MOST_ERROR_BYTES))
            lines = opened.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return None
    return next((line.strip() for line in reversed(lines) if line.strip()), None)


def _wait_until(holds: Callable[[], bool], longest_seconds: float) -> bool:
    for _ in range(round(longest_seconds / _LOOK_SECONDS)):
        if holds():
            return True
        _pause()
    return holds()


def _pause() -> None:
    threading.Event().wait(_LOOK_SECONDS)
