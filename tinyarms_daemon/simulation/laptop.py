"""The machine: memory, heat, battery, sleep; and what a runtime has loaded into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tinyarms_daemon.domain.headroom.footprint import ModelFacts
from tinyarms_daemon.domain.models.model import ModelDescription
from tinyarms_daemon.simulation.thermal_body import ThermalBody

GB = 1e9
HOUR, DAY = 3600.0, 86400.0
FAST_TAG, DEEP_TAG = "qwen2.5-coder:3b", "qwen2.5-coder:7b"

_WIRED_BYTES = 2.0 * GB
_WARNING_BYTES, _CRITICAL_BYTES = 0.8 * GB, 0.3 * GB
_SWAP_PER_SECOND = 300e6 / 60
_BANDWIDTH_BYTES_PER_SECOND = 100 * GB
_DECODE_SHARE = 0.7  # of what bandwidth alone would allow
_DRAIN_PER_HOUR, _MODEL_DRAIN_PER_HOUR, _CHARGE_PER_HOUR = 9.0, 25.0, 40.0
_EMPTY_PERCENT = 3.0
_OUR_SHARE = 0.5
_MOST_POWER = 1.2  # chosen: of full load, where the owner's work and ours come together
_TRAPPING = 3  # the level from which the machine is slow for its owner


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedModel:
    """A model as the machine bears it. `loaded_bytes` is the truth that predictions are held
    against; speeds are cold, in tokens per second."""

    tag: str
    facts: ModelFacts
    loaded_bytes: float
    load_seconds: float
    prefill_tokens_per_second: float
    decode_tokens_per_second: float
    prompt_state_bytes: float


def _decode(file_bytes: int) -> float:
    """Every token reads all weights once: memory's bandwidth is the limit."""
    return _DECODE_SHARE * _BANDWIDTH_BYTES_PER_SECOND / file_bytes


_FAST_BYTES, _DEEP_BYTES = 1_929_912_432, 4_683_074_336
MODELS: Mapping[str, SimulatedModel] = {
    FAST_TAG: SimulatedModel(
        tag=FAST_TAG,
        facts=ModelFacts(
            file_bytes=_FAST_BYTES,
            described=ModelDescription(layers=36, key_value_heads=2, head_dimension=128),
        ),
        loaded_bytes=(2300 + 256) * 1024**2,
        load_seconds=3.0,
        prefill_tokens_per_second=300.0,
        decode_tokens_per_second=_decode(_FAST_BYTES),
        prompt_state_bytes=700 * 36 * 1024,
    ),
    DEEP_TAG: SimulatedModel(
        tag=DEEP_TAG,
        facts=ModelFacts(
            file_bytes=_DEEP_BYTES,
            described=ModelDescription(layers=28, key_value_heads=4, head_dimension=128),
        ),
        loaded_bytes=(5202 + 256) * 1024**2,
        load_seconds=7.0,
        prefill_tokens_per_second=130.0,
        decode_tokens_per_second=_decode(_DEEP_BYTES),
        prompt_state_bytes=700 * 56 * 1024,
    ),
}


@dataclass
class Laptop:
    """Its state at `time` (seconds into the week). `unheated` is the same body without our work,
    so that what we bring about can be told from what its owner does. It stays awake for
    `sleeps_after_on_mains` or `_on_battery` without its owner and its lid open; None: until
    something else ends it."""

    memory_total: float = 16 * 1024**3
    sleeps_after_on_mains: float | None = None
    sleeps_after_on_battery: float = HOUR
    models: Mapping[str, SimulatedModel] = field(default_factory=lambda: MODELS)
    time: float = 0.0
    present: bool = False
    lid_open: bool = True
    mains: bool = True
    low_power: bool = False
    programs_bytes: float = 6 * GB
    foreign_bytes: float = 0.0
    owner_power: float = 0.01
    cpu_load: float = 0.15
    battery_percent: float = 90.0
    swap_used: float = 0.5 * GB
    held_awake: bool = False
    last_input: float = -HOUR
    dark_until: float = -1.0
    faults: set[str] = field(default_factory=set)
    loaded: dict[str, float] = field(default_factory=dict)
    body: ThermalBody = field(default_factory=ThermalBody)
    unheated: ThermalBody = field(default_factory=ThermalBody)
    heavy_by_us_seconds: float = 0.0
    trapping_by_us_seconds: float = 0.0

    @property
    def available_bytes(self) -> float:
        """What the owner's programs and the models leave."""
        used = _WIRED_BYTES + self.programs_bytes + self.foreign_bytes + sum(self.loaded.values())
        return max(self.memory_total - used, 0.05 * GB)

    @property
    def pressure(self) -> int:
        """The kernel's level: 1, 2 or 4."""
        available = self.available_bytes
        if available < _CRITICAL_BYTES:
            return 4
        return 2 if available < _WARNING_BYTES else 1

    @property
    def idle_seconds(self) -> float:
        """Since the owner's last input."""
        return 0.0 if self.present else self.time - self.last_input

    @property
    def is_awake(self) -> bool:
        """Lid, power and idleness decide; a dark wake is awake for its time."""
        if self.time < self.dark_until:
            return True
        if not self.lid_open or (self.battery_percent < _EMPTY_PERCENT and not self.mains):
            return False
        return self.present or self.time < self.sleeps_at

    @property
    def sleeps_at(self) -> float:
        """When idleness ends the day, unless input comes before."""
        if not self.mains:
            return self.last_input + self.sleeps_after_on_battery
        if self.held_awake or self.sleeps_after_on_mains is None:
            return float("inf")
        return self.last_input + self.sleeps_after_on_mains

    @property
    def _is_our_heat(self) -> bool:
        """Who brought the larger part of the heat has brought about what comes of it."""
        return self.body.heat - self.unheated.heat > _OUR_SHARE * self.body.heat

    def advance(self, seconds: float, our_power: float = 0.0) -> None:
        """Let time pass; nothing else changes within it."""
        awake = self.is_awake
        power = self.owner_power if awake else 0.0
        self.unheated.advance(seconds, power)
        self.body.advance(seconds, min(power + our_power, _MOST_POWER))
        if self.body.level >= 2 > self.unheated.level and self._is_our_heat:
            self.heavy_by_us_seconds += seconds
        if self.body.level >= _TRAPPING > self.unheated.level:
            self.trapping_by_us_seconds += seconds
        self._battery(seconds / HOUR, our_power, awake=awake)
        if awake and self.pressure > 1:
            self.swap_used += _SWAP_PER_SECOND * seconds
        self.time += seconds

    def _battery(self, hours: float, our_power: float, *, awake: bool) -> None:
        change = _CHARGE_PER_HOUR if self.mains else -_DRAIN_PER_HOUR if awake else -0.3
        if not self.mains:
            change -= our_power * _MODEL_DRAIN_PER_HOUR
        self.battery_percent = min(max(self.battery_percent + change * hours, 0.0), 100.0)
