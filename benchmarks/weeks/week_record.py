"""What came of a simulated week: what was done, what was borne, and when the machine was fit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, Deferred
from tinyarms_daemon.simulation.laptop import DEEP_TAG, FAST_TAG, MODELS, Laptop

RESERVE_BYTES = 2 * 1024**3
# Predictions are made to be rather too large: with so much room no sound one stands in the way.
_ROOM_FACTOR = 1.4
_IDLE_SECONDS, _SETTLED_SECONDS = 600.0, 240.0
_BATTERY_FAST, _BATTERY_DEEP = 30.0, 40.0
_CALM_LOAD = 0.5
_BACK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Load:
    """A model that was loaded; what it really took, and what was available."""

    at: float
    tag: str
    needed_bytes: float
    available_bytes: float


@dataclass
class SaveCheck:
    """A question about a saved file. `fit_seconds`: for how long it has waited in a row on a
    machine that was fit to answer it."""

    fit_seconds: float = 0.0


@dataclass
class WeekRecord:
    """Sums over the week; seconds."""

    saves: int = 0
    superseded: int = 0
    judged: int = 0
    weekly_due: bool = False
    weekly_units: int = 0
    units_done: int = 0
    units_left: int = 0
    weekly_done_at: float | None = None
    loads: list[Load] = field(default_factory=list)
    unloads: list[tuple[float, str, bool]] = field(default_factory=list)
    heavy_weekly_seconds: float = 0.0
    heavy_save_seconds: float = 0.0
    heaviest_save_seconds: float = 0.0
    heavy_save_total_seconds: float = 0.0
    trapping_by_us_seconds: float = 0.0
    beside_owner_seconds: float = 0.0
    pressed_seconds: float = 0.0
    unexplained: int = 0
    longest_fit_saves_seconds: float = 0.0
    fit_weekly_seconds: float = 0.0
    fit_weekly_stretch: float = 0.0
    _role: str = "fast"

    @property
    def heaviest_scan_seconds(self) -> float:
        """The longest that one scan, weekly or of one save, held the machine at level 2."""
        return max(self.heavy_weekly_seconds, self.heaviest_save_seconds)

    def answering(self, role: str) -> None:
        """An answer begins: what becomes hot from here on is of its scan."""
        self._role = role
        self.heavy_save_seconds = 0.0

    def heated(self, seconds: float) -> None:
        """So long at level 2 that would not have been without us."""
        if self._role == "deep":
            self.heavy_weekly_seconds += seconds
        else:
            self.heavy_save_seconds += seconds
            self.heavy_save_total_seconds += seconds
            self.heaviest_save_seconds = max(self.heaviest_save_seconds, self.heavy_save_seconds)

    def decided(self, decision: AdmissionDecision, now: datetime) -> None:
        """A deferral needs a reason and a later time."""
        if not isinstance(decision, Deferred):
            return
        explained = all(each.resource and each.needed for each in decision.shortfalls)
        if not decision.shortfalls or not explained or decision.retry_at <= now:
            self.unexplained += 1

    def working(self, laptop: Laptop, role: str, seconds: float) -> None:
        """A step of an answer: whether the owner sits at the machine meanwhile."""
        if role == "deep" and laptop.present and laptop.time - laptop.last_input > _BACK_SECONDS:
            self.beside_owner_seconds += seconds

    def account(
        self, laptop: Laptop, seconds: float, *, saves: Iterable[SaveCheck], weekly: bool
    ) -> None:
        """A stretch of time in which nothing changes: what it was fit for."""
        if laptop.loaded and laptop.pressure > 1:
            self.pressed_seconds += seconds
        fit = _fit_for_saves(laptop)
        for check in saves:
            check.fit_seconds = check.fit_seconds + seconds if fit else 0.0
            self.longest_fit_saves_seconds = max(self.longest_fit_saves_seconds, check.fit_seconds)
        self._account_weekly(laptop, seconds, waits=weekly)

    def _account_weekly(self, laptop: Laptop, seconds: float, *, waits: bool) -> None:
        """The beginning of each stretch is not counted: coolness has to be seen to hold."""
        if not waits or not _fit_for_weekly(laptop, seconds):
            self.fit_weekly_stretch = 0.0
            return
        before = max(self.fit_weekly_stretch - _SETTLED_SECONDS, 0.0)
        self.fit_weekly_stretch += seconds
        self.fit_weekly_seconds += max(self.fit_weekly_stretch - _SETTLED_SECONDS, 0.0) - before


def _fit_for_saves(laptop: Laptop) -> bool:
    return (
        _sound(laptop)
        and laptop.unheated.level == 0
        and laptop.body.level == 0
        and laptop.battery_percent > _BATTERY_FAST
        and _has_room(laptop, FAST_TAG)
    )


def _fit_for_weekly(laptop: Laptop, seconds: float) -> bool:
    return (
        _sound(laptop)
        and laptop.unheated.level == 0
        and laptop.mains
        and laptop.lid_open
        and not laptop.low_power
        and laptop.battery_percent > _BATTERY_DEEP
        and laptop.idle_seconds >= _IDLE_SECONDS
        and laptop.time + seconds < laptop.sleeps_at
        and _has_room(laptop, DEEP_TAG)
    )


def _sound(laptop: Laptop) -> bool:
    return (
        laptop.is_awake
        and laptop.time >= laptop.dark_until
        and not laptop.faults
        and not laptop.foreign_bytes
        and laptop.cpu_load < _CALM_LOAD
    )


def _has_room(laptop: Laptop, tag: str) -> bool:
    """Room beside the programs, as if nothing of ours were loaded."""
    free = laptop.available_bytes + sum(laptop.loaded.values())
    others = sum(size for other, size in laptop.loaded.items() if other != tag)
    needed = MODELS[tag].loaded_bytes * _ROOM_FACTOR
    return free - others - needed >= RESERVE_BYTES
