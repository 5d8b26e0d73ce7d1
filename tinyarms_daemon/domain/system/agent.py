"""The daemon as an agent of the system: how it is to be started, and how it stands."""

from dataclasses import dataclass, field
from enum import StrEnum


class AgentFormat(StrEnum):
    """The two kinds of description a system starts agents from."""

    LAUNCHD = "launchd"
    SYSTEMD = "systemd"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDescription:
    """How a system is to run the daemon: one description, rendered for launchd and for systemd.

    `program` is absolute, each word its own string. `throttle_seconds` lie between two starts,
    `exit_seconds` between SIGTERM and SIGKILL. It is restarted unless it ends with status 0.
    """

    label: str
    program: tuple[str, ...]
    working_directory: str
    error_file: str
    throttle_seconds: int
    exit_seconds: int
    umask: int
    open_files: int
    low_priority_io: bool
    materialize_dataless_files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """What the system says of the agent; None is not known.

    `last_end` is how its last run ended, in the system's own words; `runs` counts its starts.
    """

    loaded: bool
    pid: int | None = None
    last_end: str | None = None
    runs: int | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOutcome:
    """What a command did, in one sentence for a person, and what else the person should know."""

    done: str
    remarks: tuple[str, ...] = field(default=())
