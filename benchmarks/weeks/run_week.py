"""One week in virtual time: happenings from outside, and a model lane that asks its keeper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.weeks.keepers import Keeper, MakeKeeper, Place
from benchmarks.weeks.scenario import WEEK, Scenario
from benchmarks.weeks.week_record import Load, SaveCheck, WeekRecord
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionRequest,
    Deferred,
    UseResident,
)
from tinyarms_daemon.simulation.laptop import (
    DEEP_TAG,
    FAST_TAG,
    HOUR,
    Laptop,
)
from tinyarms_daemon.simulation.simulated_ports import EPOCH

CONTEXT_TOKENS = 8192
WEEKLY_DUE = 3 * HOUR
_LOOKS_AFTER_LOAD = (3.0, 6.0, 9.0)
_LOOK_SECONDS = 60.0
_STEP_SECONDS = 1.0
_PROMPT_TOKENS = (400, 1000)
_REPLY_TOKENS = (40, 120)
_SAVE_JOB, _WEEKLY_JOB = 1, 2
_SHORT_WAIT = 5.0
_SHORTEST_STEP = 0.01
_NOISE = 0.05  # by which measured speeds differ


@dataclass
class _Lane:
    """When a role is asked for next, and what it was last told."""

    retry_at: float = 0.0


@dataclass
class WeekRun:
    """Runs once; `record` holds what came of it."""

    scenario: Scenario
    make_keeper: MakeKeeper
    record: WeekRecord = field(default_factory=WeekRecord)

    def __post_init__(self) -> None:
        self._laptop = Laptop(
            sleeps_after_on_mains=self.scenario.sleeps_after_on_mains,
            sleeps_after_on_battery=self.scenario.sleeps_after_on_battery,
        )
        self._place = Place.of(self._laptop)
        self._keeper: Keeper = self.make_keeper(self._place)
        self._random = Random(self.scenario.seed + 1)
        self._next = 0  # of the happenings
        self._saves: dict[int, SaveCheck] = {}  # by file, those that wait
        self._units_left = 0
        self._lanes = {"fast": _Lane(), "deep": _Lane()}
        self._expires: dict[str, float] = {}
        self._looks: list[float] = []

    def __call__(self) -> WeekRecord:
        """The whole week."""
        laptop = self._laptop
        while laptop.time < WEEK:
            self._sleep_hold()
            if laptop.is_awake and self._worked():
                continue
            self._pass(max(min(self._next_moment(), WEEK) - laptop.time, _SHORTEST_STEP))
        record = self.record
        record.units_left = self._units_left
        record.trapping_by_us_seconds = laptop.trapping_by_us_seconds
        record.unloads = self._place.residency.unloaded
        return record

    def _next_moment(self) -> float:
        """When anything may be to do: the lane's next try, a look, an expiry, the weekly scan."""
        laptop = self._laptop
        moments = [self._happening_at(), *self._looks, *self._expires.values(), laptop.time + HOUR]
        if laptop.time < WEEKLY_DUE:
            moments.append(WEEKLY_DUE)
        if laptop.is_awake:
            moments.append(laptop.sleeps_at)
            if laptop.time < laptop.dark_until:
                moments.append(laptop.dark_until)
            if self._saves:
                moments.append(self._lanes["fast"].retry_at)
            if self._units_left:
                moments.append(self._lanes["deep"].retry_at)
        return min(moment for moment in moments if moment > laptop.time)

    def _happening_at(self) -> float:
        happenings = self.scenario.happenings
        return happenings[self._next].at if self._next < len(happenings) else float("inf")

    def _pass(self, seconds: float, our_power: float = 0.0) -> None:
        """Let time pass, with what happens in it."""
        laptop, ends_at = self._laptop, self._laptop.time + seconds
        while laptop.time < ends_at - 1e-6:
            step = min(ends_at, self._happening_at()) - laptop.time
            if step > 0:
                self.record.account(
                    laptop, step, saves=self._saves.values(), weekly=bool(self._units_left)
                )
                before = laptop.heavy_by_us_seconds
                laptop.advance(step, our_power)
                self.record.heated(laptop.heavy_by_us_seconds - before)
            self._happen()
        self._expire()
        self._look()
        if self._units_left == 0 and not self.record.weekly_due and laptop.time >= WEEKLY_DUE:
            self.record.weekly_due = True
            self._units_left = self.scenario.weekly_units
            self.record.weekly_units = self._units_left

    def _happen(self) -> None:
        happenings, laptop = self.scenario.happenings, self._laptop
        while self._next < len(happenings) and happenings[self._next].at <= laptop.time:
            happening = happenings[self._next]
            self._next += 1
            if happening.what == "save":
                self._saved(int(str(happening.value)))
                continue
            _happens(laptop, happening.what, happening.value)
            if self._looks or laptop.loaded:
                self._looks.append(laptop.time)

    def _saved(self, file: int) -> None:
        before = self._saves.pop(file, None)
        if before is not None:
            self.record.superseded += 1
        self._saves[file] = SaveCheck()
        self.record.saves += 1

    def _expire(self) -> None:
        for tag, at in list(self._expires.items()):
            if at <= self._laptop.time:
                del self._expires[tag]
                if self._laptop.loaded.pop(tag, None) is not None:
                    self._place.residency.unloaded.append((self._laptop.time, tag, False))

    def _look(self) -> None:
        due = [at for at in self._looks if at <= self._laptop.time]
        if not due:
            return
        self._looks = [at for at in self._looks if at > self._laptop.time]
        if self._laptop.is_awake:
            self._keeper.look()
        if self._laptop.loaded and not self._looks:
            self._looks.append(self._laptop.time + _LOOK_SECONDS)

    def _sleep_hold(self) -> None:
        laptop = self._laptop
        if laptop.is_awake and laptop.idle_seconds > 60:
            laptop.held_awake = self._keeper.holds_off_sleep(deep_waits=bool(self._units_left))

    def _worked(self) -> bool:
        """Take up the most urgent question that may be asked; saves come first."""
        now = self._laptop.time
        if self._saves and self._lanes["fast"].retry_at <= now:
            return self._answer_save()
        if self._units_left and self._lanes["deep"].retry_at <= now:
            return self._answer_unit()
        return False

    def _answer_save(self) -> bool:
        file = next(iter(self._saves))
        request = self._request(FAST_TAG, "fast", _SAVE_JOB)
        tag = self._admitted(request)
        if tag is None:
            return False
        if self._answered(tag, request, more=len(self._saves) > 1):
            self._saves.pop(file, None)
            self.record.judged += 1
        return True

    def _answer_unit(self) -> bool:
        request = self._request(DEEP_TAG, "deep", _WEEKLY_JOB)
        tag = self._admitted(request)
        if tag is None:
            return False
        if self._answered(tag, request, more=self._units_left > 1):
            self._units_left -= 1
            self.record.units_done += 1
            if not self._units_left:
                self.record.weekly_done_at = self._laptop.time
        return True

    def _request(self, tag: str, role: str, job_id: int) -> AdmissionRequest:
        return AdmissionRequest(
            tag=tag,
            role=role,
            context_tokens=CONTEXT_TOKENS,
            job_id=job_id,
            resident=self._place.residency.loaded(),
        )

    def _admitted(self, request: AdmissionRequest) -> str | None:
        """The model that may answer, loaded; None where the keeper defers."""
        decision = self._keeper.decide(request)
        self.record.decided(decision, self._place.clock.now())
        if isinstance(decision, Deferred):
            self._lanes[request.role].retry_at = _seconds(decision)
            return None
        tag = decision.tag if isinstance(decision, UseResident) else request.tag
        if tag not in self._laptop.loaded:
            self._load(tag)
        return tag

    def _load(self, tag: str) -> None:
        laptop, model = self._laptop, self._laptop.models[tag]
        needed = model.loaded_bytes * self.scenario.footprint_factor
        self.record.loads.append(Load(laptop.time, tag, needed, laptop.available_bytes))
        laptop.loaded[tag] = needed
        self._expires.pop(tag, None)
        self._looks += [laptop.time + after for after in _LOOKS_AFTER_LOAD]
        self._pass(model.load_seconds, our_power=0.2)

    def _answered(self, tag: str, request: AdmissionRequest, *, more: bool) -> bool:
        """Write an answer, second by second; False where it was broken off."""
        laptop, model = self._laptop, self._laptop.models[tag]
        self._expires.pop(tag, None)
        self.record.answering(request.role)
        prompt, reply = self._random.randint(*_PROMPT_TOKENS), self._random.randint(*_REPLY_TOKENS)
        work = prompt / model.prefill_tokens_per_second + reply / model.decode_tokens_per_second
        done, began_at = 0.0, self._place.clock.now()
        while done < work - _STEP_SECONDS / 100:
            if tag not in laptop.loaded or not laptop.is_awake:
                return self._broken_off(tag, request.role, began_at)
            if self._keeper.should_stop(request):
                return self._broken_off(tag, request.role, began_at)
            step = min(_STEP_SECONDS, (work - done) / laptop.body.speed)
            self.record.working(laptop, request.role, step)
            before = laptop.time
            speed = laptop.body.speed
            self._pass(step, our_power=1.0)
            done += (laptop.time - before) * speed
        if tag in laptop.loaded:
            laptop.loaded[tag] += model.prompt_state_bytes
        noise = self._random.uniform(1 - _NOISE, 1 + _NOISE)
        speed = model.decode_tokens_per_second * laptop.body.speed * noise
        self._used(tag, began_at, speed)
        self._keep(tag, request.role, more=more)
        return True

    def _used(self, tag: str, began_at: datetime, speed: float | None) -> None:
        self._keeper.used(tag, CONTEXT_TOKENS, began_at=began_at, decode_tokens_per_second=speed)

    def _broken_off(self, tag: str, role: str, began_at: datetime) -> bool:
        self._used(tag, began_at, None)
        self._keep(tag, role, more=True)
        self._looks.append(self._laptop.time)
        return False

    def _keep(self, tag: str, role: str, *, more: bool) -> None:
        due = timedelta(seconds=_SHORT_WAIT) if more else None
        stays = self._keeper.keep_alive(tag, role, due)
        if tag in self._laptop.loaded and stays is not None:
            self._expires[tag] = self._laptop.time + max(stays.total_seconds(), 0.0)
            self._expire()


def _happens(laptop: Laptop, what: str, value: object) -> None:
    """A change from outside, at this moment."""
    if what == "present":
        laptop.present = bool(value)
        laptop.last_input = laptop.time
    elif what == "fault":
        laptop.faults.add(str(value))
    elif what == "mended":
        laptop.faults.discard(str(value))
    elif what == "dark_wake":
        if not laptop.is_awake and isinstance(value, float):
            laptop.dark_until = laptop.time + value
    else:
        setattr(laptop, what, value)
        if what == "lid_open" and value:
            laptop.last_input = laptop.time


def _seconds(decision: Deferred) -> float:
    return (decision.retry_at - EPOCH).total_seconds()


def run_week(scenario: Scenario, make_keeper: MakeKeeper) -> WeekRecord:
    """What came of a week under a keeper."""
    return WeekRun(scenario, make_keeper)()
