"""Who says when a model may work: the daemon's own decisions, and simpler rules beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from benchmarks.weeks.headroom_book import MemoryHeadroomBook
from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.headroom.watch_residents import WatchResidents
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    AdmissionRequest,
    Admitted,
    Deferred,
    Shortfall,
)
from tinyarms_daemon.domain.headroom.govern import may_hold_off_sleep
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import MAINS, Readings, Resource, number_of, word_of
from tinyarms_daemon.simulation.laptop import DEEP_TAG, FAST_TAG, Laptop
from tinyarms_daemon.simulation.simulated_ports import (
    SimulatedClock,
    SimulatedProbe,
    SimulatedResidency,
)

_OLLAMA_KEEP_ALIVE = timedelta(minutes=5)
_RETRY = timedelta(minutes=5)
_FIXED_MEMORY_BYTES = 6e9
_CAREFUL_MEMORY_BYTES = 11e9
_CAREFUL_ABSENCE_SECONDS = 1800
_TAGS = {"fast": FAST_TAG, "deep": DEEP_TAG}
_NIGHT_HOURS = range(1, 6)


class Keeper(Protocol):
    """What a model lane asks; see the Gate port and the guard behind it."""

    def decide(self, request: AdmissionRequest) -> AdmissionDecision: ...
    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None: ...
    def should_stop(self, request: AdmissionRequest) -> bool: ...
    def keep_alive(
        self, tag: str, role: str, next_due_in: timedelta | None
    ) -> timedelta | None: ...
    def look(self) -> None: ...
    def holds_off_sleep(self, *, deep_waits: bool) -> bool: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A laptop with the ports on it."""

    laptop: Laptop
    clock: SimulatedClock
    probe: SimulatedProbe
    residency: SimulatedResidency

    @classmethod
    def of(cls, laptop: Laptop) -> "Place":
        """All ports of a laptop."""
        return cls(
            laptop, SimulatedClock(laptop), SimulatedProbe(laptop), SimulatedResidency(laptop)
        )


MakeKeeper = Callable[[Place], Keeper]


class DaemonKeeper:
    """The decisions of the daemon itself: its guard and its watch, on simulated ports."""

    def __init__(self, place: Place, policy: HeadroomPolicy) -> None:
        self._place = place
        self._guard = GuardModelLoad(
            probe=place.probe,
            residency=place.residency,
            book=MemoryHeadroomBook(),
            policy=policy,
            clock=place.clock,
            models=_TAGS,
            is_night=lambda at: at.hour in _NIGHT_HOURS,
        )
        self._watch = WatchResidents(guard=self._guard)

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """The guard's."""
        return self._guard.decide(request)

    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None:
        """The guard's."""
        self._guard.used(
            tag,
            context_tokens,
            began_at=began_at,
            decode_tokens_per_second=decode_tokens_per_second,
        )

    def should_stop(self, request: AdmissionRequest) -> bool:
        """The guard's."""
        return self._guard.should_stop(request)

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        """The guard's."""
        return self._guard.keep_alive(tag, role, next_due_in)

    def look(self) -> None:
        """The watch's."""
        self._watch()

    def holds_off_sleep(self, *, deep_waits: bool) -> bool:
        """As the daemon would, for the weekly scan on mains."""
        return deep_waits and may_hold_off_sleep(self._place.probe.read())


class SimpleKeeper:
    """One rule for every model, asked again after five minutes; models stay for Ollama's own five.

    `rest_seconds` is the least time between two questions of a long scan.
    """

    def __init__(
        self,
        place: Place,
        allows: Callable[[Readings, str], bool],
        *,
        rest_seconds: float = 0.0,
        stops: bool = False,
        keep_alive: timedelta = _OLLAMA_KEEP_ALIVE,
    ) -> None:
        self._place = place
        self._allows = allows
        self._rest = timedelta(seconds=rest_seconds)
        self._stops = stops
        self._keep_alive = keep_alive
        self._rested_at = place.clock.now()

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        """Admitted where the rule holds and the rest is over."""
        now = self._place.clock.now()
        if request.role == "deep" and now < self._rested_at:
            return _deferred(self._rested_at)
        if self._allows(self._place.probe.read(), request.role):
            return Admitted()
        return _deferred(now + _RETRY)

    def used(
        self,
        tag: str,  # noqa: ARG002
        context_tokens: int,  # noqa: ARG002
        *,
        began_at: datetime,  # noqa: ARG002
        decode_tokens_per_second: float | None,  # noqa: ARG002
    ) -> None:
        """Rests from now on."""
        self._rested_at = self._place.clock.now() + self._rest

    def should_stop(self, request: AdmissionRequest) -> bool:
        """Only the careful one looks."""
        return self._stops and not self._allows(self._place.probe.read(), request.role)

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta:  # noqa: ARG002
        """Always the same."""
        return self._keep_alive

    def look(self) -> None:
        """Nobody looks after a load."""

    def holds_off_sleep(self, *, deep_waits: bool) -> bool:  # noqa: ARG002
        """Never."""
        return False


def _deferred(retry_at: object) -> Deferred:
    shortfall = Shortfall(resource="rule", measured=None, needed="the rule to hold")
    return Deferred(shortfalls=(shortfall,), retry_at=retry_at)  # type: ignore[arg-type]


def always_run(place: Place) -> Keeper:
    """No gate at all."""
    return SimpleKeeper(place, lambda _readings, _role: True)


def free_memory(place: Place) -> Keeper:
    """A fixed threshold of free memory, 6 GB, for every model."""

    def allows(readings: Readings, role: str) -> bool:  # noqa: ARG001
        return (number_of(readings, Resource.MEMORY_AVAILABLE) or 0) >= _FIXED_MEMORY_BYTES

    return SimpleKeeper(place, allows)


def mains_only(place: Place) -> Keeper:
    """Whenever the mains are connected."""

    def allows(readings: Readings, role: str) -> bool:  # noqa: ARG001
        return word_of(readings, Resource.POWER_SOURCE) == MAINS

    return SimpleKeeper(place, allows)


def timid(place: Place) -> Keeper:
    """Fixed numbers that are careful enough: 11 GB free, mains, nobody there for half an hour,
    three minutes of rest after each question."""

    def allows(readings: Readings, role: str) -> bool:
        calm = number_of(readings, Resource.THERMAL_LEVEL) == 0
        room = (
            number_of(readings, Resource.MEMORY_AVAILABLE) or 0
        ) >= _CAREFUL_MEMORY_BYTES - _loaded(place)
        mains = word_of(readings, Resource.POWER_SOURCE) == MAINS
        away = (number_of(readings, Resource.OWNER_IDLE) or 0) >= _CAREFUL_ABSENCE_SECONDS
        return calm and room and mains and (away or role == "fast")

    gap = timedelta(minutes=10)
    return SimpleKeeper(place, allows, rest_seconds=180.0, stops=True, keep_alive=gap)


def _loaded(place: Place) -> float:
    return sum(place.laptop.loaded.values())


RIVALS: dict[str, MakeKeeper] = {
    "always run": always_run,
    "6 GB of memory free": free_memory,
    "mains only": mains_only,
    "timid fixed numbers": timid,
}
