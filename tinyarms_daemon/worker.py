"""The process in which hostile text is parsed: it holds no database, no socket but one, and ends
by itself at its limits, when it is idle for long, or when the daemon is gone."""

import gc
import os
import resource
import select
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tinyarms_daemon.adapters.analysis_wire import (
    OUT_OF_MEMORY,
    WAITING_FACTOR,
    changed_topics_of,
    conclusions_message,
    decode,
    encode,
    profile_of,
    report_message,
    request_of,
)
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.git.attribute_files import AttributeFiles, written_sheet
from tinyarms_daemon.adapters.git.commits import message_of
from tinyarms_daemon.adapters.git.source_file import read_source_file
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.analysis.analyze_file import BoundRule, analyze_bytes
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.project_rule import ProjectRule, conclude_project
from tinyarms_daemon.analysis.rule import FileRule
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.domain.work.commit_message import UNCHANGING, commit_of
from tinyarms_daemon.rules.registry import bind_rules, load_rules

# The daemon ends idle workers itself; this is for one whose daemon hangs.
_LONGEST_IDLE_SECONDS = 300.0
_PARENT_LOOK_MILLISECONDS = 2000
# xnu bsd/sys/resource.h; Python names them from 3.12 on.
_PRIO_DARWIN_PROCESS = 4
_PRIO_DARWIN_BG = 0x1000


def analyze_request(
    profile: AnalysisProfile, rules: tuple[BoundRule, ...], request: AnalysisRequest
) -> FileReport:
    """Read and check one file, whatever it is, or the message of a commit."""
    commit = commit_of(request.path)
    if commit is not None:
        return _analyze_message(rules, request, commit)
    source = read_source_file(request.root, request.path, profile.max_file_bytes)
    if source.missing:
        return FileReport(path=request.path, outcome=Outcome.GONE)
    attributes = AttributeFiles(request.root)
    stat = source.stat and attributes.stat_of(request.path, source.stat)
    if source.content is None:
        may_be_known = source.is_file or language_of(request.path, None) is not None
        return FileReport(
            path=request.path,
            outcome=Outcome.SKIPPED if may_be_known else Outcome.FOREIGN,
            reason=source.problem if may_be_known else None,
            stat=stat,
        )
    return analyze_bytes(
        path=request.path,
        content=source.content,
        rules=rules,
        known_hash=request.known_hash,
        stat=stat,
        marks=replace(
            attributes.marks(request.path), compiled_from=written_sheet(request.root, request.path)
        ),
        minified=profile.minified,
        definitions=request.definitions,
    )


def _analyze_message(
    rules: tuple[BoundRule, ...], request: AnalysisRequest, commit: str
) -> FileReport:
    message = message_of(request.root, commit)
    if message is None:
        return FileReport(path=request.path, outcome=Outcome.GONE)
    return analyze_bytes(
        path=request.path,
        content=message.encode(),
        rules=rules,
        known_hash=request.known_hash,
        stat=UNCHANGING,
    )


def conclude(rules: tuple[BoundRule, ...], message: dict[str, Any]) -> list[RuleConclusions]:
    """What the rules make of the facts that a store holds."""
    asked = message["conclude"]
    changed = changed_topics_of(message)
    is_long = changed is None  # all of them
    priority = in_the_background() if is_long else nullcontext()
    with priority, opened_facts(Path(asked["database"])) as facts:
        return list(
            conclude_project(
                [bound for bound in rules if bound.rule.id in asked["rules"]],
                changed,
                lambda rule: SqlProject(facts, asked["repository_id"], rule),
            )
        )


def serve(connection: "Connection[bytes, bytes]", file_timeout_seconds: float) -> None:
    """Answer requests until the other side is gone, or nothing comes for long."""
    profile: AnalysisProfile | None = None
    rules: tuple[BoundRule, ...] = ()
    while connection.poll(_LONGEST_IDLE_SECONDS):
        message = decode(connection.recv_bytes())
        if "profile" in message:
            profile = profile_of(message)
            rules = bind_rules(profile.rules)
        elif "load" in message:
            load_rules(message["load"])
            make_ready(load_rules(message["ready"]), connection)
        elif "request" in message and profile is not None:
            with alarms(file_timeout_seconds):
                report = analyze_request(profile, rules, request_of(message))
            connection.send_bytes(encode(report_message(report)))
        elif "conclude" in message and profile is not None:
            connection.send_bytes(encode(conclusions_message(conclude(rules, message))))


@contextmanager
def alarms(file_timeout_seconds: float) -> Iterator[None]:
    """End the process where the block computes for longer, or waits for much longer.

    Without a handler an alarm does so in the middle of C code too. What a busy machine takes to
    come to the work is no fault of the file, so the clock on the wall counts much later.
    """
    signal.setitimer(signal.ITIMER_PROF, file_timeout_seconds)
    signal.setitimer(signal.ITIMER_REAL, file_timeout_seconds * WAITING_FACTOR)
    yield
    for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
        signal.setitimer(timer, 0)


def make_ready(rules: Iterable[FileRule], connection: "Connection[bytes, bytes]") -> None:
    """Make rules ready to conclude, one after the other, until something is asked."""
    for rule in rules:
        if connection.poll():
            return
        if isinstance(rule, ProjectRule):
            rule.make_ready()


def end_with_parent(descriptor: int) -> None:
    """End at once when the daemon is gone, even by kill -9 and in the middle of a long conclusion:
    its end of the socket pair closes, and the process gets another parent."""
    parent = os.getppid()
    poll = select.poll()
    poll.register(descriptor, 0)  # nothing but the end of the connection
    while not poll.poll(_PARENT_LOOK_MILLISECONDS) and os.getppid() == parent:
        pass
    os._exit(0)


def lower_priority(niceness: int) -> None:
    """The editor and the compiler go first; the daemon itself stays as it is, to answer soon."""
    with suppress(OSError):
        os.nice(niceness)


@contextmanager
def in_the_background() -> Iterator[None]:
    """On macOS, for as long as it lasts: slow cores and throttled disk, as Darwin's background."""
    background = getattr(os, "PRIO_DARWIN_BG", _PRIO_DARWIN_BG)
    _set_darwin_priority(background)
    try:
        yield
    finally:
        _set_darwin_priority(0)


def _set_darwin_priority(priority: int) -> None:
    if sys.platform == "darwin":
        with suppress(OSError):
            os.setpriority(_PRIO_DARWIN_PROCESS, 0, priority)


def main() -> None:
    """Serve on the descriptor that the command line names, within the limits it names."""
    descriptor, file_timeout_seconds, memory_bytes, niceness = sys.argv[1:]
    for alarm in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(alarm, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # macOS knows the limit, and may refuse it.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.chdir("/")
    lower_priority(int(niceness))
    threading.Thread(target=end_with_parent, args=(int(descriptor),), daemon=True).start()
    # Nobody here multiplies matrices, and threads for it double what loading numpy takes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # trees and reports hold no cycles worth the pauses; the process is short-lived
    with suppress(EOFError, ConnectionError):
        try:
            serve(Connection(int(descriptor)), float(file_timeout_seconds))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # to end in order may take memory too


if __name__ == "__main__":
    main()
