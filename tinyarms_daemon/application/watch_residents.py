"""What loaded models bring about: measured, and unloaded where the machine or its owner wants it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.application.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.load_memory import Load
from tinyarms_daemon.domain.admission import Shortfall
from tinyarms_daemon.domain.govern import idle_unload_reasons, runner_excess, unload_reasons
from tinyarms_daemon.domain.headroom import Readings, Resource, number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchResidents:
    """Looked at again and again for as long as a model of ours is loaded.

    `on_unload` is told of each model that had to go, and why.
    """

    guard: GuardModelLoad
    on_unload: Callable[[str, Sequence[Shortfall]], None] = lambda _tag, _reasons: None

    def __call__(self) -> timedelta | None:
        """One look; when the next one is due, None where nothing of ours is loaded."""
        guard = self.guard
        if not guard.loads.ours:
            return None
        readings = guard.observe()
        loaded = guard.residency.loaded()
        if loaded is not None:
            self._measure(loaded, readings)
            guard.loads.still_loaded(loaded, guard.clock.now())
        now = guard.clock.now()
        for load in [guard.loads.load(tag) for tag in list(guard.loads.ours)]:
            if load is not None:
                self._unload_if_needed(load, readings, now)
        return guard.policy.watch_interval if guard.loads.ours else None

    def _measure(self, loaded: dict[str, int], readings: Readings) -> None:
        available = number_of(readings, Resource.MEMORY_AVAILABLE)
        for tag in list(self.guard.loads.ours):
            if tag in loaded:
                self.guard.loads.measure(tag, loaded[tag], available)

    def _unload_if_needed(self, load: Load, readings: Readings, now: datetime) -> None:
        reasons = self._reasons(load, readings, now)
        if reasons:
            self.guard.unload(load.tag)
            self.on_unload(load.tag, reasons)

    def _reasons(self, load: Load, readings: Readings, now: datetime) -> list[Shortfall]:
        guard = self.guard
        since_load = now - load.at
        reasons = list(unload_reasons(readings, guard.trend, guard.policy, since_load=since_load))
        if load.predicted is not None and load.measured:
            runner = guard.residency.runner_bytes()
            reasons += runner_excess(runner, load.predicted, guard.policy)
        if guard.working_on != load.tag:
            reasons += idle_unload_reasons(load.role, readings, guard.policy, due_soon=False)
        return reasons
