"""What the processes of a runtime take, read from real processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.machine.runner_processes import runner_bytes, runtime_bytes


@pytest.mark.skipif(sys.platform != "linux", reason="a process is named after its file there")
def test_runners_and_their_server_are_counted_by_their_names(tmp_path: Path) -> None:
    before = runtime_bytes() or 0
    started = []
    for name in ("llama-server", "ollama"):
        program = tmp_path / name
        program.symlink_to("/bin/sleep")
        started.append(subprocess.Popen([program, "60"]))
    try:
        runners, runtime = runner_bytes(), runtime_bytes()
    finally:
        for process in started:
            process.kill()
            process.wait()

    assert runners is not None
    assert runtime is not None
    assert runtime - before > 0
    assert runtime > runners > 0


def test_a_process_of_our_own_with_a_model_is_counted_too() -> None:
    before = runner_bytes() or 0
    waiting = subprocess.Popen(
        [sys.executable, "-c", "input()", "tinyarms_daemon.adapters.runtimes.embedded_server"],
        stdin=subprocess.PIPE,
    )
    try:
        with_it = runner_bytes() or 0
    finally:
        waiting.kill()
        waiting.communicate()

    assert with_it > before
