"""Whether the large model is worth its room: the model study's three options, by stated rules."""

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """The study's options; undecided where a figure that a rule needs is not known."""

    ADD = "A"  # the large model for weekly scans, beside the small one
    KEEP = "B"  # the small model alone
    REPLACE = "C"  # the large model for everything
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the rules look at; None is not known.

    Shares are from 0 to 1. `accuracy_gain` is large minus small; `large_seconds_per_file` is what
    one answer of the large model takes once it is loaded.
    """

    free_disk_bytes: int | None
    memory_bytes: int | None
    weekly_scan_wanted: bool
    large_accuracy: float | None
    accuracy_gain: float | None
    false_positive_rate: float | None
    weekly_scan_minutes: float | None
    large_seconds_per_file: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From `constants.yaml` and the configuration, each as the study states it."""

    least_free_disk_bytes: int
    least_memory_bytes: int
    least_accuracy: float
    least_gain: float
    most_false_positives: float
    most_scan_minutes: float
    on_save_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The choice and the sentences that lead to it."""

    choice: Choice
    reasons: tuple[str, ...]


def recommend(figures: Figures, limits: Limits) -> Recommendation:
    """B where room or need are lacking or the large model does not earn its place; C where it
    would even answer a save in time; else A."""
    lacking = _lacking(figures, limits)
    if lacking:
        return Recommendation(choice=Choice.KEEP, reasons=lacking)
    unknown = _unknown(figures)
    if unknown:
        sentence = f"Not known yet: {', '.join(unknown)}."
        return Recommendation(choice=Choice.UNDECIDED, reasons=(sentence,))
    gain = f"It judges {_percent(figures.accuracy_gain)} more cases rightly than the small model"
    seconds = figures.large_seconds_per_file or 0.0
    if seconds <= limits.on_save_seconds:
        fast = f"and answers in {seconds:.1f} s, within the {limits.on_save_seconds:g} s of a save."
        return Recommendation(choice=Choice.REPLACE, reasons=(f"{gain}, {fast}",))
    slow = f"{seconds:.1f} s an answer is too slow for a save ({limits.on_save_seconds:g} s)."
    return Recommendation(choice=Choice.ADD, reasons=(f"{gain}.", slow))


def _lacking(figures: Figures, limits: Limits) -> tuple[str, ...]:
    """Each sentence alone is enough to keep the small model alone."""
    reasons = []
    if not figures.weekly_scan_wanted:
        reasons.append("The weekly deep scan is switched off, the one use of the large model.")
    if _below(figures.free_disk_bytes, limits.least_free_disk_bytes):
        reasons.append(f"Less than {limits.least_free_disk_bytes / 1e9:g} GB of disk are free.")
    if _below(figures.memory_bytes, limits.least_memory_bytes):
        reasons.append(f"It has less than {limits.least_memory_bytes / 2**30:g} GiB of memory.")
    if _below(figures.large_accuracy, limits.least_accuracy):
        reasons.append(
            f"It judged {_percent(figures.large_accuracy)} of the cases rightly, "
            f"{_percent(limits.least_accuracy)} are wanted."
        )
    if _below(figures.accuracy_gain, limits.least_gain):
        reasons.append(
            f"It gains {_percent(figures.accuracy_gain)} over the small model, "
            f"{_percent(limits.least_gain)} are wanted."
        )
    if _above(figures.false_positive_rate, limits.most_false_positives):
        reasons.append(
            f"It raises a false alarm on {_percent(figures.false_positive_rate)} of clean cases."
        )
    if _above(figures.weekly_scan_minutes, limits.most_scan_minutes):
        reasons.append(
            f"A weekly scan takes {figures.weekly_scan_minutes:.0f} min, "
            f"{limits.most_scan_minutes:g} are accepted."
        )
    return tuple(reasons)


def _unknown(figures: Figures) -> list[str]:
    named = {
        "free disk": figures.free_disk_bytes,
        "memory": figures.memory_bytes,
        "the large model's accuracy": figures.large_accuracy,
        "its gain over the small one": figures.accuracy_gain,
        "its false alarms": figures.false_positive_rate,
        "the weekly scan's time": figures.weekly_scan_minutes,
        "its time for an answer": figures.large_seconds_per_file,
    }
    return [name for name, value in named.items() if value is None]


def _below(value: float | None, least: float) -> bool:
    return value is not None and value < least


def _above(value: float | None, most: float) -> bool:
    return value is not None and value > most


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f} %"
