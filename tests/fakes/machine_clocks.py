"""Clocks that a test lets run, sleep and be set, as those of macOS or of Linux do."""

from datetime import UTC, datetime, timedelta, tzinfo

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.work.wakefulness import ClockReading


class FakeMachineClocks:
    """The MachineClocks port, and the Clock port on the same wall.

    `raw` is what each system's own clocks show: on macOS CLOCK_MONOTONIC follows the wall, on Linux
    it stops in sleep.
    """

    def __init__(self, *, system: str = "macos", at: datetime = NOON, zone: tzinfo = UTC) -> None:
        self.system = system
        self.zone = zone
        self.idle: float | None = 0.0 if system == "macos" else None
        self.idle_looks = 0
        self._at = at
        self._awake = 1000.0
        self._slept = 500.0
        self._boot_at = at - timedelta(seconds=1500)

    @property
    def raw(self) -> dict[str, float]:
        """What each clock of the system shows, by its name there."""
        runs_on = self._awake + self._slept
        if self.system == "macos":
            return {
                "CLOCK_UPTIME_RAW": self._awake,
                "CLOCK_MONOTONIC_RAW": runs_on,
                "CLOCK_MONOTONIC": (self._at - self._boot_at).total_seconds(),
            }
        return {
            "CLOCK_MONOTONIC": self._awake,
            "CLOCK_MONOTONIC_RAW": self._awake,
            "CLOCK_BOOTTIME": runs_on,
        }

    def now(self) -> datetime:
        """The wall's time."""
        return self._at

    def read(self) -> ClockReading:
        """All clocks."""
        raw = self.raw
        stops, runs_on = {
            "macos": ("CLOCK_UPTIME_RAW", "CLOCK_MONOTONIC_RAW"),
            "linux": ("CLOCK_MONOTONIC", "CLOCK_BOOTTIME"),
            "other": ("CLOCK_MONOTONIC", None),
        }[self.system]
        return ClockReading(
            at=self._at,
            zone=self.zone,
            awake_seconds=raw[str(stops)],
            elapsed_seconds=None if runs_on is None else raw[runs_on],
        )

    def idle_seconds(self) -> float | None:
        """What the test says."""
        self.idle_looks += 1
        return self.idle

    def run(self, seconds: float) -> None:
        """Time passes while the machine is awake, and nobody touches it."""
        self._at += timedelta(seconds=seconds)
        self._awake += seconds
        if self.idle is not None:
            self.idle += seconds

    def sleep(self, seconds: float) -> None:
        """Time passes while it sleeps."""
        self._at += timedelta(seconds=seconds)
        self._slept += seconds
        if self.idle is not None:
            self.idle += seconds

    def step(self, seconds: float) -> None:
        """The wall's clock is set."""
        self._at += timedelta(seconds=seconds)

    def touch(self) -> None:
        """Somebody presses a key."""
        self.idle = 0.0
