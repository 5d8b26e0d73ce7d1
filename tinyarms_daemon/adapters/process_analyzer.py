"""Analysis in worker processes: a file that hangs or crashes a parser costs that file only."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from tinyarms_daemon.adapters.analysis_wire import (
    OUT_OF_MEMORY,
    conclude_message,
    conclusions_of,
    decode,
    encode,
    profile_message,
    report_of,
    request_message,
)
from tinyarms_daemon.adapters.git.source_file import stat_of
from tinyarms_daemon.domain.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.domain.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.ports.analyzer import AnalysisKilled, AnalysisStopped
from tinyarms_daemon.ports.concluder import ConclusionFailed

# More than any report has; what announces more is none.
_MOST_REPORT_BYTES = 256 * 1024 * 1024
# The worker's own alarm ends it at the file's limit; the parent waits this much longer.
_GRACE_SECONDS = 2.0
_LONGEST_CONCLUSION_SECONDS = 600.0
_TRIES_OF_A_REQUEST = 3
# How a worker ends by no fault of the file that it was given: idle, in the moment in which it is
# asked, or by somebody else's signal (the kernel's, when memory is short, is SIGKILL as well).
_NOT_BY_THE_FILE = (0, -signal.SIGKILL, -signal.SIGTERM)


class ProcessAnalyzer:
    """The Analyzer port on worker processes, started when there is work.

    `module` is what a worker runs; it is handed the descriptor of its end of a socket pair.
    """

    def __init__(
        self,
        *,
        module: str,
        workers: int,
        file_timeout_seconds: float,
        memory_bytes: int,
        niceness: int = 0,
    ) -> None:
        self._module = module
        self._most_workers = workers
        self._file_timeout_seconds = file_timeout_seconds
        self._memory_bytes = memory_bytes
        self._niceness = niceness
        self._workers: list[_Worker] = []
        self._lock = threading.Lock()
        self._is_killed = False

    def analyze(
        self, profile: AnalysisProfile, requests: Sequence[AnalysisRequest]
    ) -> Iterator[FileReport]:
        """One report for each request, in any order, as each is done. AnalysisStopped by `kill`."""
        with self._lock:
            waiting = deque((request, 1) for request in requests)
            try:
                while waiting or any(worker.request for worker in self._workers):
                    self._hand_out(profile, waiting)
                    self._stop_if_killed()
                    reports = list(self._collect(waiting))
                    self._stop_if_killed()
                    yield from reports
            finally:
                for worker in [worker for worker in self._workers if worker.request]:
                    worker.process.kill()  # the caller went away: nobody wants its answer
                    self._end(worker)

    def conclude(
        self,
        profile: AnalysisProfile,
        database: Path,
        repository_id: int,
        changed: ChangedTopics,
    ) -> list[RuleConclusions]:
        """What the rules conclude from the facts in a database.

        To conclude everything, the rules are shared out among the workers that are there. Raises
        ConclusionFailed, or AnalysisStopped by `kill`.
        """
        with self._lock:
            workers = self._alive_workers() if changed is None else []
            shares = [list(profile.rules)[at :: len(workers)] for at in range(len(workers))]
            messages = [
                conclude_message(str(database), repository_id, changed, share)
                for share in shares or [list(profile.rules)]
            ]
            others = list(zip(workers[1:], messages[1:], strict=True))
            for worker, message in others:
                worker.begin(profile, message)
            try:
                concluded = self._concluded(profile, messages[0])
                for worker, message in others:
                    concluded += self._concluded(profile, message, worker)
            finally:
                for worker, _ in others:
                    if worker.is_concluding:  # nobody wants its answer any more
                        worker.process.kill()
                        self._end(worker)
            order = list(profile.rules)
            return sorted(concluded, key=lambda each: order.index(each.rule))

    def _concluded(
        self, profile: AnalysisProfile, message: dict[str, Any], asked: "_Worker | None" = None
    ) -> list[RuleConclusions]:
        """The answer of the worker that was asked, or of the next where there is none or it ends."""
        status = 0
        for _ in range(_TRIES_OF_A_REQUEST):
            worker = asked or self._idle_worker()
            self._stop_if_killed()
            try:
                if asked is None:
                    worker.send(profile, message)
                if not worker.connection.poll(_LONGEST_CONCLUSION_SECONDS):
                    worker.is_stuck = True
                    worker.process.kill()
                concluded = conclusions_of(decode(worker.connection.recv_bytes()))
            except (EOFError, OSError, KeyError, TypeError, ValueError):
                worker.is_concluding = False
                status = self._end(worker)
            else:
                worker.is_concluding = False
                return concluded
            asked = None
            self._stop_if_killed()
            if status not in _NOT_BY_THE_FILE or worker.is_stuck:
                break
        raise ConclusionFailed(f"concluding what files have in common {_end_of(status)}")

    def close(self) -> None:
        """End every worker; nothing where they are at work. A later call starts them again."""
        if self._lock.acquire(blocking=False):
            try:
                for worker in list(self._workers):
                    self._end(worker)
            finally:
                self._lock.release()

    def kill(self) -> None:
        """End every worker at once, at work or not, for good."""
        self._is_killed = True
        for worker in list(self._workers):
            worker.process.kill()

    def prepare(self) -> None:
        """Start one worker, if none is there, so that work to come need not wait for it."""
        if self._lock.acquire(blocking=False):
            try:
                if not self._alive_workers():
                    self._workers.append(self._start())
            finally:
                self._lock.release()

    def _stop_if_killed(self) -> None:
        if self._is_killed:
            raise AnalysisStopped

    def _idle_worker(self) -> "_Worker":
        idle = [worker for worker in self._alive_workers() if not worker.is_concluding]
        if not idle:
            idle.append(self._start())
            self._workers += idle
        return idle[0]

    def _hand_out(
        self, profile: AnalysisProfile, waiting: deque[tuple[AnalysisRequest, int]]
    ) -> None:
        idle = [worker for worker in self._alive_workers() if worker.request is None]
        while waiting and not self._is_killed:
            if idle:
                worker = idle.pop()
            elif len(self._workers) < self._most_workers and self._is_worth_a_start(waiting):
                worker = self._start()
                self._workers.append(worker)
            else:
                return
            request, tries = waiting.popleft()
            if not worker.ask(profile, request, tries):
                self._end(worker)
                waiting.appendleft((request, tries))

    def _is_worth_a_start(self, waiting: deque[tuple[AnalysisRequest, int]]) -> bool:
        """A second worker takes longer to start than a few files take to check."""
        return not self._workers or len(waiting) > 8

    def _collect(self, waiting: deque[tuple[AnalysisRequest, int]]) -> Iterator[FileReport]:
        busy = {worker.connection: worker for worker in self._workers if worker.request}
        limit = self._file_timeout_seconds + _GRACE_SECONDS
        ready = wait(list(busy), timeout=limit)
        if not ready:  # the alarm of a worker failed; whoever is at work is stuck
            for worker in busy.values():
                worker.is_stuck = True
                worker.process.kill()
            ready = list(busy)
        for connection in ready:
            worker = busy[connection]  # type: ignore[index]
            yield from self._answer(worker, waiting)

    def _answer(
        self, worker: "_Worker", waiting: deque[tuple[AnalysisRequest, int]]
    ) -> Iterator[FileReport]:
        request, tries = worker.request, worker.tries
        if request is None:
            return
        try:
            report = report_of(decode(worker.connection.recv_bytes(_MOST_REPORT_BYTES)))
            if report.path != request.path:
                raise ValueError("an answer to another question")
        except (EOFError, ConnectionError):
            status = self._end(worker)
            is_innocent = status in _NOT_BY_THE_FILE and not worker.is_stuck
            if is_innocent and tries < _TRIES_OF_A_REQUEST:
                waiting.appendleft((request, tries + 1))
            elif is_innocent and status != 0:
                raise AnalysisKilled(
                    f"The worker that checks {request.path} {_end_of(status)} again and again; "
                    "it is tried later."
                ) from None
            else:
                yield _skipped(request, self._cause_of_death(status))
        except (OSError, KeyError, TypeError, ValueError):
            worker.process.kill()
            self._end(worker)
            yield _skipped(request, "its analysis answered with something that is no report")
        else:
            worker.request = None
            yield report

    def _cause_of_death(self, status: int) -> str:
        if status == -signal.SIGALRM:
            return f"its analysis took longer than {self._file_timeout_seconds:g} s"
        if status == OUT_OF_MEMORY:
            return "its analysis took more memory than analysis.worker_memory"
        return f"its analysis {_end_of(status)}"

    def _alive_workers(self) -> list["_Worker"]:
        for worker in [each for each in self._workers if each.process.poll() is not None]:
            if worker.request is None and not worker.is_concluding:
                self._end(worker)
        return self._workers

    def _start(self) -> "_Worker":
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",  # the folder we happen to stand in holds no modules of ours
                    "-m",
                    self._module,
                    str(theirs.fileno()),
                    str(self._file_timeout_seconds),
                    str(self._memory_bytes),
                    str(self._niceness),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a hostile file makes it say is for no terminal
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # a Ctrl-C at the terminal is the daemon's to answer
            )
        return _Worker(process, Connection(ours.detach()))

    def _end(self, worker: "_Worker") -> int:
        """Close a worker and return how it ended."""
        self._workers.remove(worker)
        worker.connection.close()
        try:
            return worker.process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.process.kill()
            return worker.process.wait()


def _skipped(request: AnalysisRequest, reason: str) -> FileReport:
    """With the file's state, so that it is not tried again before it has changed."""
    return FileReport(
        path=request.path,
        outcome=Outcome.SKIPPED,
        reason=reason,
        stat=stat_of(os.path.join(request.root, request.path)),
    )


