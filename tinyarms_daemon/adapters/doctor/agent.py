"""`doctor` on the agent: installed, pointing at what is there, and staying up."""

import os
from collections.abc import Sequence
from pathlib import Path

from tinyarms_daemon.domain.system.agent import AgentState
from tinyarms_daemon.domain.system.check import Check

_INSTALL = "`tinyarmsctl install`"


def judge_agent(
    file: Path, *, installed: Sequence[str] | None, wanted: Sequence[str], state: AgentState
) -> Check:
    """One check: `installed` is the program that the file starts, `wanted` what this installation
    would have it start. An agent that is missing is nobody's fault; one that is broken is."""
    if not os.path.lexists(file):
        detail = "not installed; nothing starts the daemon at login"
        return Check("agent", False, False, detail, _INSTALL)
    if installed is None:
        return _broken(f"{file} describes no program")
    if not os.access(installed[0], os.X_OK):
        return _broken(f"{file} starts {installed[0]}, which is gone (an upgrade?)")
    if list(installed) != list(wanted):
        detail = f"{file} starts another installation or another home: {' '.join(installed)}"
        return Check("agent", False, False, detail, f"{_INSTALL}, to have it start this one")
    if state.trouble is not None:
        remedy = f"mend that, then {_INSTALL}"
        return Check("agent", False, state.loaded, f"{file}: {state.trouble}", remedy)
    if not state.loaded:
        return Check("agent", False, True, f"{file} is not loaded", _INSTALL)
    how = f"running, pid {state.pid}" if state.pid else "not running now"
    return Check("agent", True, False, f"{file}, {how}")


def _broken(detail: str) -> Check:
    return Check("agent", False, True, detail, f"{_INSTALL}, which writes it anew")
