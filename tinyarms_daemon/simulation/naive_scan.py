"""The scan that does without ranking, budget and rests: every file, one after the other."""

from collections.abc import Iterator

from tinyarms_daemon.simulation.laptop import Laptop
from tinyarms_daemon.simulation.virtual_time import VirtualTime


def naive_scan(
    laptop: Laptop, files: int, seconds_a_file: float
) -> tuple[VirtualTime, list[float]]:
    """Show so many files to a model that takes `seconds_a_file` cold; the time, and when each
    answer was there."""
    time = VirtualTime(laptop)
    return time, list(_answers(time, files, seconds_a_file))


def _answers(time: VirtualTime, files: int, seconds_a_file: float) -> Iterator[float]:
    for _ in range(files):
        left = seconds_a_file
        while left > 1e-6:
            left -= time.work(left)
        yield time.elapsed
