"""Analysis in worker processes: a file that hangs or crashes a parser costs that file only."""

import os
import signal
import threading
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tinyarms_daemon.adapters.analysis_wire import (
    WAITING_FACTOR,
    conclude_message,
    conclusions_of,
    decode,
    encode,
    load_message,
    report_of,
)
from tinyarms_daemon.adapters.facts.standing_conclusions import standing_conclusions
from tinyarms_daemon.adapters.git.source_file import stat_of
from tinyarms_daemon.adapters.worker_process import (
    GRACE_SECONDS,
    START_SECONDS,
    Share,
    WorkerProcess,
    done,
    end_of,
)
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.rule_names import SLOWEST_FIRST
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.ports.analyzer import (
    AnalysisKilled,
    AnalysisStopped,
    Changed,
    ConclusionFailed,
)

# More than any report has; what announces more is none.
_MOST_REPORT_BYTES = 256 * 1024 * 1024
_LONGEST_CONCLUSION_SECONDS = 600.0
_TRIES_OF_A_REQUEST = 3
_FEW_FILES = 8  # take no longer to check than a second worker takes to start


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
        self._workers: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._is_killed = False

    def analyze(
        self, profile: AnalysisProfile, requests: Sequence[AnalysisRequest]
    ) -> Iterator[FileReport]:
        """One report for each request, in any order, as each is done. AnalysisStopped by `kill`."""
        with self._lock:
            # The largest first, so that none takes long when all others are done.
            waiting = deque((each, 1) for each in sorted(requests, key=_bytes_of, reverse=True))
            try:
                while waiting or any(worker.request for worker in self._workers):
                    self._hand_out(profile, waiting)
                    self._stop_if_killed()
                    reports = list(self._collect(waiting))
                    self._stop_if_killed()
                    yield from reports
            finally:
                self._give_up()

    def conclude(
        self,
        database: Path,
        repository_id: int,
        changed: Sequence[Changed],
        known: Collection[str] = (),
    ) -> list[list[RuleConclusions]]:
        """For each profile what its rules, save the `known`, conclude from the facts in a database.

        To conclude everything, each worker that is there takes one rule after the other. Raises
        ConclusionFailed, or AnalysisStopped by `kill`.
        """
        orders = [[rule for rule in each.profile.rules if rule not in known] for each in changed]
        shares = [
            Share(
                number,
                each.profile,
                conclude_message(str(database), repository_id, each.topics, rules),
            )
            for number, (each, order) in enumerate(zip(changed, orders, strict=True))
            for rules in ([[rule] for rule in order] if each.topics is None else [order])
        ]
        waiting = deque(sorted(shares, key=lambda share: _rank(share.rules)))
        concluded: list[list[RuleConclusions]] = [[] for _ in changed]
        with self._lock:
            try:
                while waiting or any(worker.share for worker in self._workers):
                    self._hand_out_conclusions(waiting)
                    self._stop_if_killed()
                    for number, said in self._collect_conclusions(waiting):
                        concluded[number] += said
                    self._stop_if_killed()
            finally:
                self._give_up()
        return [
            sorted(said, key=lambda each, order=order: order.index(each.rule))  # type: ignore[misc]
            for said, order in zip(concluded, orders, strict=True)
        ]

    def _hand_out_conclusions(self, waiting: deque[Share]) -> None:
        if waiting and not self._alive_workers():
            self._workers.append(self._start())
        for worker in [worker for worker in self._workers if worker.share is None]:
            if waiting:
                worker.begin(waiting.popleft())

    def _collect_conclusions(
        self, waiting: deque[Share]
    ) -> Iterator[tuple[int, list[RuleConclusions]]]:
        """The answers of those who are done, at least of one. What ended with its worker, by no
        fault of its own, waits again."""
        busy = [worker for worker in self._workers if worker.share]
        for worker in done(busy, _LONGEST_CONCLUSION_SECONDS):
            share, worker.share = worker.share, None
            if share is None:
                continue
            try:
                yield share.number, conclusions_of(decode(worker.connection.recv_bytes()))
            except (EOFError, OSError, KeyError, TypeError, ValueError):
                status = self._end(worker)
                self._stop_if_killed()
                if not worker.is_innocent(status) or share.tries >= _TRIES_OF_A_REQUEST:
                    raise ConclusionFailed(f"comparing the files {end_of(status)}") from None
                waiting.appendleft(replace(share, tries=share.tries + 1))

    def close(self) -> None:
        with self._if_idle() as is_idle:
            workers = list(self._workers) if is_idle else []
            for worker in workers:
                worker.process.kill()  # idle, it has nothing to put in order
            for worker in workers:
                worker.process.wait()  # with a limit it would look now and then, 50 ms apart
                self._end(worker)

    def kill(self) -> None:
        """End every worker at once, at work or not, for good."""
        self._is_killed = True
        for worker in list(self._workers):
            worker.process.kill()

    def prepare(self, *, all_workers: bool = False) -> None:
        """Start one worker or all, if none is there, so that work to come need not wait for it."""
        with self._if_idle() as is_idle:
            if is_idle and not self._alive_workers():
                number = self._most_workers if all_workers else 1
                self._workers += [self._start() for _ in range(number)]

    def preload(self, rules: Collection[str]) -> None:
        """Have the workers that are there and idle load rules meanwhile, and the first one, which
        is given the longest conclusions, what the rules bring along as well."""
        with self._if_idle() as is_idle:
            for number, worker in enumerate(self._alive_workers() if is_idle else ()):
                message = load_message(rules, () if number else rules)
                with suppress(OSError):  # it is gone, which shows when it is asked
                    worker.connection.send_bytes(encode(message))

    @contextmanager
    def _if_idle(self) -> Iterator[bool]:
        """Whether no caller waits for the workers; none can begin to within the block."""
        is_idle = self._lock.acquire(blocking=False)
        try:
            yield is_idle
        finally:
            if is_idle:
                self._lock.release()

    def _give_up(self) -> None:
        """End those still at work: the caller went away, and nobody wants their answers."""
        for worker in [each for each in self._workers if each.request or each.share]:
            worker.process.kill()
            self._end(worker)

    def _stop_if_killed(self) -> None:
        if self._is_killed:
            raise AnalysisStopped

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
        return not self._workers or len(waiting) > _FEW_FILES

    def _collect(self, waiting: deque[tuple[AnalysisRequest, int]]) -> Iterator[FileReport]:
        busy = [worker for worker in self._workers if worker.request]
        limit_seconds = self._file_timeout_seconds * WAITING_FACTOR + GRACE_SECONDS
        if not all(worker.has_answered for worker in busy):
            limit_seconds += START_SECONDS
        for worker in done(busy, limit_seconds):
            yield from self._answer(worker, waiting)

    def _answer(
        self, worker: WorkerProcess, waiting: deque[tuple[AnalysisRequest, int]]
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
            is_innocent = worker.is_innocent(status)
            if is_innocent and tries < _TRIES_OF_A_REQUEST:
                waiting.appendleft((request, tries + 1))
            elif is_innocent and status != 0:
                raise AnalysisKilled(
                    f"The worker that checks {request.path} {end_of(status)} again and again; "
                    "it is tried later."
                ) from None
            else:
                yield _skipped(request, self._cause_of_death(status, is_stuck=worker.is_stuck))
        except (OSError, KeyError, TypeError, ValueError):
            worker.process.kill()
            self._end(worker)
            yield _skipped(request, "its analysis answered with something that is no report")
        else:
            worker.request, worker.has_answered = None, True
            yield report

    def _cause_of_death(self, status: int, *, is_stuck: bool) -> str:
        if status == -signal.SIGPROF:
            return f"its analysis took longer than {self._file_timeout_seconds:g} s"
        if is_stuck or status == -signal.SIGALRM:
            limit_seconds = self._file_timeout_seconds * WAITING_FACTOR
            return f"its analysis had not ended after {limit_seconds:g} s"
        return f"its analysis {end_of(status)}"

    def _alive_workers(self) -> list[WorkerProcess]:
        for worker in [each for each in self._workers if each.process.poll() is not None]:
            if worker.request is None and worker.share is None:
                self._end(worker)
        return self._workers

    def _start(self) -> WorkerProcess:
        limits = (self._file_timeout_seconds, self._memory_bytes, self._niceness)
        return WorkerProcess.start(self._module, *limits)

    def _end(self, worker: WorkerProcess) -> int:
        """Close a worker and return how it ended."""
        self._workers.remove(worker)
        return worker.end()


def _rank(rules: Sequence[str]) -> int:
    """When rules are begun, so that none takes long when all others are done: the slowest first."""
    ranks = {rule: rank for rank, rule in enumerate(SLOWEST_FIRST)}
    return min((ranks.get(rule, len(ranks)) for rule in rules), default=len(ranks))


def _bytes_of(request: AnalysisRequest) -> int:
    stat = stat_of(os.path.join(request.root, request.path))
    return 0 if stat is None else stat.size_bytes


def _skipped(request: AnalysisRequest, reason: str) -> FileReport:
    """With the file's state, so that it is not tried again before it has changed."""
    return FileReport(
        path=request.path,
        outcome=Outcome.SKIPPED,
        reason=reason,
        stat=stat_of(os.path.join(request.root, request.path)),
    )


class ProcessConcluder:
    """The Concluder port: a worker reads the store of this path."""

    def __init__(self, analyzer: ProcessAnalyzer, database: Path) -> None:
        self._analyzer = analyzer
        self._database = database

    def conclude(
        self, repository_id: int, changed: Sequence[Changed]
    ) -> list[list[RuleConclusions]]:
        """For each profile what each of its rules that is touched concludes. ConclusionFailed.

        What still stands is known without a worker, which may not be there yet.
        """
        standing = [
            standing_conclusions(self._database, repository_id, each.profile, each.topics)
            for each in changed
        ]
        known = {rule for each in standing for rule in each.concluded}
        said = self._analyzer.conclude(self._database, repository_id, changed, known)
        return [stands.beside(each) for stands, each in zip(standing, said, strict=True)]
