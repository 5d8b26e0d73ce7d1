"""How well labelled cases were judged."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# The standard normal quantile for a two-sided interval of 95 %.
_QUANTILE_95 = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCase:
    """A folder with a label: whether `rule` has something to find in it."""

    name: str
    category: str
    rule: str
    is_violation: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What was said about a case; `found` is None where there was no answer. `questions` counts
    what a model was asked about it."""

    case: LabelledCase
    found: bool | None
    seconds: float
    questions: int = 0

    @property
    def is_right(self) -> bool:
        """Whether it was judged as it is labelled; a clean case without an answer is."""
        return bool(self.found) is self.case.is_violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high`, both shares from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Labelled cases by what was said of them. A case without an answer is judged wrongly: a
    violation was missed; of a clean one nothing wrong was said."""

    true_positives: int = 0
    false_negatives: int = 0
    false_positives: int = 0
    true_negatives: int = 0
    unanswered: int = 0

    @property
    def labelled(self) -> int:
        return (
            self.true_positives + self.false_negatives + self.false_positives + self.true_negatives
        )

    @property
    def right(self) -> int:
        """Cases that were judged as they are labelled."""
        return self.true_positives + self.true_negatives

    @property
    def accuracy(self) -> float | None:
        """(TP + TN) / labelled; None without cases."""
        return _share(self.right, self.labelled)

    @property
    def precision(self) -> float | None:
        """TP / (TP + FP); None where nothing was found."""
        return _share(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float | None:
        """TP / (TP + FN); None without violations."""
        return _share(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def false_positive_rate(self) -> float | None:
        """FP / (FP + TN); None without clean cases."""
        return _share(self.false_positives, self.false_positives + self.true_negatives)

    @property
    def accuracy_interval(self) -> Interval | None:
        """Where the accuracy on all code like this lies, with 95 % confidence."""
        return wilson_interval(self.right, self.labelled)

    @property
    def precision_interval(self) -> Interval | None:
        return wilson_interval(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall_interval(self) -> Interval | None:
        return wilson_interval(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def false_positive_interval(self) -> Interval | None:
        """The same of the false alarms among clean cases."""
        return wilson_interval(self.false_positives, self.false_positives + self.true_negatives)


def tally(results: Iterable[CaseResult]) -> Tally:
    """The counts of some results."""
    counts = dict.fromkeys(Tally.__dataclass_fields__, 0)
    for result in results:
        if result.found is None:
            counts["unanswered"] += 1
        if result.case.is_violation:
            counts["true_positives" if result.found else "false_negatives"] += 1
        else:
            counts["false_positives" if result.found else "true_negatives"] += 1
    return Tally(**counts)


def wilson_interval(successes: int, trials: int) -> Interval | None:
    """The 95 % score interval of a share (E. B. Wilson, 1927), which holds for few trials as
    well; None without trials."""
    if trials == 0:
        return None
    squared = _QUANTILE_95**2
    share = successes / trials
    middle = share + squared / (2 * trials)
    spread = _QUANTILE_95 * math.sqrt(share * (1 - share) / trials + squared / (2 * trials) ** 2)
    whole = 1 + squared / trials
    return Interval(
        low=max(0.0, (middle - spread) / whole), high=min(1.0, (middle + spread) / whole)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Two that judged the same cases: how often one alone was right, and how often the other."""

    better: int
    worse: int

    @property
    def chance(self) -> float:
        """How often luck alone would part two equals at least so far (two-sided sign test)."""
        trials, most = self.better + self.worse, max(self.better, self.worse)
        tail = sum(math.comb(trials, number) for number in range(most, trials + 1))
        return min(1.0, tail / float(2 ** max(trials - 1, 0)))


def paired(one: Iterable[CaseResult], other: Iterable[CaseResult]) -> Paired:
    """How `one` did against `other`, case by case; both in the same order."""
    right = [(first.is_right, second.is_right) for first, second in zip(one, other, strict=True)]
    return Paired(better=right.count((True, False)), worse=right.count((False, True)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
