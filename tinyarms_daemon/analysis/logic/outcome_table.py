"""Which of many definitions give the same for drawn inputs, and which give other things."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tinyarms_daemon.analysis.behavior.inputs import (
    SAMPLES,
    SAMPLES_OF_ALL,
    SAMPLES_OF_TEXTS,
)
from tinyarms_daemon.analysis.behavior.outcomes import FAILED, NONE, NUMBERS_BEFORE, Outcomes
from tinyarms_daemon.analysis.logic.runs import Flags, Floats, Whole

_UNKNOWN = -1
_FEWEST_COMPARED = 5  # of fewer samples nothing is told
_FEWEST_DIFFERENT = 4
"""Different outcomes of one definition: what gives only true and false, or one thing for all, is
like many others by chance."""
_MOST_TOGETHER = 30  # of what more definitions give in all samples nothing is told


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of pairs of definitions, as far as enough of their samples `are_compared`.

    `are_same` where all of these are the same, `are_dull` where that is so of little, and `other`
    is the share that differs; they are known to differ only where they `take_same`. Where they do
    not `compare_same` texts and numbers, what only one compares with was hardly drawn.
    """

    are_same: Flags
    are_dull: Flags
    other: Floats
    take_same: Flags
    compare_same: Flags
    are_compared: Flags


class OutcomeTable:
    """The outcomes of many definitions."""

    def __init__(self, outcomes: Sequence[Outcomes | None]) -> None:
        packed = b"".join(NONE.packed if each is None else each.packed for each in outcomes)
        numbers = np.frombuffer(packed, dtype=">u4").astype(np.int64)
        numbers = numbers.reshape(len(outcomes), SAMPLES + NUMBERS_BEFORE)
        self._signatures, self._texts, self._numbers, known = numbers.T[:NUMBERS_BEFORE]
        are_known = known[:, None] >> np.arange(SAMPLES) & 1
        self._rows = np.where(are_known, numbers[:, NUMBERS_BEFORE:], _UNKNOWN)

    def same_pairs(self) -> tuple[Whole, Whole]:
        """The pairs that give the same, and enough different things; the smaller number first. What
        gives one thing for all samples that all definitions share pairs nobody."""
        together: dict[bytes, list[int]] = {}
        for number, row in enumerate(self._rows[:, :SAMPLES_OF_ALL]):
            if len({*row.tolist()}) > 1 and (row != _UNKNOWN).all():
                together.setdefault(row.tobytes(), []).append(number)
        pairs = [
            (one, other)
            for numbers in together.values()
            if len(numbers) <= _MOST_TOGETHER
            for at, one in enumerate(numbers)
            for other in numbers[at + 1 :]
        ]
        ones, others = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
        are_same = self.likeness(ones, others).are_same
        return ones[are_same], others[are_same]

    def likeness(self, ones: Whole, others: Whole) -> Likeness:
        """What is told of pairs by what they give."""
        one, other = self._rows[ones], self._rows[others]
        are_compared = (one != _UNKNOWN) & (other != _UNKNOWN)
        same_texts = self._texts[ones] == self._texts[others]
        same_numbers = self._numbers[ones] == self._numbers[others]
        own_texts = slice(SAMPLES_OF_ALL, SAMPLES_OF_ALL + SAMPLES_OF_TEXTS)
        are_compared[:, own_texts] &= same_texts[:, None]
        are_compared[:, own_texts.stop :] &= same_numbers[:, None]
        many = are_compared.sum(axis=1)
        same = ((one == other) & are_compared).sum(axis=1)
        are_enough = many >= _FEWEST_COMPARED
        are_equal = are_enough & (same == many)
        different = _different(np.where(are_compared, one, _UNKNOWN))
        are_many = different >= _FEWEST_DIFFERENT
        # Where one fails is told by no language as by another one.
        succeed = are_compared & (one != FAILED) & (other != FAILED)
        are_other = (succeed & (one != other)).sum(axis=1) / np.maximum(1, succeed.sum(axis=1))
        return Likeness(
            are_same=are_equal & are_many,
            are_dull=are_equal & ~are_many & (different > 1),
            other=np.where(are_enough, are_other, 0.0),
            compare_same=same_texts & same_numbers,
            are_compared=are_enough,
            take_same=are_enough & (self._signatures[ones] == self._signatures[others]),
        )


def _different(rows: Whole) -> Whole:
    """How many different known numbers each row has."""
    ordered = np.sort(rows, axis=1)
    is_new = np.diff(ordered, axis=1, prepend=_UNKNOWN) != 0
    found: Whole = is_new.sum(axis=1)
    return found
