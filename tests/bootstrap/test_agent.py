"""The daemon of a home, as `stop` ends it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.agent.systemd_agent import SystemdAgent
from tinyarms_daemon.bootstrap.agent import HomeDaemon, agent_host
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.domain.system.agent import AgentFormat

_HOLD = """
import socket, sys, time
from pathlib import Path
from tinyarms_daemon.adapters.home import Home, HomeLock
home = Home(Path(sys.argv[1]))
home.prepare()
assert HomeLock(home).acquire()
print("held", flush=True)
time.sleep(float(sys.argv[2]))
with socket.socket(socket.AF_UNIX) as answering:
    answering.bind(str(home.socket))
    answering.listen()
    time.sleep(60)
"""


@contextmanager
def held(home: Path, *, silent_seconds: float) -> Iterator[subprocess.Popen[str]]:
    """While a program holds a home, which answers after a while."""
    program = [sys.executable, "-c", _HOLD, str(home), str(silent_seconds)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def daemon_of(home: Path, longest_stop_seconds: float) -> HomeDaemon:
    host = agent_host(AgentFormat.SYSTEMD)
    assert isinstance(host, SystemdAgent)
    return HomeDaemon(Where.of(home, None), host, longest_stop_seconds)


def test_a_daemon_that_is_still_starting_is_ended_once_it_answers(tmp_path: Path) -> None:
    daemon = daemon_of(tmp_path, longest_stop_seconds=30.0)

    with held(tmp_path, silent_seconds=0.5) as process:
        daemon.terminate()
        daemon.wait_until_ended()

        assert process.wait() != 0


def test_another_program_that_holds_the_home_is_not_ended(tmp_path: Path) -> None:
    daemon = daemon_of(tmp_path, longest_stop_seconds=0.2)

    with held(tmp_path, silent_seconds=60.0) as process:
        with pytest.raises(Unavailable, match=rf"\(pid {process.pid}\) works in .*wait for it"):
            daemon.terminate()

        assert process.poll() is None
