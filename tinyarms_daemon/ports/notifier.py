"""The desktop's notices."""

from typing import Protocol

from tinyarms_daemon.domain.system.notice import Notice


class Notifier(Protocol):
    """Never raises, never blocks; where there is no desktop, nothing happens."""

    def notify(self, notice: Notice) -> None:
        """Show a notice."""

    def close(self) -> None:
        """Wait for what is being shown."""
