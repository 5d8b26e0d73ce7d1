"""Simulated weeks under the daemon's own decisions and under simpler rules, as a table.

`python -m benchmarks.simulate_weeks [WEEKS]` prints it and ends with 1 where a week of ours broke
an invariant.
"""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.weeks.compare import Tally, table, tally
from benchmarks.weeks.keepers import RIVALS, DaemonKeeper
from benchmarks.weeks.thermal_fit import PUBLISHED, fitted
from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy

OURS = "tinyarms"
_WEEKS = 1000
_CHUNK = 10


def main() -> int:
    """The command."""
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else _WEEKS
    tallies = compared(weeks, _packaged_policy())
    print(f"{weeks:,} weeks, seeds 0 to {weeks - 1}.\n")
    print(table(list(tallies.items())))
    print("\nThe thermal model beside what it was fitted to:\n")
    print(_fit_table())
    ours = tallies[OURS]
    print(f"\nWeekly scans that had to be done: {ours.scans_due:,} of {ours.weeks:,}.")
    for name, seed in ours.first.items():
        print(f"{OURS} broke «{name}» first in the week of seed {seed}.", file=sys.stderr)
    return 1 if ours.broken else 0


def compared(weeks: int, policy: HeadroomPolicy) -> dict[str, Tally]:
    """Every keeper on the same seeds, on all cores."""
    keepers = [OURS, *RIVALS]
    sums = {name: Tally() for name in keepers}
    chunks = [range(at, min(at + _CHUNK, weeks)) for at in range(0, weeks, _CHUNK)]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        pending = [
            (name, pool.submit(_chunk, name, chunk, policy)) for name in keepers for chunk in chunks
        ]
        for name, future in pending:
            sums[name].merge(future.result())
    return sums


def _chunk(name: str, seeds: range, policy: HeadroomPolicy) -> Tally:
    if name == OURS:
        return tally(seeds, lambda place: DaemonKeeper(place, policy))
    return tally(seeds, RIVALS[name])


def _packaged_policy() -> HeadroomPolicy:
    with tempfile.TemporaryDirectory() as folder:
        return headroom_policy(load(Where.of(Path(folder), None)))


def _fit_table() -> str:
    modelled = fitted()
    rows = [f"| {name} | {said:.3g} | {modelled[name]:.3g} |" for name, said in PUBLISHED.items()]
    return "\n".join(["| | published | modelled |", "| --- | --: | --: |", *rows])


if __name__ == "__main__":
    sys.exit(main())
