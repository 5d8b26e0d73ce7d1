"""What has to hold before a model is loaded, and before it goes on: the configuration as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tinyarms_daemon.domain.findings.rule import Skill


class Bound(StrEnum):
    """On which side of a limit the good values lie."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Two thresholds for one reading: a stricter one to begin, and one to go on.

    Between the two nothing changes, so that a value that trembles about one of them does not.
    """

    resource: str
    bound: Bound
    begin: float
    go_on: float

    def threshold(self, *, going_on: bool) -> float:
        """The threshold that counts now."""
        return self.go_on if going_on else self.begin

    def holds(self, value: float, *, going_on: bool) -> bool:
        """Whether a value is on the good side."""
        threshold = self.threshold(going_on=going_on)
        return value <= threshold if self.bound is Bound.AT_MOST else value >= threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePolicy:
    """What one role (`fast`, `deep`) asks of the machine.

    `required` are readings that must have a word (`power_source`: `mains`). `unknown_defers` names
    the readings without which nothing begins; the others are ignored while they are not known.
    `owner_away`: the owner must be idle, or it must be night. `thermal_stop_level` ends an answer
    in the middle, and so does what is below it but above 0 once it has lasted for `thermal_warm`.
    """

    limits: tuple[Limit, ...]
    required: Mapping[str, str]
    unknown_defers: frozenset[str]
    memory_reserve_bytes: int
    memory_floor_bytes: int
    thermal_hold: timedelta
    settle_after_wake: timedelta
    owner_away: bool
    thermal_stop_level: float
    thermal_warm: timedelta
    compute_allowance_bytes: int
    timeout: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PacePolicy:
    """Bursts and rests: what they begin with, and between what they are learned.

    Seconds of work at full speed; `cooling` is seconds of work earned by each second of rest. Less
    than `rested_seconds` of work is as good as none.
    """

    burst_seconds: float
    least_burst_seconds: float
    cooling: float
    least_cooling: float
    most_cooling: float
    lower_factor: float
    raise_factor: float
    hot_rest: timedelta
    rested_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FootprintPolicy:
    """What the memory of a model is predicted with, and how far measurements correct that.

    `weights_factor` is what its weights take over its file, `unknown_cache_percent` what a context
    takes of the file where its figures are not known. Predictions are multiplied with the
    largest of the last `measurements` of measured over predicted, between `least_correction` and
    `most_correction`. What went missing at a load counts up to `believable_factor` times what the
    runtime reports.
    """

    weights_factor: float
    process_bytes: int
    unknown_cache_percent: float
    measurements: int
    least_correction: float
    most_correction: float
    believable_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadroomPolicy:
    """All of it."""

    roles: Mapping[str, RolePolicy]
    pace: PacePolicy
    footprint: FootprintPolicy
    retry_after: timedelta
    reclaim_wait: timedelta
    load_gap: timedelta
    pressure_watch: timedelta
    swap_growth_bytes_per_minute: float
    swap_stop_bytes_per_minute: float
    observation_gap: timedelta
    owner_idle: timedelta
    owner_back: timedelta
    night_idle: timedelta
    throttled_percent: float
    baseline_runs: int
    least_baseline_runs: int
    thermometer_expires: timedelta
    linger: timedelta
    runner_excess_bytes: int
    prompt_cache_bytes: int
    reply_tokens: int
    prompt_tokens: int
    prefill_ratio: float
    eviction_percent: float
    overdue_after: timedelta
    watch_interval: timedelta

    def answer_seconds(
        self,
        tokens_per_second: float,
        prompt_tokens: int | None,
        reading_tokens_per_second: float | None,
    ) -> float:
        """How long a model of this speed takes to read a question and to answer it; how fast it
        reads is told by how fast it writes, where it was not measured."""
        read = self.prompt_tokens if prompt_tokens is None else prompt_tokens
        reading = reading_tokens_per_second or tokens_per_second * self.prefill_ratio
        return read / reading + self.reply_tokens / tokens_per_second

    def substitutes(self, roles: Mapping[str, str], role: str) -> tuple[str, ...]:
        """Models (`roles` has their tags by role) that may answer in place of a role's own."""
        return tuple(tag for other, tag in roles.items() if other == Skill.DEEP != role)
