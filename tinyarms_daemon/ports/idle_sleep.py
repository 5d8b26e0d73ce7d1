"""Keeping the machine from idle sleep."""

from typing import Protocol


class IdleSleep(Protocol):
    """Never raises; where the platform has no way, nothing happens."""

    def hold(self, most_seconds: float) -> None:
        """Hold idle sleep off, for so long at most; held already, it goes on."""

    def release(self) -> None:
        """Let the machine sleep again."""
