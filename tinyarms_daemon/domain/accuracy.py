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
    """What was said about a case; `found` is None where there was no answer."""

    case: LabelledCase
    found: bool | None
    seconds: float


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
        """All cases."""
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
    def false_negative_rate(self) -> float | None:
        """FN / (TP + FN); None without violations."""
        return _share(self.false_negatives, self.true_positives + self.false_negatives)

    @property
    def accuracy_interval(self) -> Interval | None:
        """Where the accuracy on all code like this lies, with 95 % confidence."""
        return wilson_interval(self.right, self.labelled)


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
    spread = _QUANTILE_95 * math.sqrt(
        share * (1 - share) / trials + squared / (4 * trials * trials)
    )
    whole = 1 + squared / trials
    return Interval(
        low=max(0.0, (middle - spread) / whole), high=min(1.0, (middle + spread) / whole)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
