"""A line of the daemon's log, for a person and for a program."""

import json
from datetime import datetime

from rich.text import Text

from tinyarms_daemon.faces.cli.rendering import styled

_STYLES = {"warning": "yellow", "error": "bold red", "critical": "bold red"}
_TOLD_FIRST = frozenset({"timestamp", "level", "event", "logger"})


def log_line(line: str) -> Text:
    """Local time, how serious, what happened, and its figures; a line that is no JSON as it is."""
    entry = _logged(line)
    if entry is None:
        return styled(line)
    level = str(entry.get("level", ""))
    figures = "  ".join(
        f"{name}={value}" for name, value in entry.items() if name not in _TOLD_FIRST
    )
    return styled(
        (_local(entry.get("timestamp")), "dim"),
        " ",
        (f"{level:<8}", _STYLES.get(level, "dim")),
        (str(entry.get("event", "")), "bold"),
        f"  {figures}" if figures else "",
    )


def log_entry(line: str) -> dict[str, object]:
    """What was logged; a line that is no JSON is an entry that has its text as the event."""
    entry = _logged(line)
    return {"event": line} if entry is None else entry


def _logged(line: str) -> dict[str, object] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _local(timestamp: object) -> str:
    try:
        at = datetime.fromisoformat(str(timestamp))
    except ValueError:
        return "?"
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
