"""What loaded models take: measured, and given back where the machine or its owner wants it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.headroom.load_memory import Load
from tinyarms_daemon.domain.headroom.admission import Shortfall
from tinyarms_daemon.domain.headroom.govern import (
    idle_unload_reasons,
    runner_excess,
    unload_reasons,
)
from tinyarms_daemon.domain.headroom.reading import Readings, Resource, number_of


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
        ours = list(guard.loads.ours.values())
        excess = self._runner_excess(ours, loaded or {})
        for load in ours:
            reasons = [*self._reasons(load, readings, now), *excess]
            if reasons:
                guard.unload(load.tag)
                self.on_unload(load.tag, reasons)
        return guard.policy.watch_interval if guard.loads.ours else None

    def _measure(self, loaded: Mapping[str, int], readings: Readings) -> None:
        available = number_of(readings, Resource.MEMORY_AVAILABLE)
        for tag in list(self.guard.loads.ours):
            if tag in loaded:
                self.guard.loads.measure(tag, loaded[tag], available)

    def _runner_excess(self, ours: list[Load], loaded: Mapping[str, int]) -> list[Shortfall]:
        """Runners do not say which model they hold: all of them are held against all of ours, and
        not at all while one of somebody else's is among them."""
        predictions = [load.predicted for load in ours if load.measured]
        known = [each for each in predictions if each is not None]
        if len(known) != len(ours) or set(loaded) - set(self.guard.loads.ours):
            return []
        total = self.guard.residency.runner_bytes()
        return list(runner_excess(total, sum(known), self.guard.policy))

    def _reasons(self, load: Load, readings: Readings, now: datetime) -> Iterator[Shortfall]:
        guard = self.guard
        since_load = now - load.at
        yield from unload_reasons(readings, guard.trend, guard.policy, since_load=since_load)
        if guard.working_on != load.tag:
            yield from idle_unload_reasons(load.role, readings, guard.policy)
