"""What may be said in a configuration: every section and key with its kind and range.

No field has a default here: all defaults stand in `config/default.yaml`. A size is written with
its unit in YAML (`max_file_size: 1MB`) and named with it here (`max_file_bytes`).
"""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated

from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.reading import Resource
from tinyarms_daemon.settings.addresses import read_file, read_host, read_model_tag
from tinyarms_daemon.settings.catalogue import Provenance, RuleSettings
from tinyarms_daemon.settings.kinds import (
    Kind,
    duration,
    list_of,
    number,
    one_of,
    read_cron,
    read_pattern,
    read_time_of_day,
    size,
    switch,
    whole,
)
from tinyarms_daemon.settings.section import Key, Section, keys_of

Switch = Annotated[bool, switch()]
ModelTag = Annotated[str, Kind(read_model_tag)]
# Which names there are, the catalogue knows: `check_rule_names`.
RULE_NAME = Kind(str)
# `measuring` is asked by the control program alone.
_TAKEN_UP_AT_ONCE = frozenset({"rules", "skills", "paths", "deep", "headroom", "measuring"})


class ModelSettings(Section):
    """Which model plays which role, by its tag in Ollama."""

    level2_code: Annotated[ModelTag, Key("level2-code")]
    level3_deep: Annotated[ModelTag, Key("level3-deep")]

    def tag(self, role: str) -> str:
        """The tag of a role as the skills name it, such as `level2-code`."""
        return str(getattr(self, self.forms[role].attribute))


class SkillSettings(Section):
    """A set of rules that run together. `model` is a role; a lower `priority` goes first."""

    enabled: Switch
    model: Annotated[str, one_of(keys_of(ModelSettings))]
    priority: Annotated[int, whole(1, 9)]
    timeout: Annotated[timedelta, duration("100ms", "10m")]
    rules: Annotated[tuple[str, ...], list_of(RULE_NAME)]


class SkillsSettings(Section):
    """The two skills: what runs at each save, and what runs once a week."""

    code_linting_fast: Annotated[SkillSettings, Key("code-linting-fast")]
    code_linting_deep: Annotated[SkillSettings, Key("code-linting-deep")]


class OllamaSettings(Section):
    """Where models run."""

    host: Annotated[str, Kind(read_host)]
    allow_remote: Switch


class InferenceSettings(Section):
    """How models are run and kept."""

    runtime: Annotated[str, one_of(("ollama", "embedded"))]
    gguf_file: Annotated[str, Kind(read_file)]
    threads: Annotated[int, whole(1, 64)]
    fast_context: Annotated[int, whole(1024, 131_072)]
    deep_context: Annotated[int, whole(1024, 131_072)]
    failures_allowed: Annotated[int, whole(1, 100)]
    pause: Annotated[timedelta, duration("1s", "1d")]
    longest_pause: Annotated[timedelta, duration("1s", "1d")]


class JudgingSettings(Section):
    """What a model is asked, and when it is believed."""

    candidates_per_question: Annotated[int, whole(1, 3)]
    excerpt_characters: Annotated[int, whole(100, 20_000)]
    excerpt_lines: Annotated[int, whole(0, 200)]
    excerpt_imports: Annotated[int, whole(0, 20)]
    prompt_tokens: Annotated[int, whole(500, 131_072)]
    max_attempts: Annotated[int, whole(1, 10)]
    corrections: Annotated[int, whole(0, 3)]
    arrived_percent: Annotated[int, whole(0, 100)]
    samples: Annotated[int, whole(1, 9)]
    sampling_temperature: Annotated[float, number(0.1, 2)]
    least_confidence: Annotated[float, number(0, 1)]
    untold_confidence: Annotated[float, number(0, 1)]
    trust_limit: Annotated[float, number(0, 1)]
    trust_least_answers: Annotated[int, whole(1, 1000)]
    canary_every: Annotated[int, whole(1, 10_000)]
    canary_interval: Annotated[timedelta, duration("1m", "4w")]
    canary_mistakes: Annotated[int, whole(0, 10)]
    verdict_retention: Annotated[timedelta, duration("1d", "520w")]


class PathSettings(Section):
    """Which files are left alone, beyond what git ignores."""

    ignore: Annotated[tuple[str, ...], list_of(Kind(read_pattern))]


