"""One worker process: started, asked, and ended."""

import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Self

from tinyarms_daemon.adapters.analysis_wire import (
    OUT_OF_MEMORY,
    encode,
    profile_message,
    request_message,
)
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest

GRACE_SECONDS = 2.0
"""A worker's own alarms end it at the file's limits; the parent waits this much longer."""
START_SECONDS = 20.0
"""And so much more for the first answer: a worker that starts has modules to load, which takes a
fifth of a second, or many of them where a compiler has the machine."""
# How a worker ends by no fault of what it was given: idle, in the moment in which it is asked, or
# by somebody else's signal (the kernel's, when memory is short, is SIGKILL as well).
_NOT_BY_ITS_WORK = (0, -signal.SIGKILL, -signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what is to be concluded: for which of the profiles, and what a worker is told."""

    number: int
    profile: AnalysisProfile
    message: dict[str, Any]
    tries: int = 1

    @property
    def rules(self) -> Sequence[str]:
        rules: Sequence[str] = self.message["conclude"]["rules"]
        return rules


class WorkerProcess:
    """A process, the connection to it, and what it was asked."""

    def __init__(self, process: subprocess.Popen[bytes], connection: "Connection[bytes, bytes]"):
        self.process = process
        self.connection = connection
        self.request: AnalysisRequest | None = None
        self.tries = 0
        self.is_stuck = False
        self.has_answered = False
        self.share: Share | None = None
        self._profile_digest: str | None = None

    @classmethod
    def start(cls, module: str, *arguments: float) -> Self:
        """Start a program that is handed the descriptor of its end of a socket pair."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",  # the folder we happen to stand in holds no modules of ours
                    "-m",
                    module,
                    str(theirs.fileno()),
                    *map(str, arguments),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a hostile file makes it say is for no terminal
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # a Ctrl-C at the terminal is the daemon's to answer
            )
        return cls(process, Connection(ours.detach()))

    def ask(self, profile: AnalysisProfile, request: AnalysisRequest, tries: int) -> bool:
        """Send a request; False where the worker is no longer there."""
        try:
            self._send(profile, request_message(request))
        except OSError:
            return False
        self.request, self.tries = request, tries
        return True

    def begin(self, share: Share) -> None:
        """Send what is to be concluded; that the worker is no longer there shows in its answer."""
        self.share = share
        with suppress(OSError):
            self._send(share.profile, share.message)

    def _send(self, profile: AnalysisProfile, message: dict[str, Any]) -> None:
        """After the profile where it is another one, whose rules are loaded then. OSError."""
        if self._profile_digest != profile.digest:
            self.connection.send_bytes(encode(profile_message(profile)))
            self._profile_digest = profile.digest
        self.connection.send_bytes(encode(message))

    def end(self) -> int:
        """Close the connection and return how the process ended."""
        self.connection.close()
        try:
            return self.process.wait(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def is_innocent(self, status: int) -> bool:
        """Whether what it was given has nothing to do with this end."""
        return status in _NOT_BY_ITS_WORK and not self.is_stuck


def done(busy: Sequence[WorkerProcess], limit_seconds: float) -> list[WorkerProcess]:
    """Those who are done, at least one; where none is in time, all of them, killed: whoever is at
    work is stuck, the alarm of its own having failed."""
    ready = wait([worker.connection for worker in busy], timeout=limit_seconds)
    if ready:
        return [worker for worker in busy if worker.connection in ready]
    for worker in busy:
        worker.is_stuck = True
        worker.process.kill()
    return list(busy)


def end_of(status: int) -> str:
    """How a worker ended, behind its name."""
    if status == OUT_OF_MEMORY:
        return "took more memory than analysis.worker_memory"
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
