"""`make bench`: what the daemon costs and how fast it answers, on this machine.

The repository that is scanned is made of the installed dependencies' own Python files, so that
nothing of it was written here. Nothing is judged; the figures are printed.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.judging import rows as judging_rows

BIN = Path(sys.executable).parent
SMALLEST_BYTES, LARGEST_BYTES = 2_000, 40_000
MEAN_BYTES = 8_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--idle-seconds", type=float, default=60.0)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--calls", type=int, default=100, help="of a model, for what is beside it")
    parser.add_argument("--judged-saves", type=int, default=30, help="with a model's verdicts")
    parser.add_argument("--sizes", type=int, nargs="*", default=[500, 2_000, 8_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
        bench(Path(folder), options)
    if options.sizes:
        from benchmarks.scaling import table

        print("\nTime by size (a save: p50 / p95, without the time that a file takes to settle)")
        table(options.sizes, saves=options.saves)


def bench(folder: Path, options: argparse.Namespace) -> None:
    repository = folder / "repository"
    total_bytes = make_repository(repository, options.files)
    home = folder / "home"
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{options.files} files, {total_bytes / 1e6:.1f} MB\n")
    row("figure", "measured", "aim")
    row("First scan", seconds(timed(lambda: ctl(home, "repo", "add", repository))), "10 s")
    row("Again, nothing changed", seconds(timed(lambda: ctl(home, "scan", repository))), "1 s")
    row("status without a daemon", spread(9, lambda: ctl(home, "status")), "0.8 s")
    with daemon(home) as process:
        row("status with the daemon", spread(9, lambda: ctl(home, "status")), "0.4 s")
        for label, pause_seconds, aim in (
            ("Save to stored finding, worker alive", 0.6, "p95 250 ms"),
            ("Save to stored finding, worker to start", 0.0, "p95 500 ms"),
        ):
            latencies = saves(repository, home, process, options.saves, pause_seconds)
            row(label, percentiles(latencies), aim)
        idle(process, options.idle_seconds)
    row("Restart after kill -9 until it answers", restarts(home, 7), "3 s")
    for figure, measured, aim in judging_rows(options.calls, options.judged_saves):
        row(figure, measured, aim)


def make_repository(root: Path, files: int) -> int:
    """Copy installed Python files into a new git repository; its size in bytes."""
    import sysconfig

    library = Path(sysconfig.get_paths()["purelib"])
    total = 0
    candidates = (
        path
        for path in sorted(library.rglob("*.py"))
        if SMALLEST_BYTES < path.stat().st_size < LARGEST_BYTES
    )
    chosen = 0
    for path in candidates:
        size = path.stat().st_size
        if total + size > (chosen + 1) * MEAN_BYTES:  # keeps the mean while it goes on
            continue
        target = root / path.relative_to(library)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its old time: what was just written is read twice
        total += size
        chosen += 1
        if chosen == files:
            break
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "bench"]):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
        subprocess.run(["git", *identity, *command], cwd=root, check=True)
    return total


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
            time.sleep(0.1)
        newest = client.get("/v1/events", params={"after": -1}).json()["answer"]
        after = newest[-1]["id"] if newest else 0
        target.write_text(f"{original}\n\ndef bench(seconds):\n    return seconds > {count + 37}\n")
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


def idle(process: psutil.Process, for_seconds: float) -> None:
    """What a daemon with nothing to do costs."""
    while process.children():
        time.sleep(1)
    time.sleep(5)
    before = process.cpu_times(), process.num_ctx_switches(), wakeups(process)
    time.sleep(for_seconds)
    after = process.cpu_times(), process.num_ctx_switches(), wakeups(process)
    busy = (after[0].user + after[0].system) - (before[0].user + before[0].system)
    row("Idle: resident memory", f"{process.memory_info().rss / 1e6:.0f} MB", "100 MB")
    row("Idle: share of a core", f"{100 * busy / for_seconds:.2f} %", "0.1 %")
    row("Idle: wake-ups a second", f"{(after[2] - before[2]) / for_seconds:.2f}", "1")
    row("Idle: workers alive", str(len(process.children())), "0")


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
            time.sleep(0.2)
        ctl(home, "resume")
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait()


def restarts(home: Path, number: int) -> str:
    """From each start after a kill, with its look through the database, to the first answer."""
    import socket

    def start() -> subprocess.Popen[bytes]:
        child = subprocess.Popen([BIN / "tinyarmsd", "--home", home, "--quiet"])
        while True:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(home / "daemon.sock")) == 0:
                    return child
            time.sleep(0.005)

    children: list[subprocess.Popen[bytes]] = []
    times = []
    for _ in range(number + 1):
        times.append(timed(lambda: children.append(start())))
        children[-1].kill()
        children.pop().wait()
    ordered = sorted(times[1:])  # the first followed a clean end
    return f"{statistics.median(ordered):.2f} s (worst {ordered[-1]:.2f} s)"


def ctl_command(home: Path, *arguments: object) -> list[str]:
    return [str(BIN / "tinyarmsctl"), "--home", str(home), *map(str, arguments)]


def ctl(home: Path, *arguments: object) -> None:
    subprocess.run(ctl_command(home, *arguments), capture_output=True, check=False)


def timed(call: Callable[[], None]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def spread(number: int, call: Callable[[], None]) -> str:
    times = sorted(timed(call) for _ in range(number))
    return f"{statistics.median(times):.2f} s (worst {times[-1]:.2f} s)"


def percentiles(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"p50 {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms"


def seconds(value: float) -> str:
    return f"{value:.2f} s"


def row(figure: str, measured: str, aim: str) -> None:
    print(f"{figure:42} {measured:28} {aim}", flush=True)


if __name__ == "__main__":
    main()
