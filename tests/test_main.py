"""The programs from their first moment on."""

import subprocess
import sys

import pytest

# A signal that comes while the daemon is being loaded.
_STARTED = """
import os, signal
from tinyarms_daemon import __main__
from tinyarms_daemon.faces import daemon_command

def run(*_):
    os.kill(os.getpid(), signal.{name})
    return 7

daemon_command.run = run
__main__.tinyarmsd()
"""


@pytest.mark.parametrize(("name", "status"), [("SIGHUP", 7), ("SIGTERM", 0)])
def test_a_signal_that_comes_before_the_daemon_is_loaded_is_no_crash(
    name: str, status: int
) -> None:
    ended = subprocess.run([sys.executable, "-c", _STARTED.format(name=name)], check=False)

    assert ended.returncode == status
