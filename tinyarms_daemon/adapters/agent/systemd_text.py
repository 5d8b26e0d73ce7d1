"""An agent's description as a systemd user unit, and what such a file says."""

import re
import shlex
from pathlib import Path

from tinyarms_daemon.domain.system.agent import AgentDescription

# Lowest of the eight levels within the usual class; systemd.exec(5).
_LOWEST_IO_PRIORITY = 7


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
