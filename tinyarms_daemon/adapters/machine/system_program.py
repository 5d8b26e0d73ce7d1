"""Running one of the system's own programs to its end: no shell, no input, not for ever."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_SECONDS = 30.0
_TIMED_OUT = 124  # the status of a shell's `timeout`


@dataclass(frozen=True, slots=True)
class Said:
    """How a program ended and what it wrote on both streams; `status` None: it is not there."""

    status: int | None
    out: str
    err: str


def run_program(command: Sequence[str], longest_seconds: float = _LONGEST_SECONDS) -> Said:
    """Run it; one that hangs is ended, with what a shell's `timeout` says as its status."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=longest_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Said(_TIMED_OUT, "", f"{command[0]} does not answer")
    except OSError as error:
        return Said(None, "", f"{command[0]} cannot be run ({error.strerror})")
    return Said(done.returncode, done.stdout, done.stderr)
