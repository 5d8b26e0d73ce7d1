"""`make bench`: what the daemon costs and how fast it answers, on this machine.

The repository that is scanned is made of the installed dependencies' own Python files, so that
nothing of it was written here. Each figure stands beside the one that is kept in the repository; a
worse one ends it with status 1.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.judging import rows as judging_rows
from benchmarks.kept import Figure, Kept, in_words, is_worse, keep, unit_of_work
from benchmarks.measured_daemon import daemon, restarts, saves, wakeups
from benchmarks.measuring import answer, ctl, make_repository, repeated, row, timed
from benchmarks.scaling import table

SIMULATED_FILES = 60
REPEATS = 9
RESTARTS = 7
CALM_SECONDS = 5  # after the last worker has ended


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--idle-seconds", type=float, default=60.0)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--calls", type=int, default=100, help="of a model, for what is beside it")
    parser.add_argument("--judged-saves", type=int, default=30, help="with a model's verdicts")
    parser.add_argument("--sizes", type=int, nargs="*", default=[500, 2_000, 8_000])
    parser.add_argument("--keep", action="store_true", help="keep these figures from now on")
    options = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
        bench(Path(folder), options, results)
    if options.sizes:
        print("\nTime by size (a save: p50 / p95, without the time that a file takes to settle)")
        table(options.sizes, saves=options.saves)
    if options.keep:
        keep(results.work_ms, results.figures, machine())
    if not results.worse:
        return 0
    print(f"\nWorse than kept: {', '.join(results.worse)}.")
    if results.is_busy:
        print("Other programs have kept the cores busy: nothing follows from it.")
    return 0 if results.is_busy else 1


class Results:
    """Prints each figure beside the kept one, and remembers it."""

    def __init__(self) -> None:
        self.work_ms = unit_of_work()
        self.figures: dict[str, Figure] = {}
        self.worse: list[str] = []
        self.is_busy = os.getloadavg()[0] > (os.cpu_count() or 1) / 2
        self._kept = Kept.read()

    def add(self, name: str, value: float, unit: str, shown: str, aim: str) -> None:
        """One row."""
        figure = Figure(name=name, value=value, unit=unit)
        self.figures[name] = figure
        ratio = self._kept.ratio(figure, self.work_ms)
        if is_worse(ratio):
            self.worse.append(name)
        row(name, shown, aim, in_words(ratio))

    def seconds(self, name: str, times: list[float], aim: str) -> None:
        """The median of some times, with the worst where there are several."""
        middle = statistics.median(times)
        worst = f" (worst {max(times):.2f} s)" if len(times) > 1 else ""
        self.add(name, middle, "s", f"{middle:.2f} s{worst}", aim)

    def saves(self, name: str, milliseconds: list[float], aim: str) -> None:
        """The median and the 95th percentile."""
        ordered = sorted(milliseconds)
        middle = statistics.median(ordered)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        self.add(name, middle, "ms", f"p50 {middle:.0f} ms, p95 {p95:.0f} ms", aim)


def machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def bench(folder: Path, options: argparse.Namespace, results: Results) -> None:
    repository = folder / "repository"
    total_bytes = make_repository(repository, options.files)
    home = folder / "home"
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{options.files} files, {total_bytes / 1e6:.1f} MB\n")
    row("figure", "measured", "aim", "")
    results.seconds("First scan", [timed(lambda: ctl(home, "repo", "add", repository))], "10 s")
    again = [timed(lambda: ctl(home, "scan", repository))]
    results.seconds("Again, nothing changed", again, "1 s")
    results.seconds(
        "status without a daemon", repeated(REPEATS, lambda: ctl(home, "status")), "0.8 s"
    )
    with daemon(home) as process:
        results.seconds(
            "status with the daemon", repeated(REPEATS, lambda: ctl(home, "status")), "0.4 s"
        )
        for label, pause_seconds, aim in (
            ("Save to stored finding, worker alive", 0.6, "p95 250 ms"),
            ("Save to stored finding, worker to start", 0.0, "p95 500 ms"),
        ):
            latencies = saves(repository, home, process, options.saves, pause_seconds)
            results.saves(label, latencies, aim)
        idle(process, options.idle_seconds, results)
    results.seconds("Restart after kill -9 until it answers", restarts(home, RESTARTS), "3 s")
    programme(home, results)
    for figure, measured, aim in judging_rows(options.calls, options.judged_saves):
        row(figure, measured, aim)


def programme(home: Path, results: Results) -> None:
    """What of the measuring programme needs no model."""
    validated = answer(home, "validate", "--rules-only", "--json")
    wrong = sum(
        bool(each["found"]) is not each["violation"] for each in validated["examined"][0]["results"]
    )
    cases = validated["cases"]
    results.add("Rules alone: cases judged wrongly", wrong, "cases", f"{wrong} of {cases}", "")
    scan = answer(home, "simulate", "--files", SIMULATED_FILES, "--json")["large"]
    minutes = scan["total_seconds"] / 60
    shown = f"{minutes:.0f} min, {scan['asked']} questions"
    results.add(f"A weekly scan of {SIMULATED_FILES} files, simulated", minutes, "min", shown, "")


def idle(process: psutil.Process, for_seconds: float, results: Results) -> None:
    """What a daemon with nothing to do costs."""
    while process.children():
        time.sleep(1)
    time.sleep(CALM_SECONDS)
    before = process.cpu_times(), process.num_ctx_switches(), wakeups(process)
    time.sleep(for_seconds)
    after = process.cpu_times(), process.num_ctx_switches(), wakeups(process)
    busy = (after[0].user + after[0].system) - (before[0].user + before[0].system)
    megabytes, share = process.memory_info().rss / 1e6, 100 * busy / for_seconds
    woken = (after[2] - before[2]) / for_seconds
    results.add("Idle: resident memory", megabytes, "MB", f"{megabytes:.0f} MB", "100 MB")
    results.add("Idle: share of a core", share, "%", f"{share:.2f} %", "0.1 %")
    results.add("Idle: wake-ups a second", woken, "a second", f"{woken:.2f}", "1")
    row("Idle: workers alive", str(len(process.children())), "0", "")


if __name__ == "__main__":
    sys.exit(main())
