"""The machine's clocks, and whether somebody is at it."""

from typing import Protocol

from tinyarms_daemon.domain.work.wakefulness import ClockReading


class MachineClocks(Protocol):
    """Neither method raises."""

    def read(self) -> ClockReading:
        """All clocks at one moment, with the time zone that the machine is in now."""

    def idle_seconds(self) -> float | None:
        """How long nobody has touched keyboard or pointer; None where that is not known."""
