"""Which of many definitions give the same for drawn inputs, and which give other things."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tinyarms_daemon.analysis.behavior.draws import (
    ADVERSE,
    NAMELESS,
    OF_ALL,
    OF_NUMBERS,
    OF_SEPARATORS,
    OF_TEXTS,
    ORDERLY,
    PROBES,
    SAMPLES,
)
from tinyarms_daemon.analysis.behavior.outcomes import (
    FAILED,
    NONE,
    NUMBERS_BEFORE,
    RAISED,
    UNKNOWN,
    Outcomes,
)
from tinyarms_daemon.analysis.logic.runs import Flags, Floats, Whole

_FEWEST_COMPARED = 5  # of fewer samples nothing is told
_FEWEST_DIFFERENT = 4
"""Different outcomes of one definition: what gives only true and false, or one thing for all, is
like many others by chance."""
_FEWEST_NAMELESS = 3  # the same of samples without names, which are half as many
_MOST_KNOWN_OF_ONE = 1  # samples: what is not known of the other may be where the two differ
_LEAST_REACHED_PERCENT = 60
"""Of its statements: of what no sample reaches nothing is known. All of 90 pairs of twelve trees
that were told rightly had 71 or more, a wrong one that fails at its first check 41."""
_MOST_TOGETHER = 30  # of what more definitions give in all samples nothing is told

_EVERY = range(SAMPLES)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of pairs of definitions, as far as enough of their samples are compared.

    `are_same` where all of these are the same, `are_same_named` where that needs no other names for
    what they take, hardly a sample is known of one alone, and most statements of both are reached;
    `other` is the share that differs. They are known to differ only where they `take_same`, with
    names or without. There only inputs count for `other` that both expect: where these have an
    order, orderly ones, and no calls that fail; `differ_orderly` tells those that differ for
    orderly ones in any case.
    """

    are_same: Flags
    are_same_named: Flags
    other: Floats
    take_same: Flags
    differ_orderly: Flags


