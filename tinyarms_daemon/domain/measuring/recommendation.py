"""Which models this machine should have, by the model study's own rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.domain.headroom.in_words import bytes_in_words


class Option(StrEnum):
    """The study's options."""

    ADD = "A: add the large model for weekly scans"
    KEEP = "B: keep the small model alone"
    REPLACE = "C: the large model in place of the small one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of the machine, the wish and the models; None is not known.

    `gain` is how much more accurate the large model is than the small one with the rules, from 0
    to 1; `save_seconds` the large model's time for a file.
    """

    free_disk_bytes: int | None
    memory_bytes: int | None
    wants_weekly_scan: bool
    gain: float | None
    save_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What the study asks of each."""

    least_free_disk_bytes: float
    least_memory_bytes: float
    gain: float
    most_seconds_on_save: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One rule: `holds` is None where nothing is known of it."""

    rule: str
    found: str
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The option, with every ground; `is_provisional` where one that decides is not known."""

    option: Option
    grounds: tuple[Ground, ...]
    is_provisional: bool


def recommended(known: Circumstances, asked: Thresholds) -> Recommendation:
    """A where there is storage, memory, need and gain; C where the large one is fast enough for a
    save besides; B where any of the four is known to be missing."""
    *four, fast = _grounds(known, asked)
    is_provisional = any(ground.holds is None for ground in four)
    if any(ground.holds is False for ground in four):
        option, is_provisional = Option.KEEP, False
    elif fast.holds and not is_provisional:
        option = Option.REPLACE
    else:
        option = Option.ADD
    return Recommendation(option=option, grounds=(*four, fast), is_provisional=is_provisional)


def _grounds(known: Circumstances, asked: Thresholds) -> Iterator[Ground]:
    yield Ground(
        rule=f"storage: at least {bytes_in_words(asked.least_free_disk_bytes)} free",
        found=_bytes(known.free_disk_bytes),
        holds=_at_least(known.free_disk_bytes, asked.least_free_disk_bytes),
    )
    yield Ground(
        rule=f"memory: at least {bytes_in_words(asked.least_memory_bytes)}",
        found=_bytes(known.memory_bytes),
        holds=_at_least(known.memory_bytes, asked.least_memory_bytes),
    )
    yield Ground(
        rule="need: weekly scans are wanted (skills.code-linting-deep.enabled)",
        found="wanted" if known.wants_weekly_scan else "not wanted",
        holds=known.wants_weekly_scan,
    )
    yield Ground(
        rule=f"gain: {100 * asked.gain:.0f} % more accurate than the small model, with the rules",
        found="not measured" if known.gain is None else f"{100 * known.gain:+.0f} %",
        holds=_at_least(known.gain, asked.gain - 1e-9),
    )
    yield Ground(
        rule=f"on saves: at most {asked.most_seconds_on_save:.0f} s for a file (option C alone)",
        found="not measured" if known.save_seconds is None else f"{known.save_seconds:.1f} s",
        holds=None
        if known.save_seconds is None
        else known.save_seconds <= asked.most_seconds_on_save,
    )


def _at_least(value: float | None, least: float) -> bool | None:
    return None if value is None else value >= least


def _bytes(value: int | None) -> str:
    return "not known" if value is None else bytes_in_words(value)
