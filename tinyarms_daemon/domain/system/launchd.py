"""What launchctl says, and what it means for a person."""

import re
from dataclasses import replace

from tinyarms_daemon.domain.system.agent import AgentState

NO_SUCH_PROCESS = 3
INPUT_OUTPUT_ERROR = 5
NOW_IN_PROGRESS = 36
ALREADY_IN_PROGRESS = 37
NOT_FOUND = 113
DISABLED = 119
NO_SUCH_DOMAIN = 125
CANNOT_EXECUTE = 78

# What a repetition in a moment may mend: an earlier unload that has not ended.
PASSING = frozenset({INPUT_OUTPUT_ERROR, NOW_IN_PROGRESS, ALREADY_IN_PROGRESS})
NOT_LOADED = frozenset({NO_SUCH_PROCESS, NOT_FOUND})

# launchd starts a job that ends at once over and over; print says running even then.
_RUNS_OF_A_LOOP = 3

_EXPLANATIONS = {
    NO_SUCH_PROCESS: "the agent is not loaded; `tinyarmsctl install` loads it",
    INPUT_OUTPUT_ERROR: (
        "launchd refused it without a reason: an earlier agent is still ending, it is switched off "
        "in System Settings > General > Login Items & Extensions, or its file or home lies on an "
        "external volume; wait a minute, look there, and run `tinyarmsctl install` again"
    ),
    NOW_IN_PROGRESS: "an earlier agent is still ending; run the command again in a minute",
    ALREADY_IN_PROGRESS: "another command is loading the agent; run this one again in a minute",
    CANNOT_EXECUTE: (
        "launchd could not start the program: it, its home or its log file is gone or may not be "
        "opened; `tinyarmsctl install` writes the agent anew"
    ),
    NOT_FOUND: "the agent is not loaded; `tinyarmsctl install` loads it",
    DISABLED: (
        "the agent is switched off; allow it in System Settings > General > Login Items & "
        "Extensions, then run `tinyarmsctl install`"
    ),
    NO_SUCH_DOMAIN: (
        "nobody is logged in at the screen, and agents run for who is; log in there (not by ssh) "
        "and run the command again"
    ),
}
_FAILED = re.compile(r"failed: (\d+):")
_TOP_LEVEL = re.compile(r"^\t?([a-z][a-z ()-]*) = (.+?)\s*$", re.MULTILINE)


def code_of(said: str, status: int) -> int:
    """The number of launchctl's error, from its words where they name one, else its status."""
    named = _FAILED.search(said)
    if named is not None:
        return int(named[1])
    return NOT_FOUND if "Could not find service" in said else status


def explained(code: int, said: str) -> str:
    """One sentence part on an error of launchctl: what it means and what to do."""
    known = _EXPLANATIONS.get(code)
    if known is not None:
        return f"{known} (launchctl error {code})"
    first = said.strip().partition("\n")[0] or "it gave no reason"
    return f"launchctl ended with error {code}: {first}"


def read_print(said: str) -> AgentState:
    """The state in the output of `launchctl print`, which Apple calls no interface.

    Only lines with at most one leading tab are the job's own: nested blocks have a `state` too.
    """
    values = {key: value for key, value in _TOP_LEVEL.findall(said) if value != "{"}
    pid = values.get("pid", "")
    runs = values.get("runs", "")
    last_end = next(
        (
            values[key]
            for key in ("last exit reason", "last terminating signal", "last exit code")
            if values.get(key, "(never exited)") != "(never exited)"
        ),
        None,
    )
    state = AgentState(
        loaded=True,
        pid=int(pid) if pid.isdigit() else None,
        last_end=last_end,
        runs=int(runs) if runs.isdigit() else None,
    )
    return replace(state, trouble=_trouble(values, state))


def _trouble(values: dict[str, str], state: AgentState) -> str | None:
    last_end = state.last_end or ""
    if last_end.startswith(str(CANNOT_EXECUTE)) or values.get("job state") == "spawn failed":
        return _EXPLANATIONS[CANNOT_EXECUTE]
    if "TCC" in last_end:
        return (
            "macOS denied it a protected folder; keep home and code outside of Desktop, Documents, "
            "Downloads and external volumes"
        )
    is_waiting = values.get("state") == "spawn scheduled"
    has_failed = last_end not in ("", "0")
    if has_failed and is_waiting and (state.runs or 0) >= _RUNS_OF_A_LOOP:
        return f"it was started {state.runs} times and ended each time, last with {last_end}"
    return None
