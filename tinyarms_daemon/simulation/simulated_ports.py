"""The ports that decisions are made through, on a simulated laptop."""

from datetime import UTC, datetime, timedelta

from tinyarms_daemon.domain.headroom.footprint import ModelFacts
from tinyarms_daemon.domain.headroom.reading import (
    BATTERY,
    CLOSED,
    MAINS,
    OFF,
    ON,
    OPEN,
    Reading,
    Readings,
    ReadingState,
)
from tinyarms_daemon.simulation.laptop import Laptop

EPOCH = datetime(2026, 11, 22, tzinfo=UTC)  # a Sunday
_COMPRESSED = ((0.8e9, 32), (1.5e9, 22))
_CALM_COMPRESSED = 6
_TIGHT_BYTES = 3e9


class SimulatedClock:
    """The Clock port: the laptop's time."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def now(self) -> datetime:
        """This moment of the simulated week."""
        return EPOCH + timedelta(seconds=self._laptop.time)


class SimulatedProbe:
    """The HeadroomProbe port: what a Mac would say, sensors that fail included."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def read(self) -> Readings:
        laptop = self._laptop
        at = EPOCH + timedelta(seconds=laptop.time)
        available = laptop.available_bytes
        values: dict[str, float | str] = {
            "memory_available": available,
            "memory_pressure": laptop.pressure,
            "compressor_share": next(
                (share for below, share in _COMPRESSED if available < below), _CALM_COMPRESSED
            ),
            "swap_used": laptop.swap_used,
            "thermal_level": laptop.body.level,
            "cpu_load": laptop.cpu_load,
            "power_source": MAINS if laptop.mains else BATTERY,
            "battery_percent": laptop.battery_percent,
            "low_power_mode": ON if laptop.low_power else OFF,
            "owner_idle": laptop.idle_seconds,
            "lid": OPEN if laptop.lid_open else CLOSED,
        }
        faults = laptop.faults
        return {
            name: Reading(
                value=None if name in faults else value,
                unit=None,
                source="simulation",
                taken_at=at,
                state=ReadingState.UNKNOWN if name in faults else ReadingState.OK,
            )
            for name, value in values.items()
        }


class SimulatedResidency:
    """The ModelResidency port; `unloaded` is every unload that was asked for, with its moment."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop
        self.unloaded: list[tuple[float, str, bool]] = []

    def loaded(self) -> dict[str, int] | None:
        listed = {tag: round(self._laptop.models[tag].loaded_bytes) for tag in self._laptop.loaded}
        if self._laptop.foreign_bytes:
            listed["llama3:8b"] = round(self._laptop.foreign_bytes)
        return listed

    def facts(self, tag: str) -> ModelFacts | None:
        return self._laptop.models[tag].facts

    def runner_bytes(self) -> int | None:
        return round(sum(self._laptop.loaded.values()))

    def unload(self, tag: str) -> None:
        if self._laptop.loaded.pop(tag, None) is not None:
            under_pressure = (
                self._laptop.pressure > 1 or self._laptop.available_bytes < _TIGHT_BYTES
            )
            self.unloaded.append((self._laptop.time, tag, under_pressure))
