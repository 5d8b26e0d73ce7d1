"""A worker as no worker should be, for files whose names say so; run in place of the real one."""

import os
import signal
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tinyarms_daemon import worker
from tinyarms_daemon.adapters.analysis_wire import encode, report_message
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)

_connections: list[int] = []


def _hang(_: str) -> None:
    threading.Event().wait()


def _wait_for_the_machine(_: str) -> None:
    """As where others have the processor: for longer than the file's limit nothing is computed."""
    time.sleep(2 * float(sys.argv[2]))


def _spin(_: str) -> None:
    while True:
        pass


def _hang_deaf(_: str) -> None:
    """Where the alarm is not heard, the daemon has to end it."""
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    threading.Event().wait()


def _crash(_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _die_by_somebody(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _exit_with_3(_: str) -> None:
    os._exit(3)


def _exit_well(_: str) -> None:
    os._exit(0)


def _raise(path: str) -> None:
    raise RuntimeError(f"\x1b[31m{path}")


def _eat_memory(_: str) -> None:
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024 * 1024))


def _talk_nonsense(_: str) -> None:
    _send(b'{"no": "report"}')


def _talk_binary(_: str) -> None:
    _send(bytes(range(256)) * 16)


def _talk_of_others(_: str) -> None:
    other = FileReport(path="other.py", outcome=Outcome.CHECKED)
    _send(encode(report_message(other)))


def _talk_without_end(_: str) -> None:
    """A message that announces more than ever comes."""
    with socket.socket(fileno=os.dup(_connections[0])) as half:
        half.sendall(struct.pack("!i", 1000) + b"half")
    threading.Event().wait()


def _announce_too_much(_: str) -> None:
    with socket.socket(fileno=os.dup(_connections[0])) as half:
        half.sendall(struct.pack("!i", -1) + struct.pack("!Q", 1 << 60))
    threading.Event().wait()


def _send(raw: bytes) -> None:
    connection: Connection[bytes, bytes] = Connection(os.dup(_connections[0]))
    connection.send_bytes(raw)


MANNERS = {
    "hang": _hang,
    "spin": _spin,
    "deaf": _hang_deaf,
    "crash": _crash,
    "exit3": _exit_with_3,
    "exit0": _exit_well,
    "raise": _raise,
    "memory": _eat_memory,
    "nonsense": _talk_nonsense,
    "binary": _talk_binary,
    "others": _talk_of_others,
    "half": _talk_without_end,
    "much": _announce_too_much,
}


def _analyze(
    profile: AnalysisProfile,
    rules: object,
    request: AnalysisRequest,
    original=worker.analyze_request,
) -> FileReport:
    others = {"killed": _die_by_somebody, "waiting": _wait_for_the_machine}
    for name, behave in (MANNERS | others).items():
        if request.path.startswith(name):
            behave(request.path)
    return original(profile, rules, request)


def _conclude(
    rules: object,
    message: dict[str, Any],
    original=worker.conclude,
) -> list[RuleConclusions]:
    """Die where a file beside the database says so for one of the rules, once."""
    asked = message["conclude"]
    for rule in asked["rules"]:
        with suppress(FileNotFoundError):
            Path(asked["database"]).with_name(f"die at {rule}").unlink()
            _die_by_somebody(rule)
    return original(rules, message)


if __name__ == "__main__":
    _connections.append(int(sys.argv[1]))
    worker.analyze_request = _analyze
    worker.conclude = _conclude
    worker.main()
