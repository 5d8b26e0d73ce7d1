"""launchd as the AgentHost, by its control program, and the property list that it reads."""

import os
import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from tinyarms_daemon.adapters.agent.agent_template import read_template
from tinyarms_daemon.adapters.machine.system_program import Said, run_program
from tinyarms_daemon.domain.system.agent import AgentDescription, AgentFormat, AgentState
from tinyarms_daemon.domain.system.launchd import (
    NO_SUCH_DOMAIN,
    NOT_LOADED,
    PASSING,
    code_of,
    explained,
    read_print,
)
from tinyarms_daemon.ports.agent_host import AgentRefused

# bootout returns before the job is gone: launchd waits up to the job's ExitTimeOut.
_TRIES = 300


class LaunchdAgent:
    """The AgentHost port on launchctl; `pause` is called between two looks, a tenth of a second."""

    format = AgentFormat.LAUNCHD

    def __init__(self, label: str, *, user_home: Path, pause: Callable[[], None]) -> None:
        self.file = user_home / "Library" / "LaunchAgents" / f"{label}.plist"
        self._domain = f"gui/{os.getuid()}"
        self._target = f"{self._domain}/{label}"
        self._pause = pause

    def render(self, description: AgentDescription) -> str:
        return plist_of(description)

    def load(self) -> None:
        self._required("enable", self._target)
        self.unload()
        for _ in range(_TRIES):
            said = _launchctl("bootstrap", self._domain, str(self.file))
            if said.status == 0:
                return
            if _code(said) not in PASSING:
                break
            self._pause()
        raise _refused("load the agent", said)

    def unload(self) -> None:
        """Boot the agent out and wait until launchd no longer knows it."""
        said = _launchctl("bootout", self._target)
        if said.status != 0 and _code(said) not in NOT_LOADED | PASSING:
            raise _refused("unload the agent", said)
        for _ in range(_TRIES):
            if not self.state().loaded:
                return
            self._pause()
        raise AgentRefused(
            "launchd has not ended the agent; wait a minute and run the command again."
        )

    def start(self) -> None:
        self._required("kickstart", self._target)

    def stop(self) -> None:
        """Send SIGTERM; it ends with status 0, so launchd leaves it down. One that ends at once at
        each start is unloaded, until the next login, or launchd would go on starting it."""
        if self.state().pid is None:
            self.unload()
            return
        said = _launchctl("kill", "SIGTERM", self._target)
        if said.status != 0 and _code(said) not in NOT_LOADED:
            raise _refused("stop the agent", said)

    def state(self) -> AgentState:
        said = _launchctl("print", self._target)
        if said.status == 0:
            return read_print(said.out)
        code = _code(said)
        if code in NOT_LOADED:
            return AgentState(loaded=False)
        if code == NO_SUCH_DOMAIN:
            return AgentState(loaded=False, trouble=explained(code, said.err))
        raise _refused("look at the agent", said)

    def _required(self, *arguments: str) -> None:
        said = _launchctl(*arguments)
        if said.status != 0:
            raise _refused(f"{arguments[0]} the agent", said)


def _launchctl(*arguments: str) -> Said:
    return run_program(["launchctl", *arguments])


def _code(said: Said) -> int:
    return code_of(said.err, said.status or 0)


def _refused(what: str, said: Said) -> AgentRefused:
    if said.status is None:
        return AgentRefused(f"Could not {what}: {said.err}; launchd is part of macOS.")
    return AgentRefused(f"Could not {what}: {explained(_code(said), said.err)}.")


def plist_of(description: AgentDescription) -> str:
    """The property list; every key of the template is in it, with the description's values."""
    values: dict[str, Any] = {
        "Label": description.label,
        "ProgramArguments": list(description.program),
        "WorkingDirectory": description.working_directory,
        "StandardErrorPath": description.error_file,
        "ThrottleInterval": description.throttle_seconds,
        "ExitTimeOut": description.exit_seconds,
        "Umask": description.umask,
        "SoftResourceLimits": {"NumberOfFiles": description.open_files},
        "LowPriorityIO": description.low_priority_io,
        "LowPriorityBackgroundIO": description.low_priority_io,
        "MaterializeDatalessFiles": description.materialize_dataless_files,
    }
    return plistlib.dumps(read_template() | values, sort_keys=False).decode("utf-8")


def program_of_plist(file: Path) -> tuple[str, ...] | None:
    """The program that a property list starts, None where it is none or starts nothing."""
    try:
        said = plistlib.loads(file.read_bytes())
        words = said["ProgramArguments"]
    except (OSError, ValueError, KeyError, TypeError, ExpatError):
        return None
    return tuple(map(str, words)) if isinstance(words, list) and words else None
