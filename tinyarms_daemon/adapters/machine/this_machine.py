"""What this machine is, for the head of a table of measurements."""

import platform
import sys

import psutil

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.machine.system_program import run_program
from tinyarms_daemon.domain.measuring.measurement import Machine

_LONGEST_SECONDS = 2.0


def this_machine() -> Machine:
    """The machine's names and sizes; what cannot be read is None or unknown."""
    return Machine(
        system=_system(),
        processor=_processor(),
        cores=psutil.cpu_count(),
        memory_bytes=_memory_bytes(),
        python=platform.python_version(),
        tinyarms=__version__,
    )


def _system() -> str:
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return f"{platform.system()} {platform.release().split('-')[0]}"


def _processor() -> str:
    if sys.platform == "darwin":
        return _sysctl("machdep.cpu.brand_string") or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            named = [
                line.partition(":")[2].strip() for line in file if line.startswith("model name")
            ]
    except OSError:
        named = []
    return named[0] if named else platform.machine()


def _sysctl(name: str) -> str | None:
    said = run_program(["/usr/sbin/sysctl", "-n", name], _LONGEST_SECONDS)
    return said.out.strip() or None if said.status == 0 else None


def _memory_bytes() -> int | None:
    try:
        return int(psutil.virtual_memory().total)
    except (OSError, RuntimeError):
        return None