class _Worker:
    """A process, the connection to it, and what it was asked."""

    def __init__(self, process: subprocess.Popen[bytes], connection: "Connection[bytes, bytes]"):
        self.process = process
        self.connection = connection
        self.request: AnalysisRequest | None = None
        self.tries = 0
        self.is_stuck = False
        self.is_concluding = False
        self._profile_digest: str | None = None

    def ask(self, profile: AnalysisProfile, request: AnalysisRequest, tries: int) -> bool:
        """Send a request; False where the worker is no longer there."""
        try:
            self.send(profile, request_message(request))
        except OSError:
            return False
        self.request, self.tries = request, tries
        return True

    def begin(self, profile: AnalysisProfile, message: dict[str, Any]) -> None:
        """Send what is to be concluded; that the worker is no longer there shows in its answer."""
        self.is_concluding = True
        with suppress(OSError):
            self.send(profile, message)

    def send(self, profile: AnalysisProfile, message: dict[str, Any]) -> None:
        """Send a message, after the profile where it is another one. OSError."""
        if self._profile_digest != profile.digest:
            self.connection.send_bytes(encode(profile_message(profile)))
            self._profile_digest = profile.digest
        self.connection.send_bytes(encode(message))


class ProcessConcluder:
    """The Concluder port: a worker reads the store of this path."""

    def __init__(self, analyzer: ProcessAnalyzer, database: Path) -> None:
        self._analyzer = analyzer
        self._database = database

    def conclude(
        self, profile: AnalysisProfile, repository_id: int, changed: ChangedTopics
    ) -> list[RuleConclusions]:
        """What each rule of the profile that is touched concludes. Raises ConclusionFailed."""
        return self._analyzer.conclude(profile, self._database, repository_id, changed)


def _end_of(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
