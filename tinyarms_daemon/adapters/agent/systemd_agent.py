"""The user's systemd as the AgentHost, by its control program."""

from pathlib import Path

from tinyarms_daemon.adapters.agent.systemd_text import unit_of
from tinyarms_daemon.adapters.machine.system_program import Said, run_program
from tinyarms_daemon.domain.system.agent import AgentDescription, AgentFormat, AgentState
from tinyarms_daemon.ports.agent_host import AgentRefused

UNIT = "tinyarms.service"
_NO_BUS = ("Failed to connect to bus", "Failed to connect to user scope bus")


class SystemdAgent:
    """The AgentHost port on `systemctl --user`."""

    format = AgentFormat.SYSTEMD

    def __init__(self, *, configuration_home: Path) -> None:
        self._file = configuration_home / "systemd" / "user" / UNIT

    @property
    def file(self) -> Path:
        """The unit among the user's units."""
        return self._file

    def render(self, description: AgentDescription) -> str:
        """The unit's text."""
        return unit_of(description)

    def load(self) -> None:
        """Read the unit anew, have it started at login, and (re)start it."""
        _required("daemon-reload")
        _required("enable", UNIT)
        _required("restart", UNIT)

    def unload(self) -> None:
        """Stop it and have it started no more; nothing where it is not loaded."""
        if self.state().loaded:
            _required("disable", "--now", UNIT)

    def start(self) -> None:
        _required("start", UNIT)

    def stop(self) -> None:
        """Stop it until the next login."""
        _required("stop", UNIT)

    def state(self) -> AgentState:
        """What `systemctl show` tells."""
        said = _required("show", "--property=LoadState,ActiveState,MainPID,NRestarts,Result", UNIT)
        values = dict(line.split("=", 1) for line in said.out.splitlines() if "=" in line)
        pid = int(values.get("MainPID") or 0)
        result = values.get("Result", "success")
        restarts = values.get("NRestarts", "")
        return AgentState(
            loaded=values.get("LoadState") == "loaded",
            pid=pid or None,
            last_end=None if result == "success" else result,
            runs=int(restarts) + 1 if restarts.isdigit() else None,
            trouble=_trouble(values.get("ActiveState"), result),
        )


def _trouble(active: str | None, result: str) -> str | None:
    if active == "failed" or (active == "activating" and result != "success"):
        return f"it does not stay up ({result}); `systemctl --user status {UNIT}` shows why"
    return None


def _required(*arguments: str) -> Said:
    said = run_program(["systemctl", "--user", *arguments])
    if said.status == 0:
        return said
    reason = said.err.strip().partition("\n")[0]
    if said.status is None:
        raise AgentRefused(f"There is no systemd here ({reason}); run `tinyarmsd` in a terminal.")
    if reason.startswith(_NO_BUS):
        raise AgentRefused(
            "No systemd runs for this user here, as in a container or after su; log in properly, "
            "or run `tinyarmsd` in a terminal."
        )
    raise AgentRefused(f"systemd could not {arguments[0]} the agent: {reason or said.status}.")