class WatchSettings(Section):
    """When a saved file is checked."""

    settle: Annotated[timedelta, duration("10ms", "30s")]
    ceiling: Annotated[timedelta, duration("100ms", "5m")]
    rename_grace: Annotated[timedelta, duration("0s", "5s")]
    storm_paths: Annotated[int, whole(2, 100_000)]
    operation_ceiling: Annotated[timedelta, duration("1s", "1h")]
    sweep_interval: Annotated[timedelta, duration("1m", "1w")]


class AnalysisSettings(Section):
    """The worker processes and what one file may cost."""

    workers: Annotated[int, whole(1, 64)]
    file_timeout: Annotated[timedelta, duration("100ms", "10m")]
    max_file_bytes: Annotated[int, size("1KiB", "100MB"), Key("max_file_size")]
    longest_line: Annotated[int, whole(80, 1_000_000)]
    characters_per_mark: Annotated[int, whole(1, 10_000)]
    worker_idle: Annotated[timedelta, duration("1s", "1d")]
    worker_memory_bytes: Annotated[int, size("128MiB", "64GiB"), Key("worker_memory")]
    worker_niceness: Annotated[int, whole(0, 20)]
    batch_files: Annotated[int, whole(1, 10_000)]


class DeepSettings(Section):
    """The weekly deep scan."""

    schedule: Annotated[str, Kind(read_cron)]
    leftovers: Annotated[str, Kind(read_cron)]
    budget_minutes: Annotated[int, whole(1, 1_440)]
    least_question: Annotated[timedelta, duration("0s", "10m")]
    churn_days: Annotated[int, whole(1, 3_650)]
    churn_commits: Annotated[int, whole(1, 1_000)]
    changed_percent: Annotated[int, whole(0, 1_000)]
    alarm_after: Annotated[timedelta, duration("1h", "52w")]
    intent_cards: Switch
    card_characters: Annotated[int, whole(200, 20_000)]
    card_tokens: Annotated[int, whole(40, 1_000)]
    embedding_model: ModelTag
    embedding_context: Annotated[int, whole(512, 131_072)]
    vectors_per_call: Annotated[int, whole(1, 1_000)]


class WakeSettings(Section):
    """What happens when the machine has slept."""

    settle: Annotated[timedelta, duration("0s", "1h")]


class StoreSettings(Section):
    """The database, and how long it remembers."""

    event_retention: Annotated[timedelta, duration("1d", "520w")]
    job_retention: Annotated[timedelta, duration("1d", "520w")]
    sample_retention: Annotated[timedelta, duration("1h", "520w")]
    finding_retention: Annotated[timedelta, duration("1d", "520w")]
    backup_interval: Annotated[timedelta, duration("1h", "4w")]
    largest_log_bytes: Annotated[int, size("1MiB", "100GiB"), Key("largest_log")]
    backups_kept: Annotated[int, whole(1, 100)]
    busy_timeout: Annotated[timedelta, duration("100ms", "5m")]


class JobSettings(Section):
    """What happens to work that fails."""

    max_attempts: Annotated[int, whole(1, 100)]
    retry_backoff: Annotated[timedelta, duration("1s", "1d")]
    retry_ceiling: Annotated[timedelta, duration("1s", "1w")]
    max_interruptions: Annotated[int, whole(1, 1000)]
    aging: Annotated[timedelta, duration("1s", "1d")]


class LogSettings(Section):
    """The daemon's own log files."""

    level: Annotated[str, one_of(("debug", "info", "warning", "error"))]
    max_bytes: Annotated[int, size("10KiB", "1GiB"), Key("max_size")]
    kept_files: Annotated[int, whole(1, 100)]


class PaceSettings(Section):
    """Bursts of work and rests in a long scan."""

    burst: Annotated[timedelta, duration("1s", "1h")]
    least_burst: Annotated[timedelta, duration("1s", "1h")]
    cooling: Annotated[float, number(0.01, 10)]
    least_cooling: Annotated[float, number(0.01, 10)]
    most_cooling: Annotated[float, number(0.01, 10)]
    lower_factor: Annotated[float, number(0.1, 1)]
    raise_factor: Annotated[float, number(1, 2)]
    hot_rest: Annotated[timedelta, duration("1s", "1d")]
    rested: Annotated[timedelta, duration("0s", "1m")]


