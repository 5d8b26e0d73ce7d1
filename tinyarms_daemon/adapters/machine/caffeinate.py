"""Holding idle sleep off on macOS, by the system's own caffeinate."""

import os
import subprocess
import sys

_PROGRAM = "/usr/bin/caffeinate"


class Caffeinate:
    """The IdleSleep port. The hold ends with this process, and by itself after its time."""

    def __init__(self, program: str = _PROGRAM, platform: str = sys.platform) -> None:
        self._program = program
        self._is_mac = platform == "darwin"
        self._process: subprocess.Popen[bytes] | None = None

    def hold(self, most_seconds: float) -> None:
        if not self._is_mac or (self._process is not None and self._process.poll() is None):
            return
        command = [self._program, "-i", "-t", str(round(most_seconds)), "-w", str(os.getpid())]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            self._process = None

    def release(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
