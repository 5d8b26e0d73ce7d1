"""`make bench-deep`: how long a deep scan takes without a model, and how much memory.

The repository is made of installed Python files, as in `make bench`. Nothing is judged.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.measuring import BIN, make_repository, row

CHANGED_FILES = 20
AIM_SECONDS, AIM_FILES = 15, 500
LOOK_SECONDS = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-deep", description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
        bench(Path(folder), options.files)


def bench(folder: Path, files: int) -> None:
    repository, home = folder / "repository", folder / "home"
    total_bytes = make_repository(repository, files)
    print(f"{files} files, {total_bytes / 1e6:.1f} MB, {os.cpu_count()} cores\n")
    aim = AIM_SECONDS * max(1.0, files / AIM_FILES)
    measured(home, "First scan, fast rules", "", "repo", "add", repository)
    deep = ("scan", "--deep", "--no-model", "--fail-on", "never", repository)
    measured(home, "First deep scan behind it", f"{aim:.0f} s, 600 MB", *deep)
    measured(home, "Again, nothing changed", "", *deep)
    for path in sorted(repository.rglob("*.py"))[:CHANGED_FILES]:
        path.write_text(path.read_text("utf-8") + "\n\ndef changed(x):\n    return x * 37 + 1\n")
    measured(home, f"After {CHANGED_FILES} changed files", "2 s", *deep)


def measured(home: Path, label: str, aim: str, *arguments: object) -> None:
    """Run a command, and print its seconds and the most memory that it and its workers held."""
    command = [str(BIN / "tinyarmsctl"), "--home", str(home), *map(str, arguments)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most_bytes = 0
    while process.poll() is None:
        most_bytes = max(most_bytes, resident_bytes(process.pid))
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
