"""What validation brought: the rules alone and each model, against what was wanted of them."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tinyarms_daemon.domain.accuracy import CaseResult, Tally, tally
from tinyarms_daemon.domain.measurement import Machine

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one examinee (the rules alone, or a model on top of them) said of every case.

    `model` is None for the rules alone; `problem` says why there are no results.
    """

    name: str
    model: str | None = None
    results: tuple[CaseResult, ...] = ()
    problem: str | None = None

    def tallies(self) -> Mapping[str, Tally]:
        """Counts by category, and of all cases."""
        categories = dict.fromkeys(result.case.category for result in self.results)
        return {
            **{
                category: tally(each for each in self.results if each.case.category == category)
                for category in categories
            },
            ALL: tally(self.results),
        }

    @property
    def median_seconds(self) -> float | None:
        """For one case; None without results."""
        seconds = [result.seconds for result in self.results if result.found is not None]
        return statistics.median(seconds) if seconds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the model study accepts; shares from 0 to 1."""

    accuracy: float
    gain: float
    least_seconds: float
    most_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One condition of acceptance; `met` is None where its figure was not measured."""

    name: str
    wanted: str
    measured: str
    met: bool | None


def criteria(large: Examined, small: Examined, wanted: Wanted) -> tuple[Criterion, ...]:
    """The study's three conditions for the large model."""
    accuracy = large.tallies()[ALL].accuracy
    gain = gain_of(large, small)
    seconds = large.median_seconds
    return (
        Criterion(
            name="accuracy",
            wanted=f"at least {_percent(wanted.accuracy)}",
            measured=_percent(accuracy),
            met=None if accuracy is None else accuracy >= wanted.accuracy,
        ),
        Criterion(
            name="gain over the small model",
            wanted=f"at least {_points(wanted.gain)}",
            measured=_points(gain),
            met=None if gain is None else gain >= wanted.gain,
        ),
        Criterion(
            name="seconds a file",
            wanted=f"{wanted.least_seconds:g} to {wanted.most_seconds:g}, or less",
            measured="not measured" if seconds is None else f"{seconds:.1f}",
            met=None if seconds is None else seconds <= wanted.most_seconds,
        ),
    )


def gain_of(large: Examined, small: Examined) -> float | None:
    """Accuracy of the large model minus that of the small one; None where one is not measured."""
    one, other = large.tallies()[ALL].accuracy, small.tallies()[ALL].accuracy
    return None if one is None or other is None else round(one - other, 10)


def agreed_cases(examined: Sequence[Examined]) -> frozenset[str]:
    """The cases that all examinees with results answered: only these can be compared."""
    answered = [
        {result.case.name for result in each.results if result.found is not None}
        for each in examined
        if each.results
    ]
    return frozenset.intersection(*map(frozenset, answered)) if answered else frozenset()


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:.1f} %"


def _points(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:+.1f} points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What `validate` brought on a machine; `criteria` is empty where no large model was asked."""

    machine: Machine
    at: datetime
    dataset: str
    cases: int
    examined: tuple[Examined, ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether everybody who was to be examined could be."""
        return all(each.problem is None for each in self.examined)

    @property
    def is_accepted(self) -> bool:
        """Whether every criterion is met."""
        return all(criterion.met is True for criterion in self.criteria)
