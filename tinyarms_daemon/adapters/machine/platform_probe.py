"""The probe of this platform."""

import sys
from datetime import timedelta
from pathlib import Path

from tinyarms_daemon.adapters.machine.psutil_probe import PsutilProbe
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe


def platform_probe(clock: Clock, disk: Path, slow_interval: timedelta) -> HeadroomProbe:
    """The fullest there is; psutil alone where the platform is neither macOS nor Linux."""
    if sys.platform == "darwin":
        from tinyarms_daemon.adapters.machine.macos_library import mac_library
        from tinyarms_daemon.adapters.machine.macos_probe import MacProbe

        return MacProbe(clock, disk, slow_interval=slow_interval, library=mac_library())
    if sys.platform == "linux":
        from tinyarms_daemon.adapters.machine.linux_probe import LinuxProbe

        return LinuxProbe(clock, disk)
    return PsutilProbe(clock, disk)
