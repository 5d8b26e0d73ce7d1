"""A daemon in a process of its own: its answers to saves, its wake-ups, its starts after a kill."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.measuring import BIN, ctl, ctl_command, timed

LOOK_SECONDS = 0.2
FINE_LOOK_SECONDS = 0.005
GONE_SECONDS = 0.1  # until a killed worker has ended
FIRST_NUMBER = 37  # of those that are written in place, another one at each save


@contextmanager
def daemon(home: Path) -> Iterator[psutil.Process]:
    """A daemon on a home, for the time of the block."""
    child = subprocess.Popen(
        [BIN / "tinyarmsd", "--home", home, "--quiet"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while subprocess.run(
            ctl_command(home, "pause"), capture_output=True, check=False
        ).returncode:
            time.sleep(LOOK_SECONDS)
        ctl(home, "resume")
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait()


def saves(
    repository: Path, home: Path, process: psutil.Process, number: int, pause_seconds: float
) -> list[float]:
    """Milliseconds from each save to its event, less the settle time."""
    import httpx

    client = httpx.Client(
        transport=httpx.HTTPTransport(uds=str(home / "daemon.sock")),
        base_url="http://tinyarms",
        timeout=30,
    )
    settle_seconds = 0.4
    target = sorted(repository.rglob("*.py"))[7]
    original = target.read_text()
    latencies = []
    for count in range(number):
        if not pause_seconds:
            for child in process.children():
                child.kill()
            time.sleep(GONE_SECONDS)
        newest = client.get("/v1/events", params={"after": -1}).json()["answer"]
        after = newest[-1]["id"] if newest else 0
        target.write_text(
            f"{original}\n\ndef bench(seconds):\n    return seconds > {FIRST_NUMBER + count}\n"
        )
        started = time.perf_counter()
        while True:
            events = client.get("/v1/events", params={"after": after, "wait_seconds": 10}).json()
            if any(event["kind"] == "check_finished" for event in events["answer"]):
                break
        latencies.append((time.perf_counter() - started - settle_seconds) * 1000)
        time.sleep(pause_seconds)
    target.write_text(original)
    client.close()
    return latencies


def wakeups(process: psutil.Process) -> int:
    """Times that any thread gave up its core by itself, since the process started."""
    tasks = Path(f"/proc/{process.pid}/task")
    if not tasks.is_dir():
        return process.num_ctx_switches().voluntary
    return sum(
        int(line.split()[1])
        for task in tasks.iterdir()
        for line in (task / "status").read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )


def restarts(home: Path, number: int) -> list[float]:
    """From each start after a kill, with its look through the database, to the first answer."""
    import socket

    def start() -> subprocess.Popen[bytes]:
        child = subprocess.Popen([BIN / "tinyarmsd", "--home", home, "--quiet"])
        while True:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(home / "daemon.sock")) == 0:
                    return child
            time.sleep(FINE_LOOK_SECONDS)

    children: list[subprocess.Popen[bytes]] = []
    times = []
    for _ in range(number + 1):
        times.append(timed(lambda: children.append(start())))
        children[-1].kill()
        children.pop().wait()
    return times[1:]  # the first followed a clean end
