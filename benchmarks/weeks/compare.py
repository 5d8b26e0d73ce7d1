"""Many weeks under several keepers, summed up in one table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.weeks.invariants import broken, had_to_be_done, names
from benchmarks.weeks.keepers import MakeKeeper
from benchmarks.weeks.run_week import run_week
from benchmarks.weeks.scenario import make_scenario
from benchmarks.weeks.week_record import WeekRecord


@dataclass
class Tally:
    """Sums over weeks of one keeper. `broken` counts weeks by invariant; `first` names a seed."""

    weeks: int = 0
    units_done: int = 0
    units: int = 0
    scans_done: int = 0
    scans_due: int = 0
    saves: int = 0
    judged: int = 0
    heavy_seconds: float = 0.0
    beside_owner_seconds: float = 0.0
    pressed_seconds: float = 0.0
    broken: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, seed: int, record: WeekRecord) -> None:
        """One more week."""
        self.weeks += 1
        self.units_done += record.units_done
        self.units += record.weekly_units
        self.scans_done += record.weekly_done_at is not None
        self.scans_due += had_to_be_done(record)
        self.saves += record.saves
        self.judged += record.judged
        self.heavy_seconds += record.heavy_weekly_seconds + record.heavy_save_total_seconds
        self.beside_owner_seconds += record.beside_owner_seconds
        self.pressed_seconds += record.pressed_seconds
        for name in broken(record):
            self.broken[name] += 1
            self.first.setdefault(name, seed)

    def merge(self, other: "Tally") -> None:
        """The sums of both."""
        for name in ("weeks", "units_done", "units", "scans_done", "scans_due", "saves", "judged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.heavy_seconds += other.heavy_seconds
        self.beside_owner_seconds += other.beside_owner_seconds
        self.pressed_seconds += other.pressed_seconds
        self.broken += other.broken
        for name, seed in other.first.items():
            self.first[name] = min(seed, self.first.get(name, seed))

    @property
    def keeps_limits(self) -> bool:
        """Whether no week harmed the machine or its owner, whatever was left undone."""
        done = {"saves judged in their window", "the weekly scan done in its week"}
        return not set(self.broken) - done


def tally(seeds: Iterable[int], make_keeper: MakeKeeper) -> Tally:
    """The weeks of these seeds."""
    sums = Tally()
    for seed in seeds:
        sums.add(seed, run_week(make_scenario(seed), make_keeper))
    return sums


def table(tallies: Sequence[tuple[str, Tally]]) -> str:
    """One row a keeper, in Markdown; first what was done, then weeks that broke each invariant."""
    heads = ["", *(name for name, _ in tallies)]
    rows = [heads, ["---", *("--:" for _ in tallies)]]
    rows += [
        [
            "weekly questions answered",
            *(_share(each.units_done, each.units) for _, each in tallies),
        ],
        ["weekly scans finished", *(f"{each.scans_done:,}" for _, each in tallies)],
        ["questions about saves answered", *(f"{each.judged:,}" for _, each in tallies)],
        ["minutes at level 2 by us", *(f"{each.heavy_seconds / 60:,.0f}" for _, each in tallies)],
        [
            "minutes beside an owner at work",
            *(f"{each.beside_owner_seconds / 60:,.0f}" for _, each in tallies),
        ],
        [
            "minutes loaded under memory pressure",
            *(f"{each.pressed_seconds / 60:,.0f}" for _, each in tallies),
        ],
    ]
    for name in names():
        cells = [f"{each.broken[name]:,}" if each.broken[name] else "–" for _, each in tallies]
        rows.append([f"weeks that broke: {name}", *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _share(done: int, of: int) -> str:
    return f"{done:,} ({100 * done / of:.0f} %)" if of else "0"
