"""Two definitions that may do the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units by their numbers, the smaller first, and how likely they do the same: log odds.

    `score` is what their text shows, `promise` what is known with a model's word on each as well.
    They are `proven` where they give the same for drawn inputs of the same names, and say enough.
    """

    first: int
    second: int
    score: float
    proven: bool
    promise: float
