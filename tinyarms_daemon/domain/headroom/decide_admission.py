"""Whether the machine can bear a model now: values in, a decision out, no clock and no IO."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    AdmissionRequest,
    Admitted,
    Deferred,
    Lack,
    Shortfall,
    UseResident,
)
from tinyarms_daemon.domain.headroom.in_words import amount, seconds_in_words
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy, Limit, RolePolicy
from tinyarms_daemon.domain.headroom.reading import (
    Readings,
    Resource,
    is_unknown,
    number_of,
    word_of,
)
from tinyarms_daemon.domain.headroom.trend import Throttled, Trend

_PERCENT = 100
_LEAST_WAIT = timedelta(seconds=1)
_NEVER_LOADED = timedelta.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Residents:
    """What the runtime has loaded, by tag with bytes, and which of it we loaded ourselves."""

    loaded: Mapping[str, int]
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was before this moment.

    `going_on`: the model was admitted last and has not been deferred since. `predicted_bytes` is
    what loading it takes, None where not even its file's size is known. `substitutes` are models
    that are loaded and may answer in place of the one asked for, by tag, with the seconds that each
    takes for the question. `rest` is what the pace wants before the next work.
    """

    now: datetime
    trend: Trend
    going_on: bool = False
    is_night: bool = False
    predicted_bytes: int | None = None
    loaded_at: datetime | None = None
    throttled: Throttled | None = None
    rest: timedelta = timedelta(0)
    substitutes: Mapping[str, float] = field(default_factory=dict)


# A shortfall, and how long until asking again makes sense (None: the usual time).
_Lack = tuple[Shortfall, timedelta | None]


