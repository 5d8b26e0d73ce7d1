"""The user's systemd as the AgentHost, by its control program, and the unit that it reads."""

import re
import shlex
from pathlib import Path

from tinyarms_daemon.adapters.machine.system_program import Said, run_program
from tinyarms_daemon.domain.system.agent import AgentDescription, AgentFormat, AgentState
from tinyarms_daemon.ports.agent_host import AgentRefused

UNIT = "tinyarms.service"
_NO_BUS = ("Failed to connect to bus", "Failed to connect to user scope bus")
# Lowest of the eight levels within the usual class; systemd.exec(5).
_LOWEST_IO_PRIORITY = 7


class SystemdAgent:
    """The AgentHost port on `systemctl --user`."""

    format = AgentFormat.SYSTEMD

    def __init__(self, *, configuration_home: Path) -> None:
        self.file = configuration_home / "systemd" / "user" / UNIT

    def render(self, description: AgentDescription) -> str:
        return unit_of(description)

    def load(self) -> None:
        _required("daemon-reload")
        _required("enable", UNIT)
        _required("restart", UNIT)

    def unload(self) -> None:
        if self.state().loaded:
            _required("disable", "--now", UNIT)

    def start(self) -> None:
        _required("start", UNIT)

    def stop(self) -> None:
        """Stop it until the next login."""
        _required("stop", UNIT)

    def state(self) -> AgentState:
        said = _required("show", "--property=LoadState,ActiveState,MainPID,NRestarts,Result", UNIT)
        values = dict(line.split("=", 1) for line in said.out.splitlines() if "=" in line)
        pid = int(values.get("MainPID") or 0)
        result = values.get("Result", "success")
        restarts = values.get("NRestarts", "")
        active = values.get("ActiveState")
        is_at_it_again = active == "activating" and result != "success"
        trouble = f"it does not stay up ({result}); `systemctl --user status {UNIT}` shows why"
        return AgentState(
            loaded=values.get("LoadState") == "loaded",
            pid=pid or None,
            last_end=None if result == "success" else result,
            runs=int(restarts) + 1 if restarts.isdigit() else None,
            trouble=trouble if active == "failed" or is_at_it_again else None,
        )


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


def unit_of(description: AgentDescription) -> str:
    """The unit file; see systemd.service(5) and systemd.exec(5) for every key."""
    service = {
        "Type": "exec",
        "ExecStart": " ".join(map(_quoted, description.program)),
        "WorkingDirectory": description.working_directory.replace("%", "%%"),
        "Restart": "on-failure",
        "RestartSec": str(description.throttle_seconds),
        "TimeoutStopSec": str(description.exit_seconds),
        # SIGTERM to the daemon alone: it ends its workers itself, and what they were at is kept.
        "KillMode": "mixed",
        "UMask": f"{description.umask:04o}",
        "LimitNOFILE": str(description.open_files),
        "NoNewPrivileges": "yes",
    }
    if description.low_priority_io:
        service |= {
            "IOSchedulingClass": "best-effort",
            "IOSchedulingPriority": str(_LOWEST_IO_PRIORITY),
        }
    sections = {
        "Unit": {
            "Description": "tinyarms code scanner",
            "StartLimitIntervalSec": "0",  # restarted as long as it fails, as launchd does
        },
        "Service": service,
        "Install": {"WantedBy": "default.target"},
    }
    return "\n".join(
        "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in keys.items()), ""])
        for name, keys in sections.items()
    )


def program_of_unit(file: Path) -> tuple[str, ...] | None:
    """The program that a unit starts, None where it is none or starts nothing."""
    try:
        said = re.search(r"^ExecStart=(.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        words = [] if said is None else shlex.split(said[1])
    except (OSError, ValueError):
        return None
    return tuple(word.replace("%%", "%").replace("$$", "$") for word in words) or None


def _quoted(word: str) -> str:
    """A word of ExecStart: % begins a specifier, $ a variable, and a backslash an escape."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
