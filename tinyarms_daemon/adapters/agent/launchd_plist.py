"""An agent's description as launchd reads it, and what such a file says."""

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from tinyarms_daemon.adapters.agent.agent_template import read_template
from tinyarms_daemon.domain.system.agent import AgentDescription


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