def decide(
    request: AdmissionRequest,
    readings: Readings,
    residents: Residents,
    policy: HeadroomPolicy,
    history: History,
) -> AdmissionDecision:
    """Admit, defer with every reason, or name a resident model that is to answer.

    KeyError for a role without a policy.
    """
    role = policy.roles[request.role]
    case = _Case(request, readings, residents, policy, role, history)
    substitute = _substitute(case)
    if substitute is not None and not any(case.running()):
        return UseResident(substitute)
    lacks = [*case.running(), *case.loading()]
    if not lacks:
        return Admitted()
    waits = [wait or policy.retry_after for _, wait in lacks]
    return Deferred(
        shortfalls=tuple(shortfall for shortfall, _ in lacks),
        retry_at=history.now + max(*waits, _LEAST_WAIT),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One decision's inputs."""

    request: AdmissionRequest
    readings: Readings
    residents: Residents
    policy: HeadroomPolicy
    role: RolePolicy
    history: History

    @property
    def is_resident(self) -> bool:
        return self.request.tag in self.residents.loaded

    def running(self) -> Iterator[_Lack]:
        """What is lacking for any work of this role, loaded or not. Who waits for an answer has
        chosen to share the processor."""
        for limit in self.role.limits:
            if not (self.request.asked and limit.resource == Resource.CPU_LOAD):
                yield from self._limit(limit)
        for name, wanted in self.role.required.items():
            yield from self._required(name, wanted)
        yield from self._swap()
        yield from self._thermometer()
        yield from self._held()
        yield from self._owner()
        if self.history.rest > timedelta(0):
            rest = self.history.rest
            needed = f"{seconds_in_words(rest)}, so that it stays cool"
            yield Shortfall(resource=Lack.REST, measured="a burst of work", needed=needed), rest

    def loading(self) -> Iterator[_Lack]:
        """What is lacking for a load; for a resident model, what is lacking to keep it."""
        available = number_of(self.readings, Resource.MEMORY_AVAILABLE)
        yield from self._memory(available)
        if not self.is_resident:
            yield from self._foreign(available)
            yield from self._load_gap()

    def _limit(self, limit: Limit) -> Iterator[_Lack]:
        value = number_of(self.readings, limit.resource)
        if value is None:
            yield from self._unknown(limit.resource)
        elif not limit.holds(value, going_on=self.history.going_on):
            threshold = limit.threshold(going_on=self.history.going_on)
            yield (
                Shortfall(
                    resource=limit.resource,
                    measured=amount(limit.resource, value),
                    needed=f"{limit.bound.value} {amount(limit.resource, threshold)}",
                ),
                self.policy.pace.hot_rest if limit.resource == Resource.THERMAL_LEVEL else None,
            )

    def _required(self, name: str, wanted: str) -> Iterator[_Lack]:
        word = word_of(self.readings, name)
        if word is None:
            yield from self._unknown(name)
        elif word != wanted:
            yield Shortfall(resource=name, measured=word, needed=wanted), None

    def _unknown(self, name: str) -> Iterator[_Lack]:
        """A sensor that the platform does not have never defers."""
        if name in self.role.unknown_defers and is_unknown(self.readings, name):
            yield Shortfall(resource=name, measured=None, needed="a reading"), None

    def _memory(self, available: float | None) -> Iterator[_Lack]:
        name = Resource.MEMORY_AVAILABLE
        if available is None:
            yield from self._unknown(name)
            return
        if self.is_resident:
            floor = self.role.memory_floor_bytes
            if available < floor:
                needed = f"at least {amount(name, floor)} beside the loaded model"
                yield (
                    Shortfall(resource=name, measured=amount(name, available), needed=needed),
                    None,
                )
            return
        predicted = self.history.predicted_bytes
        if predicted is None:
            if name in self.role.unknown_defers:
                needed = "the model's size, to predict its memory"
                yield Shortfall(resource=Lack.FOOTPRINT, measured=None, needed=needed), None
            return
        reserve = self.role.memory_reserve_bytes
        if available - predicted < reserve:
            needed = (
                f"{amount(name, predicted)} for the model and {amount(name, reserve)} in reserve"
            )
            yield Shortfall(resource=name, measured=amount(name, available), needed=needed), None

    def _swap(self) -> Iterator[_Lack]:
        growth = self.history.trend.swap_growth_per_minute
        most = (
            self.policy.swap_stop_bytes_per_minute
            if self.history.going_on
            else self.policy.swap_growth_bytes_per_minute
        )
        if growth is not None and growth > most:
            unit = Resource.SWAP_USED
            yield (
                Shortfall(
                    resource=Lack.SWAP_GROWTH,
                    measured=f"{amount(unit, growth)} a minute",
                    needed=f"at most {amount(unit, most)} a minute",
                ),
                None,
            )

    def _thermometer(self) -> Iterator[_Lack]:
        slow = self.history.throttled
        if slow is not None:
            yield (
                Shortfall(
                    resource=Lack.DECODE_SPEED,
                    measured=f"{slow.measured:.1f} tokens a second",
                    needed=f"at least {slow.needed:.1f}, or a rest",
                ),
                self.policy.pace.hot_rest,
            )

    def _held(self) -> Iterator[_Lack]:
        """What must have been so for a while, asked only to begin what nobody waits for."""
        trend, now = self.history.trend, self.history.now
        if self.history.going_on or self.request.asked:
            return
        hold, settle = self.role.thermal_hold, self.role.settle_after_wake
        if number_of(self.readings, Resource.THERMAL_LEVEL) == 0:
            yield from _since(Lack.THERMAL_HOLD, "at level 0", trend.nominal_since, now, hold)
        yield from _since(Lack.AWAKE_FOR, "known to be awake", trend.steady_since, now, settle)

    def _owner(self) -> Iterator[_Lack]:
        if not self.role.owner_away or self.request.asked:
            return
        name = Resource.OWNER_IDLE
        idle_seconds = number_of(self.readings, name)
        if idle_seconds is None:
            yield from self._unknown(name)
            return
        idle, wanted = timedelta(seconds=idle_seconds), self._idle_wanted()
        if idle < wanted:
            needed = f"{seconds_in_words(wanted)} without input"
            yield (
                Shortfall(resource=name, measured=seconds_in_words(idle), needed=needed),
                wanted - idle,
            )

    def _idle_wanted(self) -> timedelta:
        if self.history.going_on:
            return self.policy.owner_back
        return self.policy.night_idle if self.history.is_night else self.policy.owner_idle

    def _foreign(self, available: float | None) -> Iterator[_Lack]:
        """The runtime makes room by unloading others where less than its share would be left."""
        foreign = sorted(set(self.residents.loaded) - self.residents.ours)
        predicted = self.history.predicted_bytes
        if not foreign or predicted is None or available is None:
            return
        if predicted > available * self.policy.eviction_percent / _PERCENT:
            measured = f"{', '.join(foreign)} is loaded by somebody else"
            needed = "room beside it: it is not ours to unload"
            yield Shortfall(resource=Lack.FOREIGN_MODEL, measured=measured, needed=needed), None

    def _load_gap(self) -> Iterator[_Lack]:
        loaded_at, gap = self.history.loaded_at, self.policy.load_gap
        since = _NEVER_LOADED if loaded_at is None else self.history.now - loaded_at
        if since < gap:
            measured = f"loaded {seconds_in_words(since)} ago and has gone since"
            needed = f"{seconds_in_words(gap)} between two loads"
            yield Shortfall(resource=Lack.LOAD_GAP, measured=measured, needed=needed), gap - since


def _since(
    resource: str, words: str, since: datetime | None, now: datetime, wanted: timedelta
) -> Iterator[_Lack]:
    held = timedelta(0) if since is None else now - since
    if held < wanted:
        yield (
            Shortfall(
                resource=resource,
                measured=f"{words} for {seconds_in_words(held)}",
                needed=seconds_in_words(wanted),
            ),
            wanted - held,
        )


def _substitute(case: _Case) -> str | None:
    """A resident model that is predicted to answer within the role's timeout."""
    if case.is_resident:
        return None
    timeout = case.role.timeout.total_seconds()
    able = (tag for tag, seconds in case.history.substitutes.items() if seconds <= timeout)
    return next(able, None)
