"""The programs from their first moment on."""

import signal
import subprocess
import sys

import pytest

# A signal that comes while the daemon is being loaded.
_STARTED = """
import os, signal
from tinyarms_daemon import __main__
from tinyarms_daemon.faces import daemon_command

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it

def run(*_):
    os.kill(os.getpid(), signal.{name})
    return 7

daemon_command.run = run
__main__.tinyarmsd()
"""


@pytest.mark.parametrize(("name", "status"), [("SIGHUP", 7), ("SIGTERM", 0), ("SIGINT", 0)])
def test_a_signal_that_comes_before_the_daemon_is_loaded_is_no_crash(
    name: str, status: int
) -> None:
    ended = subprocess.run([sys.executable, "-c", _STARTED.format(name=name)], check=False)

    assert ended.returncode == status


# Ctrl-C while the control program is being loaded: what is loaded next sends it.
_LOADING = """
import os, signal, sys
from tinyarms_daemon import __main__

class Interrupting:
    def find_spec(self, name, *_):
        if name == "tinyarms_daemon.toolbox":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.{handler})
sys.meta_path.insert(0, Interrupting())
sys.argv[1:] = ["--version"]
__main__.tinyarmsctl()
"""


@pytest.mark.parametrize(
    ("handler", "status"), [("default_int_handler", -signal.SIGINT), ("SIG_IGN", 0)]
)
def test_control_c_that_comes_before_a_command_is_loaded_ends_it_without_a_word(
    handler: str, status: int
) -> None:
    command = [sys.executable, "-c", _LOADING.format(handler=handler)]

    ended = subprocess.run(command, check=False, capture_output=True)

    assert (ended.returncode, ended.stderr) == (status, b"")
