"""The part of the system that starts the daemon at login and keeps it alive."""

from pathlib import Path
from typing import Protocol

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.domain.system.agent import AgentDescription, AgentFormat, AgentState


class AgentRefused(Unavailable):
    """The system would not do it; the message says why, and what to do about it."""


class AgentHost(Protocol):
    """launchd or systemd. Every method may raise AgentRefused, and may be repeated."""

    format: AgentFormat

    @property
    def file(self) -> Path:
        """Where the description lies that the system starts the agent from."""

    def render(self, description: AgentDescription) -> str:
        """The description in the system's own form."""

    def load(self) -> None:
        """Take the file as it is now, and start the agent from it."""

    def unload(self) -> None:
        """Stop the agent and forget it; nothing where it is not loaded. Returns when it is gone."""

    def start(self) -> None:
        """Start a loaded agent; nothing where it runs."""

    def stop(self) -> None:
        """Ask a running agent to end (SIGTERM); it stays down until it is started again."""

    def state(self) -> AgentState:
        """How it stands now."""