class RoleHeadroomSettings(Section):
    """What the model of one skill wants of the machine; `_going_on` once it was admitted."""

    memory_reserve_bytes: Annotated[int, size("0B", "64GiB"), Key("memory_reserve")]
    memory_floor_bytes: Annotated[int, size("0B", "64GiB"), Key("memory_floor")]
    compute_allowance_bytes: Annotated[int, size("0B", "8GiB"), Key("compute_allowance")]
    thermal_level: Annotated[int, whole(0, 4)]
    thermal_level_going_on: Annotated[int, whole(0, 4)]
    thermal_stop: Annotated[int, whole(0, 4)]
    thermal_warm: Annotated[timedelta, duration("0s", "1h")]
    thermal_hold: Annotated[timedelta, duration("0s", "1h")]
    temperature: Annotated[float, number(0, 150)]
    temperature_going_on: Annotated[float, number(0, 150)]
    battery: Annotated[float, number(0, 100)]
    battery_going_on: Annotated[float, number(0, 100)]
    mains: Switch
    full_power: Switch
    owner_away: Switch
    compressor: Annotated[float, number(0, 100)]
    compressor_going_on: Annotated[float, number(0, 100)]
    memory_stall: Annotated[float, number(0, 100)]
    memory_stall_going_on: Annotated[float, number(0, 100)]
    cpu_load: Annotated[float, number(0, 100)]
    cpu_load_going_on: Annotated[float, number(0, 100)]
    disk_free_bytes: Annotated[int, size("0B", "1000GB"), Key("disk_free")]
    disk_free_going_on_bytes: Annotated[int, size("0B", "1000GB"), Key("disk_free_going_on")]
    settle_after_wake: Annotated[timedelta, duration("0s", "1h")]
    unknown_defers: Annotated[tuple[str, ...], list_of(one_of([each.value for each in Resource]))]


class FootprintSettings(Section):
    """What the memory of a model is predicted with."""

    weights_factor: Annotated[float, number(1, 3)]
    process_bytes: Annotated[int, size("0B", "8GiB"), Key("process")]
    unknown_cache_percent: Annotated[float, number(0, 1_000)]
    measurements: Annotated[int, whole(1, 100)]
    least_correction: Annotated[float, number(0.1, 1)]
    most_correction: Annotated[float, number(1, 10)]
    believable_factor: Annotated[float, number(1, 10)]


class HeadroomSettings(Section):
    """What the machine must have to spare before a model is loaded."""

    sample_interval: Annotated[timedelta, duration("1s", "1h")]
    retry_after: Annotated[timedelta, duration("10s", "1d")]
    reclaim_wait: Annotated[timedelta, duration("1s", "10m")]
    watch_interval: Annotated[timedelta, duration("100ms", "5m")]
    slow_interval: Annotated[timedelta, duration("1s", "10m")]
    load_gap: Annotated[timedelta, duration("0s", "1d")]
    pressure_watch: Annotated[timedelta, duration("0s", "10m")]
    linger: Annotated[timedelta, duration("0s", "1d")]
    runner_excess_bytes: Annotated[int, size("0B", "64GiB"), Key("runner_excess")]
    prompt_cache_bytes: Annotated[int, size("0B", "64GiB"), Key("prompt_cache")]
    swap_growth_bytes: Annotated[int, size("0B", "64GiB"), Key("swap_growth")]
    swap_stop_bytes: Annotated[int, size("0B", "64GiB"), Key("swap_stop")]
    observation_gap: Annotated[timedelta, duration("1s", "1h")]
    owner_idle: Annotated[timedelta, duration("0s", "1d")]
    owner_back: Annotated[timedelta, duration("0s", "1h")]
    night_idle: Annotated[timedelta, duration("0s", "1d")]
    night_begins: Annotated[int, whole(0, 23)]
    night_ends: Annotated[int, whole(0, 23)]
    throttled_percent: Annotated[float, number(1, 100)]
    baseline_runs: Annotated[int, whole(3, 1000)]
    least_baseline_runs: Annotated[int, whole(1, 1000)]
    thermometer_expires: Annotated[timedelta, duration("1s", "1d")]
    reply_tokens: Annotated[int, whole(1, 100_000)]
    prompt_tokens: Annotated[int, whole(1, 100_000)]
    prefill_ratio: Annotated[float, number(1, 100)]
    eviction_percent: Annotated[float, number(1, 100)]
    overdue_after: Annotated[timedelta, duration("1h", "52w")]
    hold_off_sleep: Switch
    longest_hold: Annotated[timedelta, duration("1m", "1d")]
    pace: PaceSettings
    footprint: FootprintSettings
    fast: RoleHeadroomSettings
    deep: RoleHeadroomSettings


