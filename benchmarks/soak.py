"""`make soak`: a long day in ten minutes, and at its end nothing lost and nothing grown.

Twenty saves a second over two thousand files, renames, deletions, branch switches, a model server
that comes and goes. Memory, descriptors and threads of the daemon are read all the while; at the
end its findings are compared with the files and with a scan from scratch.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psutil

from benchmarks.coming_and_going import ComingAndGoing
from benchmarks.measuring import row
from tests.e2e.crashing import problems_of, wait_for_the_truth
from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    RunningDaemon,
    neutral_environment,
)
from tests.e2e.typist import Typist

_SAMPLE_SECONDS = 2.0
_SWITCH_SECONDS = 30.0
_LONGEST_DRAIN_SECONDS = 300.0
# Above these the daemon does grow: what one run of ten minutes cannot tell from noise lies below.
_MOST_MEGABYTES_AN_HOUR = 60.0
_MOST_DESCRIPTORS_MORE = 4
_SHORTEST_SPAN_SECONDS = 240.0
LEAST_SAMPLES = 3  # for a slope


@dataclass(frozen=True)
class Sample:
    """What a daemon held at a moment of the run."""

    at_seconds: float
    memory_bytes: int
    descriptors: int
    threads: int
    workers: int
    store_bytes: int
    log_bytes: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--duration", type=float, default=600.0, help="seconds of saving")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--saves-per-second", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ta-")).resolve()
    print(f"seed {options.seed}, in {folder}", flush=True)
    failures = soak(folder, options)
    for failure in failures:
        print(f"FAILED: {failure}")
    if failures:
        sys.exit(1)  # the folder is left to be looked at
    shutil.rmtree(folder)


def soak(folder: Path, options: argparse.Namespace) -> list[str]:
    """Run the day; what of it went wrong."""
    house = House(folder, folder / "home", neutral_environment(folder))
    repository = GitRepository(folder / "shop", house.environment)
    typist = Typist(repository, random.Random(options.seed), files=options.files)
    repository.commit()
    repository.git("branch", "other")
    with ComingAndGoing(up_seconds=25, down_seconds=15) as models:
        host = f'ollama: {{host: "http://127.0.0.1:{models.port}"}}'
        house.configure(
            CONFIGURATION.replace('ollama: {host: "http://127.0.0.1:9"}', host)
            + "headroom: {sample_interval: 5s, retry_after: 10s}\n"
            # On a machine that is busy with other things, patient workers would not keep up.
            + "analysis: {worker_niceness: 0}\n"
        )
        daemon = house.start()
        try:
            daemon.client.add_repository(str(repository.root), None)
            samples = day(daemon, repository, typist, options)
            failures = evening(house, daemon, repository, typist)
        finally:
            house.close()
        row("Times the model server came up", str(models.times_up))
    failures += problems_of(house.home / "tinyarms.db")
    return failures + growth(samples)


def day(
    daemon: RunningDaemon, repository: GitRepository, typist: Typist, options: argparse.Namespace
) -> list[Sample]:
    """Save and switch for the whole duration, and read the daemon's figures all the while."""
    pause = threading.Event()
    samples: list[Sample] = []
    begun = next_save = time.monotonic()
    next_sample, next_switch = begun, begun + _SWITCH_SECONDS
    before, switches = typist.saves, 0
    while (now := time.monotonic()) - begun < options.duration:
        if now >= next_sample:
            samples.append(sample(daemon, now - begun))
            next_sample += _SAMPLE_SECONDS
        if now >= next_switch:
            switch(repository, typist)
            switches += 1
            next_switch = time.monotonic() + _SWITCH_SECONDS
            next_save = time.monotonic()
        typist.step()
        next_save += 1 / options.saves_per_second
        pause.wait(max(0.0, next_save - time.monotonic()))
    seconds = time.monotonic() - begun
    row("Saves", f"{typist.saves - before:,} ({(typist.saves - before) / seconds:.1f} a second)")
    row("Branch switches", str(switches))
    return samples


def switch(repository: GitRepository, typist: Typist) -> None:
    """To the other branch, whose files have gone their own way."""
    repository.commit()
    here = repository.git("branch", "--show-current").strip()
    repository.git("switch", "--quiet", "other" if here == "main" else "main")
    typist.look()


