"""A week of a laptop's owner, made from a seed: what happens to the machine from outside.

Every figure here is chosen, so that weeks differ as weeks do: at a desk and on the move, with much
memory to spare and with none, with sensors that fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tinyarms_daemon.simulation.laptop import DAY, GB, HOUR

WEEK = 7 * DAY
_WORK_DAYS = range(1, 6)  # the week begins with Sunday
_FAULTS = ("thermal_level", "owner_idle", "power_source", "memory_pressure", "lid")


@dataclass(frozen=True, slots=True)
class Happening:
    """One change at a moment (seconds into the week): a field of the laptop, or a save."""

    at: float
    what: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A week; what is the laptop's own is meant as it is there."""

    seed: int
    happenings: tuple[Happening, ...]
    sleeps_after_on_mains: float | None
    sleeps_after_on_battery: float
    weekly_units: int
    footprint_factor: float


def make_scenario(seed: int) -> Scenario:
    """The week of a seed; the same one each time."""
    random = Random(seed)
    week = _Week(random)
    week.fill()
    return Scenario(
        seed=seed,
        happenings=tuple(sorted(week.happenings, key=lambda each: each.at)),
        sleeps_after_on_mains=random.choice((None, 15 * 60.0, 30 * 60.0, 15 * 60.0)),
        sleeps_after_on_battery=random.choice((5 * 60.0, 10 * 60.0)),
        weekly_units=random.randint(20, 150),
        footprint_factor=random.uniform(0.95, 1.06),
    )


@dataclass
class _Week:
    random: Random
    happenings: list[Happening] = field(default_factory=list)

    def fill(self) -> None:
        """Every day, and what is independent of days."""
        self.habit_closes_lid = self.random.random()
        self.habit_mains = self.random.uniform(0.2, 0.98)
        self.programs = self.random.uniform(4.5, 8.0) * GB
        self._say(0.0, "mains", self.random.random() < self.habit_mains)
        self._say(0.0, "lid_open", self.random.random() > self.habit_closes_lid)
        self._say(0.0, "programs_bytes", self.programs)
        for day in range(7):
            for begin, end in self._sessions(day):
                self._session(begin, min(end, WEEK))
        self._faults()
        self._dark_wakes()
        if self.random.random() < 0.15:
            begin = self.random.uniform(DAY, 5 * DAY)
            self._say(begin, "foreign_bytes", self.random.uniform(2, 6) * GB)
            self._say(begin + self.random.uniform(HOUR, 5 * HOUR), "foreign_bytes", 0.0)

    def _say(self, at: float, what: str, value: object) -> None:
        self.happenings.append(Happening(at, what, value))

    def _sessions(self, day: int) -> Iterator[tuple[float, float]]:
        random = self.random
        if day not in _WORK_DAYS and random.random() < 0.6:
            return
        at = day * DAY + random.uniform(8, 10.5) * HOUR
        for _ in range(random.randint(2, 5)):
            end = at + random.uniform(0.4, 3.2) * HOUR
            yield at, end
            at = end + random.uniform(0.05, 1.5) * HOUR

    def _session(self, begin: float, end: float) -> None:
        """The owner is there, with pauses for thought that look like absence."""
        random = self.random
        mains = random.random() < self.habit_mains
        self._say(begin, "lid_open", True)
        self._say(begin, "mains", mains)
        self._say(begin, "low_power", not mains and random.random() < 0.3)
        at = begin
        while at < end:
            busy_until = min(at + random.expovariate(1 / 2400), end)
            self._say(at, "present", True)
            self._say(busy_until, "present", False)
            self._at_work(at, busy_until)
            at = busy_until + random.uniform(30, 900)
        if random.random() < self.habit_closes_lid:
            self._say(end + 1, "lid_open", False)
        if random.random() < 0.3:
            self._say(end + 1, "programs_bytes", self.programs * random.uniform(0.5, 0.8))

    def _at_work(self, begin: float, end: float) -> None:
        random = self.random
        self._say(begin, "owner_power", random.uniform(0.02, 0.09))
        self._say(end, "owner_power", 0.01)
        at = begin
        while (at := at + random.expovariate(1 / 1500)) < end:
            self.programs = min(max(self.programs + random.gauss(0, 1.2) * GB, 3.5 * GB), 13.2 * GB)
            self._say(at, "programs_bytes", self.programs)
        at = begin
        while (at := at + random.expovariate(1 / 2400)) < end:
            build = min(at + random.uniform(15, 180), end)
            self._say(at, "owner_power", random.uniform(0.4, 1.0))
            self._say(at, "cpu_load", random.uniform(0.6, 3.0))
            self._say(build, "owner_power", random.uniform(0.02, 0.09))
            self._say(build, "cpu_load", 0.15)
        at = begin
        while (at := at + random.expovariate(1 / 420)) < end:
            for _ in range(random.randint(1, 3)):
                self._say(at, "save", random.randint(1, 12))
                at += random.uniform(1, 20)

    def _faults(self) -> None:
        for _ in range(self.random.randint(0, 6)):
            at = self.random.uniform(0, WEEK)
            name = self.random.choice(_FAULTS)
            self._say(at, "fault", name)
            self._say(at + self.random.uniform(10, 2 * HOUR), "mended", name)

    def _dark_wakes(self) -> None:
        at = 0.0
        while (at := at + self.random.uniform(HOUR, 3 * HOUR)) < WEEK:
            self._say(at, "dark_wake", self.random.uniform(10, 110))
