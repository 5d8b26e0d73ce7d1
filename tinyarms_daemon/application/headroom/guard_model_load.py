"""Whether the machine can bear a model now: reads, decides, remembers, and learns."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tinyarms_daemon.application.headroom.load_memory import LoadMemory
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    AdmissionRequest,
    Admitted,
    Deferred,
    Lack,
    UseResident,
)
from tinyarms_daemon.domain.headroom.decide_admission import History, Residents, decide
from tinyarms_daemon.domain.headroom.govern import keep_alive, stop_reasons
from tinyarms_daemon.domain.headroom.pace import (
    Effort,
    Pace,
    first_pace,
    learned,
    rest_needed,
    rested,
    worked,
)
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import Readings, Resource, forgotten, number_of
from tinyarms_daemon.domain.headroom.trend import SpeedRun, Trend, cold_baseline, throttled
from tinyarms_daemon.domain.models.model import UsualFigures
from tinyarms_daemon.domain.work.wakefulness import Wakefulness
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.headroom_book import DecisionRecord, HeadroomBook
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
from tinyarms_daemon.ports.model_residency import ModelResidency

# Deferrals that are part of a long scan's rhythm do not end it.
_RHYTHM = frozenset({Lack.REST, Lack.LOAD_GAP})


@dataclass(frozen=True, slots=True)
class _Work:
    """An answer that was admitted."""

    tag: str
    cold: bool


@dataclass
class GuardModelLoad:
    """The Gate port. `models` has the configured tags by role (`fast`, `deep`).

    `on_load` is told when a load was admitted, so that somebody watches what it brings about.
    What it answers is kept in the book with everything that it was made from.
    """

    probe: HeadroomProbe
    residency: ModelResidency
    book: HeadroomBook
    policy: HeadroomPolicy
    clock: Clock
    models: Mapping[str, str]
    is_night: Callable[[datetime], bool]
    on_load: Callable[[], None] = lambda: None
    usual: Callable[[], UsualFigures] = UsualFigures
    wakefulness: Callable[[], Wakefulness] = Wakefulness

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self.trend = Trend()
        self._going_on: set[str] = set()
        self._work: _Work | None = None
        self._admitted_at: datetime | None = None
        self._effort = Effort(seconds=0.0, at=self.clock.now())
        self._pace: Pace | None = None
        self._stop_looked_at: datetime | None = None
        self._must_stop = False
        self.loads = LoadMemory(
            self.book, self.residency, self.policy, lambda: self.usual().resident_bytes
        )

    @property
    def pace(self) -> Pace:
        """The bursts and rests of this machine, as far as they are learned."""
        if self._pace is None:
            self._pace = self.book.pace() or first_pace(self.policy.pace)
        return self._pace

    @property
    def working_on(self) -> str | None:
        """The model that was admitted and has not been told of as used; None for none."""
        return None if self._work is None else self._work.tag

    def follow(self, policy: HeadroomPolicy) -> None:
        """From now on decide by this policy; what was learned stays."""
        with self._lock:
            self.policy = policy
            self.loads.policy = policy

    def observe(self) -> Readings:
        """Read the machine, and remember what single readings do not show. What was read before it
        slept says nothing of now."""
        with self._lock:
            awake = self.wakefulness()
            readings = {
                name: forgotten(each) if awake.makes_stale(each.taken_at) else each
                for name, each in self.probe.read().items()
            }
            now = self.clock.now()
            self.trend = self.trend.after(readings, now, self.policy.observation_gap)
            return readings

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:
        with self._lock:
            readings = self.observe()
            now = self.clock.now()
            self._work = None
            residents = self._residents(request)
            self.loads.still_loaded(residents.loaded, now)
            decision = self._decided(request, readings, residents, now)
            if isinstance(decision, Deferred) and self._reclaimed(request, decision, residents):
                decision = replace(decision, retry_at=now + self.policy.reclaim_wait)
            self.book.keep_decision(
                DecisionRecord(
                    at=now,
                    tag=request.tag,
                    role=request.role,
                    context_tokens=request.context_tokens,
                    job_id=request.job_id,
                    decision=decision,
                    predicted_bytes=self.loads.last_predicted.get(request.tag),
                    readings=readings,
                )
            )
            self._begin(request, readings, residents, decision, now)
            return decision

    def preview(self, request: AdmissionRequest) -> AdmissionDecision:
        """What would be decided now; nothing is kept and nothing begins."""
        with self._lock:
            readings = self.observe()
            return self._decided(request, readings, self._residents(request), self.clock.now())

    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None:
        with self._lock:
            now = self.clock.now()
            readings = self.observe()
            self._effort = worked(self._effort, self.pace, began_at, now)
            if decode_tokens_per_second is not None:
                cold = self._work is not None and self._work.tag == tag and self._work.cold
                run = SpeedRun(at=now, tokens_per_second=decode_tokens_per_second, cold=cold)
                self.book.keep_speed(tag, context_tokens, run)
            self._work = None
            # Beside its owner's work the heat may be the owner's.
            if tag == self.models.get(Skill.DEEP):
                runs = self.loads.speeds(tag, context_tokens)
                level = number_of(readings, Resource.THERMAL_LEVEL)
                slow = throttled(runs, self.policy, now) is not None
                pace = learned(self.pace, self.policy.pace, level=level, slow=slow)
                if pace != self._pace:
                    self._pace = pace
                    self.book.keep_pace(pace)

    def should_stop(self, request: AdmissionRequest) -> bool:
        """Reads once a second."""
        with self._lock:
            now = self.clock.now()
            looked_at = self._stop_looked_at
            if looked_at is None or not timedelta(0) <= now - looked_at < timedelta(seconds=1):
                self._stop_looked_at = now
                readings = self.observe()
                self._must_stop = any(
                    stop_reasons(request, readings, self.policy, warm_for=self._warm_for(now))
                )
            return self._must_stop

    def _warm_for(self, now: datetime) -> timedelta:
        """How long it has been warm since the answer was admitted."""
        if self.trend.warm_since is None or self._admitted_at is None:
            return timedelta(0)
        return now - max(self.trend.warm_since, self._admitted_at)

    def keep_alive(self, tag: str, role: str, next_due_in: timedelta | None) -> timedelta | None:
        with self._lock:
            if tag not in self.loads.ours:
                return None
            loaded_at = self.loads.loaded_at.get(tag) or self.clock.now()
            since_load = self.clock.now() - loaded_at
            return keep_alive(role, self.policy, next_due_in=next_due_in, since_load=since_load)

    def unload(self, tag: str) -> None:
        """Give a model's memory back, if we loaded it."""
        with self._lock:
            if tag in self.loads.ours:
                self.residency.unload(tag)
                self.loads.ours.pop(tag, None)
                self._going_on.discard(tag)

    def _decided(
        self, request: AdmissionRequest, readings: Readings, residents: Residents, now: datetime
    ) -> AdmissionDecision:
        is_resident = request.tag in residents.loaded
        runs = self.loads.speeds(request.tag, request.context_tokens)
        history = History(
            now=now,
            trend=self.trend,
            going_on=request.tag in self._going_on,
            is_night=self.is_night(now),
            predicted_bytes=None if is_resident else self.loads.predicted(request),
            loaded_at=self.loads.loaded_at.get(request.tag),
            throttled=throttled(runs, self.policy, now),
            rest=self._rest(request, now),
            substitutes=self._substitutes(request, residents),
        )
        return decide(request, readings, residents, self.policy, history)

    def _rest(self, request: AdmissionRequest, now: datetime) -> timedelta:
        """Beside its owner's work a machine has half of a burst to spare, whatever was learned
        without it."""
        if self.policy.roles[request.role].owner_away:
            pace, seconds = self.pace, self._answer_seconds(request.tag, request)
        else:
            pace, seconds = first_pace(self.policy.pace), None
        expected = pace.burst_seconds / 2 if seconds is None else seconds
        return rest_needed(self._effort, pace, expected, now)

    def _substitutes(self, request: AdmissionRequest, residents: Residents) -> dict[str, float]:
        """What is loaded and may answer in another's place, with the seconds that it takes."""
        found = {
            tag: self._answer_seconds(tag, request)
            for tag in self.policy.substitutes(self.models, request.role)
            if tag in residents.loaded
        }
        return {tag: seconds for tag, seconds in found.items() if seconds is not None}

    def _answer_seconds(self, tag: str, request: AdmissionRequest) -> float | None:
        """None of a model of whose speed nothing is known."""
        measured = cold_baseline(self.loads.speeds(tag, request.context_tokens), self.policy)
        speed = measured or self.usual().answering_tokens_per_second.get(tag)
        if speed is None:
            return None
        reading = self.usual().reading_tokens_per_second.get(tag)
        return self.policy.answer_seconds(speed, request.prompt_tokens, reading)

    def _residents(self, request: AdmissionRequest) -> Residents:
        loaded = self.residency.loaded() if request.resident is None else request.resident
        return Residents(loaded=loaded or {}, ours=frozenset(self.loads.ours))

    def _reclaimed(
        self, request: AdmissionRequest, decision: Deferred, residents: Residents
    ) -> bool:
        """Where only memory is lacking: whether an idle model of ours could make room, and went."""
        lacking = {shortfall.resource for shortfall in decision.shortfalls}
        others = [tag for tag in residents.loaded if tag in self.loads.ours and tag != request.tag]
        if lacking != {Resource.MEMORY_AVAILABLE} or not others:
            return False
        for tag in others:
            self.unload(tag)
        return True

    def _begin(
        self,
        request: AdmissionRequest,
        readings: Readings,
        residents: Residents,
        decision: AdmissionDecision,
        now: datetime,
    ) -> None:
        tag = request.tag
        if isinstance(decision, Deferred):
            if not {lack.resource for lack in decision.shortfalls} <= _RHYTHM:
                self._going_on.discard(tag)
            return
        if isinstance(decision, Admitted):
            self._going_on.add(tag)
            if tag not in residents.loaded:
                available = number_of(readings, Resource.MEMORY_AVAILABLE)
                self.loads.began(request, available, now)
                self.on_load()
        level = number_of(readings, Resource.THERMAL_LEVEL)
        left = rested(self._effort, self.pace, now).seconds
        is_rested = left < self.policy.pace.rested_seconds
        answers = decision.tag if isinstance(decision, UseResident) else tag
        self._work = _Work(answers, cold=is_rested and not level)
        self._admitted_at = now
