"""What validation brought, and whether it is what the model study asked for."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.measuring.accuracy import CaseResult, Tally, paired, tally
from tinyarms_daemon.domain.measuring.criterion import Criterion, Met
from tinyarms_daemon.domain.measuring.measurement import Machine

ALL = "all"
# Differences of shares are differences of counts over counts: what is left of rounding is no lack.
_ROUNDING = 1e-9


class Way(StrEnum):
    """How a case is judged: by rules; by rules whose open questions a model answers, as in daily
    use; or by a model that is shown the files and asked for the rule's violation."""

    RULES = "rules"
    WITH_RULES = "with rules"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one examinee said of every case.

    `model` and `role` are None for the rules alone; `problem` says why there are no results.
    """

    name: str
    way: Way = Way.RULES
    model: str | None = None
    role: str | None = None
    results: tuple[CaseResult, ...] = ()
    problem: str | None = None

    def tallies(self) -> Mapping[str, Tally]:
        """Counts by category, and of all cases."""
        return {name: tally(results) for name, results in self._by_category().items()}

    def median_seconds(self) -> Mapping[str, float | None]:
        """For one case, by category and of all; of a model, for those that it was asked about."""
        return {name: self._median(results) for name, results in self._by_category().items()}

    @property
    def questions(self) -> int:
        """What the model was asked in all."""
        return sum(result.questions for result in self.results)

    @property
    def cases_asked(self) -> int:
        """Cases that the model was asked anything about."""
        return sum(bool(result.questions) for result in self.results)

    def _by_category(self) -> dict[str, Sequence[CaseResult]]:
        categories = dict.fromkeys(result.case.category for result in self.results)
        return {
            **{
                category: [each for each in self.results if each.case.category == category]
                for category in categories
            },
            ALL: self.results,
        }

    def _median(self, results: Sequence[CaseResult]) -> float | None:
        counted = [
            result.seconds
            for result in results
            if (result.found is not None and (self.model is None or result.questions))
        ]
        return statistics.median(counted) if counted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What the large model has to reach: shares from 0 to 1."""

    accuracy: float
    gain: float
    false_positives: float
    most_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What `validate` brought on a machine. `criteria` are of the large model."""

    machine: Machine
    at: datetime
    dataset: str
    cases: int
    examined: tuple[Examined, ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def problem(self) -> str | None:
        """Why somebody could not be examined, None where everybody was."""
        return next((each.problem for each in self.examined if each.problem is not None), None)

    def used(self, role: str) -> Examined | None:
        """The model of a role as it is used, on top of the rules; None where it has no results."""
        examined = _of(self.examined, Way.WITH_RULES, role)
        return examined if examined is not None and examined.results else None

    @property
    def gain(self) -> float | None:
        """How much more accurate the large model is than the small one, as they are used."""
        small, large = self.used(Skill.FAST), self.used(Skill.DEEP)
        return None if large is None else _gain(small, large)[0]

    @property
    def is_accepted(self) -> bool:
        """Whether no criterion was measured and not met."""
        return all(each.met is not Met.NOT_MET for each in self.criteria)


def criteria_of(examined: Sequence[Examined], targets: Targets) -> Iterator[Criterion]:
    """The study's demands on the large model, as it is used and alone."""
    for way, words in ((Way.WITH_RULES, "with the rules"), (Way.ALONE, "alone")):
        small = _of(examined, way, Skill.FAST)
        large = _of(examined, way, Skill.DEEP)
        if large is not None:
            yield from _criteria(words, small, large, targets)


def _criteria(
    words: str, small: Examined | None, large: Examined, targets: Targets
) -> Iterator[Criterion]:
    counted = large.tallies()[ALL]
    yield Criterion(
        name=f"Accuracy of the large model, {words}",
        unit="share",
        measured=counted.accuracy,
        least=targets.accuracy,
        interval=counted.accuracy_interval,
    )
    gain, note = _gain(small, large)
    yield Criterion(
        name=f"More than the small model, {words}",
        unit="share",
        measured=gain,
        least=targets.gain - _ROUNDING,
        note=note,
    )
    yield Criterion(
        name=f"False alarms among clean cases, {words}",
        unit="share",
        measured=counted.false_positive_rate,
        most=targets.false_positives,
        interval=counted.false_positive_interval,
    )
    yield Criterion(
        name=f"Time for a case, {words}",
        unit="s",
        measured=large.median_seconds()[ALL],
        most=targets.most_seconds,
    )


def _gain(small: Examined | None, large: Examined) -> tuple[float | None, str | None]:
    """The difference of the accuracies, and what chance has to do with it."""
    if small is None or not small.results or not large.results:
        return None, None
    one, other = large.tallies()[ALL].accuracy, small.tallies()[ALL].accuracy
    if one is None or other is None:
        return None, None
    both = paired(large.results, small.results)
    note = (
        f"right where the small one is wrong: {both.better}, the other way round: {both.worse}; "
        f"as far apart by chance: {100 * both.chance:.0f} %"
    )
    return one - other, note


def _of(examined: Sequence[Examined], way: Way, role: str) -> Examined | None:
    return next((each for each in examined if each.way is way and each.role == role), None)
