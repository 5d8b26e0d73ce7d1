"""`make bench-deep`: how long a deep scan takes without a model, and how much memory.

The repository is made of installed Python files, as in `make bench`. Nothing is judged. By a
command alone, which starts all it needs and reads the changed files by the fast rules as well; and
through a running daemon, as each week.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.measured_daemon import daemon
from benchmarks.measuring import ctl, ctl_command, make_repository, row

CHANGED_FILES = 20
AIM_SECONDS, AIM_FILES = 15, 500
LOOK_SECONDS = 0.05
SETTLED_SECONDS = 8  # until what was saved has been checked


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-deep", description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
        bench(Path(folder), options.files)


def bench(folder: Path, files: int) -> None:
    repository = folder / "repository"
    total_bytes = make_repository(repository, files)
    print(f"{files} files, {total_bytes / 1e6:.1f} MB, {os.cpu_count()} cores\n")
    aim = AIM_SECONDS * max(1.0, files / AIM_FILES)
    deep = ("scan", "--deep", "--no-model", "--fail-on", "never", repository)
    print("Without a daemon")
    alone = folder / "alone"
    measured(alone, "First scan, fast rules", "", "repo", "add", repository)
    measured(alone, "First deep scan behind it", f"{aim:.0f} s, 600 MB", *deep)
    measured(alone, "Again, nothing changed", "", *deep)
    change(repository, 1)
    measured(alone, f"After {CHANGED_FILES} changed files", "2 s", *deep)
    print("With the daemon, its memory included")
    watched = folder / "watched"
    ctl(watched, "repo", "add", repository)
    with daemon(watched) as process:
        measured(watched, "First deep scan", f"{aim:.0f} s, 600 MB", *deep, daemon=process)
        measured(watched, "Again, nothing changed", "", *deep, daemon=process)
        for number, label in ((2, "not yet seen"), (3, "checked when saved")):
            change(repository, number)
            if number > 2:
                time.sleep(SETTLED_SECONDS)
            label = f"After {CHANGED_FILES} changed files, {label}"
            measured(watched, label, "2 s", *deep, daemon=process)


def change(repository: Path, number: int) -> None:
    """Another definition in each of twenty files, other ones each time."""
    begin = (number - 1) * CHANGED_FILES
    for path in sorted(repository.rglob("*.py"))[begin : begin + CHANGED_FILES]:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef changed_{number}(x):\n    return x * 37 + {number}\n")


def measured(
    home: Path, label: str, aim: str, *arguments: object, daemon: psutil.Process | None = None
) -> None:
    """Run a command, and print its seconds and the most memory that it, its workers and the daemon
    held."""
    started = time.perf_counter()
    process = subprocess.Popen(
        ctl_command(home, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most_bytes = 0
    while process.poll() is None:
        held = resident_bytes(process.pid) + (resident_bytes(daemon.pid) if daemon else 0)
        most_bytes = max(most_bytes, held)
        time.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - started
    row(label, f"{seconds:.2f} s, {most_bytes / 1e6:.0f} MB", aim)


def resident_bytes(pid: int) -> int:
    """Of a process and all below it."""
    try:
        process = psutil.Process(pid)
        every = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in every)
    except psutil.Error:
        return 0


if __name__ == "__main__":
    main()
