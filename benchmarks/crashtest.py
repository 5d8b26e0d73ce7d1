"""`make crashtest`: kill -9 at random moments, and nothing that was saved may be lost.

A real daemon with its database and its watcher; every few kills it may catch up, and what it then
knows is compared with what was saved, and its database with what may never be in it. Then the same
while a database of the first schema is brought to this version's.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from tests.adapters.store.old_schema import FIRST_REVISION
from tests.e2e.crashing import CrashRun
from tests.e2e.killed_upgrade import UpgradeRun
from tests.e2e.running import CONFIGURATION, GitRepository, House, neutral_environment

KILLS_AN_UPGRADE = 3
KILLS_BEFORE_WATCHING = 3  # before there is a database, and while it is made


def main() -> None:
    parser = argparse.ArgumentParser(prog="make crashtest", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--between-checks", type=int, default=10, help="kills until a check")
    parser.add_argument("--files", type=int, default=80)
    parser.add_argument("--upgrades", type=int, default=20, help="older databases, 3 kills on each")
    parser.add_argument("--seed", type=int, default=None, help="repeats the dice of a run")
    options = parser.parse_args()
    seed = time.time_ns() % 1_000_000 if options.seed is None else options.seed
    folder = Path(tempfile.mkdtemp(prefix="ta-")).resolve()
    print(f"seed {seed}, in {folder}", flush=True)
    crash(folder, options, seed)
    crash_upgrades(folder, options.upgrades, seed)
    shutil.rmtree(folder)  # what failed is left to be looked at


def crash(folder: Path, options: argparse.Namespace, seed: int) -> None:
    """Kill until there were enough kills, checking in between."""
    house = House(folder, folder / "home", neutral_environment(folder))
    house.configure(CONFIGURATION)
    repository = GitRepository(folder / "shop", house.environment)
    run = CrashRun(house, repository, seed=seed, files=options.files)
    run.kill_often(KILLS_BEFORE_WATCHING)
    run.watch()
    try:
        while run.kills < options.kills:
            run.kill_often(min(options.between_checks, options.kills - run.kills))
            run.check()
            print(
                f"{run.kills} kills, {run.typist.saves} saves, {len(run.typist.colors)} files: "
                f"nothing lost, nothing twice (start {run.starts_seconds[-1]:.2f} s)",
                flush=True,
            )
    finally:
        house.close()


def crash_upgrades(folder: Path, upgrades: int, seed: int) -> None:
    """Kill while older databases are brought to this version's schema."""
    cut_off = 0
    for number in range(upgrades):
        house = House(folder, folder / f"old-{number}", neutral_environment(folder))
        house.configure(CONFIGURATION)
        run = UpgradeRun(house, seed=seed + number)
        found = run.kill_often(KILLS_AN_UPGRADE)
        cut_off += found.count(FIRST_REVISION) + found.count(None)
        run.check()
    if upgrades:
        print(
            f"{upgrades} older databases, {upgrades * KILLS_AN_UPGRADE} kills, {cut_off} of them "
            "before the new schema stood: nothing lost"
        )


if __name__ == "__main__":
    main()
