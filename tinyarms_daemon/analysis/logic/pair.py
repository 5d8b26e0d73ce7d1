"""Two definitions that may do the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units by their numbers, the smaller first, and how likely they do the same: log odds.

    `score` is what their text shows, `promise` what is known with a model's word on each as well.
    `gives_same` tells of drawn inputs of the same names, where enough is said: evidence, no proof.
    """

    first: int
    second: int
    score: float
    gives_same: bool
    promise: float