class OutcomeTable:
    """The outcomes of many definitions."""

    def __init__(self, outcomes: Sequence[Outcomes | None]) -> None:
        packed = b"".join(NONE.packed if each is None else each.packed for each in outcomes)
        numbers = np.frombuffer(packed, dtype=">u4").astype(np.int64)
        numbers = numbers.reshape(len(outcomes), SAMPLES + len(NAMELESS) + NUMBERS_BEFORE)
        marks = numbers.T[:NUMBERS_BEFORE]
        self._signatures, self._nameless_signatures = marks[:2]
        self._adversities, self._texts, self._numbers, self._have_order = marks[2:6]
        self._separators, reached_percent = marks[6:8]
        self._are_covered = reached_percent >= _LEAST_REACHED_PERCENT
        rows = numbers[:, NUMBERS_BEFORE:]
        self._rows, self._nameless_rows = rows[:, :SAMPLES], rows[:, SAMPLES:]

    def same_pairs(self) -> tuple[Whole, Whole]:
        """The pairs that give the same, and enough different things; the smaller number first. What
        gives one thing for all samples that all definitions share pairs nobody."""
        together: dict[bytes, list[int]] = {}
        for rows, samples in ((self._rows, _EVERY), (self._nameless_rows, NAMELESS)):
            of_all = rows[:, [sample in OF_ALL for sample in samples]]
            differ = (of_all != of_all[:, :1]).any(axis=1) & (of_all != UNKNOWN).all(axis=1)
            for number in np.flatnonzero(differ).tolist():
                together.setdefault(of_all[number].tobytes(), []).append(number)
        pairs = {
            (one, other)
            for numbers in together.values()
            if len(numbers) <= _MOST_TOGETHER
            for at, one in enumerate(numbers)
            for other in numbers[at + 1 :]
        }
        ones, others = np.array(sorted(pairs), dtype=np.int64).reshape(len(pairs), 2).T
        are_same = self.likeness(ones, others).are_same
        return ones[are_same], others[are_same]

    def likeness(self, ones: Whole, others: Whole) -> Likeness:
        """What is told of pairs by what they give."""
        take_same = self._signatures[ones] == self._signatures[others]
        found = self._compared(self._rows, _EVERY, ones, others, _FEWEST_DIFFERENT)
        take_same &= found.are_compared
        are_same_named = found.are_same & found.are_known_alike & take_same
        are_same_named &= self._are_covered[ones] & self._are_covered[others]
        # Names say what is meant: without them is compared what differs in them alone.
        signatures = self._nameless_signatures
        at = np.flatnonzero(~take_same & (signatures[ones] == signatures[others]))
        nameless = self._compared(
            self._nameless_rows, NAMELESS, ones[at], others[at], _FEWEST_NAMELESS
        )
        at = at[nameless.are_compared]
        found.replace(at, nameless)
        take_same[at] = True
        return Likeness(
            are_same=found.are_same & take_same,
            are_same_named=are_same_named,
            other=np.where(take_same, found.expected, found.other),
            take_same=take_same,
            differ_orderly=found.orderly & take_same,
        )

    def _compared(
        self, rows: Whole, samples: Sequence[int], ones: Whole, others: Whole, fewest: int
    ) -> "_Compared":
        one, other = rows[ones], rows[others]
        are_known, are_known_too = one != UNKNOWN, other != UNKNOWN
        are_shared = np.ones_like(are_known)
        for special, marks in (
            (OF_TEXTS, self._texts),
            (OF_NUMBERS, self._numbers),
            (ADVERSE, self._adversities),
            (OF_SEPARATORS, self._separators),
        ):
            are_special = [sample in special for sample in samples]
            are_shared[:, are_special] = (marks[ones] == marks[others])[:, None]
        are_compared = are_known & are_known_too & are_shared
        known_of_one = ((are_known != are_known_too) & are_shared).sum(axis=1)
        many = are_compared.sum(axis=1)
        # Where one fails is told by no language as by another one, unless it is written to.
        do_fail = np.isin([one, other], (FAILED, RAISED))
        is_odd = ((one == FAILED) | (other == FAILED)) & (one != other)
        are_one = (one == other) | do_fail.all(axis=0)
        same = (are_one & are_compared).sum(axis=1)
        are_enough = many >= _FEWEST_COMPARED
        are_equal = are_enough & (same == many)
        different = np.zeros(len(ones), dtype=np.int64)
        different[are_equal] = _different(np.where(are_compared, one, -1)[are_equal])
        succeed = are_compared & ~is_odd & ~do_fail.all(axis=0)
        differ = succeed & ~are_one
        succeed[:, [sample in PROBES for sample in samples]] = False
        differ &= succeed
        are_orderly = np.array([sample in ORDERLY for sample in samples])
        have_order = (self._have_order[ones] | self._have_order[others]).astype(np.bool_)
        are_expected = are_orderly | ~have_order[:, None]
        are_expected &= [sample not in ADVERSE for sample in samples]
        return _Compared(
            are_compared=are_enough,
            are_same=are_equal & (different >= fewest),
            are_known_alike=known_of_one <= _MOST_KNOWN_OF_ONE,
            other=_share(differ, succeed, are_enough),
            expected=_share(differ & are_expected, succeed & are_expected, are_enough),
            orderly=are_enough & differ[:, are_orderly].any(axis=1),
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    """What the samples of one kind tell of pairs."""

    are_compared: Flags
    are_same: Flags
    are_known_alike: Flags
    other: Floats
    expected: Floats
    orderly: Flags

    def replace(self, at: Whole, nameless: "_Compared") -> None:
        """Take for some pairs what is told of them without names, unless they are the same with."""
        compared = nameless.are_compared
        at_other = at[~self.are_same[at]]
        taken = np.flatnonzero(compared)[~self.are_same[at]]
        self.are_same[at_other] = nameless.are_same[taken]
        self.other[at_other] = nameless.other[taken]
        self.expected[at_other] = nameless.expected[taken]
        self.orderly[at] = nameless.orderly[compared]
        self.are_compared[at] = True


def _share(differ: Flags, of_all: Flags, are_enough: Flags) -> Floats:
    shares: Floats = differ.sum(axis=1) / np.maximum(1, of_all.sum(axis=1))
    return np.where(are_enough, shares, 0.0)


def _different(rows: Whole) -> Whole:
    """How many different known numbers each row has."""
    ordered = np.sort(rows, axis=1)
    is_new = np.diff(ordered, axis=1, prepend=-1) != 0
    found: Whole = is_new.sum(axis=1)
    return found