class MeasuringSettings(Section):
    """How models are measured by `tinyarmsctl bench models`."""

    context_tokens: Annotated[int, whole(512, 131_072)]
    reply_tokens: Annotated[int, whole(16, 4096)]
    keep_alive: Annotated[timedelta, duration("10s", "1h")]
    timeout: Annotated[timedelta, duration("1s", "1h")]
    unload_wait: Annotated[timedelta, duration("1s", "5m")]


class DashboardSettings(Section):
    """The page in the browser."""

    port: Annotated[int, whole(0, 65_535)]
    idle: Annotated[timedelta, duration("1m", "1d")]


class NotificationSettings(Section):
    """What the desktop is told."""

    enabled: Switch
    group: Annotated[timedelta, duration("1s", "1h")]
    most_per_hour: Annotated[int, whole(1, 60)]
    editing: Annotated[timedelta, duration("1m", "4w")]
    quiet_from: Annotated[time, Kind(read_time_of_day)]
    quiet_until: Annotated[time, Kind(read_time_of_day)]


class Settings(Section):
    """The effective configuration, with everything that is needed to say where it came from."""

    models: ModelSettings
    skills: SkillsSettings
    ollama: OllamaSettings
    inference: InferenceSettings
    judging: JudgingSettings
    rules: Mapping[str, RuleSettings]
    paths: PathSettings
    watch: WatchSettings
    analysis: AnalysisSettings
    deep: DeepSettings
    wake: WakeSettings
    store: StoreSettings
    jobs: JobSettings
    logs: LogSettings
    headroom: HeadroomSettings
    dashboard: DashboardSettings
    notifications: NotificationSettings
    measuring: MeasuringSettings
    provenance: Annotated[Provenance, Key(None)]

    def skill(self, skill: Skill) -> SkillSettings:
        """The section of a skill."""
        return (
            self.skills.code_linting_fast if skill is Skill.FAST else self.skills.code_linting_deep
        )

    def skills_by_priority(self) -> tuple[Skill, ...]:
        """Whose questions are asked before the other's, the fast ones where both are as urgent."""
        first, second = sorted(Skill, key=lambda skill: self.skill(skill).priority)
        return first, second

    def enabled_rules(self, skill: Skill) -> tuple[str, ...]:
        """The rules that the skill lists and that are not switched off, in the skill's order.

        The skill's own switch says whether it runs by itself, and is left to the caller: a scan
        that a person asks for runs either way.
        """
        listed = dict.fromkeys(self.skill(skill).rules)
        return tuple(rule for rule in listed if self.is_enabled(rule))

    def is_enabled(self, rule_id: str) -> bool:
        """Whether a rule is not switched off."""
        rule = self.rules.get(rule_id)
        return rule is None or rule.enabled

    def rule_options(self, rule_id: str) -> Mapping[str, object]:
        """The options that are stated for a rule, by name; none for a rule that has none."""
        rule = self.rules.get(rule_id)
        return {} if rule is None else rule.options


def section_at(path: tuple[str | int, ...]) -> type[Section] | None:
    """The section that stands at a key path; None where there is a value or nothing."""
    section: type[Section] = Settings
    for key in path:
        form = section.forms.get(str(key))
        if form is None or form.section is None:
            return None
        section = form.section
    return section


def sections_for_next_start(begun_with: Settings, now: Settings) -> list[str]:
    """The sections that say something else now than at the start, and are read only then."""
    return [
        name
        for name in keys_of(Settings)
        if name not in _TAKEN_UP_AT_ONCE and getattr(now, name) != getattr(begun_with, name)
    ]
