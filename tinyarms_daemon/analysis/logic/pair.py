"""Two definitions that may do the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units by their numbers, the smaller first, and how likely they do the same: log odds.

    `score` is what their text shows, `promise` what is known with a model's word on each as well.
    `agreement` is the share of what either does that both do, 0 where that is little or not known.
    """

    first: int
    second: int
    score: float
    agreement: float
    promise: float
