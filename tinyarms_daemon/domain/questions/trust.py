"""How far a model is believed about a rule, from what people did with its findings."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

_Z_ONE_SIDED_95_PERCENT = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A Beta posterior with the uniform prior, Beta(1, 1): `accepted` were fixed, `dismissed` were
    set aside by the user."""

    accepted: int = 0
    dismissed: int = 0

    @property
    def mean(self) -> float:
        """The expected share of findings that are right (Laplace's rule of succession)."""
        return (self.accepted + 1) / (self.accepted + self.dismissed + 2)

    @property
    def lower_bound(self) -> float:
        """The share that it stays above with a probability of 95 %, by the normal approximation."""
        return max(self.mean - _Z_ONE_SIDED_95_PERCENT * self._deviation, 0.0)

    def is_muted(self, limit: float, least_answers: int) -> bool:
        """Whether it has been heard often enough, and been wrong too often, to speak at a save."""
        return self.accepted + self.dismissed >= least_answers and self.lower_bound < limit

    @property
    def _deviation(self) -> float:
        """Variance of a Beta distribution: ab / ((a+b)²(a+b+1))."""
        right, wrong = self.accepted + 1, self.dismissed + 1
        both = right + wrong
        return math.sqrt(right * wrong / (both * both * (both + 1)))


def who_asks_of_muted(*, has_weekly_scan: bool) -> str:
    """The end of a sentence: who still asks about a rule that is muted at saves."""
    if has_weekly_scan:
        return "the weekly scan asks"
    return "the weekly scan would ask, and is off (`skills.code-linting-deep.enabled`)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """When a rule is muted: its findings are right less often than the limit, by at least so many
    answers."""

    trust_limit: float
    trust_least_answers: int

    def muted(self, trusted: Mapping[str, Trust]) -> frozenset[str]:
        """The rules that are not to speak at a save, of those with what is known of each."""
        return frozenset(
            rule
            for rule, trust in trusted.items()
            if trust.is_muted(self.trust_limit, self.trust_least_answers)
        )
