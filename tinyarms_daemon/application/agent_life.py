"""The agent's life: installed, started, stopped, removed; each as often as one likes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.errors import NotRunning, UsageError
from tinyarms_daemon.domain.system.agent import (
    AgentDescription,
    AgentFormat,
    AgentOutcome,
    AgentState,
)
from tinyarms_daemon.ports.agent_host import AgentHost, AgentRefused

_NOTICES = {
    AgentFormat.LAUNCHD: (
        "macOS will say once that a background item was added, and name the interpreter ({program})"
        " or its maker. Leave it allowed: System Settings > General > Login Items & Extensions."
    ),
    AgentFormat.SYSTEMD: (
        "It runs while you are logged in; `loginctl enable-linger` keeps it running beyond."
    ),
}


class AgentFiles(Protocol):
    """What of the agent lies on the disk."""

    def read(self) -> str | None:
        """The description that is installed, None where none is."""

    def write(self, text: str) -> None:
        """Install a description, whole or not at all."""

    def remove(self) -> bool:
        """Take the description away; False where none was."""

    def purge(self) -> tuple[str, ...]:
        """Remove everything that was written to the home; what is somebody else's stays, and is
        returned."""


class RunningDaemon(Protocol):
    """The daemon of this home, however it was started."""

    def pid(self) -> int | None:
        """Who holds the home, None where nobody does."""

    def answers(self) -> bool:
        """Whether who holds the home is a daemon that answers now."""

    def wait_until_answered(self) -> None:
        """Until it answers. Unavailable, with what it said, where it does not."""

    def wait_until_ended(self) -> None:
        """Until nobody holds the home. Unavailable where somebody goes on."""

    def terminate(self) -> None:
        """Ask it to end, whoever started it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLife:
    """Every command says in one sentence what it did. AgentRefused where the system refuses."""

    host: AgentHost
    files: AgentFiles
    daemon: RunningDaemon
    describe: Callable[[], AgentDescription]

    def install(self) -> AgentOutcome:
        """Also where a command works in the home, which hands it over to the daemon."""
        description = self.describe()
        pid = self.daemon.pid()
        if pid is not None and self._state().pid != pid and self.daemon.answers():
            raise UsageError(
                f"A daemon that was started by hand (pid {pid}) works in this home; end it, "
                "for instance by `tinyarmsctl stop`, and install then."
            )
        before, text = self.files.read(), self.host.render(description)
        self.files.write(text)
        try:
            self.host.load()
        except AgentRefused:
            if before is None:  # nothing half installed is left
                self.files.remove()
            raise
        self.daemon.wait_until_answered()
        verb = {None: "is installed", text: "was installed already, and was restarted"}.get(
            before, "is installed anew"
        )
        notice = _NOTICES[self.host.format].format(program=description.program[0])
        return AgentOutcome(
            done=f"The agent {verb} and runs (pid {self.daemon.pid()}): {self.host.file}",
            remarks=(notice,) if before != text else (),
        )

    def uninstall(self, *, purge: bool) -> AgentOutcome:
        """Unload and remove the description; with `purge` all that was written, too.

        A system that cannot be asked keeps nothing from being removed: nothing starts it then.
        """
        remarks: list[str] = []
        removed = self.files.read() is not None
        if removed:
            try:
                self.host.unload()
            except AgentRefused as error:
                remarks.append(str(error))
            self.files.remove()
        done = "The agent is uninstalled" if removed else "No agent is installed"
        if purge:
            self._end_daemon()
            own = "Kept, since it is not tinyarms' own:"
            remarks += [f"{own} {each}" for each in self.files.purge()]
            done += ", and everything it wrote is removed"
        elif removed:
            done += "; what it found is kept"
        if (pid := self.daemon.pid()) is not None:
            remarks.append(f"A daemon (pid {pid}) goes on that was started by hand.")
        return AgentOutcome(done=f"{done}.", remarks=tuple(remarks))

    def start(self) -> AgentOutcome:
        """Also where a command works in the home, which hands it over to the daemon."""
        pid = self.daemon.pid()
        if pid is not None and (self.daemon.answers() or self.files.read() is None):
            self.daemon.wait_until_answered()
            return AgentOutcome(done=f"The daemon runs already (pid {pid}).")
        self._require_installed()
        if self.host.state().loaded:
            self.host.start()
        else:
            self.host.load()
        self.daemon.wait_until_answered()
        return AgentOutcome(done=f"The daemon runs (pid {self.daemon.pid()}).")

    def stop(self) -> AgentOutcome:
        """End the daemon, however it was started; it stays down until a start or the next login."""
        if self.daemon.pid() is None:
            state = self._state()
            if not state.loaded or state.trouble is None:
                return AgentOutcome(done="The daemon does not run.")
            self.host.stop()  # else the system would start it over and over
            return AgentOutcome(
                done="The daemon does not run, and the agent no longer tries to start it."
            )
        self._end_daemon()
        returns = self.files.read() is not None
        until = " It starts again at the next login, or by `tinyarmsctl start`." if returns else ""
        return AgentOutcome(done=f"The daemon has ended.{until}")

    def restart(self) -> AgentOutcome:
        if self.files.read() is None and self.daemon.pid() is not None:
            raise UsageError(
                f"The daemon (pid {self.daemon.pid()}) was started by hand: end it and start it "
                "again there, or run `tinyarmsctl stop` and `tinyarmsctl install`."
            )
        self._require_installed()
        if self.daemon.pid() is not None:
            self._end_daemon()
        return self.start()

    def _end_daemon(self) -> None:
        pid = self.daemon.pid()
        if pid is None:
            return
        if self._state().pid == pid:  # the system started it
            self.host.stop()
        else:
            self.daemon.terminate()
        self.daemon.wait_until_ended()

    def _state(self) -> AgentState:
        """How it stands; it is not loaded where none is installed, or no such system is there."""
        with suppress(AgentRefused):
            if self.files.read() is not None:
                return self.host.state()
        return AgentState(loaded=False)

    def _require_installed(self) -> None:
        if self.files.read() is None:
            raise NotRunning(
                "No agent is installed; `tinyarmsctl install` installs and starts it, "
                "or run `tinyarmsd` in a terminal."
            )
