"""The clocks of macOS and Linux, whose names mean different things on the two.

On macOS time.monotonic() is CLOCK_UPTIME_RAW, which stops in sleep, and CLOCK_MONOTONIC_RAW goes on
(Apple Libc, clock_gettime.c). On Linux CLOCK_MONOTONIC stops, and CLOCK_BOOTTIME goes on.
"""

import os
import sys
import time
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from tinyarms_daemon.adapters.machine import macos_text
from tinyarms_daemon.adapters.machine.system_program import run_program
from tinyarms_daemon.domain.work.wakefulness import ClockReading

_LOCAL_TIME = "/etc/localtime"
_IOREG = ("ioreg", "-r", "-c", "IOHIDSystem", "-d", "1")
_LONGEST_LOOK_SECONDS = 5.0

if sys.platform == "darwin":
    _RUNS_ON = time.CLOCK_MONOTONIC_RAW
elif sys.platform == "linux":
    _RUNS_ON = time.CLOCK_BOOTTIME
else:
    _RUNS_ON = None


class SystemClocks:
    """The MachineClocks port on this machine."""

    def read(self) -> ClockReading:
        zone = zone_of_now()  # it reads a file: not between two clocks
        return ClockReading(
            at=datetime.now(UTC),
            zone=zone,
            awake_seconds=time.monotonic(),
            elapsed_seconds=None if _RUNS_ON is None else time.clock_gettime(_RUNS_ON),
        )

    def idle_seconds(self) -> float | None:
        """The registry's HIDIdleTime on macOS, None elsewhere: only a Mac wakes in the dark."""
        if sys.platform != "darwin":
            return None
        return macos_text.idle_seconds(run_program(_IOREG, _LONGEST_LOOK_SECONDS).out)


def zone_of_now() -> tzinfo:
    """The machine's zone as it is set at this moment, not as it was when this process began."""
    named = os.environ.get("TZ", "").removeprefix(":")
    try:
        if named:
            return ZoneInfo(named)
        with open(_LOCAL_TIME, "rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        time.tzset()
        return datetime.now().astimezone().tzinfo or UTC
