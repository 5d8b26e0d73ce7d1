"""How much sets of marks have in common, many pairs at a time."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from tinyarms_daemon.analysis.logic.marks import Marks
from tinyarms_daemon.analysis.logic.runs import (
    Bits,
    Flags,
    Floats,
    Whole,
    bounds_of,
    numbered,
    owners_of,
    places_of,
)

_MARK_VALUES = 1 << 32
_AT_A_TIME = 32  # as many sets as a number has bits, one for each
_SLOTS = 2_048  # several for each mark of a set, so that few marks share one
_SETS_AT_A_TIME = 4_096


class MarkTable:
    """Many sets of marks. Those of different `kinds`, where given, have none in common."""

    def __init__(self, sets: Sequence[Marks], kinds: Sequence[int] | None = None) -> None:
        self._sizes = np.array([len(each) for each in sets], dtype=np.int64)
        self._bounds = bounds_of(self._sizes)
        said = np.frombuffer(b"".join(each.packed for each in sets), dtype=">u4").astype(np.int64)
        if kinds is not None:
            said += np.repeat(np.array(kinds, dtype=np.int64) * _MARK_VALUES, self._sizes)
        different, self._marks = numbered(said)
        self._holders = np.zeros(len(different), dtype=np.uint32)
        self._sets_with = np.bincount(self._marks, minlength=len(different)).astype(np.int64)

    def likeness(self, ones: Whole, others: Whole) -> Floats:
        """The Jaccard index of each pair: 1 for the same marks, 0 for none in common. Quickest
        where the pairs of one set stand together."""
        found = np.zeros(len(ones))
        starts = np.flatnonzero(np.diff(ones, prepend=-1))[::_AT_A_TIME].tolist()
        for start, end in pairwise([*starts, len(ones)]):
            both = self._in_common(ones[start:end], others[start:end])
            sizes = self._sizes[ones[start:end]] + self._sizes[others[start:end]]
            found[start:end] = both / np.maximum(1, sizes - both)
        return found

    def are_alike(self, ones: Whole, others: Whole, limits: Floats) -> Flags:
        """Whether the likeness of each pair is above its limit: most are far below."""
        sizes = self._sizes[ones] + self._sizes[others]
        slots = np.bitwise_count(self._slots[ones] & self._slots[others]).sum(axis=1)
        both = slots + self._sizes[ones] - self._slots_of[ones]  # at most: marks may share a slot
        above: Flags = both > limits * (sizes - both)
        above[above] = self.likeness(ones[above], others[above]) > limits[above]
        return above

    @cached_property
    def _slots(self) -> Bits:
        """The marks of each set as bits, of which two that are the same have the same."""
        found = np.zeros((len(self._sizes), _SLOTS // 64), dtype=np.uint64)
        for start in range(0, len(self._sizes), _SETS_AT_A_TIME):
            sizes = self._sizes[start : start + _SETS_AT_A_TIME]
            bits = np.zeros((len(sizes), _SLOTS), dtype=np.uint8)
            said = self._marks[self._bounds[start] : self._bounds[start + len(sizes)]]
            bits[owners_of(sizes), said % _SLOTS] = 1
            found[start : start + len(sizes)] = np.packbits(bits, axis=1).view(np.uint64)
        return found

    @cached_property
    def _slots_of(self) -> Whole:
        found: Whole = np.bitwise_count(self._slots).sum(axis=1, dtype=np.int64)
        return found

    def _in_common(self, ones: Whole, others: Whole) -> Whole:
        """How many marks the sets of each pair share; of `ones` there are few different ones."""
        different, bit = np.unique(ones, return_inverse=True)
        bit = bit.astype(np.uint32)
        sizes = self._sizes[different]
        marks = self._marks[places_of(self._bounds[different], sizes)]
        own_bits = np.uint32(1) << np.arange(len(different), dtype=np.uint32)
        np.bitwise_or.at(self._holders, marks, np.repeat(own_bits, sizes))
        sizes = self._sizes[others]
        theirs = self._marks[places_of(self._bounds[others], sizes)]
        is_shared = (self._holders[theirs] >> np.repeat(bit, sizes)) & 1
        self._holders[marks] = 0
        return np.bincount(owners_of(sizes), weights=is_shared, minlength=len(others)).astype(
            np.int64
        )

    def sharing_pairs(self, *, most_sets: int, least_percent: int) -> tuple[Whole, Whole]:
        """The pairs, each once, that have so much of the first one's marks in common, those not
        counted that more than `most_sets` have."""
        first_with = bounds_of(self._sets_with)
        every_owner = owners_of(self._sizes)[np.argsort(self._marks, kind="stable")]
        found = [np.zeros(0, dtype=np.int64)]
        for one in range(len(self._sizes)):
            marks = self._marks_of(one)
            rare = marks[self._sets_with[marks] <= most_sets]
            owners = every_owner[places_of(first_with[rare], self._sets_with[rare])]
            later, times = np.unique(owners[owners > one], return_counts=True)
            found.append(later[times * 100 >= len(marks) * least_percent])
        ones = owners_of(np.array([len(each) for each in found[1:]], dtype=np.int64))
        return ones, np.concatenate(found)

    def _marks_of(self, one: int) -> Whole:
        return self._marks[self._bounds[one] : self._bounds[one + 1]]