def evening(
    house: House, daemon: RunningDaemon, repository: GitRepository, typist: Typist
) -> list[str]:
    """Let the queue drain and compare."""
    begun = time.monotonic()
    try:
        wait_for_the_truth(daemon, typist, within_seconds=_LONGEST_DRAIN_SECONDS)
    except AssertionError as error:
        return [str(error)]
    daemon.wait_until_idle()
    row("Until the last save was reflected", f"{time.monotonic() - begun:.1f} s")
    status = daemon.status()
    queue = cast("dict[str, int]", status["queue"])
    row("Queue at the end", str(sum(queue.values())))
    row("Alarms at the end", str(len(status["alarms"])))
    scanned = House(house.folder, house.folder / "scratch", house.environment)
    scanned.configure(CONFIGURATION)
    fresh = scanned.ctl("scan", str(repository.root), "--format", "json", "--fail-on", "error")
    import json

    from_scratch = Counter(
        (each["path"], each["evidence"]) for each in json.loads(fresh.out)["findings"]
    )
    known = Counter((each["path"], each["evidence"]) for each in daemon.findings())
    row("Findings, and by a scan from scratch", f"{known.total():,}, {from_scratch.total():,}")
    failures = [] if known == from_scratch else [f"differs from a scan: {known - from_scratch}"]
    return failures + list(status["alarms"])


def sample(daemon: RunningDaemon, at_seconds: float) -> Sample:
    """The daemon's figures now."""
    process = psutil.Process(daemon.pid)
    database = daemon.house.home / "tinyarms.db"
    log = database.with_name("tinyarms.db-wal")
    return Sample(
        at_seconds=at_seconds,
        memory_bytes=process.memory_info().rss,
        descriptors=process.num_fds(),
        threads=process.num_threads(),
        workers=len(process.children()),
        store_bytes=database.stat().st_size,
        log_bytes=log.stat().st_size if log.exists() else 0,
    )


def growth(samples: list[Sample]) -> list[str]:
    """Print what grew in the second half, when everything was warm; what grew too much."""
    late = samples[len(samples) // 2 :]
    if len(late) < LEAST_SAMPLES:
        return ["the run was too short to see anything grow"]
    memory = slope_per_hour(late, lambda each: each.memory_bytes / 1e6)
    descriptors = slope_per_hour(late, lambda each: each.descriptors)
    row("Memory at the end", f"{late[-1].memory_bytes / 1e6:.0f} MB")
    row("Memory slope, second half", f"{memory:+.1f} MB an hour")
    counts = [each.descriptors for each in late]
    row("Descriptors, second half", f"{min(counts)} to {max(counts)}")
    row("Descriptor slope, second half", f"{descriptors:+.1f} an hour")
    row("Threads, at most", str(max(each.threads for each in samples)))
    row("Workers, at most", str(max(each.workers for each in samples)))
    row("Database at the end", f"{late[-1].store_bytes / 1e6:.1f} MB")
    row("Write-ahead log, at most", f"{max(each.log_bytes for each in samples) / 1e6:.1f} MB")
    failures = []
    span_seconds = late[-1].at_seconds - late[0].at_seconds
    if span_seconds < _SHORTEST_SPAN_SECONDS:
        row("", "too short a run to judge its slopes: a daemon is warm after some minutes")
    elif memory > _MOST_MEGABYTES_AN_HOUR:
        failures.append(f"memory grows by {memory:.0f} MB an hour")
    # A worker or a git that runs at the moment holds some: what leaks lifts the least of all.
    third, last = late[: len(late) // 2], late[len(late) // 2 :]
    floors = [min(each.descriptors for each in quarter) for quarter in (third, last)]
    if floors[1] > floors[0] + _MOST_DESCRIPTORS_MORE:
        failures.append("descriptors grow")
    return failures


def slope_per_hour(samples, value) -> float:  # type: ignore[no-untyped-def]
    """The slope of the line through the samples."""
    moments = [each.at_seconds / 3600 for each in samples]
    return statistics.linear_regression(moments, [value(each) for each in samples]).slope


if __name__ == "__main__":
    main()
